"""A cache that many people share: it keeps nothing that one of them alone may read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from django.test import Client
from pytest_django import Settings

from tests.access.access_rows import PUBLIC
from tests.access.test_access import TABLE
from tests.support.stored_client import StoredClient
from tests.support.visitors import House, Visitor, built, client_of, drained

pytestmark = pytest.mark.long

VISITORS: Final[tuple[Visitor, ...]] = ("KD approver", "KS editor", "secretariat", "superuser")
STORABLE: Final = frozenset({200, 203, 204, 300, 301, 302, 304, 307, 308, 404, 405, 410, 414, 501})


@dataclass
class Proxy:
    """As greedy as RFC 9111 allows, and greedier: it asks neither for age nor for freshness."""

    kept: dict[tuple[str, ...], Any] = field(default_factory=dict)
    vary: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def get(self, client: Client, address: str, headers: Mapping[str, str]) -> Any:
        """What is kept for such a request, else the portal's answer, kept if it may be."""
        if (kept := self.kept.get(self._key(client, address, headers))) is not None:
            return kept
        answer = client.get(address, headers=dict(headers))
        body = b"".join(answer) if answer.streaming else answer.content
        drained(answer)
        seen = (answer.status_code, answer.get("Location", ""), body)
        if self._may_keep(answer):
            names = (name.strip().lower() for name in answer.get("Vary", "").split(","))
            self.vary[address] = tuple(sorted(filter(None, names)))
            self.kept[self._key(client, address, headers)] = seen
        return seen

    def _key(self, client: Client, address: str, headers: Mapping[str, str]) -> tuple[str, ...]:
        sent = {**headers, "cookie": client.cookies.output(header="", sep=";")}
        return (address, *(sent.get(name, "") for name in self.vary.get(address, ())))

    @staticmethod
    def _may_keep(answer: Any) -> bool:
        directives = answer.get("Cache-Control", "").lower()
        return answer.status_code in STORABLE and not any(
            word in directives for word in ("no-store", "private")
        )


@pytest.fixture
def house(texts: None, settings: Settings) -> House:
    settings.ACCOUNT_RATE_LIMITS = False
    return built()


def test_a_reader_gets_what_a_reader_may_have(house: House) -> None:
    """What one person reads is kept for nobody, what a reader reads for every reader."""
    proxy = Proxy()
    addresses = [row.address("nb", house.places) for row in TABLE]

    for visitor in VISITORS:
        client = client_of(visitor)
        for address in addresses:
            proxy.get(client, address, {})
    assert list(proxy.kept) == []
    differing = [
        address
        for address in addresses
        if proxy.get(Client(), address, {})[:2] != Proxy().get(Client(), address, {})[:2]
    ]

    assert differing == []
    assert len(proxy.kept) >= len(PUBLIC) - 2  # the probes say no-store


def test_what_is_kept_brings_nobody_a_cookie(house: House) -> None:
    for row in TABLE:
        answer = Client().get(row.address("nb", house.places))
        drained(answer)

        if answer.cookies:
            assert "no-store" in answer["Cache-Control"], row.name


def test_packed_and_plain_are_kept_apart(texts: None) -> None:
    proxy = Proxy()

    packed = proxy.get(StoredClient(), "/metode/", {"accept-encoding": "gzip"})
    plain = proxy.get(StoredClient(), "/metode/", {"accept-encoding": ""})

    assert packed[2][:2] == b"\x1f\x8b"
    assert plain[2].startswith(b"<!doctype html>")
