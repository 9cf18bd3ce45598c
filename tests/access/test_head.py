"""HEAD: the headers of GET and no body, from whatever answers; a stream is not begun for it."""

from pathlib import Path
from typing import Any, Final

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from pytest_django import Settings

from kvalitet.whole_pages.layer import WholePages
from tests.support import live_servers

pytestmark = pytest.mark.django_db

ADDRESSES: Final = (
    "/",
    "/en/forpliktelser/2011-F7/",
    "/forpliktelser/?avtale=1999",
    "/forpliktelser.csv",
    "/forpliktelser.json",
    "/forpliktelser.xlsx",
    "/forpliktelser/2011-F7.json",
    "/avtaler.json",
    "/static/plain.css",
    "/static/finnes-ikke.css",
    "/finnes-ikke/",
    "/konto/inn/",
    "/arbeid/",
    "/admin/",
    "/admin/login/",
    "/sitemap.xml",
    "/healthz",
    "/readyz",
)
STREAMS: Final = ("/forpliktelser.csv", "/forpliktelser.json")
VARYING: Final = {"Set-Cookie", "Expires"}  # a new token each time, and the present second


@pytest.fixture(autouse=True)
def _static_files(texts: None, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "plain.css").write_text("p {}", "utf-8")
    settings.STATIC_ROOT = tmp_path


def answered(method: str, address: str) -> tuple[str, dict[str, str], bytes]:
    """Status, headers and body as they are handed to the server."""
    met: list[tuple[str, dict[str, str]]] = []
    environ = RequestFactory().generic(method, address, headers={"host": "localhost"}).environ

    def start(status: str, headers: list[tuple[str, str]], _exc_info: object = None) -> Any:
        met.append((status, dict(headers)))

    response = WholePages(WSGIHandler())(environ, start)
    body = b"".join(response)
    if isinstance(response, HttpResponseBase):
        response.close()
    (status, headers) = met[0]
    return status, {name: headers[name] for name in headers if name not in VARYING}, body


@pytest.mark.parametrize("address", ADDRESSES)
def test_has_the_headers_of_get_and_no_body(address: str) -> None:
    status, headers, body = answered("GET", address)

    assert answered("HEAD", address) == (status, headers, b"")
    assert body or status.startswith("302")


@pytest.mark.parametrize("address", STREAMS)
def test_reads_no_row_of_a_stream(address: str) -> None:
    asked: list[str] = []

    def note(execute: object, sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)  # type: ignore[operator]  # Django's own

    with connection.execute_wrapper(note):
        answered("HEAD", address)

    assert not [sql for sql in asked if "commitments_commitment" in sql]


@pytest.mark.process
def test_the_server_has_nothing_to_complain_of(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with live_servers.database(tmp_path) as url, live_servers.servers(url, log=log) as [port]:
        statuses = [live_servers.ask(port, address, method="HEAD").status for address in ADDRESSES]

    assert {200, 302, 404} <= set(statuses)
    assert "no-body" not in log.read_text("utf-8")
