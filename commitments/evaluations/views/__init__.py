"""The pages of an evaluation that belong to no single step of it."""
