"""What a party says was done for a commitment."""
