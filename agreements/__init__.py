"""The agreements, word for word."""
