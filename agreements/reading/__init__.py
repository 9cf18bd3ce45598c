"""Reads a pair of text files into values, or refuses it. Without a database or Django."""
