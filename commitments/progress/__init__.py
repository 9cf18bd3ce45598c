"""Progress: what a party says was done for a commitment."""
