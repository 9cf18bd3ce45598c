"""SQLite on a disk without room, on one for reading alone, and locked: who reads is answered."""

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests.support import live_servers, recorders, small_disk
from tests.support.small_disk import Disk

pytestmark = [
    pytest.mark.long,
    pytest.mark.process,
    pytest.mark.django_db,
]

FORM: Final = f"/arbeid/forpliktelser/{recorders.REF}/ny/"
OPEN: Final = (
    "/",
    "/forpliktelser/",
    "/forpliktelser.csv",
    "/forpliktelser.xlsx",
    "/avtaler/2011-2013/",
    "/nn/forpliktelser/2011-F7/",
    "/konto/inn/",
    "/readyz",
)
STAFF: Final = ("/arbeid/", "/konto/", "/", FORM, "/admin/")
CSRF: Final = "0123456789abcdefghijABCDEFGHIJkl"  # the same in form and cookie, as a browser has it
CACHES: Final = ("locmemcache://", "dbcache://kept")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str]]]:
    """A database file, and the sessions of three people whose last request was long ago."""
    with live_servers.database(tmp_path_factory.mktemp("filled")) as url:
        live_servers.manage(url, "createcachetable", variables={"CACHE_URL": CACHES[1]})
        make = "from tests.support import simultaneous_writers; simultaneous_writers.arrive(3)"
        yield (
            Path(urlsplit(url).path),
            json.loads(live_servers.manage(url, "shell", "-v0", "-c", make)),
        )


@pytest.fixture
def disk(tmp_path: Path, filled: tuple[Path, list[str]]) -> Iterator[Disk]:
    """A small disk with a copy of the database on it."""
    with small_disk.mounted(tmp_path) as disk:
        disk.run("cp", filled[0], disk.folder / "served.sqlite3")
        yield disk


def url_on(disk: Disk) -> str:
    return f"sqlite:///{disk.folder / 'served.sqlite3'}"


def cookies_of(session: str) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}"


def read(port: int, session: str) -> dict[str, int]:
    """What each page answers, to everyone and to someone who has signed in."""
    met = {path: live_servers.ask(port, path).status for path in OPEN}
    signed_in = {"Cookie": cookies_of(session)}
    return met | {
        f"signed in {path}": live_servers.ask(port, path, None, **signed_in).status
        for path in STAFF
    }


def write(port: int, session: str) -> live_servers.Answer:
    """What sending the form, as it was opened, is answered."""
    opened = live_servers.ask(port, FORM, None, Cookie=cookies_of(session)).page
    who = re.findall(r'name="who" value="([^"]+)"', opened)[-1]
    form = recorders.fields(csrfmiddlewaretoken=CSRF, who=who, page=FORM, **recorders.SENT)
    return live_servers.ask(port, FORM, form, Cookie=cookies_of(session))


def assert_read_alone(port: int, session: str) -> None:
    met = read(port, session)
    assert {path: status for path, status in met.items() if status != 200} == {}
    refused = write(port, session)
    assert (refused.status, "Retry-After" in refused.headers) == (503, True)
    assert recorders.TEXT in refused.page
    assert 'name="send"' in refused.page, "the form itself"


@pytest.mark.parametrize("cache", CACHES)
def test_a_disk_that_fills_up(cache: str, disk: Disk, filled: tuple[Path, list[str]]) -> None:
    first, second, third = filled[1]
    variables = {"CACHE_URL": cache}
    with live_servers.servers(url_on(disk), 2, variables, within=disk.within) as [port, other]:
        assert write(port, first).status == 302
        disk.run("test", "-e", disk.folder / "served.sqlite3-shm")  # kept open between requests
        disk.fill()
        assert_read_alone(port, second)
        assert_read_alone(other, second)
        disk.empty()
        assert {write(port, second).status, write(other, third).status} == {302}


@pytest.mark.parametrize("killed", [True, False], ids=["killed", "stopped"])
def test_a_server_started_on_a_full_disk(
    *, killed: bool, disk: Disk, filled: tuple[Path, list[str]]
) -> None:
    first, second, third = filled[1]
    if killed:
        with live_servers.killed_server(url_on(disk), within=disk.within) as port:
            assert write(port, first).status == 302
    disk.fill()
    with live_servers.servers(url_on(disk), 2, within=disk.within) as [port, other]:
        disk.fill()  # what the killed one left beside the database has gone into it
        assert_read_alone(port, second)
        assert_read_alone(other, third)
        disk.empty()
        assert {write(port, second).status, write(other, third).status} == {302}
        assert set(read(other, second).values()) == {200}


def test_a_disk_for_reading_alone(disk: Disk, filled: tuple[Path, list[str]]) -> None:
    first, second, _third = filled[1]
    disk.hold(writable=False)
    with live_servers.servers(url_on(disk), within=disk.within) as [port]:
        assert_read_alone(port, first)
        disk.hold(writable=True)
        assert write(port, second).status == 302


def test_a_lock_that_another_process_holds(tmp_path: Path, filled: tuple[Path, list[str]]) -> None:
    database = tmp_path / "served.sqlite3"
    database.write_bytes(filled[0].read_bytes())
    first = filled[1][0]
    with live_servers.servers(f"sqlite:///{database}") as [port], locked(database):
        began = time.monotonic()
        assert set(read(port, first).values()) == {200}
        between = time.monotonic()
        refused = write(port, first)
        waited = time.monotonic() - between

    assert between - began < 15
    assert (refused.status, "Retry-After" in refused.headers) == (503, True)
    assert waited < settings.DATABASES["default"]["OPTIONS"]["timeout"] + 5


@contextmanager
def locked(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
