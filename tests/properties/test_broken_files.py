"""A database that goes away while a file is on its way: the client sees a broken transfer."""

import os
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from http.client import HTTPConnection, HTTPResponse, IncompleteRead
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from tests.support import live_servers

pytestmark = [pytest.mark.long, pytest.mark.process, pytest.mark.django_db]

WAITS_FOR_NOBODY: Final = "A reader of SQLite waits for nobody"
COMMITMENTS: Final = 2_500  # three batches, and four of entries
STREAMED: Final = {  # with a table that each batch reads after its rows
    "/forpliktelser.csv": "commitments_progressentry",
    "/forpliktelser.json": "commitments_progressentry",
    "/framdrift.csv": "commitments_progressentry_sources",
    "/framdrift.json": "commitments_progressentry_sources",
    "/avtaler/maaling/matrise.csv": "commitments_publishedverdict",
    "/avtaler/maaling/matrise.json": "commitments_publishedverdict",
}
BUILT_WHOLE: Final = {  # with one that is read for it
    "/forpliktelser.xlsx": "commitments_progressentry",
    "/framdrift.xlsx": "commitments_progressentry_sources",
    "/avtaler/maaling/matrise.xlsx": "commitments_publishedverdict",
    "/avtaler/maaling.json": "commitments_commitmenttheme",
    "/forpliktelser/MAALING-F1.json": "commitments_progressentry_sources",
}


OF_THE_EXAMPLE: Final = {
    "/avtaler/2011-2013/evalueringer/2011.pdf": "commitments_databasemark",
    **{
        f"/avtaler/2011-2013/evalueringer/2011.{ending}": "commitments_revision"
        for ending in ("csv", "json", "xlsx")
    },
    **{f"/fylker.{ending}": "commitments_regionalstatus_sources" for ending in ("csv", "xlsx")},
    "/metode/etterproving.json": "commitments_revision",
}


class SlowReader(HTTPConnection):
    """A client that takes a few kB and no more until it reads: the server has to wait for it."""

    def connect(self) -> None:
        """Open the socket, with the smallest window there is."""
        self.sock = socket.socket()
        self.sock.settimeout(60)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
        self.sock.connect((self.host, self.port))


class OldReader(SlowReader):
    """The same in HTTP/1.0, where the end of the connection is the end of the file."""

    _http_vsn = 10
    _http_vsn_str = "HTTP/1.0"


@pytest.fixture(scope="module")
def url(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with thousands of rows."""
    with live_servers.database(tmp_path_factory.mktemp("broken")) as url:
        empty = "from tests.support import loaded_database; loaded_database.empty()"
        live_servers.manage(url, "shell", "-v0", "-c", empty)
        live_servers.manage(url, "fill_for_measuring", str(COMMITMENTS), "--entries", "1")
        if connection.vendor == "sqlite":
            keep_nothing_in_memory(url)
        yield url


def keep_nothing_in_memory(url: str) -> None:
    """SQLite's connections keep pages, and answer from them when the file is gone."""
    with closing(sqlite3.connect(urlsplit(url).path)) as database:
        database.execute("PRAGMA default_cache_size = 10")


@pytest.fixture(scope="module")
def port(url: str) -> Iterator[int]:
    with live_servers.servers(url) as ports:
        yield ports[0]


@pytest.fixture(scope="module")
def example(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, int]]:
    """A database with a signed evaluation and counties, and a server before it."""
    with live_servers.database(tmp_path_factory.mktemp("example")) as url:
        live_servers.manage(url, "load_example")
        with live_servers.servers(url) as [port]:
            yield url, port


@contextmanager
def begun(
    port: int,
    path: str,
    reader: type[SlowReader] = SlowReader,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[HTTPResponse]:
    """A response whose body nobody has asked for yet."""
    with closing(reader("127.0.0.1", port)) as line:
        line.request("GET", path, headers=headers)
        with line.getresponse() as answer:
            yield answer


@contextmanager
def gone(url: str) -> Iterator[None]:
    """PostgreSQL ends every connection; of SQLite's file nothing is left but the first page."""
    if connection.vendor == "postgresql":
        end_connections(url)
        yield
        return
    file = Path(urlsplit(url).path)
    content = file.read_bytes()
    os.truncate(file, 4_096)
    try:
        yield
    finally:
        with file.open("r+b") as opened:
            opened.write(content)


def end_connections(url: str) -> None:
    name = urlsplit(url).path.strip("/")
    theirs = f"datname = '{name}' AND application_name <> 'lock'"
    live_servers.administer(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {theirs}"  # noqa: S608  # our own name
    )


def answered(port: int, path: str, reader: type[SlowReader]) -> tuple[int, bytes]:
    with begun(port, path, reader) as answer:
        return answer.status, answer.read()


def read_while_locked(
    url: str, table: str, read: Callable[[], tuple[int, bytes]]
) -> tuple[int, bytes]:
    """What a client gets whose server loses the database while it waits for this table."""
    with ThreadPoolExecutor(1) as pool, psycopg.connect(url, application_name="lock") as lock:
        lock.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE".encode())
        reading = pool.submit(read)
        waiting = (  # here: other tests have databases of their own on the same server
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE NOT granted AND datname = current_database()"
        )
        while lock.execute(waiting).fetchone() != (1,):
            assert not reading.done()
            time.sleep(0.01)
        end_connections(url)
        return reading.result(60)


@pytest.mark.parametrize("headers", [{}, {"Connection": "close"}])
@pytest.mark.parametrize("path", STREAMED)
def test_a_stream_breaks_off(path: str, headers: dict[str, str], url: str, port: int) -> None:
    whole = live_servers.ask(port, path).page.encode()

    with begun(port, path, headers=headers) as answer:
        assert (answer.status, answer.chunked) == (200, True)
        with gone(url), pytest.raises(IncompleteRead) as broken:
            answer.read()

    assert 0 < len(broken.value.partial) < len(whole)
    assert whole.startswith(broken.value.partial)
    assert live_servers.ask(port, path).page.encode() == whole


@pytest.mark.parametrize("path", STREAMED)
def test_a_client_without_chunks_knows_the_length(path: str, url: str, port: int) -> None:
    whole = live_servers.ask(port, path).page.encode()

    with begun(port, path, OldReader) as answer, gone(url):
        assert answer.headers["Content-Length"] == str(len(whole))
        assert answer.read() == whole


@pytest.mark.parametrize("reader", [SlowReader, OldReader])
@pytest.mark.parametrize("path", [*STREAMED, *BUILT_WHOLE])
def test_what_is_read_before_the_status_is_an_error_page(
    path: str, reader: type[SlowReader], url: str, port: int
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip(WAITS_FOR_NOBODY)
    tables = {**STREAMED, **BUILT_WHOLE}

    read = partial(answered, port, path, reader)
    status, page = read_while_locked(url, tables[path], read)

    assert status == 503
    assert b"<h1" in page


@pytest.mark.parametrize("path", OF_THE_EXAMPLE)
def test_a_document_is_an_error_page(path: str, request: pytest.FixtureRequest) -> None:
    if connection.vendor != "postgresql":
        pytest.skip(WAITS_FOR_NOBODY)
    url, port = request.getfixturevalue("example")

    read = partial(answered, port, path, SlowReader)
    status, page = read_while_locked(url, OF_THE_EXAMPLE[path], read)
    assert read()[0] == 200

    assert status == 503
    assert b"<h1" in page


def test_rows_withdrawn_meanwhile_are_in_the_file(url: str, port: int) -> None:
    whole = live_servers.ask(port, "/framdrift.csv").page.encode()

    with begun(port, "/framdrift.csv") as answer:
        change(url, "withdraw()")
        body = answer.read()
    left = live_servers.ask(port, "/framdrift.csv").page
    change(url, "publish_again()")

    assert body == whole
    assert left.count("\r\n") == 1
    assert live_servers.ask(port, "/framdrift.csv").page.encode() == whole


def change(url: str, call: str) -> None:
    live_servers.manage(
        url,
        "shell",
        "-v0",
        "-c",
        f"from tests.support import withdrawn_entries; withdrawn_entries.{call}",
    )
