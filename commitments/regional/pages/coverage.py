"""How many counties have a published status for one commitment, year by year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agreements import vocabulary
from commitments.places.models import Region
from commitments.places.successors import municipality_counts


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """One party's published statuses for one year, counted."""

    party: str
    reported: int
    spread: list[tuple[str, int]]

    @property
    def silent(self) -> int:
        """How many counties have no published status."""
        return len(municipality_counts()) - self.reported


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A year, with a cell for each responsible party."""

    year: int
    cells: list[CoverageCell]


@dataclass(frozen=True, slots=True)
class CountyTile:
    """A county with one party's status; "" if it has published none."""

    county: Region
    status: str


@dataclass(frozen=True, slots=True)
class CountyMap:
    """One party's statuses in every county, for the last year that has any."""

    year: int
    cell: CoverageCell
    tiles: list[CountyTile]


@dataclass(frozen=True, slots=True)
class CountyCoverage:
    """The years of the agreement, in order, and a map for each party with statuses last year."""

    parties: Sequence[str]
    rows: list[CoverageRow]
    maps: list[CountyMap]

    @classmethod
    def of(cls, words: Mapping[str, Sequence[Any]]) -> "CountyCoverage":
        """Build the coverage of a commitment; ``words`` are its linked words.

        One query if any county has a status, else none.
        """
        counted: dict[tuple[int, str], Counter[str]] = {}
        for row in words["county"]:
            counted.setdefault((row["year"], row["party"]), Counter())[row["status"]] += 1
        parties = words["answers"]
        rows = [
            CoverageRow(year, [_cell(party, counted.get((year, party))) for party in parties])
            for year in words["year"]
        ]
        return cls(parties, rows, _maps(rows, words["county"]))

    @property
    def last(self) -> CoverageRow | None:
        """The last year with a status of any county; None if there is none."""
        return _last(self.rows)

    @property
    def total(self) -> int:
        """How many counties there are."""
        return len(municipality_counts())


def _cell(party: str, found: Counter[str] | None) -> CoverageCell:
    found = found or Counter()
    spread = [(name, found[name]) for name in vocabulary.names("progress") if found[name]]
    return CoverageCell(party, found.total(), spread)


def _last(rows: Sequence[CoverageRow]) -> CoverageRow | None:
    return next((row for row in reversed(rows) if any(cell.reported for cell in row.cells)), None)


def _maps(rows: Sequence[CoverageRow], statuses: Sequence[Mapping[str, Any]]) -> list[CountyMap]:
    last = _last(rows)
    if last is None:
        return []
    said = {
        (row["party"], row["county"]): row["status"] for row in statuses if row["year"] == last.year
    }
    counties = list(Region.objects.counties().reverse())  # from the north
    return [
        CountyMap(
            last.year,
            cell,
            [CountyTile(county, said.get((cell.party, county.code), "")) for county in counties],
        )
        for cell in last.cells
        if cell.reported
    ]
