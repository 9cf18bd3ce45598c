"""The parties as pages: what each is responsible for, what it has said, and how long ago."""
