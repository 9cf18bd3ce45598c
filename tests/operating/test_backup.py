import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from commitments.evaluations.revisions.models import Revision
from commitments.operating import backup
from commitments.progress import actions as progress
from commitments.progress.models import ProgressEntry
from commitments.sources.actions import NewSource
from commitments.sources.models import Source
from tests.support import evaluation_states, recorders

pytestmark = pytest.mark.process

Elsewhere = Callable[..., "subprocess.CompletedProcess[str]"]
ROUNDS = 5


@pytest.fixture
def stored(transactional_db: None, uploads: Path) -> Revision:
    """A signed revision, and an entry with a file."""
    evaluation_states.evaluation_in("signed")
    recorded()
    return Revision.objects.get()


def recorded() -> ProgressEntry:
    paper = NewSource("Eksempel: referat", file=recorders.upload())
    content = recorders.content(new_sources=[paper])
    return progress.draft_and_submit(
        recorders.commitment(), content, by=recorders.editor(), token=uuid4()
    )


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Elsewhere]:
    """Commands on another database of the same kind, empty at first, with files of its own."""
    name = f"restored_{uuid4().hex[:8]}"
    if connection.vendor == "sqlite":
        url = f"sqlite:///{tmp_path / name}.sqlite3"
    else:
        params = connection.get_connection_params()
        url = f"postgres://{params['user']}@/{name}?host={params['host']}"
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
    env = {**os.environ, "DATABASE_URL": url, "SOURCES_ROOT": str(tmp_path / name), "LOCAL": "1"}

    def manage(*words: str) -> "subprocess.CompletedProcess[str]":
        line = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
        return subprocess.run(line, env=env, capture_output=True, text=True, check=False)  # noqa: S603 (our own command)

    yield manage
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_what_is_backed_up_is_restored_elsewhere_and_verifies(
    stored: Revision, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    folder = tmp_path / "backup"

    manifest = backup.back_up(folder)
    done = elsewhere("restore", str(folder))
    again = elsewhere("restore", str(folder))

    assert manifest["nyeste_revisjoner"] == [
        {"avtale": "2011-2013", "aar": 2012, "nummer": 1, "sha256": stored.revision_sha256}
    ]
    assert list(manifest["filer"]) == [Path(str(Source.objects.with_file().get().file)).name]
    assert (done.returncode, done.stderr) == (0, "")
    assert "Everything verifies: 1 revisions." in done.stdout
    assert again.returncode == 1
    assert "Something is already stored here. Nothing was overwritten." in again.stderr


def test_a_backup_overwrites_nothing(stored: Revision, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("Eksempel")

    with pytest.raises(ValidationError) as refusal:
        backup.back_up(tmp_path)

    assert refusal.value.code == "not_empty"


@pytest.mark.parametrize("part", ["database", "file", "hashes"])
def test_a_backup_that_is_not_what_its_manifest_says_is_refused_by_name(
    stored: Revision, elsewhere: Elsewhere, tmp_path: Path, part: str
) -> None:
    folder = tmp_path / "backup"
    manifest = backup.back_up(folder)
    if part == "hashes":
        manifest["nyeste_revisjoner"][0]["sha256"] = "0" * 64
        (folder / backup.MANIFEST).write_text(json.dumps(manifest))
    else:
        name = manifest["database"]["fil"] if part == "database" else f"filer/{_first(manifest)}"
        path = folder / name
        path.write_bytes(path.read_bytes() + b"x")

    done = elsewhere("restore", str(folder))

    expected = (
        "is not what the manifest says" if part == "hashes" else "differs from what the manifest"
    )
    assert done.returncode == 1
    assert expected in done.stderr


def _first(manifest: dict[str, Any]) -> str:
    return str(next(iter(manifest["filer"])))


@pytest.mark.long
def test_a_drill_under_writes_restores_a_state_that_verifies(
    stored: Revision, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    stop, written = Event(), []

    def write() -> None:
        try:
            while not stop.is_set():
                with transaction.atomic():  # a person and the history of the person, like an action
                    written.append(recorded().pk)
        finally:
            connection.close()

    writers = [Thread(target=write) for _writer in range(2)]
    for writer in writers:
        writer.start()
    try:
        for turn in range(ROUNDS):
            backup.back_up(tmp_path / f"backup{turn}")
    finally:
        stop.set()
        for writer in writers:
            writer.join()

    done = elsewhere("restore", str(tmp_path / f"backup{ROUNDS - 1}"))
    assert len(written) > 1
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
