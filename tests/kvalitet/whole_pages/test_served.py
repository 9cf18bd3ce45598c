"""Real servers: what a publication costs them, and what they show while the database is away."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.support import live_servers

pytestmark = [
    pytest.mark.process,
    pytest.mark.long,
    pytest.mark.usefixtures("django_db_setup"),
]

PAGE: Final = "/forpliktelser/"
READERS: Final = 200
PUBLISH: Final = (
    "from commitments.foundation.public_act import PublicAct;"
    "from django.db import transaction;"
    "transaction.atomic(PublicAct.record)()"
)


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with live_servers.database(tmp_path) as url:
        yield url


def made(log: Path) -> int:
    """How often Django has answered for the page."""
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines() if line[0] == "{"]
    asked = ("request_finished", "GET forpliktelser/")
    return sum((line["event"], line.get("request")) == asked for line in lines)


def test_a_publication_costs_each_process_one_page_however_many_read(
    url: str, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with live_servers.servers(url, 2, {"LOG_LEVEL": "DEBUG"}, log) as ports:
        before = {(200, live_servers.ask(port, PAGE).headers["ETag"]) for port in ports}
        assert made(log) == 2
        live_servers.manage(url, "shell", "-v0", "-c", PUBLISH)
        time.sleep(1.1)

        def read(number: int) -> tuple[int, str]:
            answer = live_servers.ask(ports[number % 2], PAGE)
            return answer.status, answer.headers["ETag"]

        with ThreadPoolExecutor(50) as readers:
            answers = set(readers.map(read, range(READERS)))

        assert {status for status, _etag in answers} == {200}
        assert len(answers) == 2  # one of each port, which is part of the address
        assert not answers & before
        assert made(log) == 4


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite is no server that goes away")
def test_what_is_kept_is_shown_while_the_database_is_away(url: str) -> None:
    assert connection.vendor == "postgresql"
    name = urlsplit(url).path.removeprefix("/")
    with live_servers.servers(url) as [port]:
        kept = live_servers.ask(port, PAGE)
        live_servers.administer(
            f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",  # noqa: S608
        )
        time.sleep(1.1)

        away = [
            live_servers.ask(port, path).status for path in (PAGE, PAGE, "/avtaler/", "/readyz")
        ]
        shown = live_servers.ask(port, PAGE)
        live_servers.administer(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        live_servers.manage(url, "shell", "-v0", "-c", PUBLISH)
        until = time.monotonic() + 20
        while live_servers.ask(port, "/avtaler/").status != 200 and time.monotonic() < until:
            time.sleep(0.2)
        back = live_servers.ask(port, PAGE)

    assert away == [200, 200, 503, 503]
    assert shown.page == kept.page
    assert back.status == 200
    assert back.headers["ETag"] != kept.headers["ETag"]
