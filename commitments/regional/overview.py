"""A party's progress with the counties: commitment by year, with how many are missing."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from agreements.models import Agreement
from commitments.foundation.choices import State
from commitments.places.successors import municipality_counts
from commitments.regional.filter import years_of
from commitments.regional.models import RegionalStatus
from commitments.register.models import Commitment


@dataclass(frozen=True, slots=True)
class OverviewCell:
    """One commitment and year: how many counties are missing, and how many await approval."""

    year: int
    missing: int
    waiting: int


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """A commitment, with a cell for each year of its agreement."""

    commitment: Commitment
    cells: list[OverviewCell]


@dataclass(frozen=True, slots=True)
class Overview:
    """An agreement: its years, how many are missing in each, and the commitments."""

    agreement: Agreement
    years: list[tuple[int, int]]
    rows: list[OverviewRow]

    @classmethod
    def of_party(cls, party: int | None) -> "list[Overview]":
        """Return one for each agreement, with the commitments that the party is responsible for."""
        total = len(municipality_counts())
        counted = _counted(party)
        found: dict[int, list[OverviewRow]] = {}
        agreements: dict[int, Agreement] = {}
        for commitment in Commitment.objects.of_counties():
            if party not in {row.pk for row in commitment.responsible.all()}:
                continue
            agreements[commitment.agreement_id] = commitment.agreement
            cells = [
                OverviewCell(
                    year,
                    total - counted[commitment.pk, year, State.PUBLISHED],
                    counted[commitment.pk, year, State.SUBMITTED],
                )
                for year in years_of(commitment)
            ]
            found.setdefault(commitment.agreement_id, []).append(OverviewRow(commitment, cells))
        return [cls(agreements[pk], _missing_by_year(rows), rows) for pk, rows in found.items()]


def _missing_by_year(rows: list[OverviewRow]) -> list[tuple[int, int]]:
    missing: Counter[int] = Counter()
    for row in rows:
        for cell in row.cells:
            missing[cell.year] += cell.missing
    return sorted(missing.items())


def _counted(party: int | None) -> Counter[tuple[int, int, str]]:
    """Count the counties by commitment, year and state, in one query."""
    rows = RegionalStatus.objects.of_party(party).order_by()
    groups = rows.values_list("commitment_id", "year", "state").annotate(count=Count("pk"))
    return Counter({(pk, year, state): count for pk, year, state, count in groups})
