"""Signing in to the example, and its forms as a browser sends them."""

import re
from typing import Final
from urllib.parse import urlencode
from uuid import uuid4

from tests.bench.rounds import request
from tests.support import live_servers

EDITOR: Final = "kd-redaktor@example.no"
COMMITMENT: Final = "2011-F2"
NEW: Final = f"/arbeid/forpliktelser/{COMMITMENT}/ny/"
_HIDDEN: Final = re.compile(r'name="(csrfmiddlewaretoken|who|page)" value="([^"]+)"')
_TYPED: Final = {
    "status": "in_progress",
    "narrative": "Målepunkt: arbeidet gikk videre.",
    "true_on": "2012-03-15",
}


def sign_in(port: int, email: str = EDITOR) -> str:
    """The cookies of this example person, as one header."""
    form = live_servers.ask(port, "/konto/eksempel/")
    typed = {**dict(_HIDDEN.findall(form.page)), "email": email, "next": ""}
    answer = live_servers.ask(port, "/konto/eksempel/", typed, Cookie=form.cookies)
    assert answer.status == 302, answer
    cookies = dict(pair.split("=", 1) for pair in f"{form.cookies}; {answer.cookies}".split("; "))
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def entry_posts(port: int, cookies: str, number: int) -> list[str]:
    """So many requests, each of which records a draft of its own in the portal."""
    form = live_servers.ask(port, NEW, Cookie=cookies)
    hidden = dict(_HIDDEN.findall(form.page))
    source = {"source-title": "Måling", "source-address": "https://example.no/maaling"}
    fixed = {**hidden, **_TYPED, **source, "language": "nb", "save": "1"}
    return [
        post(NEW, {**fixed, "token": str(uuid4())}, cookies=cookies) for _number in range(number)
    ]


def plain_posts(port: int, ref: str, number: int) -> list[str]:
    """So many requests, each of which inserts a row by the plain form."""
    path = f"/write/{ref}/"
    form = live_servers.ask(port, path)
    [token] = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.page)
    typed = {"csrfmiddlewaretoken": token, **_TYPED, "source_address": "https://example.no/"}
    return [post(path, typed, cookies=form.cookies)] * number


def post(path: str, fields: dict[str, str], *, cookies: str) -> str:
    """A form that is sent, as it goes over the line."""
    body = urlencode(fields)
    headers = [f"Cookie: {cookies}", "Content-Type: application/x-www-form-urlencoded"]
    length = f"Content-Length: {len(body)}"
    return request(path, [*headers, length]).replace("GET ", "POST ", 1) + body
