"""One commitment in the counties, year by year: of how many something is published."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agreements import vocabulary
from commitments.counties import municipality_counts
from commitments.models import Commitment, RegionalStatus


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """What one party has published for one year, by status."""

    party: str
    reported: int
    spread: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A year, with a cell for each party that answers."""

    year: int
    cells: list[CoverageCell]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The years of the agreement, in order."""

    parties: Sequence[str]
    rows: list[CoverageRow]

    @classmethod
    def of(cls, commitment: Commitment, parties: Sequence[str], years: Iterable[int]) -> "Coverage":
        """The coverage of a commitment in these years; ``parties`` are those that answer."""
        counted: dict[tuple[int, str], Counter[str]] = {}
        rows = RegionalStatus.objects.published().about(commitment).order_by()
        for year, party, status in rows.values_list("year", "party__code", "status"):
            counted.setdefault((year, party), Counter())[status] += 1
        return cls(
            parties,
            [
                CoverageRow(year, [_cell(party, counted.get((year, party))) for party in parties])
                for year in years
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
