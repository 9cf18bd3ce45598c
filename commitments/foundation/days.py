"""Days in Norwegian time: reading them from addresses and comparing them."""

import re
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

OSLO: Final = ZoneInfo("Europe/Oslo")
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(text: str) -> date:
    """Parse a day written as «2012-03-15» in an address. No other format is accepted.

    Raises:
        ValueError: the text is not such a day.
    """
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def end_of(day: date) -> datetime:
    """Return the last instant of a day in Norwegian time."""
    return datetime.combine(day, time.max, tzinfo=OSLO)


def in_norway(moment: datetime) -> datetime:
    """Convert an instant to Norwegian time."""
    return moment.astimezone(OSLO)


def is_outside(day: date, first: date | None, last: date) -> bool:
    """Whether a day is before the first or after the last; ``first`` is None if unknown."""
    return day > last or (first is not None and day < first)


def year_of_retrospect(day: date, written_at: datetime) -> int | None:
    """Return the year of writing if it was more than a year after the day concerned, else None."""
    written = written_at.astimezone(OSLO)
    late = (written.year - 1, written.month, written.day) > (day.year, day.month, day.day)
    return written.year if late else None
