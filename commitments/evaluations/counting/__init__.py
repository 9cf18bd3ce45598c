"""Counts of assessments: the cells, the public sentences about them, and the list of cells."""
