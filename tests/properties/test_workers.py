"""Two workers before one database: what is limited is limited for both together."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest

from kvalitet.guard.limits import PASSWORD as LIMIT
from tests.support import live_servers

pytestmark = [pytest.mark.long, pytest.mark.process]

TRIES: Final = 100


@pytest.fixture
def ports(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[int]]:
    """Two servers, each with a cache of its own, before a database where nothing is counted yet."""
    with live_servers.database(tmp_path_factory.mktemp("workers")) as url:
        live_servers.make_kari(url)
        with live_servers.servers(url, 2) as ports:
            yield ports


def test_a_hundred_passwords_over_two_workers_are_ten(ports: list[int]) -> None:
    kept = live_servers.sign_in(ports[0])
    assert kept.status == 302

    def attempt(number: int) -> int:
        claimed = f"198.51.100.{number}"
        forged = {"X-Forwarded-For": claimed, "X-Real-IP": claimed}
        return live_servers.sign_in(ports[number % 2], f"feil {number}", **forged).status

    with ThreadPoolExecutor(8) as pool:
        answers = Counter(pool.map(attempt, range(TRIES)))

    assert answers == {200: LIMIT.tries, 429: TRIES - LIMIT.tries}
    assert [live_servers.sign_in(port).status for port in ports] == [429, 429]
    half_way = "/konto/faktor/"  # where a password leads that has no second factor yet
    running = [live_servers.ask(port, half_way, Cookie=kept.cookies).status for port in ports]
    assert running == [200, 200]


def test_an_address_without_an_account_is_answered_alike(ports: list[int]) -> None:
    answers = Counter(
        live_servers.sign_in(ports[number % 2], "feil", "ingen@kd.example.no").status
        for number in range(LIMIT.tries + 5)
    )

    assert answers == {200: LIMIT.tries, 429: 5}
