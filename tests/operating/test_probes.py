"""What machines ask: probes, robots.txt and the sitemap."""

from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.conf import LazySettings
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from agreements.pages import PREFIXES
from tests.support import live_servers

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


KUBELET: Final = (  # how probes are asked: through the proxy, past it, by the pod's address
    {"host": "localhost", "x-forwarded-proto": "https"},
    {"host": "localhost"},
    {"host": "10.1.2.3:8000"},
    {"host": "10.1.2.3:8000", "x-forwarded-proto": "https"},
    {"host": "10.1.2.3:8000", "cookie": "__Host-sessionid=x; sessionid=x"},
)
PRODUCTION: Final = {
    "LOCAL": "0",
    "SECRET_KEY": "Vq3-x8Kd_0pLr7TzN5mWb2YhJc9FgAeUs4RiOnXvQk1BtSyDzMwE6CuGjHlPaIf",
    "ORIGIN": "https://kvalitetsavtalen.example.no",
    "ALLOWED_HOSTS": "kvalitetsavtalen.example.no",
    "SOURCES_ROOT": "/srv/portal/sources",
    "EMAIL_URL": "smtp+tls://mail.example.no:587",
    "EMAIL_FROM": "portal@example.no",
    "CONTACT": "portal@example.no",
}


def away(*_call: object) -> None:
    """A database that does not answer."""
    raise OperationalError


def test_healthz_needs_no_database(client: Client) -> None:
    with connection.execute_wrapper(away):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_readyz_is_ready_when_every_migration_has_run(client: Client) -> None:
    assert client.get("/readyz").status_code == 200


def test_readyz_names_migrations_that_wait(client: Client) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="commitments").delete()

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"migrations\n")


def test_readyz_names_a_database_that_is_away(client: Client) -> None:
    with connection.execute_wrapper(away):
        response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"database\n")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_are_not_stored(client: Client, path: str) -> None:
    assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.parametrize("headers", KUBELET, ids=str)
@pytest.mark.parametrize("method", ["get", "head"])
def test_probes_are_answered_however_they_are_asked(
    method: str, headers: dict[str, str], client: Client, settings: LazySettings
) -> None:
    settings.SECURE_SSL_REDIRECT = True

    with connection.execute_wrapper(away):
        answers = [
            getattr(client, method)(path, headers=headers) for path in ("/healthz", "/readyz")
        ]

    assert [answer.status_code for answer in answers] == [200, 503]


def test_only_the_probes_are_answered_so(client: Client, settings: LazySettings) -> None:
    settings.SECURE_SSL_REDIRECT = True

    for path in ("/healthz/", "/readyz/x", "/nn/healthz", "/healthzx", "/robots.txt"):
        assert client.get(path, headers={"host": "10.1.2.3:8000"}).status_code == 301, path


@pytest.mark.one_database
@pytest.mark.process
def test_a_server_in_production_is_not_ready_before_its_migrations(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    asked = [{name.title(): text for name, text in headers.items()} for headers in KUBELET]

    with live_servers.servers(url, variables=PRODUCTION) as [port]:
        lives = {live_servers.ask(port, "/healthz", None, **headers).status for headers in asked}
        ready = [live_servers.ask(port, "/readyz", None, **headers) for headers in asked]
        page = live_servers.ask(port, "/robots.txt", Host="10.1.2.3:8000")

    assert lives == {200}
    assert {(answer.status, answer.page) for answer in ready} == {(503, "migrations\n")}
    assert page.status == 301


def test_robots_may_read_everything_and_find_the_sitemap(
    client: Client, settings: LazySettings
) -> None:
    settings.ORIGIN = "https://kvalitetsavtalen.example.no"

    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text == (
        "User-agent: *\nAllow: /\nSitemap: https://kvalitetsavtalen.example.no/sitemap.xml\n"
    )


def test_names_the_contact_for_reports_of_weaknesses(
    client: Client, settings: LazySettings
) -> None:
    settings.ORIGIN = "https://kvalitetsavtalen.example.no"
    settings.CONTACT = "portal@example.no"

    with time_machine.travel("2026-11-25 12:00 +0000", tick=False):
        response = client.get("/.well-known/security.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.splitlines() == [
        "Contact: mailto:portal@example.no",
        "Expires: 2027-05-24T00:00:00Z",
        f"Preferred-Languages: no, {', '.join(PREFIXES)}",
        "Canonical: https://kvalitetsavtalen.example.no/.well-known/security.txt",
    ]


@pytest.mark.usefixtures("texts")
def test_the_sitemap_lists_every_page_in_every_language(
    client: Client, settings: LazySettings
) -> None:
    settings.ORIGIN = "https://kvalitetsavtalen.example.no"

    urls = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  # our own answer
    paths = [
        str(url.findtext(f"{SITEMAP}loc")).removeprefix("https://kvalitetsavtalen.example.no")
        for url in urls
    ]

    assert len(paths) == len(set(paths)) == len(PREFIXES) * (13 + 2 * 5 + 7 + 35 + 9 + 2 + 19)
    assert {"/", "/nn/metode/lofter/", "/en/forpliktelser/2005-KS5/"} <= set(paths)
    assert [link.get("hreflang") for link in urls[0].iter(f"{XHTML}link")] == list(PREFIXES)


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("language", PREFIXES.values())
def test_what_the_sitemap_lists_is_there(client: Client, language: str) -> None:
    for path in ("/", "/avtaler/", "/forpliktelser/", "/metode/", "/metode/lofter/"):
        assert client.get(f"{language}{path}").status_code == 200


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("/nb/", "/"),
        ("/nb/fylker/", "/fylker/"),
        ("/nb/forpliktelser/?part=KS&finnes=ikke", "/forpliktelser/?part=KS"),
        ("/nb/forpliktelser.csv", "/forpliktelser.csv"),
    ],
)
def test_a_page_with_the_prefix_of_bokmal_leads_to_the_one_without(
    client: Client, asked: str, page: str
) -> None:
    answer = client.get(asked)

    assert (answer.status_code, answer["Location"]) == (301, page)
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("path", ["/example.org", "\\example.org", "finnes-ikke/", "http://x.no/"])
def test_the_prefix_of_bokmal_leads_to_no_other_site(client: Client, path: str) -> None:
    assert client.get(f"/nb/{path}").status_code == 404
