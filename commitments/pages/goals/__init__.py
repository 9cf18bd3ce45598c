"""The goals of the agreements, and the commitments that go with each."""
