"""What the portal does on a full disk: run in a namespace by tests/operating/test_full_disk.py.

``FULL_DISK`` names an empty folder on a file system of its own, small enough to fill.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.test import Client

from commitments.sources.models import Source
from commitments.trust import files as verifying_files
from tests.support import evaluation_states, sample_files
from tests.support.file_doors import DOORS, TITLE, TYPED

LARGE = b"".join((sample_files.PDF[:-6], b"%" * 4 * 1024 * 1024, b"\n%%EOF\n"))

pytestmark = pytest.mark.usefixtures("texts")


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of sources, on the small disk."""
    folder = Path(os.environ["FULL_DISK"]) / "sources"
    folder.mkdir()
    monkeypatch.setattr(Source._meta.get_field("file"), "storage", FileSystemStorage(folder))
    yield folder
    shutil.rmtree(folder)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Meanwhile another file takes all the room that is left."""
    other = folder.parent / "other"
    with other.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, left(folder))
    yield
    other.unlink()


def left(folder: Path) -> int:
    """Bytes that can still be written."""
    return shutil.disk_usage(folder).free


@pytest.mark.parametrize("door", DOORS)
def test_an_upload_is_507_with_the_form_kept(door: str, disk: Path) -> None:
    found = DOORS[door]()
    before = left(disk)

    answer = found.client().post(found.url, found.form("referat.pdf", LARGE), headers=found.headers)

    assert answer.status_code == 507
    page = answer.text
    assert "The portal cannot store files now. Send the form again later." in page
    assert TITLE in page
    again = "Nothing was saved, so you must choose the file again."
    assert (again in page) == (door != "status_row")  # where no file can be chosen
    assert all(TYPED in page for value in found.fields.values() if value == TYPED)
    assert not any(path.is_file() for path in disk.rglob("*"))
    assert left(disk) == before
    assert not Source.objects.filter(title=TITLE).exists()
    assert list(verifying_files.errors()) == []


@pytest.mark.parametrize("door", DOORS)
def test_the_same_form_is_taken_once_there_is_room(door: str, disk: Path) -> None:
    found = DOORS[door]()
    client = found.client()

    with filled(disk):
        assert (
            client.post(found.url, found.form("referat.pdf", sample_files.PDF)).status_code == 507
        )

    assert client.post(found.url, found.form("referat.pdf", sample_files.PDF)).status_code == 302
    assert Source.objects.get(title=TITLE).size == len(sample_files.PDF)


@pytest.mark.parametrize(
    ("stored", "reason"), [(b"", "disk is full"), (bytes(300_000), "No space left on device")]
)
def test_a_backup_says_so_and_gives_its_room_back(stored: bytes, reason: str, disk: Path) -> None:
    folder = disk.parent / "backup"
    if stored:
        (disk / "stored.pdf").write_bytes(stored)
    before = left(disk)

    with filled(disk), pytest.raises(CommandError, match=f"could not be written: .*{reason}"):
        call_command("backup", str(folder))

    assert list(folder.iterdir()) == []
    assert left(disk) == before


def test_a_document_needs_no_room(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(disk))
    evaluation_states.evaluation_in("signed")

    with filled(disk):
        answer = Client().get(
            f"/avtaler/{evaluation_states.AGREEMENT}/evalueringer/{evaluation_states.YEAR}.pdf"
        )

    assert answer.content.startswith(b"%PDF-")
