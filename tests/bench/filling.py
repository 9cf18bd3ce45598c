"""How the databases are made: by the portal's commands, and by copying entries in the database."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple

import psycopg

from tests.bench.places import ENVIRONMENT, ROOT

WRITTEN: Final = "written"  # a copy of the example, new in each run: what is written into
_FORM_TABLES: Final = """
import django
django.setup()
from django.db import connection
from tests.bench.plain.models import Written, WrittenHistory
with connection.schema_editor() as editor:
    editor.create_model(Written)
    editor.create_model(WrittenHistory)
"""
_ENTRIES: Final = "commitments_progressentry"
_LINKS: Final = {f"{_ENTRIES}_sources": "source_id", f"{_ENTRIES}_authors": "membership_id"}
_NUMBERS: Final = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {last})"
_POSTGRES: Final = {
    "token": "gen_random_uuid()",
    "published_at": "published_at - i * interval '1 second'",
}
_SQLITE: Final = {
    "token": "lower(hex(randomblob(16)))",
    "published_at": "strftime('%Y-%m-%d %H:%M:%S', published_at, -i || ' seconds')"
    " || substr(published_at, 20)",
}


class Filled(NamedTuple):
    """A database: a copy of ``origin`` after these commands, with so many entries for each."""

    name: str
    origin: str
    commands: list[list[str]]
    times: int = 1


def wanted(*, full: bool) -> list[Filled]:
    """What is measured on either engine, in the order it is made.

    ``few`` has 10,500 entries; ``many`` differs from it in their number alone: 157,500, so that
    a joint commitment has 210, or a million. Copies of entries have no history, which no page
    here shows; recorded one by one a million would take half an hour.
    """
    return [
        Filled("empty", "", [["migrate", "-v", "0"]]),
        Filled("few", "empty", [["fill_for_measuring", "1000", "--entries", "7"]]),
        Filled("example", "empty", [["load_agreements"], ["load_example"]]),
        Filled("many", "few", [], 96 if full else 15),
    ]


def on_server(server: str, urls: dict[str, str], made: Iterable[Filled]) -> None:
    """Make what the server that this address leads to does not have yet."""
    with psycopg.connect(_for_libpq(server), autocommit=True) as admin:
        there = {name for (name,) in admin.execute("SELECT datname FROM pg_database")}
        for one in made:
            if one.name not in there:
                _on_server(admin, urls[one.name], one)


def _on_server(admin: "psycopg.Connection[Any]", url: str, wanted: Filled) -> None:
    partial = f"partial_{wanted.name}"
    admin.execute(f"DROP DATABASE IF EXISTS {partial} WITH (FORCE)".encode())
    admin.execute(f"CREATE DATABASE {partial} TEMPLATE {wanted.origin or 'template1'}".encode())
    own = url.replace(f"/{wanted.name}?", f"/{partial}?")
    _fill(own, wanted)
    with psycopg.connect(_for_libpq(own), autocommit=True) as database:
        columns = [column.name for column in _described(database.execute)]
        with database.transaction():
            for statement in _copies(columns, wanted.times, _POSTGRES):
                database.execute(statement.encode())
        database.execute("VACUUM ANALYZE")
    admin.execute(f"ALTER DATABASE {partial} RENAME TO {wanted.name}".encode())
    admin.execute("CHECKPOINT")


def in_files(urls: dict[str, str], made: Iterable[Filled]) -> None:
    """Make the files that are not there yet."""
    files = {name: Path(url.removeprefix("sqlite:///")) for name, url in urls.items()}
    for one in made:
        if not files[one.name].exists():
            _in_file(files[one.name], files.get(one.origin), one)


def _in_file(file: Path, origin: Path | None, wanted: Filled) -> None:
    partial = file.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    if origin:
        shutil.copyfile(origin, partial)
    _fill(f"sqlite:///{partial}", wanted)
    with closing(sqlite3.connect(partial)) as database:
        columns = [name for name, *_rest in _described(database.execute)]
        with database:
            for statement in _copies(columns, wanted.times, _SQLITE):
                database.execute(statement)
        database.execute("ANALYZE")
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    partial.rename(file)


def renew(server: str, files: dict[str, str]) -> None:
    """Copy the example anew, on the server and as a file, for what is written into."""
    with psycopg.connect(_for_libpq(server), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {WRITTEN} WITH (FORCE)".encode())
        admin.execute(f"CREATE DATABASE {WRITTEN} TEMPLATE example".encode())
    example, written = (files[name].removeprefix("sqlite:///") for name in ("example", WRITTEN))
    for kept in ("", "-wal", "-shm"):
        Path(f"{written}{kept}").unlink(missing_ok=True)
    shutil.copyfile(example, written)


def _fill(url: str, wanted: Filled) -> None:
    """Run the commands; a database without an origin gets the tables of the plain form too."""
    environment = {**ENVIRONMENT, "DATABASE_URL": url, "EXAMPLE_PASSWORD": "et passord for alle"}
    for command in wanted.commands:
        _run([sys.executable, "manage.py", *command], environment)
    if not wanted.origin:
        plain = {**environment, "DJANGO_SETTINGS_MODULE": "tests.bench.plain.settings"}
        _run([sys.executable, "-c", _FORM_TABLES], plain)


def _described(execute: Any) -> Any:
    return execute(f"SELECT * FROM {_ENTRIES} LIMIT 0").description  # noqa: S608  # our own table


def _copies(columns: list[str], times: int, changed: dict[str, str]) -> list[str]:
    """Statements that give each entry ``times - 1`` copies, published before it, with its links."""
    if times == 1:
        return []
    numbers = _NUMBERS.format(last=times - 1)
    own = {"id": "id + i", **changed}
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(own.get(name, f'"{name}"') for name in columns)
    return [
        *(
            f"{numbers} INSERT INTO {table} (progressentry_id, {other})"  # noqa: S608
            f" SELECT progressentry_id + i, {other} FROM {table}, n"
            for table, other in _LINKS.items()
        ),
        f"{numbers} INSERT INTO {_ENTRIES} ({names}) SELECT {values} FROM {_ENTRIES}, n",  # noqa: S608
    ]


def _for_libpq(url: str) -> str:
    return url.replace("postgres:", "postgresql:", 1)


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
