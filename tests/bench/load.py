"""The load generator, a process of its own: sends requests over kept lines, checks every answer.

Reads orders as lines of JSON from standard input, and answers each with a line. It speaks to this
machine alone.
"""

import gzip
import ipaddress
import json
import socket
import ssl
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any, Final

PATIENCE: Final = 120  # seconds for an answer
_PIECE: Final = 65_536


@dataclass(frozen=True, slots=True)
class Order:
    """Requests to send, by turns, and what each answer must be.

    ``lines`` is how many are open at once. ``words`` stand in the body as it is read, which has at
    least ``least`` bytes; a body that is compressed is unpacked.
    """

    port: int
    requests: list[str]
    count: int
    lines: int = 4
    status: int = 200
    words: list[str] = field(default_factory=list)
    least: int = 0
    packed: bool = False
    host: str = "127.0.0.1"
    secured: str = ""  # the name to ask for by TLS


@dataclass(slots=True)
class Outcome:
    """What came back: seconds from the first request to the last answer, and of each answer.

    ``first`` are the seconds to the first byte of the slowest body, ``size`` the bytes of the last
    answer as they came, ``etag`` what it was called. ``wrong`` says what was not as ordered.
    """

    seconds: float = 0
    each: list[float] = field(default_factory=list)
    first: float = 0
    size: int = 0
    etag: str = ""
    statuses: dict[int, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


class Line:
    """A line that is kept open, and opened anew where the server has closed it."""

    def __init__(self, order: Order) -> None:
        if not ipaddress.ip_address(order.host).is_loopback:
            sys.exit(f"{order.host} is not this machine: nothing else is put under load.")
        self._order = order
        self._socket: socket.socket | None = None
        self._read = b""

    def ask(self, request: bytes) -> tuple[int, dict[str, str], bytes, float]:
        """The status, headers in small letters, body, and when the head came."""
        for again in (True, False):
            try:
                self._open().sendall(request)
                return self._answer()
            except (ConnectionError, EOFError):
                self.close()
                if not again:
                    raise
        raise AssertionError

    def close(self) -> None:
        if self._socket:
            self._socket.close()
        self._socket, self._read = None, b""

    def _open(self) -> socket.socket:
        if self._socket is None:
            line = socket.create_connection((self._order.host, self._order.port), PATIENCE)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._order.secured:
                trusting = ssl.create_default_context()
                trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
                line = trusting.wrap_socket(line, server_hostname=self._order.secured)
            self._socket = line
        return self._socket

    def _answer(self) -> tuple[int, dict[str, str], bytes, float]:
        while (end := self._read.find(b"\r\n\r\n")) < 0:
            self._more()
        head, self._read = self._read[:end].decode("latin-1"), self._read[end + 4 :]
        at = time.perf_counter()
        first, *lines = head.split("\r\n")
        status = int(first.split(" ")[1])
        headers = {name.lower(): text for name, _, text in (line.partition(": ") for line in lines)}
        if status in (204, 304):
            body = b""
        elif "content-length" in headers:
            body = self._taken(int(headers["content-length"]))
        else:
            body = b"".join(self._chunks())
        if headers.get("connection") == "close":
            self.close()
        return status, headers, body, at

    def _chunks(self) -> Iterator[bytes]:
        while True:
            while (end := self._read.find(b"\r\n")) < 0:
                self._more()
            size = int(self._read[:end], 16)
            self._read = self._read[end + 2 :]
            piece = self._taken(size + 2)[:-2]
            if not size:
                return
            yield piece

    def _taken(self, size: int) -> bytes:
        pieces, missing = [self._read], size - len(self._read)
        while missing > 0:
            self._read = b""
            self._more()
            pieces.append(self._read)
            missing -= len(self._read)
        whole = b"".join(pieces)
        self._read = whole[size:]
        return whole[:size]

    def _more(self) -> None:
        assert self._socket
        piece = self._socket.recv(_PIECE)
        if not piece:
            raise EOFError
        self._read += piece


def run(order: Order) -> Outcome:
    """Send everything that is ordered and wait for the last answer."""
    outcome, seen, guard = Outcome(), Counter[int](), threading.Lock()
    requests = islice(_endless(order.requests), order.count)
    threads = [
        threading.Thread(target=_send, args=(order, requests, outcome, seen, guard))
        for _line in range(min(order.lines, order.count))
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcome.seconds = time.perf_counter() - start
    outcome.statuses = dict(seen)
    return outcome


def _endless(requests: list[str]) -> Iterator[bytes]:
    sent = [request.encode("latin-1") for request in requests]
    while True:
        yield from sent


def _send(
    order: Order,
    requests: Iterator[bytes],
    outcome: Outcome,
    seen: "Counter[int]",
    guard: threading.Lock,
) -> None:
    line, known = Line(order), b""
    while True:
        with guard:
            request = next(requests, None)
        if request is None:
            return line.close()
        start = time.perf_counter()
        try:
            status, headers, body, at = line.ask(request)
        except (OSError, EOFError) as error:
            outcome.wrong.append(f"no answer: {error!r}")
            continue
        outcome.each.append(time.perf_counter() - start)
        outcome.first = max(outcome.first, at - start)
        outcome.size, outcome.etag = len(body), headers.get("etag", "")
        seen[status] += 1
        if status != order.status or not body or body != known:
            wrong = _wrong(order, status, headers, body)
            outcome.wrong += wrong
            known = b"" if wrong else body


def _wrong(order: Order, status: int, headers: dict[str, str], body: bytes) -> list[str]:
    """What is not as ordered."""
    if status != order.status:
        return [f"{status} instead of {order.status}"]
    packed = headers.get("content-encoding") == "gzip"
    if order.packed and not packed:
        return ["not packed"]
    text = gzip.decompress(body) if packed else body
    found = [f"{word!r} is missing" for word in order.words if word.encode() not in text]
    return found + ([f"{len(text)} bytes only"] if len(text) < order.least else [])


def main() -> None:
    for line in sys.stdin:
        ordered: dict[str, Any] = json.loads(line)
        sys.stdout.write(json.dumps(asdict(run(Order(**ordered)))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
