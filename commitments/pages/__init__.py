"""Pages that bring rooms together."""
