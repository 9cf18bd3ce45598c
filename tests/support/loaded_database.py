"""The migrated, loaded database that every test run starts from, made once and kept.

On SQLite it is a file in ``var/test``, on PostgreSQL a database. Its name is a hash of every file
that decides its content; each worker gets a copy of its own.
"""

import fcntl
import hashlib
import shutil
import sqlite3
import time
from contextlib import closing
from functools import cache
from io import StringIO
from modulefinder import ModuleFinder
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from commitments.trust import triggers

OWN_APPS: Final = ("accounts", "agreements", "commitments")
ROOT: Final = settings.BASE_DIR
FOLDER: Final = ROOT / "var" / "test"
_CODE: Final = (
    "commitments/management/commands/load_agreements.py",
    "*/migrations/*.py",
    "kvalitet/*/migrations/*.py",
    "tests/support/loaded_database.py",
)
_READ: Final = (
    "agreements/*.csv",
    "agreements/texts/*",
    "commitments/context/*.toml",
    "commitments/places/regions/*.csv",
    "kvalitet/settings.py",
    "requirements/run.txt",
)
_PREFIX: Final = "test_loaded_"
_LOCK: Final = 20_052_011  # any number: every worker asks for the same one
_STARTED: Final = time.time() - time.process_time()
_backend: Final[Any] = connection  # the stubs do not know what SQLite or PostgreSQL adds


def sources(root: Path) -> list[Path]:
    """Migrations and loaders, every module of ours that they import, and the files they read."""
    code, read = (
        [path for pattern in patterns for path in root.glob(pattern)] for patterns in (_CODE, _READ)
    )
    finder = ModuleFinder(path=[str(root)])
    for path in code:
        finder.run_script(str(path))
    modules: Any = finder.modules.values()  # the stubs do not know ``__file__``
    imported = [Path(module.__file__) for module in modules if module.__file__]
    return sorted({*code, *read, *imported})


def digest(root: Path) -> str:
    """A short hash of the paths and the contents of ``sources``."""
    total = hashlib.sha256()
    for path in sources(root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(root)} {content}\n".encode())
    return total.hexdigest()[:16]


@cache
def kept() -> Path | str:
    """The database that is kept for this code: a file, or a name on the PostgreSQL server."""
    found = digest(ROOT)
    return FOLDER / f"{found}.sqlite3" if connection.vendor == "sqlite" else f"{_PREFIX}{found}"


def load() -> None:
    """Load both agreements and the regions."""
    call_command("load_agreements", stdout=StringIO())


def empty() -> None:
    """Take away every row of ours."""
    with triggers.lifted(connection), transaction.atomic():
        for label in OWN_APPS:
            for model in apps.get_app_config(label).get_models(include_auto_created=True):
                model._base_manager.all()._raw_delete(connection.alias)  # keys wait for the end


def open_copy() -> None:
    """Connect to a database of this process alone, copied from the kept one if there is one."""
    _disconnect()
    own = _backend.creation._get_test_db_name()
    source: Any = kept()
    if connection.vendor == "sqlite":
        _open_file(own, source)
    else:
        _open_database(own, source)


def restore() -> None:
    """Bring this process's SQLite database back to its first rows, whatever was committed."""
    connection.ensure_connection()
    with closing(sqlite3.connect(_loaded(connection.settings_dict["NAME"]))) as loaded:
        loaded.backup(_backend.connection)


def _open_file(own: Path, kept: Path) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            shutil.copyfile(kept, own)
            _connect_to(own)
        else:
            _make()
            if _is_current():
                for old in FOLDER.glob("*.sqlite3*"):
                    old.unlink()
                partial = kept.with_name(f"{kept.name}.partial")
                shutil.copyfile(own, partial)
                partial.rename(kept)  # a killed process leaves no half file under the name
    shutil.copyfile(own, _loaded(own))


def _loaded(own: Path | str) -> Path:
    """Where the first rows of this process's own SQLite database stay."""
    return Path(f"{own}.loaded")


def _open_database(own: str, kept: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])  # until this cursor is closed
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_PREFIX])
        found = [name for (name,) in cursor.fetchall()]
        if kept in found:
            cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
            cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{kept}"')
            _connect_to(own)
            return
        _make()
        if _is_current():
            for old in found:
                cursor.execute(f'DROP DATABASE "{old}"')
            cursor.execute(f'CREATE DATABASE "{kept}" TEMPLATE "{own}"')


def _make() -> None:
    """Migrate and load this process's own database, and disconnect so that it can be copied."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    load()
    _disconnect()


def _disconnect() -> None:
    connection.close()
    if connection.vendor == "postgresql":
        _backend.close_pool()  # it would keep connecting to the name that it was opened with


def _connect_to(own: Path | str) -> None:
    settings.DATABASES[connection.alias]["NAME"] = own
    connection.settings_dict["NAME"] = own


def _is_current() -> bool:
    """Whether the code in memory is that of the files: none was changed since the run began."""
    return all(path.stat().st_mtime < _STARTED for path in sources(ROOT))
