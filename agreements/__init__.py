"""What was written: the agreements, word for word."""
