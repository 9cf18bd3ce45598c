"""The strip of an agreement: the assessments of one published year, a square per commitment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any, Final, NamedTuple

from django.db.models import Q, QuerySet

from commitments.evaluations import combined_reading
from commitments.evaluations.revisions import matrix
from commitments.evaluations.revisions.matrix import MatrixLine, MatrixPromise, MatrixYear
from commitments.evaluations.revisions.verdict_models import PublishedVerdictQuerySet
from commitments.foundation.prepared_query import Prepared
from commitments.register.models import Commitment

MOST_SQUARES: Final = 60  # commitments; a longer agreement has its matrix alone
_WORDS: Final = ("wording", "marker")  # of a promise


class Square(NamedTuple):
    """One commitment in one year."""

    promise: MatrixPromise
    year: MatrixYear


class StripGroup(NamedTuple):
    """Neighbouring squares of one group, given by its name in the vocabulary."""

    name: str
    squares: list[Square]


@dataclass(frozen=True, slots=True)
class Strip:
    """One year's squares in text order; two years never share a strip."""

    year: int
    groups: list[StripGroup]

    @property
    def squares(self) -> list[Square]:
        """The squares of every group."""
        return [square for group in self.groups for square in group.squares]

    @property
    def parties(self) -> list[str]:
        """The codes of the parties, in the order of the halves; empty without squares."""
        return [cell.party for square in self.squares[:1] for cell in square.year.cells]

    @property
    def disagreeing(self) -> int:
        """How many commitments the parties disagree on in this year."""
        return self._reading(combined_reading.DISAGREE)

    @property
    def agreeing(self) -> int:
        """How many commitments both parties assessed alike in this year."""
        return self._reading(combined_reading.AGREE, combined_reading.AGREE_OTHER_REASON)

    def _reading(self, *names: str) -> int:
        return sum(square.year.reading in names for square in self.squares)


class ShownYear(NamedTuple):
    """The year that an agreement's strip shows: the agreement's key, its year and party codes."""

    agreement: int
    year: int
    parties: Sequence[str]


def strip(lines: Iterable[MatrixLine], year: int) -> Strip:
    """Return the strip of one year of these lines, which are in text order."""
    squares = [
        Square(line.promise, found) for line in lines for found in line.years if found.year == year
    ]
    groups = groupby(squares, key=lambda square: square.promise.group)
    return Strip(year, [StripGroup(name, list(members)) for name, members in groups])


def strips(years: Sequence[ShownYear], verdicts: PublishedVerdictQuerySet) -> dict[int, Strip]:
    """Return the strips of these years by the agreement's key; two queries, none without years."""
    if not years:
        return {}
    codes = tuple(dict.fromkeys(code for shown in years for code in shown.parties))
    commitments: list[Any] = _COMMITMENTS(*(shown.agreement for shown in years), codes=codes)
    asked = reduce(or_, (Q(commitment__agreement=one.agreement, year=one.year) for one in years))
    rows = verdicts.filter(asked).order_by().with_version().values_list(*matrix.COLUMNS)
    published = list(rows)
    found = {}
    for shown in years:
        promises = [
            MatrixPromise.with_answers(row, shown.parties)
            for row in commitments
            if row.agreement_id == shown.agreement
        ]
        lines = matrix.lines(promises, [shown.year], shown.parties, published, {})
        found[shown.agreement] = strip(lines, shown.year)
    return found


def _commitments(*agreements: int, codes: tuple[str, ...]) -> QuerySet[Commitment]:
    rows = Commitment.objects.filter(agreement__in=agreements).in_text_order()
    return rows.with_answers(codes).only("agreement", "ref", "short_title", "group", *_WORDS)


_COMMITMENTS: Final = Prepared(_commitments)
