"""The version that a process shows: how often it is read, and while it cannot be."""

from collections.abc import Iterator
from threading import Event, Thread, Timer
from typing import Any, Final

import pytest
from django.db import OperationalError
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.content_version import ContentVersion
from commitments.foundation.public_act import PublicAct
from kvalitet.whole_pages import version
from kvalitet.whole_pages.version import VersionReader, release

MOMENTS: Final = "time.monotonic"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still until its one element is changed."""
    now = [100.0]
    monkeypatch.setattr(MOMENTS, lambda: now[0])
    return now


def away() -> Any:
    raise OperationalError("away")


def test_is_read_once_a_second(
    db: None, clock: list[float], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reader = VersionReader()
    with django_assert_num_queries(1):
        first = reader.current()
        clock[0] += 0.99
        assert reader.current() == first

    PublicAct.record()
    clock[0] += 0.02
    second = reader.current()

    assert first
    assert second
    assert second.number == first.number + 1


def test_is_read_at_once_for_whoever_may_have_changed_it(db: None, clock: list[float]) -> None:
    reader = VersionReader()
    first = reader.current()
    PublicAct.record()

    assert reader.newest() != first
    assert reader.current() == reader.newest()


def test_goes_on_for_ten_minutes_while_it_cannot_be_read(
    db: None, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = VersionReader()
    first = reader.current()
    monkeypatch.setattr(ContentVersion, "current", away)

    clock[0] += 599
    assert reader.current() == first
    assert reader.newest() is None
    clock[0] += 1.5
    assert reader.current() is None

    monkeypatch.undo()


def test_is_tried_again_every_second_while_it_cannot_be_read(
    db: None, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = VersionReader()
    tries: list[float] = []

    def tried() -> Any:
        tries.append(clock[0])
        away()

    monkeypatch.setattr(ContentVersion, "current", tried)

    for _ in range(6):
        assert reader.current() is None
        clock[0] += 0.5

    assert tries == [100.0, 101.0, 102.0]


@pytest.fixture
def hanging(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[VersionReader, Event]]:
    """A reader for which a thread waits at the database, until the event lets it go on."""
    reader = VersionReader()
    reader.current()
    began, goes_on = Event(), Event()

    def hang() -> tuple[int, None]:
        began.set()
        goes_on.wait(10)
        return 999, None

    monkeypatch.setattr(ContentVersion, "current", hang)
    monkeypatch.setattr(version, "_FRESH_SECONDS", 0.0)
    waiting = Thread(target=reader.current)
    waiting.start()
    began.wait(10)
    yield reader, goes_on
    goes_on.set()
    waiting.join()


def test_nobody_is_told_the_old_version_while_it_is_read(
    hanging: tuple[VersionReader, Event],
) -> None:
    reader, goes_on = hanging
    Timer(0.1, goes_on.set).start()

    now = reader.current()

    assert now
    assert now.number == 999


def test_what_is_known_goes_on_while_another_thread_waits_for_the_database(
    hanging: tuple[VersionReader, Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, _goes_on = hanging
    monkeypatch.setattr(version, "_PATIENCE_SECONDS", 0.1)

    now = reader.current()

    assert now
    assert now.number != 999


def test_the_release_follows_from_the_files() -> None:
    assert len(release()) == 16
    assert release() == release()
