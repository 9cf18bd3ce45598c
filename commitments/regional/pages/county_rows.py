"""The rows of a county's page: what is reported, by commitment and year, and what is not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from agreements import vocabulary
from agreements.templatetags.texts import listed
from commitments.places.successors import municipality_counts
from commitments.regional.filter import YearFilter
from commitments.regional.models import RegionalStatus
from commitments.regional.queryset import RegionalStatusQuerySet
from commitments.register.models import Commitment

Counts = dict[tuple[int, int, int], Counter[str]]


@dataclass(frozen=True, slots=True)
class CountyReport:
    """One party's status of the county for a year, beside the country.

    ``spread``: the counties' statuses, with counts. ``silent``: how many counties have none.
    """

    status: RegionalStatus
    spread: Sequence[tuple[str, int]]
    silent: int


@dataclass(frozen=True, slots=True)
class CountyPageRow:
    """A commitment with its reports for each year, in the order of the parties."""

    commitment: Commitment
    years: list[tuple[int, list[CountyReport]]]


@dataclass(frozen=True, slots=True)
class CountyPage:
    """The commitments that are reported on, and those that are not, in text order.

    ``told_years``: the years with a report; the rows have no others.
    """

    years: list[int]
    told_years: list[int]
    rows: list[CountyPageRow]
    silent: list[Commitment]

    @classmethod
    def of(cls, statuses: RegionalStatusQuerySet, list_filter: YearFilter) -> "CountyPage":
        """Build the page from one county's statuses: four queries for any number of rows."""
        years = list_filter.years
        rows = statuses.for_year(*years).with_party_and_sources().order_by("party", "created_at")
        loaded = Commitment.objects.regional_in(list_filter.agreement).in_text_order().for_list()
        reports = _reports(list(rows), _counts(years))
        told_years = sorted({year for _commitment, year in reports})
        made = [_row(commitment, told_years, reports) for commitment in loaded]
        told = [row for row in made if any(found for _year, found in row.years)]
        silent = [row.commitment for row in made if row not in told]
        return cls(years, told_years, told, silent)

    @property
    def reports(self) -> list[CountyReport]:
        """The reports in the order of the rows."""
        return [report for row in self.rows for _year, found in row.years for report in found]

    @property
    def years_named(self) -> str:
        """The years shown, as in a sentence."""
        return listed([str(year) for year in self.years])

    @property
    def silent_years_named(self) -> str:
        """The years without a report, as in a sentence; empty if there are none."""
        return listed([str(year) for year in self.years if year not in self.told_years])

    @property
    def total(self) -> int:
        """How many commitments can vary between counties."""
        return len(self.rows) + len(self.silent)


def _row(
    commitment: Commitment,
    years: Sequence[int],
    reports: dict[tuple[int, int], list[CountyReport]],
) -> CountyPageRow:
    found = [(year, reports.get((commitment.pk, year), [])) for year in years]
    for _year, of_year in found:
        for report in of_year:
            report.status.commitment = commitment
    return CountyPageRow(commitment, found)


def _reports(
    statuses: Sequence[RegionalStatus], counts: Counts
) -> dict[tuple[int, int], list[CountyReport]]:
    """Return the reports by commitment and year."""
    found: dict[tuple[int, int], list[CountyReport]] = {}
    for status in statuses:
        counted = counts.get((status.commitment_id, status.party_id, status.year), Counter())
        spread = [(name, counted[name]) for name in vocabulary.names("progress") if counted[name]]
        silent = len(municipality_counts()) - counted.total()
        place = (status.commitment_id, status.year)
        found.setdefault(place, []).append(CountyReport(status, spread, silent))
    return found


def _counts(years: Sequence[int]) -> Counts:
    """Count the counties by commitment, party, year and published status, in one query."""
    rows: Any = RegionalStatus.objects.published().for_year(*years).order_by()
    rows = rows.values_list("commitment_id", "party_id", "year", "status").annotate(Count("pk"))
    found: Counts = {}
    for commitment, party, year, status, count in rows:
        found.setdefault((commitment, party, year), Counter())[status] = count
    return found
