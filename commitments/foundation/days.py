"""Days in Norway: read from addresses, as instants, and what a day means beside another."""

import re
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

OSLO: Final = ZoneInfo("Europe/Oslo")
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(text: str) -> date:
    """The day that an address writes as «2012-03-15»; no other way of writing it is taken.

    Raises:
        ValueError: the text is no such day.
    """
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def end_of(day: date) -> datetime:
    """The last instant that belongs to a day in Norway."""
    return datetime.combine(day, time.max, tzinfo=OSLO)


def in_norway(moment: datetime) -> datetime:
    """An instant by the clocks in Norway; files tell it to the second."""
    return moment.astimezone(OSLO)


def is_outside(day: date, first: date | None, last: date) -> bool:
    """Whether a day lies before the first or after the last day; None: the first is not known."""
    return day > last or (first is not None and day < first)


def year_of_retrospect(day: date, written_at: datetime) -> int | None:
    """The year of writing where that was more than a year after the day it concerns, else None."""
    written = written_at.astimezone(OSLO)
    late = (written.year - 1, written.month, written.day) > (day.year, day.month, day.day)
    return written.year if late else None
