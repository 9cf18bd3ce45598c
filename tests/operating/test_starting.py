"""What ``make run`` says before there is anything to run."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.process


def told(*command: str | Path) -> tuple[int, str]:
    """The exit code and what is said, as at a prompt, also where make runs the tests."""
    of_make = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    done = subprocess.run(  # noqa: S603  # our own scripts
        command,
        cwd=settings.BASE_DIR,
        env={name: value for name, value in os.environ.items() if name not in of_make},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("port", ["abc", "", "0", "-1", "65536", "8000 8001", "٣"])
def test_a_port_that_is_none_is_named(port: str) -> None:
    expected = (1, f"PORT={port} is not a number from 1 to 65535.\n")

    assert told(sys.executable, "local/port.py", port) == expected


def test_a_port_that_is_taken_is_named_and_a_free_one_is_not() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        taken = told(sys.executable, "local/port.py", port)

    assert taken == (1, f"Port {port} is taken. Name another with PORT=8001\n")
    assert told(sys.executable, "local/port.py", port) == (0, "")


def test_make_asks_for_the_port_before_it_sets_up() -> None:
    code, text = told("/usr/bin/env", "make", "run", "PORT=abc", f"PYTHON={sys.executable}")

    assert code != 0
    assert text.startswith("PORT=abc is not a number")


def test_two_at_once_work_one_after_the_other(tmp_path: Path) -> None:
    """Each says when it begins and ends; the second begins once the first has ended."""
    lines, lock = tmp_path / "lines", tmp_path / "lock"
    work = f"echo begins >> {lines}; sleep 1; echo ends >> {lines}"
    line = [sys.executable, "local/alone.py", str(lock), "sh", "-c", work]

    running = [
        subprocess.Popen(line, cwd=settings.BASE_DIR, stdout=subprocess.PIPE)  # noqa: S603
        for _turn in range(2)
    ]
    said = sorted(process.communicate(timeout=60)[0] for process in running)

    assert lines.read_text("utf-8").split() == ["begins", "ends"] * 2
    assert said == [b"", b"Another make is at work in this folder; waiting for it\n"]


def test_the_next_does_not_wait_for_one_that_was_killed(tmp_path: Path) -> None:
    line = [sys.executable, "local/alone.py", str(tmp_path / "lock")]
    with subprocess.Popen(  # noqa: S603
        [*line, "sh", "-c", "echo; exec sleep 60"], cwd=settings.BASE_DIR, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout
        first.stdout.readline()
        first.kill()

    assert told(*line, "echo", "begins") == (0, "begins\n")


def test_a_folder_that_takes_no_file_is_named() -> None:
    code, text = told(sys.executable, "local/alone.py", "/proc/lock", "true")

    assert code == 1
    assert text.startswith("Nothing can be written in this folder: ")
