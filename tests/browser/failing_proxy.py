"""A server in front of the portal that can fail as real ones do, and a portal that dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final, Literal
from urllib.parse import urlsplit

Fate = Literal["", "502", "413", "504", "died", "died after it had saved"]
_OF_ONE_LINE: Final = {"connection", "content-length", "keep-alive", "transfer-encoding"}


class Proxy(ThreadingHTTPServer):
    """Passes requests on to the portal; ``fate`` is what becomes of each POST."""

    daemon_threads = True

    def __init__(self, portal: str) -> None:
        """In front of the portal at this address."""
        super().__init__(("127.0.0.1", 0), _Line)
        self.portal = urlsplit(portal)
        self.fate: Fate = ""

    @property
    def url(self) -> str:
        """The address that browsers use."""
        return f"http://{self.portal.hostname}:{self.server_port}"


@contextmanager
def before(portal: str) -> Iterator[Proxy]:
    """A proxy that runs as long as the block."""
    proxy = Proxy(portal)
    thread = Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()


class _Line(BaseHTTPRequestHandler):
    server: Proxy

    def do_GET(self) -> None:
        self._answer(*self._of_the_portal(b""))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fate = self.server.fate
        if fate.isdecimal():
            self._answer(int(fate), [("Content-Type", "text/html")], b"<h1>The proxy</h1>")
        elif fate != "died":
            answer = self._of_the_portal(body)
            if not fate:
                self._answer(*answer)
        # else the line breaks without an answer

    def _of_the_portal(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        portal = self.server.portal
        line = HTTPConnection(portal.hostname or "", portal.port, timeout=30)
        line.request(self.command, self.path, body or None, dict(self.headers))
        answer = line.getresponse()
        page = answer.read()
        line.close()
        return answer.status, answer.getheaders(), page

    def _answer(self, status: int, headers: list[tuple[str, str]], page: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in _OF_ONE_LINE:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_message: Any) -> None:
        """Keep quiet."""
