"""Each party assesses the commitments and hands in."""
