"""Functions for child processes that read, and that do what a hostile file might make one do."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path


def repeat(body: bytes, *arguments: str | int) -> Iterator[bytes]:
    yield repr(arguments).encode()
    yield body


def surroundings(_body: bytes) -> Iterator[bytes]:
    yield repr((dict(os.environ), sorted(sys.modules), os.listdir("/proc/self/fd"))).encode()  # noqa: PTH208  # not through a path


def peak(_body: bytes) -> Iterator[bytes]:
    yield _peak()


def peak_when_full(_body: bytes) -> Iterator[bytes]:
    """The peak in kB of a process that takes all it can, and then fails to take more."""
    taken = []
    try:
        while True:
            taken.append(bytearray(1024 * 1024))
    except MemoryError:
        taken.clear()
    yield _peak()


def _peak() -> bytes:
    status = Path("/proc/self/status").read_text("ascii")
    return status.partition("VmHWM:")[2].split()[0].encode()


def fill_memory(_body: bytes) -> Iterator[bytes]:
    yield bytes(1024 * 1024 * 1024)


def abort(_body: bytes) -> Iterator[bytes]:
    yield b"half"
    sys.stdout.buffer.flush()
    os.abort()


def get_killed(_body: bytes) -> Iterator[bytes]:
    os.kill(os.getpid(), signal.SIGSEGV)
    yield b""


def fail(_body: bytes) -> Iterator[bytes]:
    yield b"half"
    raise ValueError


def sleep(_body: bytes) -> Iterator[bytes]:
    time.sleep(60)
    yield b""


def spin(body: bytes) -> Iterator[bytes]:
    while not body.startswith(b"end"):
        pass
    yield b""


def go_on_unheard(_body: bytes) -> Iterator[bytes]:
    """Say that all is said, and stay."""
    os.close(1)
    time.sleep(60)
    yield b""


def write_file(_body: bytes, path: str) -> Iterator[bytes]:
    Path(path).write_bytes(b"x")
    yield b"written"


def open_files(_body: bytes) -> Iterator[bytes]:
    files = [open("/dev/null") for _file in range(20)]  # noqa: SIM115, PTH123  # to have too many
    yield b"opened %d" % len(files)


def leave_one_behind(_body: bytes) -> Iterator[bytes]:
    """Start another process that sleeps, if that is allowed, and end."""
    try:
        pid = os.fork()
    except BlockingIOError:
        yield b"refused"
        return
    if not pid:
        os.close(1)
        time.sleep(60)
    yield b"%d" % pid


def wait_for(_body: bytes, path: str) -> Iterator[bytes]:
    """Wait until a file is gone; one beside it tells that the waiting has begun."""
    Path(f"{path}.seen").touch()
    while Path(path).exists():
        time.sleep(0.01)
    yield b"done"
