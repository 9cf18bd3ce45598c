"""Versions of entries and of their history rows, and what differs between two, field by field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from commitments.publishing.models import Statement
from commitments.publishing.stated_fields import CORRECTION_REASON, LANGUAGE, StatedField
from commitments.publishing.workflow_models import Workflow


class Citation(NamedTuple):
    """A source as a version cites it."""

    pk: int
    title: str


Value = str | date | int | tuple[int, int] | tuple[Citation, ...] | None
Version = Mapping[StatedField, Value]  # what an entry says at one moment; None: nothing


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs, with what it said before and says after."""

    field: StatedField
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class HistoryChange:
    """A row of the own history: what was done, and what it changed in the content."""

    row: Any
    event: str
    changes: list[Change]


def corrected(entry: Workflow) -> list[Change]:
    """What a correction changes; empty for an entry that corrects nothing."""
    if entry.corrects is None:
        return []
    before, after = version_of(entry.corrects), version_of(entry)
    return changes(before, after, leave_out=(CORRECTION_REASON,))


def steps(rows: list[Any], *, last: bool) -> list[HistoryChange]:
    """History rows, the latest first, each compared with the one before it.

    Unless ``last``, the oldest row serves for comparison alone.
    """
    changes = [_step(row, before) for row, before in pairwise(rows)]
    return [*changes, _step(rows[-1], None)] if last and rows else changes


def _step(row: Any, before: Any | None) -> HistoryChange:
    if row.history_type == "-":
        return HistoryChange(row, "discarded", [])
    if before is None:
        first = changes({}, _version_then(row), leave_out=(LANGUAGE,))
        return HistoryChange(row, "recorded", first)
    changed = changes(_version_then(before), _version_then(row))
    return HistoryChange(row, _event(row, before), changed)


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


def changes(
    before: Version, after: Version, *, leave_out: Sequence[StatedField] = ()
) -> list[Change]:
    """The fields that differ, in the order in which people read them."""
    return [
        Change(item, before.get(item), value)
        for item, value in after.items()
        if item not in leave_out and value != before.get(item)
    ]


def version_of(row: Any) -> Version:
    """What an entry says."""
    return _version(type(row), row, row.sources.all())


def _version_then(row: Any) -> Version:
    """What a row of an entry's history says."""
    citations = getattr(row, f"{row._meta.model_name}_sources_set").all()
    return _version(row.instance_type, row, [citation.source for citation in citations])


def _version(model: type[Statement], row: Any, sources: Iterable[Any]) -> Version:
    values = {name: getattr(row, name) for name in model.field_names()}
    return version(model, {**values, "sources": sources})


def version(model: type[Statement], values: Mapping[str, Any]) -> Version:
    """A version made of values by the names of fields; the value of sources is their rows."""
    totals = {item.total for item in model.FIELDS}
    return {item: _value(item, values) for item in model.FIELDS if item.name not in totals}


def _value(item: StatedField, values: Mapping[str, Any]) -> Value:
    value = values.get(item.name)
    if item.kind == "sources":
        value = tuple(sorted(Citation(source.pk, source.title) for source in value or ()))
    if item.total and value is not None:
        return value, values[item.total]
    return None if value in ("", ()) else value  # a 0 is something
