"""Two workers before one database: what is limited is limited for both together."""

import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest
from django.conf import settings

from kvalitet.guard.limits import PASSWORD

pytestmark = pytest.mark.long

KARI: Final = "kari@kd.example.no"
RIGHT: Final = "riktig hest batteri stift"
TRIES: Final = 100
MAKE_KARI: Final = (
    "from kvalitet.accounts.models import User;"
    f"User.objects.create_user('{KARI}', '{RIGHT}', name='Kari')"
)


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[int]]:
    """Two servers of one worker each, each with a cache of its own, on one SQLite file."""
    folder: Path = tmp_path_factory.mktemp("workers")
    environment = {
        "PATH": os.environ["PATH"],
        "LOCAL": "1",
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
    }
    for arguments in (["migrate", "-v0"], ["shell", "-v0", "-c", MAKE_KARI]):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, check=True, cwd=settings.BASE_DIR, env=environment)  # noqa: S603  # our own
    free = [_free_port() for _server in range(2)]
    gunicorn = ("-m", "gunicorn", "kvalitet.wsgi", "--threads", "8", "--no-control-socket")
    servers = [
        subprocess.Popen(  # noqa: S603  # our own
            [sys.executable, *gunicorn, "--bind", f"127.0.0.1:{port}", "--log-level", "error"],
            cwd=settings.BASE_DIR,
            env=environment,
        )
        for port in free
    ]
    for port in free:
        _wait_for(port)
    yield free
    for server in servers:
        server.terminate()
        server.wait(30)


def test_a_hundred_passwords_over_two_workers_are_ten(ports: list[int]) -> None:
    kept = _signed_in(ports[0])

    def attempt(number: int) -> tuple[int, str]:
        return _try(ports[number % 2], f"feil {number}", f"198.51.100.{number}")

    with ThreadPoolExecutor(8) as pool:
        answers = Counter(status for status, _cookie in pool.map(attempt, range(TRIES)))

    assert answers == {200: PASSWORD.tries, 429: TRIES - PASSWORD.tries}
    assert [_try(port, RIGHT, "203.0.113.1")[0] for port in ports] == [429, 429]
    assert [_ask(port, "GET", "/konto/", Cookie=kept)[0] for port in ports] == [200, 200]


def test_an_address_without_an_account_is_answered_alike(ports: list[int]) -> None:
    answers = Counter(
        _try(ports[number % 2], "feil", f"198.51.100.{number}", "ingen@kd.example.no")[0]
        for number in range(PASSWORD.tries + 5)
    )

    assert answers == {200: PASSWORD.tries, 429: 5}


def _try(port: int, password: str, claimed: str, email: str = KARI) -> tuple[int, str]:
    """The status of one try to sign in, and the session's cookie."""
    _status, page, cookie = _ask(port, "GET", "/konto/inn/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
    headers = {"Cookie": cookie, "X-Forwarded-For": claimed, "X-Real-IP": claimed}
    status, _page, session = _ask(port, "POST", "/konto/inn/", urlencode(form), **headers)
    return status, session


def _signed_in(port: int) -> str:
    status, cookies = _try(port, RIGHT, "203.0.113.1")
    assert status == 302
    return cookies


def _ask(
    port: int, method: str, path: str, body: str | None = None, **headers: str
) -> tuple[int, str, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, path, body, {**kind, **headers})
    answer = connection.getresponse()
    cookies = [value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie", [])]
    page = answer.read().decode()
    connection.close()
    return answer.status, page, "; ".join(cookies)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _second in range(60):
        try:
            if _ask(port, "GET", "/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(1)
    pytest.fail("The server did not start.")
