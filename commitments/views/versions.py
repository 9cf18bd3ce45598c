"""How entries and their history rows become versions that can be compared."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from commitments.differences import Change, Citation, Version, changes
from commitments.models import Recorded

EMPTY = Version("", None, "", "", "", ())


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the own history: what was done, and what it changed in the content."""

    row: Any
    event: str
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class Published:
    """A version the public has read, and how it differs from the one it corrects."""

    entry: Recorded
    changes: list[Change]


def published(entry: Recorded) -> Published:
    """The entry with its difference from what it corrects; none where it corrects nothing."""
    return Published(entry, corrected(entry))


def corrected(entry: Recorded) -> list[Change]:
    """What a correction changes; empty for an entry that corrects nothing."""
    if entry.corrects is None:
        return []
    before, after = _of_entry(entry.corrects), _of_entry(entry)
    return changes(before, after, leave_out=("correction_reason",))


def steps(rows: list[Any], *, last: bool) -> list[Step]:
    """History rows, the latest first, each compared with the one before it.

    Unless ``last``, the oldest row serves for comparison alone.
    """
    told = [_step(row, before) for row, before in pairwise(rows)]
    return [*told, _step(rows[-1], None)] if last and rows else told


def _step(row: Any, before: Any | None) -> Step:
    if row.history_type == "-":
        return Step(row, "discarded", [])
    old = _of_row(before) if before else EMPTY
    found = changes(old, _of_row(row), leave_out=() if before else ("language",))
    if before is None:
        return Step(row, "recorded", found)
    return Step(row, _event(row, before), found)


def _event(row: Any, before: Any) -> str:
    """The step between two history rows: the state it led to, or what happened within it."""
    if row.state != before.state:
        return str(row.state)
    if row.withdrawal_proposed_at == before.withdrawal_proposed_at:
        return "changed"
    if row.withdrawal_proposed_at:
        return "withdrawal_proposed"
    own = row.history_user_id == before.withdrawal_proposed_by.user_id
    return "withdrawal_taken_back" if own else "withdrawal_declined"


def _of_entry(entry: Recorded) -> Version:
    return _version(entry, list(entry.sources.all()))


def _of_row(row: Any) -> Version:
    cited = getattr(row, f"{row._meta.model_name}_sources_set").all()
    return _version(row, [citation.source for citation in cited])


def _version(told: Any, sources: list[Any]) -> Version:
    return Version(
        status=told.status,
        true_on=getattr(told, "true_on", None),
        narrative=told.narrative,
        language=told.language,
        correction_reason=told.correction_reason,
        sources=tuple(Citation(source.pk, source.title) for source in sources),
        municipalities=_municipalities(told),
    )


def _municipalities(told: Any) -> tuple[int, int] | None:
    """How many take part, of how many; None where that is not stated or not asked."""
    taking_part = getattr(told, "municipalities", None)
    return None if taking_part is None else (taking_part, told.municipalities_total)
