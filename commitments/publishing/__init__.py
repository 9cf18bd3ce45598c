"""Draft, submitted, published, corrected or withdrawn: the way of everything that is recorded."""
