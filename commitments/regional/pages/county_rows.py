"""The rows of a county's page: each party's status per commitment, beside the country's."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from agreements import vocabulary
from agreements.models import Party
from commitments.places.models import Region
from commitments.places.successors import municipality_counts
from commitments.regional.filter import YearFilter
from commitments.regional.models import RegionalStatus
from commitments.register.models import Commitment

Spread = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class CountyStatement:
    """One party's status of the county; ``spread``: the counties' statuses, with counts.

    ``answers``: whether it is responsible for the commitment. ``silent``: how many counties
    have no published status.
    """

    party: str
    answers: bool
    status: RegionalStatus | None
    before: RegionalStatus | None
    spread: Spread
    silent: int


@dataclass(frozen=True, slots=True)
class CountyPageRow:
    """A commitment and each party's status of the county, in the order of the parties."""

    commitment: Commitment
    statements: list[CountyStatement]


@dataclass(frozen=True, slots=True)
class CountyPage:
    """The rows of a year, and the parties in their order."""

    year: int
    parties: list[str]
    rows: list[CountyPageRow]

    @classmethod
    def published(cls, county: Region, list_filter: YearFilter) -> "CountyPage":
        """Return the public page: four queries and one for the sources cited."""
        rows = RegionalStatus.objects.published().in_county(county)
        rows = rows.for_year(list_filter.year, list_filter.year - 1)
        return cls.of(list(rows.with_party_and_sources()), list_filter)

    @classmethod
    def of(cls, statuses: Sequence[RegionalStatus], list_filter: YearFilter) -> "CountyPage":
        """Build the page from statuses of one county, including those of the year before."""
        year = list_filter.year
        loaded = Commitment.objects.regional_in(list_filter.agreement).with_answering()
        by_subject = {(row.commitment_id, row.party.code, row.year): row for row in statuses}
        spread = _spread(year)
        parties = {party.pk: party.code for _row, answering in loaded for party in answering}
        made = _CountyRows([parties[pk] for pk in sorted(parties)], by_subject, spread, year)
        return cls(year, made.parties, [made.row(*row) for row in loaded])

    @property
    def statuses(self) -> list[RegionalStatus]:
        """The statuses of the year, in the order of the rows."""
        return [
            statement.status
            for row in self.rows
            for statement in row.statements
            if statement.status
        ]

    @property
    def reported(self) -> int:
        """How many commitments have a status."""
        return sum(any(statement.status for statement in row.statements) for row in self.rows)


@dataclass(frozen=True, slots=True)
class _CountyRows:
    parties: list[str]
    by_subject: dict[tuple[int, str, int], RegionalStatus]
    spread: dict[tuple[int, str], Counter[str]]
    year: int

    def row(self, commitment: Commitment, answering: Sequence[Party]) -> CountyPageRow:
        answers = {party.code for party in answering}
        for key, status in self.by_subject.items():
            if key[0] == commitment.pk:
                status.commitment = commitment
        statements = [
            self._statement(commitment, code, answers=code in answers) for code in self.parties
        ]
        return CountyPageRow(commitment, statements)

    def _statement(self, commitment: Commitment, code: str, *, answers: bool) -> CountyStatement:
        found = self.spread.get((commitment.pk, code), Counter())
        return CountyStatement(
            code,
            answers,
            self.by_subject.get((commitment.pk, code, self.year)),
            self.by_subject.get((commitment.pk, code, self.year - 1)),
            [(name, found[name]) for name in vocabulary.names("progress") if found[name]],
            len(municipality_counts()) - found.total(),
        )


def _spread(year: int) -> dict[tuple[int, str], Counter[str]]:
    """Count the counties by commitment, party and published status, in one query."""
    rows: Any = RegionalStatus.objects.published().for_year(year).order_by()
    rows = rows.values_list("commitment_id", "party__code", "status").annotate(count=Count("pk"))
    found: dict[tuple[int, str], Counter[str]] = {}
    for commitment, code, status, count in rows:
        found.setdefault((commitment, code), Counter())[status] = count
    return found
