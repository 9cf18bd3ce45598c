"""What templates write through code."""
