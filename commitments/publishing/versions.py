"""Compares two versions of an entry, or of its history, field by field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from commitments.publishing.models import Statement
from commitments.publishing.stated_fields import CORRECTION_REASON, LANGUAGE, StatedField
from commitments.publishing.workflow_models import Workflow


class Citation(NamedTuple):
    """A source that a version cites."""

    pk: int
    title: str


Value = str | date | int | tuple[int, int] | tuple[Citation, ...] | None
Version = Mapping[StatedField, Value]  # the content of an entry at one moment; None: empty


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs, with its value before and after."""

    field: StatedField
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class HistoryChange:
    """A step in the own party's history, and its changes to the content."""

    row: Any
    event: str
    changes: list[Change]


def corrected(entry: Workflow) -> list[Change]:
    """Return what a correction changes; empty if the entry corrects nothing."""
    if entry.corrects is None:
        return []
    before, after = version_of(entry.corrects), version_of(entry)
    return changes(before, after, leave_out=(CORRECTION_REASON,))


def steps(rows: list[Any], *, last: bool) -> list[HistoryChange]:
    """Compare each history row, the latest first, with the one before it.

    Unless ``last``, the oldest row is only used for comparison.
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
    """Name the step between two history rows: the new state, or what happened within it."""
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
    """Return the fields that differ, in reading order."""
    return [
        Change(item, before.get(item), value)
        for item, value in after.items()
        if item not in leave_out and value != before.get(item)
    ]


def version_of(row: Any) -> Version:
    """Return an entry's content."""
    return _version(type(row), row, row.sources.all())


def _version_then(row: Any) -> Version:
    """Return the content of a row of an entry's history."""
    citations = getattr(row, f"{row._meta.model_name}_sources_set").all()
    return _version(row.instance_type, row, [citation.source for citation in citations])


def _version(model: type[Statement], row: Any, sources: Iterable[Any]) -> Version:
    values = {name: getattr(row, name) for name in model.field_names()}
    return version(model, {**values, "sources": sources})


def version(model: type[Statement], values: Mapping[str, Any]) -> Version:
    """Build a version from values by field name; the value of sources is their rows."""
    totals = {item.total for item in model.FIELDS}
    return {item: _value(item, values) for item in model.FIELDS if item.name not in totals}


def _value(item: StatedField, values: Mapping[str, Any]) -> Value:
    value = values.get(item.name)
    if item.kind == "sources":
        value = tuple(sorted(Citation(source.pk, source.title) for source in value or ()))
    if item.total and value is not None:
        return value, values[item.total]
    return None if value in ("", ()) else value  # 0 is a value
