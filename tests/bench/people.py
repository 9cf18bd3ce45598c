"""Signing in to the example, and its forms as a browser sends them."""

import re
import socket
from typing import Final
from urllib.parse import urlencode
from uuid import uuid4

from tests.bench.rounds import request
from tests.support import live_servers

EDITOR: Final = "kd-redaktor@example.no"
COMMITMENT: Final = "2011-F2"
NEW: Final = f"/arbeid/forpliktelser/{COMMITMENT}/ny/"
APPROVER: Final = "kd-godkjenner@example.no"
_HIDDEN: Final = re.compile(r'name="(csrfmiddlewaretoken|who|page|version)" value="([^"]+)"')
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


def entry_posts(port: int, cookies: str, number: int, button: str = "save") -> list[str]:
    """So many requests, each of which records an entry of its own in the portal."""
    form = live_servers.ask(port, f"{NEW}?ny={uuid4()}", Cookie=cookies)  # a draft or not
    hidden = dict(_HIDDEN.findall(form.page))
    source = {"source-title": "Måling", "source-address": "https://example.no/maaling"}
    fixed = {**hidden, **_TYPED, **source, "language": "nb", button: "1"}
    return [
        post(NEW, {**fixed, "token": str(uuid4())}, cookies=cookies) for _number in range(number)
    ]


def submitted_entry(port: int) -> str:
    """The address of an entry that waits for its approver."""
    cookies = sign_in(port)
    [sent] = entry_posts(port, cookies, 1, button="send")
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(sent.encode())
        answer = line.recv(65_536).decode()
    return str(re.findall(r"(?i)\nlocation: (\S+)", answer)[0])


def publish(port: int, entry: str) -> None:
    """Let the party's approver publish the entry at this address."""
    cookies = sign_in(port, APPROVER)
    form = live_servers.ask(port, entry, Cookie=cookies)
    answer = live_servers.ask(
        port, f"{entry}publiser/", dict(_HIDDEN.findall(form.page)), Cookie=cookies
    )
    assert answer.status == 302, answer


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
