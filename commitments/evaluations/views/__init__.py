"""The pages of an evaluation that do not belong to a single step."""
