"""A small mail server in a thread, which takes mail or fails in one of the ways that servers do."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from threading import Event, Thread
from typing import Final

from pytest_django import Settings

from tests.support.live_servers import free_port

TIMEOUT: Final = 0.5  # seconds that the portal waits for it in tests

# Ways to fail: nothing listens, no greeting, a busy one, an address or a text that is refused,
# silence and a closed line in the middle.
FAILURES: Final = (
    *("away", "silent", "busy", "address refused", "text refused"),
    *("silent after the address", "hangs up"),
)
_ANSWERS: Final[dict[str, dict[str, bytes | None]]] = {
    "busy": {"": b"421 later\r\n"},
    "address refused": {"RCPT": b"550 no such user\r\n"},
    "text refused": {"DATA": b"554 no\r\n"},
    "silent": {"": b""},
    "silent after the address": {"RCPT": b""},
    "hangs up": {"RCPT": None},
}


class _Server(Thread):
    """Listens until the test ends; ``taken`` has the mails, as they came over the line."""

    def __init__(self, way: str) -> None:
        super().__init__(daemon=True)
        self.answers = _ANSWERS.get(way, {})
        self.taken: list[bytes] = []
        self.connections = 0
        self.ended = Event()
        self.listener = socket.create_server(("127.0.0.1", 0))

    def run(self) -> None:
        while not self.ended.is_set():
            line, _address = self.listener.accept()
            self.connections += 1
            with line, line.makefile("rb") as lines, suppress(ConnectionError):
                self._talk(line, lines)

    def _talk(self, line: socket.socket, lines: BufferedReader) -> None:
        said = b""
        while True:
            answer = self.answers.get(said[:4].decode("latin-1").upper(), self._usual(said))
            if answer is None:
                return
            if answer == b"":
                self.ended.wait(30)
                return
            line.sendall(answer)
            if said.upper().startswith(b"DATA") and answer.startswith(b"354"):
                self.taken.append(b"".join(iter(lines.readline, b".\r\n")))
                line.sendall(b"250 taken\r\n")
            said = lines.readline()
            if not said:
                return

    @staticmethod
    def _usual(said: bytes) -> bytes:
        usual = {b"": b"220 here\r\n", b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}
        return usual.get(said[:4].upper(), b"250 well\r\n")


@contextmanager
def serving(settings: Settings, way: str = "takes") -> Iterator[_Server]:
    """The portal sends its mail to a server that behaves in this way."""
    server = _Server(way)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.listener.getsockname()[1] if way != "away" else free_port()
    settings.EMAIL_TIMEOUT = TIMEOUT
    try:
        yield server
    finally:
        server.ended.set()
        socket.create_connection(server.listener.getsockname()).close()  # wakes ``accept``
        server.join(30)
        server.listener.close()
