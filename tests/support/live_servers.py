"""Real servers before a database of their own, for what no test client can show."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.support import loaded_database

KARI: Final = "kari@kd.example.no"
PASSWORD: Final = "riktig hest batteri stift"
_MAKE_KARI: Final = (
    "from kvalitet.accounts.models import User;"
    f"User.objects.create_user('{KARI}', '{PASSWORD}', name='Kari')"
)


class Answer(NamedTuple):
    """What a server answered: ``cookies`` as a browser would send them back."""

    status: int
    page: str
    cookies: str
    headers: dict[str, str]


class _Server(NamedTuple):
    port: int
    process: "subprocess.Popen[bytes]"


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """The address of a database with both agreements, gone afterwards."""
    kept = loaded_database.kept()
    if connection.vendor == "sqlite":
        file = folder / "served.sqlite3"
        shutil.copyfile(kept, file)
        yield f"sqlite:///{file}"
        return
    own = f"served_{uuid4().hex}"  # several of these may run side by side
    administer(f'CREATE DATABASE {own} TEMPLATE "{kept}"')
    try:
        yield urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{own}"))
    finally:
        administer(f"DROP DATABASE {own} WITH (FORCE)")


def make_kari(url: str) -> None:
    """Let Kari have an account in this database, with a password alone."""
    manage(url, "shell", "-v0", "-c", _MAKE_KARI)


def manage(url: str, *arguments: str, variables: Mapping[str, str] | None = None) -> str:
    """What a command prints that runs before this database; it must succeed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**_environment(url), **(variables or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def administer(*statements: str) -> None:
    """Run these beside every transaction, on the server that the tests run on."""
    facts: dict[str, Any] = connection.get_connection_params()
    keys = ("host", "port", "user", "password")
    chosen = {key: facts[key] for key in keys if facts.get(key)}
    with psycopg.connect(**chosen, dbname="postgres", autocommit=True) as server:
        for statement in statements:
            server.execute(statement.encode())


@contextmanager
def servers(
    url: str,
    number: int = 1,
    variables: Mapping[str, str] | None = None,
    log: Path = Path(os.devnull),
    within: Sequence[str] = (),
) -> Iterator[list[int]]:
    """The ports of so many servers of one worker each, before this database.

    ``within`` is a command that runs another one in surroundings of its own.
    """
    running = [_started(url, variables, log, within) for _server in range(number)]
    try:
        for server in running:
            _wait_for(server.port)
        yield [server.port for server in running]
    finally:
        for server in running:
            server.process.terminate()
            server.process.wait(30)


@contextmanager
def server_of_workers(url: str, number: int, log: Path) -> Iterator[tuple[int, int]]:
    """Port and process of one server with so many workers, which were forked from it."""
    server = _started(url, {"WEB_CONCURRENCY": str(number), "LOG_LEVEL": "DEBUG"}, log)
    try:
        _wait_for(server.port)
        yield server.port, server.process.pid
    finally:
        server.process.terminate()
        server.process.wait(30)


@contextmanager
def killed_server(
    url: str, variables: Mapping[str, str] | None = None, within: Sequence[str] = ()
) -> Iterator[int]:
    """The port of a server that is killed at the end, all at once, without a word (SIGKILL)."""
    server = _started(url, variables, within=within)
    try:
        _wait_for(server.port)
        yield server.port
    finally:
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait(30)


def ask(
    port: int, path: str, form: dict[str, Any] | None = None, *, method: str = "GET", **headers: str
) -> Answer:
    """A GET or HEAD, or a POST where a form is given, with a file or without."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if form is None:
        line.request(method, path, headers=sent)
    else:
        sent["Content-Type"] = MULTIPART_CONTENT
        line.request("POST", path, encode_multipart(BOUNDARY, form), sent)
    answer = line.getresponse()
    cookies = [value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie", [])]
    page = answer.read().decode(errors="replace")  # a file may be no text
    line.close()
    return Answer(answer.status, page, "; ".join(cookies), dict(answer.headers))


def sign_in(port: int, password: str = PASSWORD, email: str = KARI, **headers: str) -> Answer:
    """What the sign-in form answers."""
    form = ask(port, "/konto/inn/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.page)
    assert token
    typed = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
    return ask(port, "/konto/inn/", typed, Cookie=form.cookies, **headers)


def _environment(url: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LOCAL": "1", "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}


def _started(
    url: str,
    variables: Mapping[str, str] | None = None,
    log: Path = Path(os.devnull),
    within: Sequence[str] = (),
) -> _Server:
    """A server with a process group of its own, which may not answer yet.

    The system keeps at most a few kB for a client that does not read: then the server waits.
    """
    gunicorn = ("-m", "gunicorn", "kvalitet.wsgi", "--preload", "--threads", "8")
    quiet = ("--log-level", "error", "--no-control-socket")
    with socket.socket() as listener, log.open("ab") as stderr:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        place = ("--bind", f"fd://{listener.fileno()}", "--name", f"127.0.0.1:{port}")
        process = subprocess.Popen(
            [*within, sys.executable, *gunicorn, *quiet, *place],
            cwd=settings.BASE_DIR,
            env={**_environment(url), **(variables or {})},
            stderr=stderr,
            start_new_session=True,
            pass_fds=[listener.fileno()],
        )
        return _Server(port, process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _tenth in range(600):
        try:
            if ask(port, "/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The server on {port} did not start.")
