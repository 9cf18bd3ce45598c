"""A file of regional statuses: read, planned, imported."""
