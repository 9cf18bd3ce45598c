"""How many counties have a published status for one commitment, year by year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agreements import vocabulary
from commitments.places.successors import municipality_counts


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """One party's published statuses for one year, counted."""

    party: str
    reported: int
    spread: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A year, with a cell for each responsible party."""

    year: int
    cells: list[CoverageCell]


@dataclass(frozen=True, slots=True)
class CountyCoverage:
    """The years of the agreement, in order."""

    parties: Sequence[str]
    rows: list[CoverageRow]

    @classmethod
    def of(cls, words: Mapping[str, Sequence[Any]]) -> "CountyCoverage":
        """Build the coverage of a commitment; ``words`` are its linked words."""
        counted: dict[tuple[int, str], Counter[str]] = {}
        for row in words["county"]:
            counted.setdefault((row["year"], row["party"]), Counter())[row["status"]] += 1
        parties = words["answers"]
        return cls(
            parties,
            [
                CoverageRow(year, [_cell(party, counted.get((year, party))) for party in parties])
                for year in words["year"]
            ],
        )

    @property
    def total(self) -> int:
        """How many counties there are."""
        return len(municipality_counts())


def _cell(party: str, found: Counter[str] | None) -> CoverageCell:
    found = found or Counter()
    spread = [(name, found[name]) for name in vocabulary.names("progress") if found[name]]
    return CoverageCell(party, found.total(), spread)
