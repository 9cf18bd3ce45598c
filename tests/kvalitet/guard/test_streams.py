"""Streams by themselves: what is read before the status, and what is promised to whom."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from kvalitet.guard.streams import BrokenFileError, StreamMiddleware

PIECES = (b"a,b\r\n", b"1,2\r\n", b"3,4\r\n")


class FaultError(Exception):
    """What goes wrong in the middle."""


class Pieces:
    """Pieces of a file, then perhaps a fault; counts how many were read."""

    def __init__(self, *pieces: bytes, fails: bool = False) -> None:
        self.pieces = pieces
        self.fails = fails
        self.read = 0
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.read += 1
            yield piece
        if self.fails:
            raise FaultError

    def close(self) -> None:
        """Called once the response is sent or given up."""
        self.closed = True


@pytest.fixture(autouse=True)
def _no_database() -> Iterator[None]:
    """A closed response says that its request is over; there is no database to let go here."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


def answered(
    pieces: Pieces, protocol: str = "HTTP/1.1", length: int | None = None, **sent: str
) -> StreamingHttpResponse:
    headers = {} if length is None else {"Content-Length": str(length)}
    response = StreamingHttpResponse(pieces, headers=headers)
    found = through(lambda _request: response, protocol, **sent)
    assert isinstance(found, StreamingHttpResponse)
    return found


def through(
    view: Callable[[HttpRequest], HttpResponseBase], protocol: str, **sent: str
) -> HttpResponseBase:
    request = RequestFactory().get("/", SERVER_PROTOCOL=protocol, headers=sent)
    return StreamMiddleware(view)(request)


def left(response: StreamingHttpResponse) -> bytes:
    with closing(response):
        return response.getvalue()


def test_reads_one_piece_ahead_and_no_more() -> None:
    pieces = Pieces(*PIECES)

    response = answered(pieces)

    assert pieces.read == 1
    assert not response.has_header("Content-Length")
    assert left(response) == b"".join(PIECES)


@pytest.mark.parametrize("protocol", ["HTTP/1.1", "HTTP/1.0"])
def test_a_stream_without_pieces_is_an_empty_file(protocol: str) -> None:
    assert left(answered(Pieces(), protocol)) == b""


@pytest.mark.parametrize("protocol", ["HTTP/1.1", "HTTP/1.0"])
def test_a_fault_in_the_first_piece_comes_before_the_status(protocol: str) -> None:
    with pytest.raises(FaultError):
        answered(Pieces(fails=True), protocol)


def test_a_later_fault_reaches_the_server() -> None:
    stream = iter(answered(Pieces(*PIECES, fails=True)))

    assert [next(stream) for _ in PIECES] == list(PIECES)
    with pytest.raises(FaultError):
        next(stream)


def test_a_client_without_chunks_gets_the_length_of_a_whole_file() -> None:
    pieces = Pieces(*PIECES)

    response = answered(pieces, "HTTP/1.0")

    assert pieces.read == len(PIECES)
    assert response["Content-Length"] == "15"
    assert left(response) == b"".join(PIECES)


@pytest.mark.parametrize(
    ("via", "read"),
    [
        ("1.0 fred", 3),
        ("HTTP/1.0 portal.example.no", 3),
        ("1.1 a.example.no, 1.0 b.example.no (squid)", 3),
        ("1.1 a.example.no", 1),
        ("HTTP/2.0 portal.example.no, 1.1 b", 1),
        ("3 a.example.no", 1),
        (" , ", 1),
    ],
)
def test_so_does_one_behind_a_proxy_that_tells_what_it_speaks(via: str, read: int) -> None:
    pieces = Pieces(*PIECES)

    answered(pieces, via=via).close()

    assert pieces.read == read


def test_a_client_without_chunks_gets_no_part_of_a_file() -> None:
    with pytest.raises(FaultError):
        answered(Pieces(*PIECES, fails=True), "HTTP/1.0")


@pytest.mark.parametrize("protocol", ["HTTP/1.1", "HTTP/1.0"])
def test_what_is_read_from_is_closed(protocol: str) -> None:
    pieces = Pieces(*PIECES)

    answered(pieces, protocol).close()

    assert pieces.closed


@pytest.mark.parametrize("length", [14, 16, 30])
@pytest.mark.parametrize("protocol", ["HTTP/1.1", "HTTP/1.0"])
def test_a_length_that_is_not_kept_breaks_the_stream(length: int, protocol: str) -> None:
    sent: list[Any] = []

    with pytest.raises(BrokenFileError, match=f"than the {length} bytes promised"):
        sent.extend(answered(Pieces(*PIECES), protocol, length))

    assert len(b"".join(sent)) < length


def test_a_length_that_is_kept_is_let_through() -> None:
    assert left(answered(Pieces(*PIECES), length=15)) == b"".join(PIECES)


def test_a_page_is_not_touched() -> None:
    page = HttpResponse("a")

    assert through(lambda _request: page, "HTTP/1.0") is page
    assert not page.has_header("Content-Length")
