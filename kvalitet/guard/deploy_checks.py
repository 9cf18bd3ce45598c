"""Checks of the portal's surroundings before it is opened, run by ``check --deploy`` alone."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final

from django.conf import settings
from django.core import checks
from django.core.cache import caches
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

_MANIFEST: Final = "staticfiles.json"


def surroundings(**_options: object) -> list[checks.CheckMessage]:
    """Check folders, database, cache and static files. Each message says what to do."""
    return [*_folders(), *_database(), *_static_files()]


def _folders() -> Iterator[checks.CheckMessage]:
    storages: Any = settings.STORAGES
    sources = Path(storages["sources"]["OPTIONS"]["location"])
    if refusal := _refusal_of(sources):
        yield checks.Error(
            f"SOURCES_ROOT, {sources}, cannot be written in: {refusal}.",
            hint="Make the folder, and give it to the user that the portal runs as.",
            id="guard.E012",
        )
    if refusal := _refusal_of(None):
        yield checks.Error(
            f"There is no temporary folder that can be written in: {refusal}.",
            hint="Make room in it, or name another one in TMPDIR.",
            id="guard.E013",
        )


def _refusal_of(folder: Path | None) -> str:
    """Return why the folder, or the temporary one, cannot be written to. Empty if it can be."""
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(b"\0" * 4096)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _database() -> Iterator[checks.CheckMessage]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        tables = connection.introspection.table_names()
    except Error as error:
        yield checks.Error(
            f"The database does not answer: {str(error).strip() or type(error).__name__}.",
            hint="Start it, or correct DATABASE_URL.",
            id="guard.E014",
        )
        return
    if waiting:
        yield checks.Warning(
            f"{len(waiting)} migrations have not been run.",
            hint="Run manage.py migrate.",
            id="guard.W001",
        )
    for cache in caches.all():
        table = getattr(cache, "_table", None)
        if table and table not in tables:
            yield checks.Error(
                f"CACHE_URL keeps pages in the table {table}, which is not there.",
                hint="Run manage.py createcachetable.",
                id="guard.E015",
            )


def _static_files() -> Iterator[checks.CheckMessage]:
    if not (Path(settings.STATIC_ROOT) / _MANIFEST).is_file():
        yield checks.Error(
            f"Static files are not collected in {settings.STATIC_ROOT}.",
            hint="Run make setup, or manage.py collectstatic.",
            id="guard.E016",
        )
