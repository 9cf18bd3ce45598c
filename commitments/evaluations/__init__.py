"""The yearly evaluation, from its opening to its signed document."""
