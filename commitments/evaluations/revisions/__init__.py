"""The signed document: built from rows, published, verified, and shown as pages and files."""
