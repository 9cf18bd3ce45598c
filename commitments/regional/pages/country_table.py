"""Compares the counties: one party's status for the year and for the year before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

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
    """A county and its published status, None if there is none; ``before``: the year before."""

    county: Region
    status: RegionalStatus | None
    before: RegionalStatus | None

    @property
    def changed(self) -> bool:
        """Whether both years are reported with different statuses."""
        if self.status is None or self.before is None:
            return False
        return self.status.status != self.before.status

    @property
    def colour(self) -> str:
        """The colour of the tile in the map; the mark and the words say the same."""
        return COLOURS.get(self.status.status, "neutral") if self.status else "neutral"


@dataclass(frozen=True)
class CountyTable:
    """One row for each county, by code; the map shows the same rows."""

    rows: Sequence[CountyRow]

    @classmethod
    def of(
        cls, counties: Sequence[Region], statuses: Sequence[RegionalStatus], year: int
    ) -> "CountyTable":
        """Build the table of a year; ``statuses`` are of that year and the one before."""
        by_county = {(row.county_id, row.year): row for row in statuses}
        return cls(
            [
                CountyRow(
                    county, by_county.get((county.pk, year)), by_county.get((county.pk, year - 1))
                )
                for county in counties
            ]
        )

    @cached_property
    def reported(self) -> int:
        """How many counties have a published status."""
        return sum(row.status is not None for row in self.rows)

    @property
    def total(self) -> int:
        """How many counties there are."""
        return len(self.rows)

    @property
    def has_before(self) -> bool:
        """Whether anything is published for the year before."""
        return any(row.before for row in self.rows)
