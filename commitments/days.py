"""Days in Norway as instants."""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

OSLO: Final = ZoneInfo("Europe/Oslo")


def end_of(day: date) -> datetime:
    """The last instant that belongs to a day in Norway."""
    return datetime.combine(day, time.max, tzinfo=OSLO)
