"""A pair of text files, read into values or refused: no database, no Django."""
