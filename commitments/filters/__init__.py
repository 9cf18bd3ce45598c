"""What a reader may ask lists for, and what to drop when nothing is found."""
