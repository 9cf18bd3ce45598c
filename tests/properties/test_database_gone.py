"""PostgreSQL goes away under a running server and comes back: 503 meanwhile, then all is well."""

import time
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.support import live_servers

pytestmark = [pytest.mark.long, pytest.mark.process]

PAGES: Final = ("/metode/", "/en/forpliktelser/", "/konto/inn/", "/konto/")

READ: Final = {"/metode/": 200, "/konto/": 302, "/readyz": 200}  # Kari has to set up a factor


@pytest.fixture
def url(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is a file: it does not go away")
    with live_servers.database(tmp_path_factory.mktemp("gone")) as url:
        live_servers.make_kari(url)
        yield url


@pytest.fixture
def port(url: str) -> Iterator[int]:
    with live_servers.servers(url) as ports:
        yield ports[0]


@pytest.mark.django_db(transaction=True)
def test_is_told_while_it_lasts_and_over_by_itself(url: str, port: int) -> None:
    name = urlsplit(url).path.strip("/")
    session = live_servers.sign_in(port)
    assert session.status == 302
    assert live_servers.ask(port, "/metode/").status == 200

    live_servers.administer(
        f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",  # noqa: S608  # our own name
    )
    time.sleep(1.1)  # for a second the server trusts the version of the content that it has read
    gone = [live_servers.ask(port, page, Cookie=session.cookies) for page in PAGES]
    probes = [live_servers.ask(port, page).status for page in ("/healthz", "/readyz")]
    live_servers.administer(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    assert [answer.status for answer in gone] == [503] * len(PAGES)
    assert {answer.headers["Retry-After"] for answer in gone} == {"60"}
    assert all("<h1" in answer.page for answer in gone)
    assert probes == [200, 503]
    for page in PAGES:
        assert live_servers.ask(port, page, Cookie=session.cookies).status in {200, 302}, page


@pytest.mark.django_db(transaction=True)
def test_who_reads_is_answered_while_nothing_can_be_written(url: str, port: int) -> None:
    name = urlsplit(url).path.strip("/")
    session = live_servers.sign_in(port)
    ending = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608  # our own name

    live_servers.administer(f"ALTER DATABASE {name} SET default_transaction_read_only = on", ending)
    read = {page: live_servers.ask(port, page, Cookie=session.cookies).status for page in READ}
    written = live_servers.sign_in(port)
    live_servers.administer(f"ALTER DATABASE {name} RESET default_transaction_read_only", ending)

    assert read == READ
    assert (written.status, written.headers["Retry-After"]) == (503, "60")
    assert live_servers.sign_in(port).status == 302
