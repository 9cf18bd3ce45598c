"""What a party last said about a commitment, as lists and margins show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """What one party that answers for a commitment last said; nothing where ``status`` is ""."""

    party: str
    status: str = ""
    true_on: date | None = None


def said(party: str, value: Mapping[str, Any] | None) -> Said:
    """The row that ``ProgressEntryQuerySet.last_said`` gives for a party; None is nothing."""
    if value is None:
        return Said(party)
    return Said(party, value["status"], date.fromisoformat(value["true_on"]))
