"""Backs up and restores the database and the files, verified by a manifest."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.evaluations.revisions.verify import newest
from commitments.foundation.content_version import ContentVersion
from commitments.foundation.verification_error import VerificationError
from commitments.sources import held_files
from commitments.sources.models import HELD, Source
from kvalitet.guard.sentences import sentence

MANIFEST: Final = "manifest.json"
FILES: Final = "filer"
_DUMPS: Final = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
_BINARIES: Final = Path("/usr/lib/postgresql")  # Debian's place for tools that are not on the path

Manifest = dict[str, Any]


def back_up(folder: Path) -> Manifest:
    """Copy everything that is stored into a folder, without blocking writers.

    Held files of refused forms are not copied. Expired ones are deleted.

    The files are copied after the database, so that every file named in the copied rows exists.

    Raises:
        ValidationError: the folder is not empty (code ``not_empty``), a tool of PostgreSQL
            is missing (``no_tool``), or the backup could not be written, as on a full disk
            (``not_written``); the folder is then emptied.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            raise ValidationError(_("The folder is not empty. Name a new one."), code="not_empty")
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(error) from error
    held_files.sweep()
    try:
        return _write(folder)
    except (OSError, sqlite3.Error, subprocess.CalledProcessError) as error:
        _empty(folder)
        raise _not_written(error) from error
    except ValidationError:
        _empty(folder)
        raise


def _write(folder: Path) -> Manifest:
    (folder / FILES).mkdir()
    dump = folder / _DUMPS[connection.vendor]
    # Copies most of the files, so that the second copy is quick.
    _copy_files(_sources_root(), folder / FILES)
    heads = _dump_sqlite(dump) if connection.vendor == "sqlite" else _dump_postgresql(dump)
    _copy_files(_sources_root(), folder / FILES)
    manifest = {
        "laget": timezone.now().isoformat(),
        "database": {"slag": connection.vendor, "fil": dump.name, "sha256": _sha256(dump)},
        "filer": {path.name: _sha256(path) for path in sorted((folder / FILES).iterdir())},
        **heads,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")
    return manifest


def restore(folder: Path) -> list[VerificationError]:
    """Restore a backup into an empty database and folder, and return what does not match.

    Raises:
        ValidationError: the backup is not what its manifest says (code ``damaged``), is of
            another kind of database (``other_database``), something is already stored here
            (``not_empty``), or the database or the folder cannot be written (``not_written``).
        FileNotFoundError: the folder is not a backup.
    """
    text = (folder / MANIFEST).read_bytes()
    try:
        manifest = json.loads(text)
        _require_whole(folder, manifest)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise _damaged(MANIFEST) from error
    _require_nothing_here()
    dump = folder / manifest["database"]["fil"]
    try:
        _load_sqlite(dump) if connection.vendor == "sqlite" else _load_postgresql(dump)
        _sources_root().mkdir(parents=True, exist_ok=True)
        _copy_files(folder / FILES, _sources_root(), named=_files_of_rows())
    except (OSError, sqlite3.Error, subprocess.CalledProcessError) as error:
        raise ValidationError(
            _(
                "The backup could not be restored: %(reason)s. Empty the database and the folder"
                " of files before you try again."
            ),
            code="not_written",
            params={"reason": error},
        ) from error
    heads = _heads()
    return [
        VerificationError(name, "it is not what the manifest says")
        for name in heads
        if heads[name] != manifest.get(name)
    ]


def _not_written(error: Exception) -> ValidationError:
    return ValidationError(
        _("The backup could not be written: %(reason)s. Nothing of it is kept."),
        code="not_written",
        params={"reason": sentence(error).rstrip(".") or error},
    )


def _empty(folder: Path) -> None:
    """Delete what a failed backup has written. The folder was empty before."""
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _require_whole(folder: Path, manifest: Manifest) -> None:
    if manifest["database"]["slag"] != connection.vendor:
        raise ValidationError(
            _("The backup is for another type of database."), code="other_database"
        )
    expected = {folder / manifest["database"]["fil"]: manifest["database"]["sha256"]}
    expected |= {folder / FILES / name: sha256 for name, sha256 in manifest["filer"].items()}
    for path, sha256 in expected.items():
        if not path.is_file() or _sha256(path) != sha256:
            raise _damaged(path.name)


def _damaged(name: str) -> ValidationError:
    text = _("%(name)s is missing from the backup, or differs from what the manifest says.")
    return ValidationError(text, code="damaged", params={"name": name})


def _require_nothing_here() -> None:
    root = _sources_root()
    if connection.introspection.table_names() or _holds_files(root):
        raise ValidationError(
            _("Something is already stored here. Nothing was overwritten."), code="not_empty"
        )


def _holds_files(root: Path) -> bool:
    return root.exists() and any(path.name != HELD for path in root.iterdir())


def _heads(ask: Callable[[Any], Iterable[Any]] = list) -> Manifest:
    """Return the newest checksum of each evaluation and that of the last public act."""
    place = "evaluation__evaluation_year"
    revisions = newest().values_list(
        f"{place}__agreement__slug", f"{place}__year", "number", "revision_sha256"
    )
    acts = ContentVersion.objects.values_list("number", "head_sha256")
    return {
        "nyeste_revisjoner": _named(("avtale", "aar", "nummer", "sha256"), ask(revisions)),
        "siste_handling": _named(("nummer", "sha256"), ask(acts)),
    }


def _named(names: Sequence[str], rows: Iterable[Any]) -> list[dict[str, object]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _dump_sqlite(target: Path) -> Manifest:
    """Copy by SQLite's online backup: a state between two transactions, while others write."""
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return _heads(partial(_ask_copy, copy))


def _ask_copy(copy: sqlite3.Connection, rows: Any) -> list[Any]:
    """Run the same query in the copy's own connection."""
    query, values = rows.query.sql_with_params()
    return copy.execute(query.replace("%s", "?"), values).fetchall()


def _dump_postgresql(target: Path) -> Manifest:
    """Run ``pg_dump`` on the same snapshot in which the checksums are read."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        _run("pg_dump", "-Fc", f"--snapshot={snapshot}", "-f", str(target))
        return _heads()


def _load_sqlite(dump: Path) -> None:
    connection.close()
    with (
        closing(sqlite3.connect(dump)) as source,
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as copy,
    ):
        source.backup(copy)


def _load_postgresql(dump: Path) -> None:
    _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "-d", "", str(dump))


def _run(tool: str, *arguments: str) -> None:
    """Run a PostgreSQL tool on our database, without its password in the process list."""
    params = connection.get_connection_params()
    named = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password",
             "PGDATABASE": "dbname", "PGSSLMODE": "sslmode"}  # fmt: skip
    given = {name: str(params[key]) for name, key in named.items() if params.get(key)}
    words = [given["PGDATABASE"] if word == "" else word for word in arguments]
    subprocess.run([_tool(tool), *words], check=True, env={**os.environ, **given})  # noqa: S603 (no word comes from outside)


def _tool(name: str) -> str:
    installed = sorted(
        _BINARIES.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]), reverse=True
    )
    found = shutil.which(name) or next(map(str, installed), None)
    if found is None:
        raise ValidationError(_("%(tool)s is missing."), code="no_tool", params={"tool": name})
    return found


def _sources_root() -> Path:
    storage: Any = Source._meta.get_field("file").storage
    return Path(storage.location)


def _files_of_rows() -> set[str]:
    """Return the file names in the restored rows. A backup may have files added after them."""
    return set(Source.objects.with_file().values_list("file", flat=True))


def _copy_files(source: Path, target: Path, named: Collection[str] | None = None) -> None:
    """Copy the files, or only those named, that the target lacks. Files never change."""
    if not source.exists():
        return
    for path in sorted(source.iterdir()):
        if named is not None and path.name not in named:
            continue
        if path.is_file() and not (target / path.name).exists():
            _copy_if_there(path, target / path.name)


def _copy_if_there(path: Path, target: Path) -> None:
    try:
        shutil.copyfile(path, target)
    except FileNotFoundError:  # a file that nothing cites was removed meanwhile
        target.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()
