"""A grid of one commitment and year, with a row for each county that is saved by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.http import QueryDict

from agreements.models import Party
from commitments.foundation.choices import State
from commitments.foundation.linked_rows import with_linked
from commitments.foundation.prepared_query import Prepared
from commitments.people.models import Membership
from commitments.places.models import Region
from commitments.regional.forms import GridForm
from commitments.regional.models import RegionalStatus
from commitments.register.models import Commitment

MISSING = "mangler"  # value of ``vis``: counties without a published status
WAITING = "venter"  # value of ``vis``: counties whose row awaits approval


@dataclass(frozen=True, slots=True)
class GridRow:
    """A county: the party's open row, its published one, and the form if it can be filled in.

    ``total`` is the county's number of municipalities, None if unknown.
    """

    county: Region
    opened: RegionalStatus | None
    published: RegionalStatus | None
    form: GridForm | None
    total: int | None

    @property
    def shown(self) -> RegionalStatus | None:
        """The row shown in the grid: the open one, or else the published one."""
        return self.opened or self.published


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one commitment and year for one party."""

    commitment: Commitment
    year: int
    party: Party
    rows: Sequence[GridRow]

    @classmethod
    def of(
        cls,
        commitment: Commitment,
        year: int,
        party: Party,
        *,
        bound: tuple[str, GridForm] | None = None,
    ) -> "Grid":
        """Build the grid; ``bound`` is a county's code and its form that was refused."""
        statuses = _STATUSES(party.pk, commitment.pk, year)
        opened: dict[int, RegionalStatus] = {}
        published: dict[int, RegionalStatus] = {}
        for row in with_linked(statuses, "sources"):
            (published if row.state == State.PUBLISHED else opened)[row.county_id] = row
        refused = dict([bound]) if bound else {}
        totals = Region.objects.municipality_counts([year])
        rows = []
        for county in _COUNTIES():
            form: GridForm | None = refused.get(county.code)
            open_row, published_row = opened.get(county.pk), published.get(county.pk)
            if form is None and (open_row.is_editable if open_row else published_row is None):
                form = GridForm(
                    commitment=commitment, party=party, entry=open_row, code=county.code
                )
            rows.append(
                GridRow(county, open_row, published_row, form, totals.get((county.code, year)))
            )
        return cls(commitment, year, party, rows)

    def filled_in(self, unsaved: Mapping[str, QueryDict]) -> "Grid":
        """Return the grid with unsaved text in its forms; ``unsaved`` is by county code."""
        rows = [
            replace(row, form=self._form(row, unsaved[row.county.code]))
            if row.form and row.county.code in unsaved
            else row
            for row in self.rows
        ]
        return replace(self, rows=rows)

    def _form(self, row: GridRow, data: QueryDict) -> GridForm:
        code = row.county.code
        return GridForm(
            data, commitment=self.commitment, party=self.party, entry=row.opened, code=code
        )

    def listed(self, part: str) -> list[GridRow]:
        """Return the rows that the URL selects; all of them unless it names a part."""
        if part == MISSING:
            return [row for row in self.rows if row.published is None]
        if part == WAITING:
            return [row for row in self.rows if _state(row) == State.SUBMITTED]
        return list(self.rows)

    def to_send(self) -> list[RegionalStatus]:
        """Return the drafts and returned rows."""
        return [row.opened for row in self.rows if row.opened and row.opened.is_editable]

    def has_rows_to_approve(self, by: Membership) -> bool:
        """Whether the person may publish one of the rows that await approval."""
        keys = [row.pk for row in self.waiting()]
        if not keys:
            return False
        return RegionalStatus.objects.filter(pk__in=keys).to_be_approved_by(by).exists()

    def waiting(self) -> list[RegionalStatus]:
        """Return the rows that await approval."""
        return [row.opened for row in self.rows if row.opened and _state(row) == State.SUBMITTED]

    @property
    def counts(self) -> dict[str, object]:
        """How many counties are published, missing, to be sent, and awaiting approval."""
        published = sum(row.published is not None for row in self.rows)
        return {
            "published": published,
            "missing": len(self.rows) - published,
            "to_send": len(self.to_send()),
            "waiting": len(self.waiting()),
            "total": len(self.rows),
        }


_COUNTIES: Final = Prepared(Region.objects.counties)
_STATUSES: Final = Prepared(
    lambda party, commitment, year: (
        RegionalStatus.objects.filter(party=party, commitment=commitment, year=year)
        .current()
        .select_related("commitment__agreement", "party", "county")
    )
)


def _state(row: GridRow) -> str:
    return row.opened.state if row.opened else ""
