"""A server killed while eight people write: what was acknowledged stands, whole, and verifies."""

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from threading import Event
from typing import Final

import pytest
from django.conf import settings

from tests import desk, serving

pytestmark = [pytest.mark.long, pytest.mark.process, pytest.mark.django_db]

TIMES: Final = 30
WRITERS: Final = 8
FORM: Final = f"/arbeid/forpliktelser/{desk.REF}/ny/"
CSRF: Final = "0123456789abcdefghijABCDEFGHIJkl"  # the same in form and cookie, as a browser has it


def write_until_killed(port: int, session: str, first: Event) -> list[str]:
    """The tokens of the forms that the server said it had stored."""
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}"
    acknowledged: list[str] = []
    while True:
        form = desk.fields(csrfmiddlewaretoken=CSRF, **desk.SENT)
        try:
            answer = serving.ask(port, FORM, form, Cookie=cookies)
        except (OSError, HTTPException):
            return acknowledged
        assert answer.status == 302, answer.page
        acknowledged.append(form["token"])
        first.set()


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    with serving.database(tmp_path) as url:
        serving.manage(url, "load_agreements")
        sessions = json.loads(_answer_of(url, f"arrive({WRITERS})"))
        for turn in range(TIMES):
            acknowledged += _kill_under(url, sessions, random.Random(turn))  # noqa: S311  # a moment
        stored = json.loads(_answer_of(url, "tell()"))
        serving.manage(url, "verify")

    assert len(acknowledged) > TIMES
    assert set(acknowledged) <= set(stored)


def _kill_under(url: str, sessions: list[str], choose: random.Random) -> list[str]:
    first = Event()
    with ThreadPoolExecutor(WRITERS) as pool:
        with serving.killed_server(url) as port:
            writing = [
                pool.submit(write_until_killed, port, session, first) for session in sessions
            ]
            assert first.wait(60)
            time.sleep(choose.uniform(0.1, 0.6))
        return [token for writer in writing for token in writer.result()]


def _answer_of(url: str, call: str) -> str:
    return serving.manage(url, "shell", "-v0", "-c", f"from tests import writers; writers.{call}")
