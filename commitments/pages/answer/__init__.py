"""The parts of a commitment's page that say what became of it."""
