"""What a reader may ask lists for, and what to drop when nothing is found."""

from commitments.filters.asked import Chip, ListFilter, Problem, WayOut
from commitments.filters.commitments import DISPUTED, SILENT, UNASSESSED, CommitmentFilter
from commitments.filters.counties import CountyFilter, years_of
from commitments.filters.progress import ProgressFilter, TimeFilter

__all__ = [
    "DISPUTED",
    "SILENT",
    "UNASSESSED",
    "Chip",
    "CommitmentFilter",
    "CountyFilter",
    "ListFilter",
    "Problem",
    "ProgressFilter",
    "TimeFilter",
    "WayOut",
    "years_of",
]
