"""Triggers that refuse to change what was signed, published or redacted.

Everything is made from the declared list. Migrations that touch a guarded table begin with ``Lift``
and end with ``Install``: SQLite drops triggers silently when it rebuilds a table, and refuses to
rebuild one that a trigger of another table reads.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

SQLITE: Final = "sqlite"
POSTGRESQL: Final = "postgresql"
PREFIX: Final = "frozen_"

_SIGNOFF: Final = "commitments_signoff"
_COMPLETED: Final = "commitments_revision_signoffs"
_REFUSAL: Final = "this row is frozen: what was signed or published is never changed"

# Tables whose rows are only added, each with its unique keys.
FROZEN: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "commitments_revision": (("id",), ("evaluation_id", "number")),
    "commitments_revision_signoffs": (("id",), ("revision_id", "signoff_id")),
    "commitments_revision_sources": (("id",), ("revision_id", "source_id")),
    "commitments_redaction": (("id",),),
    "commitments_publicact": (("number",),),
    "agreements_textversion": (("id",), ("agreement_id", "number")),
}


class Trigger(NamedTuple):
    """A trigger: its name, its table, and the statement that creates it."""

    name: str
    table: str
    sql: str


def declared(vendor: str) -> list[Trigger]:
    """Return every trigger that a database of this vendor has after all migrations."""
    return _on_sqlite() if vendor == SQLITE else _on_postgresql()


def installed(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the names of our triggers in the database, each with its table."""
    with connection.cursor() as cursor:
        cursor.execute(_CATALOGUE[connection.vendor], [f"{PREFIX}%"])
        return dict(cursor.fetchall())


def install(connection: BaseDatabaseWrapper) -> None:
    """Drop and create every declared trigger."""
    lift(connection)
    with connection.cursor() as cursor:
        if connection.vendor == POSTGRESQL:
            cursor.execute(_FUNCTIONS)
        for trigger in declared(connection.vendor):
            cursor.execute(trigger.sql)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Drop all our triggers."""
    with connection.cursor() as cursor:
        for name, table in installed(connection).items():
            place = f' ON "{table}"' if connection.vendor == POSTGRESQL else ""
            cursor.execute(f'DROP TRIGGER "{name}"{place}')


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Drop the triggers for a part of the caller's transaction."""
    if connection.vendor == POSTGRESQL:
        # PostgreSQL drops no trigger while deferred checks are pending.
        connection.check_constraints()
    lift(connection)
    yield
    if connection.vendor == POSTGRESQL:
        connection.check_constraints()
    install(connection)


class Install(RunPython):
    """The last operation of every migration that touches a guarded table."""

    def __init__(self) -> None:
        """Create the triggers; reversed, drop them."""
        super().__init__(_install, _lift)


class Lift(RunPython):
    """The first operation of a later migration that touches a guarded table."""

    def __init__(self) -> None:
        """Drop the triggers; reversed, create them."""
        super().__init__(_lift, _install)


def _install(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    install(editor.connection)


def _lift(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    lift(editor.connection)


def _on_sqlite() -> list[Trigger]:
    """Check keys too: ``INSERT OR REPLACE`` and ``UPDATE OR REPLACE`` run no DELETE triggers."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    made = []
    for table, keys in FROZEN.items():
        taken = " OR ".join(
            "EXISTS (SELECT 1 FROM {} WHERE {})".format(
                table, " AND ".join(f"{column} = NEW.{column}" for column in key)
            )
            for key in keys
        )
        made += [
            _sqlite(table, "update", "", refuse),
            _sqlite(table, "delete", "", refuse),
            _sqlite(table, "insert", f"WHEN {taken}", refuse),
        ]
    completed = f"EXISTS (SELECT 1 FROM {_COMPLETED} WHERE signoff_id = {{row}}.id)"
    displaced = (
        f"EXISTS (SELECT 1 FROM {_SIGNOFF} other JOIN {_COMPLETED} done"
        " ON done.signoff_id = other.id WHERE other.evaluation_id = NEW.evaluation_id"
        " AND other.round = NEW.round AND other.party_id = NEW.party_id)"
    )
    old, new = completed.format(row="OLD"), completed.format(row="NEW")
    return [
        *made,
        _sqlite(_SIGNOFF, "update", f"WHEN {old} OR {new} OR {displaced}", refuse),
        _sqlite(_SIGNOFF, "delete", f"WHEN {old}", refuse),
        _sqlite(_SIGNOFF, "insert", f"WHEN {new} OR {displaced}", refuse),
    ]


def _sqlite(table: str, event: str, when: str, refuse: str) -> Trigger:
    name = f"{PREFIX}{table}_{event}"
    sql = f'CREATE TRIGGER "{name}" BEFORE {event.upper()} ON "{table}" {when} {refuse}'
    return Trigger(name, table, sql)


def _on_postgresql() -> list[Trigger]:
    made = []
    for table in FROZEN:
        made += [
            _postgresql(table, "change", "UPDATE OR DELETE", "ROW", "refuse_change"),
            _postgresql(table, "truncate", "TRUNCATE", "STATEMENT", "refuse_change"),
        ]
    return [
        *made,
        _postgresql(_SIGNOFF, "change", "UPDATE OR DELETE", "ROW", "refuse_completed"),
        _postgresql(_SIGNOFF, "truncate", "TRUNCATE", "STATEMENT", "refuse_change"),
    ]


def _postgresql(table: str, event: str, statements: str, each: str, function: str) -> Trigger:
    name = f"{PREFIX}{table}_{event}"
    sql = (
        f'CREATE TRIGGER "{name}" BEFORE {statements} ON "{table}"'
        f" FOR EACH {each} EXECUTE FUNCTION commitments_{function}()"
    )
    return Trigger(name, table, sql)


_FUNCTIONS: Final = f"""
CREATE OR REPLACE FUNCTION commitments_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE OR REPLACE FUNCTION commitments_refuse_completed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM {_COMPLETED} WHERE signoff_id = OLD.id) THEN
    RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
"""

_CATALOGUE: Final = {
    SQLITE: "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    POSTGRESQL: (
        "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgname LIKE %s"
    ),
}
