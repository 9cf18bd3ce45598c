"""The status of a commitment in a county and a year."""
