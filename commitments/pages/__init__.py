"""Pages that combine several rooms."""
