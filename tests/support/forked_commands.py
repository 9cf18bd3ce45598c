"""Lines for ``manage.py`` in one surroundings, each in a copy of a process with Django in it.

A process of its own for each of them would spend its time on imports alone.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from tempfile import TemporaryFile
from typing import IO, Any, Final

import django
from django.conf import settings

import manage

AT_ONCE: Final = 4
TYPED: Final = b"passasje"


def run(lines: Sequence[Sequence[str]], environment: Mapping[str, str]) -> list[tuple[int, str]]:
    """The exit code of each line, and what it wrote to standard error."""
    done = subprocess.run(  # noqa: S603 (our own command)
        [sys.executable, "-m", __name__],
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "kvalitet.settings", "DATABASE_POOL": "0", **environment},
        input=json.dumps(lines),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return [(code, told) for code, told in json.loads(done.stdout)]


def main() -> None:
    """Read the lines, and write what became of them."""
    lines = json.load(sys.stdin)
    with suppress(Exception):  # each line meets it again, and says it
        django.setup()
    met: list[tuple[int, str]] = []
    for first in range(0, len(lines), AT_ONCE):
        running = [_started(line) for line in lines[first : first + AT_ONCE]]
        met += [_ended(*process) for process in running]
    json.dump(met, sys.stdout)


def _started(line: Sequence[str]) -> tuple[int, IO[Any]]:
    """The number of a process that runs the line as ``manage.py`` would, and what it writes to."""
    told = TemporaryFile()  # noqa: SIM115 (read and closed when the process has ended)
    process = os.fork()
    if process:
        return process, told
    with TemporaryFile() as typed:
        typed.write(TYPED)
        typed.seek(0)
        os.dup2(typed.fileno(), 0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(told.fileno(), 2)
    sys.argv = ["manage.py", *line]
    manage.main()
    sys.exit()  # as every exception of the line: past the loop, and told by Python itself


def _ended(process: int, told: IO[Any]) -> tuple[int, str]:
    _process, status = os.waitpid(process, 0)
    with told:
        told.seek(0)
        return os.waitstatus_to_exitcode(status), told.read().decode()


if __name__ == "__main__":
    main()
