"""The rows that a test begins with are the same whether actions wrote them or they come again."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction

from agreements.models import Agreement
from tests import make
from tests.support import database_hashes, visitors, written_again

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

Add = Callable[[str], Agreement]


@pytest.fixture
def ran() -> list[str]:
    """The titles for which ``add`` ran."""
    return []


@pytest.fixture
def add(ran: list[str]) -> Add:
    number = uuid4()

    @written_again.written_again
    def made(title: str, _number: str) -> Agreement:
        ran.append(title)
        return make.make_agreement(slug=f"prove-{title}", title=title)

    return lambda title: made(title, str(number))


def taken_back(write: Callable[[], object]) -> dict[str, str]:
    """What the database holds when a test begins by this; nothing is left of it."""
    written_again.begin()
    with transaction.atomic():
        write()
        digest = database_hashes.digest()
        transaction.set_rollback(True)
    return digest


def test_every_row_and_file_is_the_same(uploads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = taken_back(visitors.built)
    files = {path.name: path.read_bytes() for path in uploads.iterdir()}
    for name in files:
        (uploads / name).unlink()
    monkeypatch.setattr(visitors, "evaluate", None)  # whoever runs it fails

    assert taken_back(visitors.built) == first
    assert {path.name: path.read_bytes() for path in uploads.iterdir()} == files != {}


def test_runs_once_for_tests_that_begin_alike(add: Add, ran: list[str]) -> None:
    def begin() -> None:
        add("a")
        add("b")

    assert taken_back(begin) == taken_back(begin)
    assert ran == ["a", "b"]


def test_runs_anew_after_other_calls_and_other_rows(add: Add, ran: list[str]) -> None:
    def begin_by_another() -> None:
        add("b")
        add("a")

    def begin_by_a_row() -> None:
        Agreement.objects.update(title="Eksempel")
        add("a")

    taken_back(lambda: add("a"))
    taken_back(begin_by_another)
    taken_back(begin_by_a_row)

    assert ran == ["a", "b", "a", "a"]


def test_runs_anew_at_a_time_that_the_test_has_chosen(add: Add, ran: list[str]) -> None:
    taken_back(lambda: add("a"))
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC), tick=False):
        taken_back(lambda: add("a"))

    assert ran == ["a", "a"]


def test_runs_anew_when_something_was_taken_back_inside(ran: list[str]) -> None:
    number = str(uuid4())

    @written_again.written_again
    def made(_number: str) -> None:
        ran.append("a")
        with transaction.atomic():
            make.make_agreement()
            transaction.set_rollback(True)

    assert taken_back(lambda: made(number)) == taken_back(lambda: made(number))
    assert ran == ["a", "a"]


def test_what_a_test_does_to_a_row_stays_its_own(add: Add) -> None:
    def change() -> None:
        agreement = add("a")
        assert agreement.title == "a"
        agreement.title = "b"

    taken_back(change)
    taken_back(change)
