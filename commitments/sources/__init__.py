"""Documents and web addresses cited as sources."""
