"""The signed document: read from rows, published, verified, as pages and files."""
