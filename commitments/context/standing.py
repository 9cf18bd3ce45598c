"""Combines a proposal's answers: the newest of each party to its current version."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, TypeVar

from django.utils import timezone

Row = TypeVar("Row", bound=Any)


def newest(answers: Iterable[Row], version: int, *, kjent: date | None = None) -> dict[str, Row]:
    """Return the newest answer of each party to this version, by the party's code.

    ``answers`` must be in the order in which they were given. With ``kjent``, only those given by
    the end of that day in Norway count.
    """
    return {
        row.party.code: row
        for row in answers
        if row.version == version and (kjent is None or _day(row) <= kjent)
    }


def state(answers: Collection[str], parties: int = 2) -> str:
    """Return the proposal's state, a word of the vocabulary's group «link».

    ``answers`` are of different parties; ``parties`` is how many have to confirm.
    """
    if "objected" in answers:
        return "objected"
    if len(answers) >= parties:
        return "confirmed"
    return "confirmed_by_one" if answers else "proposed"


def _day(row: Any) -> date:
    return timezone.localtime(row.answered_at).date()
