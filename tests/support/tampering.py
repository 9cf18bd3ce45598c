"""The database written past every rule: values, rows and history rows, and whom it concerns."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import islice, product
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from commitments.context.load import KINDS as KINDS_OF_CONTEXT
from commitments.foundation.verification_error import VerificationError
from commitments.register.rows_from_text import KINDS
from commitments.trust import triggers

Values = dict[str, Any]  # a row's, by the names of its columns' attributes

_NAMED: Final = {*KINDS, *KINDS_OF_CONTEXT}  # relations whose rows are named themselves
_TRIED: Final = 30  # rows, and other values of each, before a column is given up
_FAR: Final = 10_000  # beyond all numbers that a table counts, and small enough for each
_SEEN: Final = 200  # rows of a table that a change may choose from
_DROP_CHECKS: Final = """
DO $$ DECLARE found record; BEGIN
  FOR found IN SELECT conrelid::regclass AS place, conname FROM pg_constraint WHERE contype = 'c'
    AND connamespace = current_schema()::regnamespace AND conrelid <> 0
  LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.place, found.conname); END LOOP;
END $$
"""


def tables() -> dict[str, type[models.Model]]:
    """The model of every table that the database has, by the name of the table."""
    known = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    known["django_migrations"] = MigrationRecorder.Migration
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return {name: known[name] for name in sorted(names)}


def columns(table: str) -> list[str]:
    """The columns that the database has in a table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")  # noqa: S608
        return [column[0] for column in cursor.description]


@contextmanager
def unguarded() -> Iterator[None]:
    """A stretch in which the database refuses nothing but what two rows cannot share."""
    sqlite = connection.vendor == "sqlite"
    with triggers.lifted(connection), taken_back(), connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON" if sqlite else _DROP_CHECKS)
        for name in _conditional():
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        try:
            yield
        finally:
            if sqlite:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def field_of(model: Any, column: str) -> Any:
    """The field of a column."""
    return next(field for field in model._meta.concrete_fields if field.column == column)


def change(model: Any, column: str, *, apart_from: Iterable[str] = ()) -> set[str]:
    """Change the plainest sign of one value; returns the names of what it concerns.

    Rows that have a value in the column are changed before those that have none. Empty if every
    row concerns one of the names that are given.
    """
    field, rows = field_of(model, column), _free_rows(model, apart_from)
    rows.sort(key=lambda row: row[field.attname] is None or row[field.attname] == "")
    for row in rows:
        for value in _tried(field, row[field.attname], far=field.primary_key, loose=True):
            if names := _changed(model, row, {field.attname: value}):
                return names
    assert not rows, f"{model._meta.db_table}.{column} takes no other value"
    return set()


def empty(model: Any, column: str, *, apart_from: Iterable[str] = ()) -> set[str]:
    """Take one value away from a column that may have none; otherwise as ``change``.

    Empty also if no row has a value to take.
    """
    field = field_of(model, column)
    for row in _free_rows(model, apart_from):
        if row[field.attname] is not None:
            names = _changed(model, row, {field.attname: None})
            assert names, f"{model._meta.db_table}.{column} keeps its values"
            return names
    return set()


def insert(model: Any) -> set[str]:
    """Add a copy of a row under other keys; returns the names of what it concerns."""
    keys = [model._meta.pk, *_distinguishing(model)]
    rows = model._base_manager.order_by("pk").values()[:_TRIED]
    for loose, row in product((False, True), rows):
        for new in _copies(row, keys, loose=loose):
            if _stored(lambda new=new: _insert(model, new)):
                return {concerned(model, new)}
    raise AssertionError(f"{model._meta.db_table} takes no other row")


def delete(model: Any) -> set[str]:
    """Take a row away; returns the names of what it concerns."""
    row = model._base_manager.order_by("pk").values()[0]
    named = {concerned(model, row)}
    model._base_manager.filter(pk=row[model._meta.pk.attname])._raw_delete(connection.alias)
    return named


def concerned(model: Any, row: Mapping[str, Any]) -> str:
    """How verification names the row that a row belongs to, or itself; "" if there is none."""
    if "history_id" in row and model._meta.pk.attname != "history_id":  # a relation of a step
        history = model._meta.get_field("history").remote_field.model
        step = history._base_manager.filter(pk=row["history_id"]).values().first()
        return concerned(history, step) if step else ""
    if owner := getattr(model, "instance_type", None):  # a history row
        return _name(owner, row[owner._meta.pk.attname])
    if (owner := model._meta.auto_created) and model not in _NAMED:
        ends = (field for field in model._meta.fields if field.related_model is owner)
        return _name(owner, row[next(ends).attname])
    return _name(model, row[model._meta.pk.attname])


def is_named(names: Iterable[str], errors: Iterable[VerificationError]) -> bool:
    """Whether one of the errors says that one of these rows is not as it must be."""
    found = {error.where for error in errors}
    return any(where == name or where.startswith(f"{name} ") for where in found for name in names)


def _name(model: Any, key: object) -> str:
    return f"{model._meta.label} {key}"


def _stored(write: Any) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return False
    return True


def _free_rows(model: Any, apart_from: Iterable[str]) -> list[Values]:
    """Rows that concern something, and none of these names."""
    taken = {"", *apart_from}
    found = model._base_manager.order_by("pk").values()[:_SEEN]
    return [row for row in found if concerned(model, row) not in taken]


def _changed(model: Any, row: Values, new: Values) -> set[str]:
    """The names of what a row concerns before and after; empty where the database refuses it."""
    rows = model._base_manager.filter(pk=row[model._meta.pk.attname])
    if not _stored(lambda: rows.update(**new)):
        return set()
    return {concerned(model, row), concerned(model, {**row, **new})} - {""}


def _insert(model: Any, new: Values) -> None:
    """Past ``pre_save``, by which a history row would get its step and its SHA-256."""
    fields = model._meta.concrete_fields
    named = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    values = [field.get_db_prep_save(new[field.attname], connection) for field in fields]
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"INSERT INTO {table} ({named}) VALUES ({places})", values)  # noqa: S608


def _conditional() -> Iterator[str]:
    """The names of the rules that hold between some rows of a table."""
    for model in tables().values():
        for each in model._meta.constraints:
            if isinstance(each, models.UniqueConstraint) and each.condition:
                yield each.name


def _distinguishing(model: Any) -> list[Any]:
    """A field of each set of fields that no two rows may share."""
    found = [field for field in model._meta.concrete_fields if field.unique]
    sets = [list(names) for names in model._meta.unique_together]
    sets += [
        list(each.fields)
        for each in model._meta.constraints
        if isinstance(each, models.UniqueConstraint) and not each.condition
    ]
    found += [model._meta.get_field(names[-1]) for names in sets]
    return [field for field in dict.fromkeys(found) if not field.primary_key]


def _copies(row: Values, fields: list[Any], *, loose: bool) -> Iterator[Values]:
    """The row with other values in these fields, the ones further away later."""
    others = [_tried(field, row[field.attname], far=True, loose=loose) for field in fields]
    for values in zip(*others, strict=False):
        yield {**row, **{f.attname: value for f, value in zip(fields, values, strict=True)}}


def _tried(field: Any, value: Any, *, far: bool, loose: bool) -> Iterator[Any]:
    """As many other values as are tried; ``loose``: last the key of a row that there is not."""
    yield from islice(_others(field, value, far=far), _TRIED)
    if field.remote_field and loose:
        yield (value or 0) + _FAR


def _others(field: Any, value: Any, *, far: bool = False) -> Iterator[Any]:
    """Other values that the column can store, the plainest change first."""
    if field.remote_field:
        yield from _other_keys(field, value)
    elif value is None:
        yield _any(field)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from range(value + (_FAR if far else 1), value + 2 * _FAR)
    elif isinstance(value, str):
        yield from _other_texts(value)
    elif isinstance(value, (datetime, date)):
        exact = isinstance(value, datetime)
        step = timedelta(microseconds=1) if exact else timedelta(days=1)
        yield from (value + step * times for times in range(1, _TRIED))
    elif isinstance(value, (bytes, memoryview)):
        yield bytes([*bytes(value), 1])
    elif isinstance(value, UUID):
        yield from (UUID(int=value.int ^ bit) for bit in range(1, _TRIED))
    else:
        yield _other_json(value)
    if field.null and value is not None:
        yield None


def _other_keys(field: Any, value: Any) -> Iterator[Any]:
    """Of rows that there are."""
    related = field.remote_field.model._base_manager
    keys = related.exclude(pk=value).order_by("pk").values_list("pk", flat=True)
    yield from keys[: _TRIED - 1]


def _other_texts(value: str) -> Iterator[str]:
    """The text with one sign changed, from its end; one sign where it is empty."""
    if not value:
        yield "x"
    for place in reversed(range(len(value))):
        for letter in "y0":
            if letter != value[place]:
                yield value[:place] + letter + value[place + 1 :]


def _other_json(value: Any) -> Any:
    if isinstance(value, list):
        return [*value[:-1], _other_json(value[-1])] if value else ["x"]
    if isinstance(value, dict):
        return {**value, "x": "x"}
    return next(_other_texts(value)) if isinstance(value, str) else value + 1


def _any(field: Any) -> Any:
    """A value for a column that has none."""
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return timezone.localdate()
    return "x" if isinstance(field, (models.CharField, models.TextField)) else 1
