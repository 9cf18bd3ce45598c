"""A drawing of what was said and when, along the agreement's term. Places are in its own units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from commitments.pages.agreement_dates import AgreementPeriod, DrawnPeriod, Term, Tick, periods

LENGTH: Final = 1184
_BAR: Final = 8  # height of the term
_LEVEL: Final = 28  # height of a mark with its words
_HALF: Final = 9  # of a mark
_WORDS: Final = 15  # from the middle of a mark to its words
_LETTER: Final = 8.2  # average width of a letter
_TOP: Final = 24  # height of the years
_MOST_LEVELS: Final = 4  # on each side; what finds no room gets no words
_MOST_YEARS: Final = 16  # with their number


class DatedMark(NamedTuple):
    """What a party said about a day: the mark's name in the icons, and words for it."""

    day: date
    party: str
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A mark with its corner, stalk and words; ``words`` is empty if there is no room for them."""

    said: DatedMark
    at: int
    x: int
    y: int
    stalk: int
    words: str
    words_at: int
    base: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The first party's marks are above the bar, the other's below."""

    height: int
    bar: int
    middle: int
    years: list[Tick]
    periods: list[DrawnPeriod]
    marks: list[DrawnMark]
    length: int = LENGTH


class _Place(NamedTuple):
    said: DatedMark
    at: int
    level: int
    has_words: bool
    is_before: bool


class _Axis(NamedTuple):
    """Whole years along the drawing, the last one included."""

    first: int
    last: int

    def at(self, day: date) -> int:
        """Return the place of a day."""
        begin, end = date(self.first, 1, 1), date(self.last + 1, 1, 1)
        return round((day - begin).days * LENGTH / (end - begin).days)

    def years(self) -> list[Tick]:
        """Return the numbered years: every one, or every second if they are many, and so on."""
        step = 1 + (self.last - self.first) // _MOST_YEARS
        return [
            Tick(year, self.at(date(year, 1, 1))) for year in range(self.first, self.last + 1, step)
        ]

    def drawn(self, period: AgreementPeriod) -> DrawnPeriod:
        """Return the period with its place."""
        begin = self.at(period.first)
        return DrawnPeriod(period, begin, max(self.at(period.last) - begin, 1))


def draw(term: Term, said: Sequence[DatedMark], parties: Sequence[str]) -> Drawing | None:
    """Draw what was said, in order of days; None if nothing was."""
    if not said:
        return None
    found = periods([term])
    days = [row.day.year for row in said]
    axis = _Axis(min(found[0].first.year, *days), max(term.ends_on.year, *days))
    above, below = (
        _placed([(row, axis.at(row.day)) for row in said if (row.party == parties[0]) is is_above])
        for is_above in (True, False)
    )
    bar = _TOP + _levels(above) * _LEVEL
    return Drawing(
        height=bar + _BAR + _levels(below) * _LEVEL + 4,
        bar=bar,
        middle=bar + _BAR // 2,
        years=axis.years(),
        periods=[axis.drawn(period) for period in found],
        marks=[
            *(_drawn(place, bar, is_above=True) for place in above),
            *(_drawn(place, bar, is_above=False) for place in below),
        ],
    )


def _levels(side: Sequence[_Place]) -> int:
    return max((place.level for place in side), default=0) + 1


def _placed(side: Sequence[tuple[DatedMark, int]]) -> list[_Place]:
    """Give each the level nearest to the bar where its words overlap no others."""
    taken: list[list[tuple[float, float]]] = [[] for _level in range(_MOST_LEVELS)]
    places = []
    for said, at in side:
        length = _WORDS + len(f"{said.party} {said.words}") * _LETTER
        is_before = at + length > LENGTH
        first, last = (at - length, at + _HALF) if is_before else (at - _HALF, at + length)
        free = (
            level
            for level, others in enumerate(taken)
            if all(last < begin or end < first for begin, end in others)
        )
        level = next(free, None)
        if level is not None:
            taken[level].append((first, last))
        places.append(_Place(said, at, level or 0, level is not None, is_before))
    return places


def _drawn(place: _Place, bar: int, *, is_above: bool) -> DrawnMark:
    offset = place.level * _LEVEL
    y = bar - _LEVEL - offset if is_above else bar + _BAR + _LEVEL - 2 * _HALF + offset
    return DrawnMark(
        said=place.said,
        at=place.at,
        x=place.at - _HALF,
        y=y,
        stalk=y + 2 * _HALF if is_above else y,
        words=place.said.words if place.has_words else "",
        words_at=place.at + (-_WORDS if place.is_before else _WORDS),
        base=y + _HALF + 5,
        anchor="end" if place.is_before else "start",
    )
