"""Pages of a person's own account, and for managing people."""
