"""Evaluations that were made at the time, attached as documents."""
