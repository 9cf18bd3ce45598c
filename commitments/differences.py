"""What differs between two versions of an entry, field by field. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal, NamedTuple

Name = Literal[
    "status", "true_on", "narrative", "language", "correction_reason", "sources", "municipalities"
]


class Citation(NamedTuple):
    """A source as a version cites it."""

    pk: int
    title: str


@dataclass(frozen=True, slots=True)
class Version:
    """What an entry says at one moment; fields in the order in which people read them."""

    status: str
    true_on: date | None
    narrative: str
    language: str
    correction_reason: str
    sources: tuple[Citation, ...]
    municipalities: tuple[int, int] | None = None  # taking part, in the county


Value = str | date | tuple[Citation, ...] | tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs, with what it said before and says after."""

    name: str
    before: Value
    after: Value


def changes(before: Version, after: Version, *, leave_out: Sequence[Name] = ()) -> list[Change]:
    """The fields that differ, in the order of ``Version``; sources whatever their order."""
    found = []
    for item in fields(Version):
        old, new = getattr(before, item.name), getattr(after, item.name)
        if item.name == "sources":
            old, new = tuple(sorted(old)), tuple(sorted(new))
        if old != new and item.name not in leave_out:
            found.append(Change(item.name, old, new))
    return found
