"""The commitments that the texts contain."""
