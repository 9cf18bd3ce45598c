"""One process loads the portal, and workers are forked from it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

from tests.support import live_servers

pytestmark = [pytest.mark.process, pytest.mark.usefixtures("django_db_setup")]

WORKERS: Final = 2
WHAT_IS_OPEN: Final = """
import kvalitet.wsgi, threading
from django.db import connection
print(connection.connection, getattr(connection, "_connection_pools", {}), threading.active_count())
"""


@pytest.fixture(scope="module")
def url(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with live_servers.database(tmp_path_factory.mktemp("forked")) as url:
        yield url


HEAVY: Final = ("typst", "xlsxwriter", "qrcode", "PIL", "pikepdf", "python_calamine", "lxml")
WHAT_IS_LOADED: Final = f"""
import kvalitet.wsgi, sys, gc
print([name for name in {HEAVY} if name in sys.modules])
print("commitments.progress.list" in sys.modules, gc.get_freeze_count() > 100_000)
"""


def workers_of(pid: int) -> set[int]:
    return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()))


def read(port: int) -> set[int]:
    """How pages that ask the database are answered, to many at once."""
    with ThreadPoolExecutor(8) as readers:
        return set(readers.map(lambda _n: live_servers.ask(port, "/readyz").status, range(40)))


def told_by(script: str, url: str) -> tuple[str, str]:
    """What a process prints that runs this before the database, and its errors."""
    done = subprocess.run(  # noqa: S603  # our own entrance
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "LOCAL": "1", "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout, done.stderr


def test_nothing_is_open_that_workers_would_share(url: str) -> None:
    assert told_by(WHAT_IS_OPEN, url) == ("None {} 1\n", "")


def test_views_are_loaded_and_heavy_packages_are_not(url: str) -> None:
    assert told_by(WHAT_IS_LOADED, url) == ("[]\nTrue True\n", "")


def test_a_worker_that_dies_is_replaced(url: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with live_servers.server_of_workers(url, WORKERS, log) as (port, server):
        first = workers_of(server)
        before = read(port)
        for worker in first:
            os.kill(worker, signal.SIGKILL)
        until = time.monotonic() + 30
        while (len(workers_of(server) - first) < WORKERS) and time.monotonic() < until:
            time.sleep(0.05)
        after = read(port)
        assert len(workers_of(server) - first) == WORKERS

    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines() if line[0] == "{"]
    asked = [line for line in lines if line.get("request") == "GET readyz"]
    assert (before, after) == ({200}, {200})
    assert len({line["request_id"] for line in asked}) == 80
