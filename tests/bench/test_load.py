"""The load generator takes no answer for right that is not, and speaks to this machine alone."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.bench.load import Line, Order, run
from tests.bench.rounds import request

PAGE = gzip.compress(b"<p>Kvalitetsavtalen</p>")


class _Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def order() -> Iterator[Order]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield Order(server.server_port, [request("/")], count=9, lines=3, packed=True)
        server.shutdown()


def test_counts_right_answers(order: Order) -> None:
    outcome = run(replace(order, words=["Kvalitetsavtalen"], least=20))

    assert (outcome.wrong, outcome.statuses, len(outcome.each)) == ([], {200: 9}, 9)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"words": ["framdrift"]}, "'framdrift' is missing"),
        ({"least": 1_000}, "23 bytes only"),
        ({"status": 304}, "200 instead of 304"),
        ({"requests": [request("/borte/")]}, "404 instead of 200"),
    ],
)
def test_says_what_is_wrong(asked: dict[str, object], said: str, order: Order) -> None:
    outcome = run(replace(order, **asked))  # type: ignore[arg-type]  # fields by name

    assert outcome.wrong == [said] * 9


def test_puts_nothing_else_under_load(order: Order) -> None:
    with pytest.raises(SystemExit, match="is not this machine"):
        Line(replace(order, host="192.0.2.1"))
