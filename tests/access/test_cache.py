"""The page cache through the whole stack: every reader gets the page as it is now, cheaply."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import brotli
import pytest
import time_machine
from django.conf import settings

from agreements.models import Agreement
from commitments.foundation.public_act import PublicAct
from kvalitet.whole_pages import version
from tests.support.stored_client import StoredClient

Queries = Callable[[int], Any]
PAGES: Final = (
    "/",
    "/avtaler/",
    "/avtaler/2005-2009/",
    "/avtaler/2005-2009/tekst/",
    "/forpliktelser/",
    "/forpliktelser/2011-F7/",
    "/metode/",
)
PAGE: Final = "/avtaler/"


@pytest.fixture(autouse=True)
def _within_a_second(texts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """All requests of a test come within the second, however slow the machine is."""
    monkeypatch.setattr(version, "_FRESH_SECONDS", 3_600.0)
    version.version.forget()


@pytest.fixture
def client() -> StoredClient:
    """A reader whose requests pass the kept pages."""
    return StoredClient()


@pytest.mark.parametrize("page", PAGES)
def test_a_second_reader_costs_no_query(
    page: str, client: StoredClient, django_assert_num_queries: Queries
) -> None:
    first = client.get(page)

    with django_assert_num_queries(0):
        second = client.other().get(page)

    assert (second.status_code, second.content) == (200, first.content)
    assert second.headers == first.headers


@pytest.mark.parametrize("page", PAGES)
def test_the_body_is_the_same_in_every_coding(page: str, client: StoredClient) -> None:
    packed = client.get(page, headers={"accept-encoding": "gzip"})
    smallest = client.get(page, headers={"accept-encoding": "gzip, br"})
    plain = client.get(page)

    assert (packed["Content-Encoding"], smallest["Content-Encoding"]) == ("gzip", "br")
    assert not plain.has_header("Content-Encoding")
    assert gzip.decompress(packed.content) == plain.content
    assert brotli.decompress(smallest.content) == plain.content
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"


def test_a_head_request_fills_and_uses_the_cache(
    client: StoredClient, django_assert_num_queries: Queries
) -> None:
    head = client.head(PAGE)

    with django_assert_num_queries(0):
        page = client.get(PAGE)

    assert head.content == b""
    assert head["Content-Length"] == str(len(page.content))
    assert head["ETag"] == page["ETag"]


def test_an_unchanged_page_is_304_and_costs_no_query(
    client: StoredClient, django_assert_num_queries: Queries
) -> None:
    etag = client.get(PAGE)["ETag"]

    with django_assert_num_queries(0):
        response = client.get(PAGE, headers={"if-none-match": etag})

    assert (response.status_code, response.content) == (304, b"")


def test_a_change_shows_when_the_version_is_read_anew(client: StoredClient) -> None:
    etag = client.get(PAGE)["ETag"]
    _retitle("En ny tittel")

    assert "En ny tittel" not in client.get(PAGE).text
    version.version.forget()

    response = client.get(PAGE, headers={"if-none-match": etag})
    assert response.status_code == 200
    assert "En ny tittel" in response.text


def test_a_visitor_with_a_session_gets_the_page_as_it_is(client: StoredClient) -> None:
    client.get(PAGE)
    _retitle("En ny tittel")
    client.cookies[settings.SESSION_COOKIE_NAME] = "a"

    assert "En ny tittel" in client.get(PAGE).text


def test_unknown_parameters_share_the_page(
    client: StoredClient, django_assert_num_queries: Queries
) -> None:
    page = client.get("/forpliktelser/")

    with django_assert_num_queries(0):
        same = client.get("/forpliktelser/?x=1&utm_source=avis&q=")

    assert same["ETag"] == page["ETag"]


@pytest.mark.parametrize("other", ["/nn/forpliktelser/", "/en/forpliktelser/", "/avtaler/"])
def test_another_language_or_address_is_another_page(other: str, client: StoredClient) -> None:
    here, there = client.get("/forpliktelser/"), client.get(other)

    assert here["ETag"] != there["ETag"]
    assert here.content != there.content


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/forpliktelser/?avtale=1999", 400),
        ("/forpliktelser/9999-X1/", 404),
        ("/finnes-ikke/", 404),
    ],
)
def test_errors_are_not_stored(address: str, status: int, client: StoredClient) -> None:
    for _ in range(2):
        response = client.get(address)

        assert response.status_code == status
        assert not response.has_header("ETag")


def test_lists_in_files_are_streamed_past_the_cache(client: StoredClient) -> None:
    first, second = client.get("/forpliktelser.csv"), client.get("/forpliktelser.csv")

    assert first.streaming
    assert not first.has_header("ETag")
    assert first.getvalue() == second.getvalue() != b""


def test_a_new_day_in_norway_is_a_new_page(client: StoredClient) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 22, 59, tzinfo=UTC), tick=False):
        before = client.get(PAGE)["ETag"]
    version.version.forget()
    with time_machine.travel(datetime(2026, 11, 22, 23, 1, tzinfo=UTC), tick=False):
        assert client.get(PAGE)["ETag"] != before


def test_the_language_of_the_browser_changes_nothing(client: StoredClient) -> None:
    page = client.get(PAGE, headers={"accept-language": "en"})

    assert page["Content-Language"] == "nb"
    assert page["ETag"] == client.get(PAGE, headers={"accept-language": "nn"})["ETag"]


def _retitle(title: str) -> None:
    """Another title for an agreement, as a loading would write it."""
    agreement = Agreement.objects.get(slug="2011-2013")
    agreement.title = title
    agreement.save()
    PublicAct.record()
