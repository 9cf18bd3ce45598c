"""Finds hidden content of files, and removes it. Pure."""
