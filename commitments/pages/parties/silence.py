"""How long a party has been silent about a promise."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Protocol, TypeVar


class Silence(NamedTuple):
    """How long ago the latest statement that a party has published on a promise was true.

    ``since`` is that day. If the party has published nothing (``is_unbroken``), it is the
    agreement's last day. ``days`` is never negative.
    """

    since: date
    days: int
    is_unbroken: bool


class _HasSilence(Protocol):
    @property
    def silence(self) -> Silence: ...


Row = TypeVar("Row", bound=_HasSilence)


def silence(
    *, progress_on: date | None, assessed_for: int | None, ends_on: date, today: date
) -> Silence:
    """Return the silence on a promise until ``today``.

    Args:
        progress_on: the day that the latest published progress describes, if any.
        assessed_for: the last year with a published verdict, if any. A verdict concerns the
            whole year, so it counts as true on the year's last day.
        ends_on: the agreement's last day.
        today: the day in Norway.
    """
    said = [day for day in (progress_on, assessed_for and date(assessed_for, 12, 31)) if day]
    since = max(said, default=ends_on)
    return Silence(since, max((today - since).days, 0), not said)


def longest_first(rows: Iterable[Row]) -> list[Row]:
    """Return the rows with the longest silence first; equally long ones keep their order."""
    return sorted(rows, key=lambda row: -row.silence.days)
