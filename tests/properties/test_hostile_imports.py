"""Files that are cheap to send and dear to read: what they cost a real server."""

import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from typing import Final, NamedTuple

import pytest
from django.conf import settings

from kvalitet.guard import limited
from tests.regional.importing.test_views import HEADS, sheet
from tests.support import live_servers, spreadsheets

pytestmark = [
    pytest.mark.long,
    pytest.mark.process,
    pytest.mark.django_db,
]

PATH: Final = "/en/arbeid/fylker/import/"
CSRF: Final = "a" * 32
LONGEST: Final = 20.0  # seconds from post to answer
MOST_MORE: Final = 150 * 1024  # kB beyond what an idle process has
MEGABYTE: Final = 1024 * 1024
EIGHT: Final = 8


class Cost(NamedTuple):
    """What it cost: the peaks in kB, beyond those of an ordinary file."""

    child: int
    server: int


class Result(NamedTuple):
    status: int
    seconds: float
    page: str


def far_row() -> bytes:
    return spreadsheets.xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def slow() -> bytes:
    """One attribute of 90 MB, which takes the parser far more than its time."""
    return spreadsheets.xlsx(f'<row a="{"x" * 90 * MEGABYTE}"/>')


def repeated_text() -> bytes:
    cells = '<c t="s"><v>0</v></c>' * 13
    text = f"<si><t>{'x' * MEGABYTE}</t></si>"
    return spreadsheets.xlsx(f"<row>{cells}</row>" * 1_000, texts=text)


def full_of_errors() -> bytes:
    row = ";".join(["x9999"] * len(HEADS))
    return "\n".join([";".join(HEADS), *[row] * 50_000]).encode()


def elements_in_every_part() -> bytes:
    part = f"<a>{'<b/>' * 120_000}</a>"
    return spreadsheets.ods("", **{f"a{number}.xml": part for number in range(190)})


DEAR: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "two million cells": (
        "a.xlsx",
        lambda: spreadsheets.xlsx(f'<row r="9">{"<c/>" * 2_000_000}</row>'),
    ),
    "a million cell formats": ("a.xlsx", lambda: spreadsheets.xlsx(styles="<xf/>" * 1_000_000)),
    "a million shared texts": ("a.xlsx", lambda: spreadsheets.xlsx(texts="<si/>" * 1_000_000)),
    "one text in every cell": ("a.xlsx", repeated_text),
    "a far cell": ("a.xlsx", far_row),
    "a slow attribute": ("a.xlsx", slow),
    "elements in every part": ("a.ods", elements_in_every_part),
    "cells repeated": (
        "a.ods",
        lambda: spreadsheets.ods(
            spreadsheets.ods_row(spreadsheets.ods_cell("x", repeated=2**31), repeated=2**31)
        ),
    ),
    "an old workbook that lies": (
        "a.xls",
        lambda: spreadsheets.xls(
            [spreadsheets.record(0x0200, b"\0\0\0\0\xff\xff\xff\0\0\1\0\0\0\0")]
        ),
    ),
    "an old workbook of garbage": (
        "a.xls",
        lambda: spreadsheets.xls_of([["x"]])[:512] + bytes(range(256)) * 39_000,
    ),
    "ten million quotation marks": ("a.csv", lambda: b'"' * (10 * MEGABYTE)),
    "a text of ten million letters": ("a.csv", lambda: sheet({"tekst": "x" * 10_000_000}).encode()),
    "ten million separators": ("a.csv", lambda: b";" * (10 * MEGABYTE)),
    "errors everywhere": ("a.csv", full_of_errors),
}


class Server:
    """One worker of eight threads, with people of KD signed in; and what its processes take."""

    def __init__(self, port: int, sessions: list[str]) -> None:
        self.port = port
        self.sessions = sessions
        lines = {path: path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline")}
        address = f"127.0.0.1:{port}".encode()
        self.pids = [path.parent.name for path, line in lines.items() if address in line]

    def post(self, name: str, body: bytes, who: int = 0) -> Result:
        """Put the file in, as a browser would."""
        mark = "mark-between-the-parts"
        part = f"--{mark}\r\nContent-Disposition: form-data; name="
        token = f'{part}"csrfmiddlewaretoken"\r\n\r\n{CSRF}\r\n'
        start = f'{token}{part}"file"; filename="{name}"\r\n\r\n'
        sent = start.encode() + body + f"\r\n--{mark}--\r\n".encode()
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.sessions[who]}; csrftoken={CSRF}"
        headers = {"Cookie": cookies, "Content-Type": f"multipart/form-data; boundary={mark}"}
        began = time.monotonic()
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            line.request("POST", PATH, sent, headers)
            answer = line.getresponse()
            return Result(answer.status, time.monotonic() - began, answer.read().decode())

    @contextmanager
    def measured(self, costs: list[Cost]) -> Iterator[None]:
        """Note the peaks of the server and its children meanwhile."""
        for pid in self.pids:
            Path(f"/proc/{pid}/clear_refs").write_text("5", "ascii")
        before = [peak(pid) for pid in self.pids]
        children: list[int] = []
        over = Event()
        watcher = Thread(target=watch, args=(children, over))
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()
            now = [peak(pid) for pid in self.pids]
            more = max(new - old for new, old in zip(now, before, strict=True))
            costs.append(Cost(max(children, default=0), more))


def watch(peaks: list[int], over: Event) -> None:
    while not over.wait(0.01):
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if limited.__file__.encode() in path.read_bytes():
                    peaks.append(peak(path.parent.name))
            except (OSError, IndexError):  # it has ended
                continue


def peak(pid: str) -> int:
    """The most memory that a process has had, in kB."""
    found = re.search(r"VmHWM:\s*(\d+)", Path(f"/proc/{pid}/status").read_text("ascii"))
    return int(found[1]) if found else 0


@pytest.fixture(scope="module")
def server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with live_servers.database(tmp_path_factory.mktemp("hostile")) as url:
        call = (
            f"from tests.support import simultaneous_writers; simultaneous_writers.arrive({EIGHT})"
        )
        sessions = json.loads(live_servers.manage(url, "shell", "-v0", "-c", call))
        with live_servers.servers(url) as ports:
            found = Server(ports[0], sessions)
            assert found.post("a.csv", sheet().encode()).status == 302
            yield found


@pytest.fixture(scope="module")
def idle(server: Server) -> int:
    """The peak in kB of a child that reads next to nothing."""
    costs: list[Cost] = []
    while not costs or not costs[-1].child:
        with server.measured(costs):
            server.post("a.csv", sheet({}).encode())
    return costs[-1].child


@pytest.mark.parametrize("name", DEAR)
def test_a_file_costs_little(name: str, server: Server, idle: int) -> None:
    file, make = DEAR[name]
    body = make()
    costs: list[Cost] = []

    with server.measured(costs):
        result = server.post(file, body)

    print(f"{name}: {len(body)} bytes, {result.seconds:.1f} s, idle child {idle} kB, {costs[0]}")  # noqa: T201  # figures for the reader
    assert result.status == 400
    assert "What is wrong" in result.page
    assert result.seconds < LONGEST
    assert costs[0].child - idle < MOST_MORE
    assert costs[0].server < MOST_MORE


@pytest.mark.parametrize("name", ["a slow attribute", "errors everywhere", "two million cells"])
def test_eight_at_once_are_answered_in_time(name: str, server: Server, idle: int) -> None:
    file, make = DEAR[name]
    body = make()
    costs: list[Cost] = []

    with server.measured(costs), ThreadPoolExecutor(EIGHT) as pool:
        sent = [pool.submit(server.post, file, body, who) for who in range(EIGHT)]
        pages = [live_servers.ask(server.port, "/healthz").status for _question in range(5)]
        results = [each.result() for each in sent]

    print(f"{name} × 8: {[(r.status, round(r.seconds, 1)) for r in results]}, {costs[0]}")  # noqa: T201  # figures for the reader
    assert {result.status for result in results} <= {400, 503}
    assert [result.status for result in results].count(400) >= 2
    assert max(result.seconds for result in results) < LONGEST
    assert all("Yours is kept" in result.page for result in results if result.status == 503)
    assert pages == [200] * 5
    assert costs[0].child - idle < MOST_MORE
