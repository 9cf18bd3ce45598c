"""Forms for signing in, and for managing people."""
