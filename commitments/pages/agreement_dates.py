"""The time line: when the agreements applied, when none did, and their places in a drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, Literal

GAP_INSET: Final = 6  # units between a gap and the agreements on both sides
_DAY: Final = timedelta(days=1)

PeriodKind = Literal["term", "unknown_start", "rest", "gap"]


@dataclass(frozen=True, slots=True)
class Term:
    """When one agreement applies, last day included; no first day if the text has none.

    ``evaluation_years`` are the counted ones.
    """

    name: str
    starts_on: date | None
    ends_on: date
    evaluation_years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AgreementPeriod:
    """A period of days, both ends included; the name is the agreement's, empty for a gap.

    ``unknown_start`` is the first counted year of an agreement whose text has no first day:
    it may have begun at any time in it, or before. ``rest`` are the years after that one.
    ``ends_on`` is the last day of the agreement, None for a gap.
    """

    kind: PeriodKind
    name: str
    first: date
    last: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class DrawnPeriod:
    """A period in a drawing: where it begins and how long it is, in the drawing's units."""

    period: AgreementPeriod
    at: int
    length: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A year in a drawing: where it begins."""

    year: int
    at: int


@dataclass(frozen=True, slots=True)
class DrawnTimeline:
    """A time line along one axis, from 1 January of its first year."""

    years: tuple[Tick, ...]
    periods: tuple[DrawnPeriod, ...]
    length: int

    @property
    def first_year(self) -> int:
        """The first year drawn."""
        return self.years[0].year

    @property
    def last_year(self) -> int:
        """The last year drawn."""
        return self.years[-1].year

    def begins(self, year: int) -> int:
        """Return where a year that is drawn begins."""
        return self.years[year - self.first_year].at


def periods(terms: Sequence[Term]) -> list[AgreementPeriod]:
    """Return the periods of the terms in order of time: agreements, unknown starts and gaps.

    There is a gap if one agreement ended before the next began. If the next has no first day,
    nothing is said about the time between, because we do not guess.
    """
    ordered = sorted(terms, key=_first_day)
    found = [period for term in ordered for period in _of_term(term)]
    for i, (before, after) in enumerate(pairwise(ordered), start=1):
        last = max(term.ends_on for term in [before, *ordered[:i]])
        if after.starts_on and last + _DAY < after.starts_on:
            found.append(AgreementPeriod("gap", "", last + _DAY, after.starts_on - _DAY))
    return sorted(found, key=lambda period: (period.first, period.last))


def years(terms: Sequence[Term]) -> range:
    """Return every year from the first term to the last; empty without terms."""
    if not terms:
        return range(0)
    return range(
        min(_first_day(term).year for term in terms), max(term.ends_on.year for term in terms) + 1
    )


def draw(terms: Sequence[Term], *, length: int) -> DrawnTimeline | None:
    """Draw the time line with this many units; None without terms."""
    span = years(terms)
    if not span:
        return None
    begin = date(span.start, 1, 1)
    days = (date(span.stop, 1, 1) - begin).days

    def at(day: date) -> int:
        return round((day - begin).days * length / days)

    def drawn(period: AgreementPeriod) -> DrawnPeriod:
        inset = GAP_INSET if period.kind == "gap" else 0
        start, end = at(period.first) + inset, at(period.last + _DAY) - inset
        return DrawnPeriod(period, start, max(end - start, 1))

    return DrawnTimeline(
        years=tuple(Tick(year, at(date(year, 1, 1))) for year in span),
        periods=tuple(drawn(period) for period in periods(terms)),
        length=length,
    )


def _of_term(term: Term) -> list[AgreementPeriod]:
    if term.starts_on:
        return [AgreementPeriod("term", term.name, term.starts_on, term.ends_on, term.ends_on)]
    first = _first_day(term)
    sure = date(first.year + 1, 1, 1)
    last = min(sure - _DAY, term.ends_on)
    unknown = AgreementPeriod("unknown_start", term.name, first, last, term.ends_on)
    if sure > term.ends_on:
        return [unknown]
    return [unknown, AgreementPeriod("rest", term.name, sure, term.ends_on, term.ends_on)]


def _first_day(term: Term) -> date:
    """Return the first day to draw: the term's own, or that of its first counted year."""
    if term.starts_on:
        return term.starts_on
    return date(min((*term.evaluation_years, term.ends_on.year)), 1, 1)
