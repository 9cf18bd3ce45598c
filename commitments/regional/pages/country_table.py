"""Compares the counties: one party's status for the year, beside the other years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from agreements.templatetags.texts import listed
from commitments.foundation.choices import Status
from commitments.places.models import Region
from commitments.regional.models import RegionalStatus

COLOURS: Final[Mapping[str, str]] = {
    Status.IN_PROGRESS: "accent",
    Status.DONE: "accent",
    Status.IN_DIFFICULTY: "warning",
}


@dataclass(frozen=True, slots=True)
class CountyRow:
    """A county, its published status of the year, and those of every year; None if it has none."""

    county: Region
    status: RegionalStatus | None
    statuses: list[tuple[int, RegionalStatus | None]]

    @property
    def colour(self) -> str:
        """The colour of the tile in the map; the mark and the words say the same."""
        return COLOURS.get(self.status.status, "neutral") if self.status else "neutral"


@dataclass(frozen=True)
class CountyTable:
    """One row for each county, by code; the map shows the same rows.

    ``told_years``: the years with a status; the rows have no others.
    """

    rows: Sequence[CountyRow]
    years: Sequence[int]
    told_years: Sequence[int]

    @classmethod
    def of(
        cls,
        counties: Sequence[Region],
        statuses: Sequence[RegionalStatus],
        year: int,
        years: Sequence[int],
    ) -> "CountyTable":
        """Build the table of a year; ``statuses`` are of all ``years``."""
        found = {(row.county_id, row.year): row for row in statuses}
        told_years = sorted({row.year for row in statuses})
        rows = [
            CountyRow(
                county,
                found.get((county.pk, year)),
                [(other, found.get((county.pk, other))) for other in told_years],
            )
            for county in counties
        ]
        return cls(rows, years, told_years)

    @property
    def told(self) -> list[CountyRow]:
        """The counties with a status in any year."""
        return [row for row in self.rows if any(status for _year, status in row.statuses)]

    @property
    def silent(self) -> list[Region]:
        """The counties without a status in any year."""
        return [
            row.county for row in self.rows if not any(status for _year, status in row.statuses)
        ]

    @property
    def reported(self) -> int:
        """How many counties have a published status of the year."""
        return sum(row.status is not None for row in self.rows)

    @property
    def years_named(self) -> str:
        """The years of the agreement, as in a sentence."""
        return listed([str(year) for year in self.years])

    @property
    def silent_years_named(self) -> str:
        """The years without a status, as in a sentence; empty if there are none."""
        return listed([str(year) for year in self.years if year not in self.told_years])

    @property
    def total(self) -> int:
        """How many counties there are."""
        return len(self.rows)
