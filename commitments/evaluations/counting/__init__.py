"""Assessments counted: the cells, what public pages say of them, and the list of them all."""
