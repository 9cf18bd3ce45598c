"""A server killed while eight people write: what was acknowledged stands, whole, and verifies."""

import json
import random
import time
from concurrent.futures import Future, ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from statistics import median
from threading import Event
from typing import Final

import pytest
from django.conf import settings

from tests.support import live_servers, recorders

pytestmark = [pytest.mark.long, pytest.mark.process, pytest.mark.django_db]

TIMES: Final = 10
WRITERS: Final = 8
BACK: Final = 5.0  # seconds from the start to the first answer, at most, in half of the starts
FORM: Final = f"/arbeid/forpliktelser/{recorders.REF}/ny/"
CSRF: Final = "0123456789abcdefghijABCDEFGHIJkl"  # the same in form and cookie, as a browser has it


def write_until_killed(port: int, session: str, first: Event, *, files: bool) -> list[str]:
    """The tokens of the forms that the server said it had stored."""
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}"
    acknowledged: list[str] = []
    while True:
        form = recorders.fields(csrfmiddlewaretoken=CSRF, **recorders.SENT)
        if files:
            form |= {"source-address": "", "source-file": recorders.upload()}
        try:
            answer = live_servers.ask(port, FORM, form, Cookie=cookies)
        except (OSError, HTTPException):
            return acknowledged
        assert answer.status == 302, answer.page
        acknowledged.append(form["token"])
        first.set()


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    variables = {"SOURCES_ROOT": str(tmp_path / "sources")}
    acknowledged: list[str] = []
    starts: list[float] = []
    with live_servers.database(tmp_path) as url:
        sessions = json.loads(_answer_of(url, f"arrive({WRITERS})"))
        for turn in range(TIMES):
            began = time.monotonic()
            with ThreadPoolExecutor(WRITERS) as pool:
                with live_servers.killed_server(url, variables) as port:
                    starts.append(time.monotonic() - began)
                    writing = _written(pool, port, sessions, random.Random(turn))  # noqa: S311  # a moment
                acknowledged += [token for writer in writing for token in writer.result()]
        stored = json.loads(_answer_of(url, "tell()"))
        live_servers.manage(url, "verify", variables=variables)

    assert len(acknowledged) > TIMES
    assert set(acknowledged) <= set(stored)
    assert any((tmp_path / "sources").iterdir())
    assert median(starts) <= BACK


def _written(
    pool: ThreadPoolExecutor, port: int, sessions: list[str], choose: random.Random
) -> "list[Future[list[str]]]":
    """Writers, every other of whom sends a file along, at work for a while."""
    first = Event()
    writing = [
        pool.submit(write_until_killed, port, session, first, files=bool(place % 2))
        for place, session in enumerate(sessions)
    ]
    assert first.wait(60)
    time.sleep(choose.uniform(0.1, 0.6))
    return writing


def _answer_of(url: str, call: str) -> str:
    return live_servers.manage(
        url,
        "shell",
        "-v0",
        "-c",
        f"from tests.support import simultaneous_writers; simultaneous_writers.{call}",
    )
