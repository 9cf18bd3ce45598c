"""Rows against their histories: each row is what its last history row says."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, QuerySet

from commitments.canonical import digest
from commitments.models import Redaction, Submission
from commitments.verifying.faults import UNREADABLE, VerificationError

_GONE = "-"
_Values = dict[str, object]
_Rows = dict[object, _Values | None]


def kept_models() -> list[type[Model]]:
    """Every model that keeps a history, by name."""
    found = [
        row for row in apps.get_models() if hasattr(row._meta, "simple_history_manager_attribute")
    ]
    return sorted(found, key=lambda model: model._meta.label)


def errors() -> Iterator[VerificationError]:
    """Rows that are not what their last history row says: changed, added or gone."""
    for model in kept_models():
        yield from _of_model(model)
    yield from _of_submissions()


def _of_model(model: type[Model]) -> Iterator[VerificationError]:
    label, history = model._meta.label, _history_of(model)
    key = model._meta.pk.name
    later = history.objects.filter(
        **{key: OuterRef(key), "history_step__gt": OuterRef("history_step")}
    )
    last = history.objects.filter(~Exists(later))
    columns = [field.attname for field in history.tracked_fields]
    history_rows = _read(last, [*columns, "history_type", "history_id"], model._meta.pk.name)
    rows = _read(model._base_manager.all(), columns, model._meta.pk.name)
    for pk, row in rows.items():
        yield from _differences(f"{label} {pk}", row, history_rows.get(pk), columns)
    for pk, row in history_rows.items():
        if pk not in rows and row is not None and row["history_type"] != _GONE:
            yield VerificationError(f"{label} {pk}", "it is gone, and its history does not say so")
    for field in history._history_m2m_fields:
        yield from _relation_errors(model, field.name, rows, history_rows)


def _differences(
    where: str, row: _Values | None, history_row: _Values | None, columns: list[str]
) -> Iterator[VerificationError]:
    if row is None:
        yield VerificationError(where, "it cannot be read")
    elif history_row is None:
        yield VerificationError(where, "it has no history that can be read")
    elif history_row["history_type"] == _GONE:
        yield VerificationError(where, "its history says that it was deleted")
    else:
        for name in columns:
            if row[name] != history_row[name]:
                yield VerificationError(where, f"{name} is not what its last history row says")


def _relation_errors(
    model: type[Model], name: str, rows: _Rows, history_rows: _Rows
) -> Iterator[VerificationError]:
    """Rows whose relation is not the one that stands in the last history row."""
    field: Any = model._meta.get_field(name)
    through, kept = field.remote_field.through, getattr(_history_of(model), name).model
    own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    last = {row["history_id"]: pk for pk, row in history_rows.items() if row is not None}
    now: dict[object, set[object]] = {}
    then: dict[object, set[object]] = {}
    for pk, related in through._base_manager.values_list(own, other):
        now.setdefault(pk, set()).add(related)
    for history_id, related in kept.objects.values_list("history_id", other):
        if history_id in last:
            then.setdefault(last[history_id], set()).add(related)
    for pk in rows:
        if now.get(pk, set()) != then.get(pk, set()):
            yield VerificationError(
                f"{model._meta.label} {pk}", f"{name} are not what its history says"
            )


def _of_submissions() -> Iterator[VerificationError]:
    """A hand-in's content is kept out of its history; its hash stands in it."""
    label = Submission._meta.label
    redacted = {
        row.row: row.content_sha256
        for row in Redaction.objects.of_rows(label).filter(pointer__startswith="/content/")
    }
    # A reopened round copies what was handed in, struck out as it may be by then.
    copied: dict[str, set[str]] = {}
    for pk, sha256 in Submission.objects.values_list("pk", "content_sha256"):
        if after := redacted.get(str(pk)):
            copied.setdefault(sha256, set()).add(after)
    for pk, content, sha256 in Submission.objects.values_list("pk", "content", "content_sha256"):
        own = redacted.get(str(pk))
        if digest(content.encode()) not in {sha256, *([own] if own else copied.get(sha256, ()))}:
            yield VerificationError(f"{label} {pk}", "content is not what its SHA-256 says")


def _history_of(model: type[Model]) -> Any:
    return getattr(model, model._meta.simple_history_manager_attribute).model  # type: ignore[attr-defined]  # set by the library


def _read(rows: QuerySet[Model], columns: list[str], key: str) -> _Rows:
    """The values of each row by its key; None where a stored value is no longer of its kind."""
    try:
        return {row[key]: row for row in rows.order_by().values(*columns)}
    except UNREADABLE:
        return {pk: _read_one(rows, columns, pk) for pk in _keys(rows, key)}


def _read_one(rows: QuerySet[Model], columns: list[str], pk: object) -> _Values | None:
    try:
        return dict(rows.values(*columns).get(pk=pk))
    except UNREADABLE:
        return None


def _keys(rows: QuerySet[Model], key: str) -> list[object]:
    return list(rows.order_by().values_list(key, flat=True))
