"""The pages of a person's account, and of those who keep people."""
