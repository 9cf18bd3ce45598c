"""Reads uploaded files in a child process with limited memory and time, which may crash.

At most two run at once on the machine, whichever server process or thread starts them.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR
from tempfile import gettempdir
from threading import Event, Timer
from typing import Final, Literal

from django.utils.translation import gettext as _

from kvalitet.guard import limited, logs

Reason = Literal["memory", "time", "crash"]

FOLDER: Final = Path(gettempdir()) / f"kvalitetsavtalen-{os.getuid()}"  # for lock files
LONGEST_WAIT: Final = 6.0  # seconds until a slot is free
RETRY_SECONDS: Final = 30  # for Retry-After
LONGEST_READING: Final = 8  # seconds, both of clock time and of CPU time
_SLOTS: Final = ("slot-0", "slot-1")  # locked while a child or its parent holds one
_QUEUE: Final = ("place-0", "place-1")  # the last is the front; each occupies a server thread
_LONGEST_ENTRY: Final = 2.0  # seconds to wait for a place in the queue
_PAUSE: Final = 0.02  # seconds between two attempts to lock
_OVERTIME: Final = frozenset({-signal.SIGXCPU, -signal.SIGALRM})
_TOO_LARGE: Final = frozenset({limited.OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL})


class ReaderBusyError(Exception):
    """No slot became free in time because other files are being read. The response is a 503."""


class ReaderDiedError(Exception):
    """The child crashed or broke a limit. ``str`` says so in the reader's language."""

    def __init__(self, reason: Reason) -> None:
        """Put the reason into words."""
        super().__init__(_words(reason))
        self.reason = reason


def run(
    read: Callable[..., Iterable[bytes]], body: bytes, *arguments: str | int, most: int
) -> bytes:
    """Call ``read(body, *arguments)`` in a child process and join the pieces that it yields.

    Args:
        read: a function at the top of a module that does not import Django.
        body: the file.
        arguments: passed on to ``read``.
        most: the maximum length of the output, in bytes.

    Raises:
        ReaderBusyError: no slot was free for ``LONGEST_WAIT`` seconds.
        ReaderDiedError: the child took too much memory or time, crashed, or its output is too long.
    """
    place = f"{read.__module__}:{read.__qualname__}"
    request = json.dumps([len(body), *arguments]).encode() + b"\n"
    with _slot() as slot:
        answer, code, overtime = _answer(place, (request, body), most + 1, slot)
    if code == 0 and len(answer) <= most:
        return answer
    late = overtime or code in _OVERTIME
    reason: Reason = "time" if late else "memory" if code in _TOO_LARGE else "crash"
    logs.note("reader_died", function=place, cause=reason, code=code)
    raise ReaderDiedError(reason)


def _answer(place: str, request: Iterable[bytes], most: int, slot: int) -> tuple[bytes, int, bool]:
    """Return the output's first bytes, the exit code, and whether the time ran out."""
    child = subprocess.Popen(  # noqa: S603  # a function of ours, by name
        [sys.executable, "-I", limited.__file__, place, str(LONGEST_READING)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
        pass_fds=[slot],  # keeps the slot locked while the child lives, even if its parent dies
    )
    assert child.stdin is not None  # noqa: S101  # pipes, as asked for
    assert child.stdout is not None  # noqa: S101
    overtime = Event()

    def end() -> None:
        overtime.set()
        _kill(child)

    timer = Timer(LONGEST_READING, end)
    timer.start()
    try:
        with suppress(BrokenPipeError), child.stdin as pipe:
            pipe.writelines(request)
        with child.stdout as pipe:
            answer = pipe.read(most)
        if len(answer) == most:
            _kill(child)
        # Do not reap the child before the last signal: until then no other process has its number.
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    finally:
        timer.cancel()
        timer.join()
        _kill(child)
        code = child.wait()
    return answer, code, overtime.is_set()


def _kill(child: "subprocess.Popen[bytes]") -> None:
    """Kill the child and every process that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


@contextmanager
def _slot() -> Iterator[int]:
    """Queue for a slot and hold it. The kernel frees the locks of a process that dies."""
    until = time.monotonic() + LONGEST_WAIT
    with ExitStack() as held:
        entered = time.monotonic() + _LONGEST_ENTRY
        for names in (*zip(_QUEUE, strict=True), _SLOTS):
            place = _locked(names, min(entered, until) if names[0] == _QUEUE[0] else until)
            held.close()  # the previous place in the queue
            held.callback(os.close, place)
        yield place


def _locked(names: Iterable[str], until: float) -> int:
    """Lock the first free file of these and return its file descriptor."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    _require_own(FOLDER)
    while True:
        for name in names:
            place = os.open(FOLDER / name, os.O_CREAT | os.O_NOFOLLOW, 0o600)
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(place)
            else:
                return place
        if time.monotonic() > until:
            raise ReaderBusyError
        time.sleep(_PAUSE)


def _require_own(folder: Path) -> None:
    """Refuse to lock files in a folder that another user of the machine has created.

    Raises:
        PermissionError: another user owns the folder, it is a link, or others can write to it.
    """
    facts = folder.lstat()
    if not S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid() or facts.st_mode & 0o022:
        raise PermissionError(f"{folder} is not a folder of the portal's own")


def _words(reason: Reason) -> str:
    if reason == "memory":
        return _(
            "The file could not be read: reading it takes too much memory. Save a copy with less"
            " in it, and choose that."
        )
    if reason == "time":
        return _(
            "The file could not be read: reading it takes too long. Save a copy with less in it,"
            " and choose that."
        )
    return _("The file could not be read: it is damaged. Save it again, then choose it again.")
