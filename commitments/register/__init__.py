"""The commitments as the texts make them."""
