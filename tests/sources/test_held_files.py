"""Files of refused forms: held for their owner alone, so many and so long, and nowhere else."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from commitments.operating import backup
from commitments.sources import held_files
from commitments.trust import files as verifying_files
from tests.support import recorders, sample_files

pytestmark = [pytest.mark.usefixtures("texts")]


@pytest.mark.parametrize("token", ["x", "", "eyJ3aG8iOjF9:1abc:def"])
def test_a_made_up_token_names_nothing(token: str, uploads: Path) -> None:
    assert held_files.opened(token, person=1) is None
    assert held_files.name_of(token) == ""


def test_a_person_holds_a_few_files_at_most(uploads: Path) -> None:
    tokens = [held_files.hold(recorders.upload(f"{n}.pdf"), person=7) for n in range(5)]
    others = held_files.hold(recorders.upload(), person=70)

    names = [found.name for token in tokens if (found := held_files.opened(token, person=7))]
    assert names == ["2.pdf", "3.pdf", "4.pdf"]
    assert held_files.opened(others, person=70) is not None


def test_held_files_take_so_much_room_at_most(
    uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_files, "MOST_BYTES", 2 * len(sample_files.PDF))

    tokens = [held_files.hold(recorders.upload(), person=person) for person in range(1, 4)]

    assert [held_files.opened(token, person=n + 1) is None for n, token in enumerate(tokens)] == [
        True,
        False,
        False,
    ]


def test_a_name_with_signs_of_a_path_stays_a_name(uploads: Path) -> None:
    token = held_files.hold(sample_files.named("../../a/ø.pdf", sample_files.PDF), person=1)

    (path,) = (uploads / "held").iterdir()
    assert re.fullmatch(r"1-[0-9a-f]{32}", path.name)
    found = held_files.opened(token, person=1)
    assert found is not None
    assert found.read() == sample_files.PDF


def test_a_held_file_is_in_no_verification_and_no_backup(
    uploads: Path, tmp_path: Path, transactional_db: None
) -> None:
    held_files.hold(recorders.upload(), person=1)

    assert list(verifying_files.errors()) == []
    manifest = backup.back_up(tmp_path / "backup")
    assert manifest["filer"] == {}
    assert not any(path.is_file() for path in (tmp_path / "backup" / "filer").rglob("*"))
    assert len(list((uploads / "held").iterdir())) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        backup.back_up(tmp_path / "later")
    assert list((uploads / "held").iterdir()) == []
