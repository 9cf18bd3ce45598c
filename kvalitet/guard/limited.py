"""The process that reads an uploaded file, with limits set by the operating system.

``kvalitet.guard.child`` starts it without an environment. It has neither Django nor secrets.
"""

import json
import os
import resource
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Final

OUT_OF_MEMORY: Final = 3  # exit code
_ROOT: Final = Path(__file__).parents[2]
_MEMORY: Final = 128 * 1024 * 1024  # bytes of address space in addition to an idle process's
_OPEN_FILES: Final = 16


def _main(place: str, seconds: int) -> None:
    """Run the function at ``module:name`` on standard input and write its output."""
    sys.path.insert(0, str(_ROOT))
    module, _, name = place.partition(":")
    read = getattr(import_module(module), name)
    _limit(seconds)
    size, *arguments = json.loads(sys.stdin.buffer.readline())
    try:
        for piece in read(sys.stdin.buffer.read(size), *arguments):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _limit(seconds: int) -> None:
    """Lower the process's limits. They cannot be raised again."""
    signal.alarm(seconds + 1)  # in case the parent, which keeps the time, has died
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_NPROC, 0)
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _lower(resource.RLIMIT_CPU, seconds)
    _lower(resource.RLIMIT_AS, _address_space() + _MEMORY)


def _lower(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, hard if kind == resource.RLIMIT_CPU else most))


def _address_space() -> int:
    """Return how many bytes the process has mapped."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))
