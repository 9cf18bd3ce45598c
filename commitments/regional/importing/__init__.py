"""Reads a file of regional statuses, plans its import, and imports it."""
