"""The front page, and what it tells of what happened last."""
