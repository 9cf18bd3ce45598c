"""Answers to compare byte by byte, without what differs from one request to the next."""

import re
from collections.abc import Iterable
from typing import Final

from django.test import Client

Answers = dict[str, tuple[int, bytes]]

_DRAWN: Final = re.compile(
    rb'name="(?:csrfmiddlewaretoken|token|who)" value="[^"]*"|[?]ny=[0-9a-f-]{36}'
)


def answers(client: Client, addresses: Iterable[str]) -> Answers:
    """The status and the body of every address."""
    found = {}
    for address in addresses:
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        found[address] = (answer.status_code, without_drawn(body))
    return found


def without_drawn(body: bytes) -> bytes:
    """The body without tokens, which are drawn anew for each request."""
    return _DRAWN.sub(b"", body)


def apart(before: Answers, after: Answers) -> list[str]:
    """The addresses that were answered differently."""
    return [address for address in before if before[address] != after[address]]
