"""The counts and negative statements of public pages, from all the rows that each speaks of.

The unit of assessment is the cell: a commitment, a party responsible for it, and a counted
evaluation year of its agreement (``Cell``). A cell is *given* when a published evaluation has
a verdict of that party, *not assessed* when a published evaluation has none, and *not
published* when its year has no published evaluation. Views on the other party's commitments are
not cells. A further published evaluation can only raise the number of given cells.

About commitments the pages say three more things: on how many no progress is published, on how
many no verdict of a responsible party is published for any year (that number can only fall), and
on how many the parties disagree in the last year that both have assessed.

Every number is a ``Count``, whose ``query`` links to a list of exactly the rows counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import urlencode

from agreements import vocabulary
from agreements.vocabulary import NOT_ASSESSED, NOT_PUBLISHED
from commitments.register.promise_kinds import ResponsibilityCount, Totals

GIVEN: Final = "gitt"  # the value of ``vurdering`` that means any verdict
DISPUTED: Final = "ja"  # the only value of ``uenig``
ALONE: Final = "alene"  # a value of ``ansvar``: one party is responsible
SHARED: Final = "felles"  # the other value: several parties are
SILENT: Final = vocabulary.word("absence.no_information").slug
UNASSESSED: Final = vocabulary.word(f"absence.{NOT_ASSESSED}").slug


class CellCount(NamedTuple):
    """How many cells of an agreement, year and party are stated alike; ``stated`` as in ``Cell``.

    ``place`` is the party's place in the agreement's order.
    """

    agreement: str
    year: int
    place: int
    party: str
    stated: str
    cells: int


class Count(NamedTuple):
    """``number`` of ``total``; ``query``, «?» included, is that of a list of exactly those."""

    number: int
    total: int
    query: str


class VerdictCount(NamedTuple):
    """How many cells of a party and year have a verdict, or not_assessed."""

    stated: str
    cells: Count


@dataclass(frozen=True, slots=True)
class YearCounts:
    """A party's cells of one year; ``verdicts`` is empty if no evaluation is published."""

    year: int
    given: Count
    verdicts: list[VerdictCount]

    def of(self, verdict: str) -> Count:
        """Return the cells with this verdict, in a year with a published evaluation."""
        return next(row.cells for row in self.verdicts if row.stated == verdict)

    @property
    def stated(self) -> list[VerdictCount]:
        """The verdicts that occur, and not_assessed if it does."""
        return [row for row in self.verdicts if row.cells.number]


@dataclass(frozen=True, slots=True)
class PartyCounts:
    """A party's cells of one agreement, in all and year by year.

    ``commitments``: how many it is responsible for now.
    """

    party: str
    commitments: int
    given: Count
    years: list[YearCounts]

    @property
    def published(self) -> list[YearCounts]:
        """The years with a published evaluation."""
        return [year for year in self.years if year.verdicts]

    @property
    def unpublished(self) -> list[str]:
        """The years without a published evaluation."""
        return [str(year.year) for year in self.years if not year.verdicts]


class Responsibilities(NamedTuple):
    """How many commitments a party is responsible for: all, with another party, and alone.

    ``actors`` are the text's words for who is bound, in its order; ``alone_as`` are those where
    the party is alone, without its own code.
    """

    party: str
    all: Count
    shared: Count
    alone: Count
    actors: list[str]
    alone_as: list[str]


def given(cells: Sequence[CellCount], **asked: object) -> Count:
    """Count how many of these cells are given; ``asked`` are the filters that select them."""
    number = sum(row.cells for row in cells if row.stated not in {NOT_ASSESSED, NOT_PUBLISHED})
    return Count(number, sum(row.cells for row in cells), _query(**asked, vurdering=GIVEN))


def by_party(
    cells: Iterable[CellCount], agreement: str, responsible: Mapping[str, int] | None = None
) -> list[PartyCounts]:
    """Count the cells of one agreement, given by its slug: a row per party, in its order.

    ``responsible``: how many commitments each party is responsible for now, by its code; left out
    where the page does not say it.
    """
    now = responsible or {}
    own = [row for row in cells if row.agreement == agreement]
    parties = {row.place: row.party for row in own}
    return [
        _party([row for row in own if row.place == place], now.get(parties[place], 0))
        for place in sorted(parties)
    ]


def responsibilities(
    rows: Iterable[ResponsibilityCount], party: str, total: int, **asked: object
) -> Responsibilities:
    """Count what a party is responsible for; ``asked`` selects the ``total`` commitments."""
    own = [row for row in rows if row.party == party]
    shared = sum(row.commitments for row in own if row.is_shared)
    alone = sum(row.commitments for row in own if not row.is_shared)
    asked = {**asked, "part": party}
    return Responsibilities(
        party,
        Count(shared + alone, total, _query(**asked)),
        Count(shared, total, _query(**asked, ansvar=SHARED)),
        Count(alone, total, _query(**asked, ansvar=ALONE)),
        list(dict.fromkeys(row.actor for row in own)),
        list(dict.fromkeys(row.actor for row in own if not row.is_shared and row.actor != party)),
    )


def without_progress(totals: Totals) -> Count:
    """Count the commitments on which no party has published any progress."""
    return Count(totals.silent, totals.commitments, _query(status=SILENT))


def never_assessed(totals: Totals) -> Count:
    """Count the commitments on which no responsible party has a published verdict in any year."""
    return Count(totals.unassessed, totals.commitments, _query(vurdering=UNASSESSED))


def given_in(agreement: str, parties: Iterable[PartyCounts]) -> Count:
    """Add up the given cells of an agreement's parties."""
    found = [row.given for row in parties]
    number, total = sum(row.number for row in found), sum(row.total for row in found)
    return Count(number, total, _query(avtale=agreement, vurdering=GIVEN))


def never_assessed_in(agreement: str, number: int, total: int) -> Count:
    """Count an agreement's commitments without a verdict of a responsible party in any year."""
    return Count(number, total, _query(avtale=agreement, vurdering=UNASSESSED))


def in_disagreement(number: int, total: int, **asked: object) -> Count:
    """Count the commitments on which the parties disagree in the last year assessed by both.

    ``asked`` selects them and those of ``total``; a year (``ar``) makes it that year instead.
    """
    return Count(number, total, _query(**asked, uenig=DISPUTED))


def of_verb(totals: Totals, verb: str, **asked: object) -> Count:
    """Count the commitments with this type of promise; ``asked`` selects those of ``totals``."""
    return Count(totals.by_verb[verb], totals.commitments, _query(**asked, loftetype=verb))


def _party(cells: list[CellCount], commitments: int) -> PartyCounts:
    asked = {"avtale": cells[0].agreement, "part": cells[0].party}
    years = sorted({row.year for row in cells})
    by_year = [_year([row for row in cells if row.year == year], asked) for year in years]
    return PartyCounts(cells[0].party, commitments, given(cells, **asked), by_year)


def _year(cells: list[CellCount], asked: dict[str, str]) -> YearCounts:
    year = cells[0].year
    total = sum(row.cells for row in cells)
    numbers = {row.stated: row.cells for row in cells}
    codes = [f"verdict.{name}" for name in vocabulary.names("verdict")]
    words = [vocabulary.word(code) for code in (*codes, f"absence.{NOT_ASSESSED}")]
    verdicts = [
        VerdictCount(
            word.name,
            Count(numbers.get(word.name, 0), total, _query(**asked, ar=year, vurdering=word.slug)),
        )
        for word in words
    ]
    is_published = NOT_PUBLISHED not in numbers
    return YearCounts(year, given(cells, **asked, ar=year), verdicts if is_published else [])


def _query(**asked: object) -> str:
    return f"?{urlencode(asked)}"
