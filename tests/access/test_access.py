"""Who gets which answer where: a row for every address, and no address without a row."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any, Final

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from tests.access import access_rows
from tests.access.access_rows import LEADING_ON, PUBLIC, SIGN_IN, Row
from tests.access.admin_rows import admin_rows
from tests.access.evaluation_rows import EVALUATIONS
from tests.support import database_hashes
from tests.support.stored_client import StoredClient
from tests.support.visitors import (
    HIDDEN,
    SAFE,
    VISITORS,
    House,
    Visitor,
    ask,
    built,
    client_of,
    drained,
)

TABLE: Final = (
    *PUBLIC,
    *LEADING_ON,
    *access_rows.SOURCES,
    *access_rows.EVALUATIONS,
    *access_rows.ACCOUNT,
    *access_rows.WORKSPACE,
    *access_rows.COUNTIES,
    *access_rows.PEOPLE,
    *EVALUATIONS,
    *admin_rows(),
)
RARE: Final = ("PUT", "PATCH", "DELETE")
STRONGEST: Final = frozenset({"anonymous", "half signed in", "superuser", "KD approver"})
QUICK: Final = frozenset({"anonymous", "KS editor"})
NO_SUCH: Final = 999_999
LANGUAGES: Final = tuple(dict(settings.LANGUAGES))


@pytest.fixture
def house(texts: None, settings: Settings) -> House:
    """The rows that the table names."""
    settings.ACCOUNT_RATE_LIMITS = False  # one address asks hundreds of times here
    return built()


def form_of(row: Row, house: House) -> dict[str, str]:
    """What a row's form sends; entries with the version that stands."""
    keys = (house.places[value] for value in row.parts.values() if value in house.places)
    versions = house.status_versions if ":status_" in row.name else house.versions
    return {"version": str(versions.get(next(keys, 0), 1)), **row.form}


def status_met(answer: Any, row: Row) -> int:
    """The status as the table tells it."""
    leads_to = answer.get("Location", "").partition("?")[0]
    sign_in_pages = {
        address for name in ("account_login", "admin:login") for address in every(name)
    }
    sets_up = leads_to in every("commitments:factor_list") and "next=" in answer["Location"]
    if leads_to in sign_in_pages or sets_up:
        return SIGN_IN
    return 404 if row.parts and leads_to in every("admin:index") else answer.status_code


def every(name: str) -> set[str]:
    """The address in each language."""
    return {Row(name).address(language) for language in LANGUAGES}


def names(
    patterns: Iterable[URLPattern | URLResolver], namespace: str = "", route: str = ""
) -> Iterator[str]:
    """The full name of every address in the URLconf; the route of those without a name."""
    for pattern in patterns:
        inner = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            space = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern.url_patterns, space, inner)
        else:
            yield f"{namespace}{pattern.name}" if pattern.name else inner


def is_stored(row: Row) -> bool:
    """Whether the cache may answer: tables are streamed, probes answer for this very moment."""
    is_json_of_one = (row.name, row.parts.get("ending")) == ("commitments:commitment_file", "json")
    return is_json_of_one or not ("ending" in row.parts or row.name in {"healthz", "readyz"})


def unless_quick(visitors: Iterable[Visitor]) -> list[Any]:
    """Each visitor; those that need not be asked at every run are asked with the long tests."""
    marks = {
        visitor: () if visitor in QUICK else (pytest.mark.long, pytest.mark.one_database)
        for visitor in visitors
    }
    return [pytest.param(visitor, marks=mark) for visitor, mark in marks.items()]


def test_the_table_lists_exactly_the_addresses_of_the_portal() -> None:
    assert {row.name for row in TABLE} == set(names(get_resolver().url_patterns))


def test_somebody_gets_a_page_or_the_row_says_why_nobody_does() -> None:
    pages = {row.name for row in TABLE if 200 in row.get.values()}
    buttons = {
        row.name
        for row in TABLE
        if row.post and 302 in row.post.values() and 405 in row.get.values()
    }
    explained = {row.name for row in TABLE if row.never}

    assert pages | buttons | explained == {row.name for row in TABLE}
    assert not (pages | buttons) & explained


@pytest.mark.parametrize("visitor", unless_quick(VISITORS))
def test_answers_as_the_table_says_and_reading_changes_nothing(
    visitor: Visitor, house: House
) -> None:
    client = client_of(visitor)
    language = LANGUAGES[VISITORS.index(visitor) % len(LANGUAGES)]
    before = database_hashes.digest()
    differing = []

    def compare(*methods: str) -> None:
        for method, row in product(methods, TABLE):
            address = row.address(language, house.places)
            status = status_met(ask(client, method, address, form_of(row, house)), row)
            if status != row.expected(visitor, method):
                differing.append((method, address, status, row.expected(visitor, method)))

    compare(*SAFE)
    assert database_hashes.digest() == before
    compare("POST", *(RARE if visitor in STRONGEST else ()))
    assert differing == []


@pytest.mark.parametrize("visitor", unless_quick(v for v in VISITORS if not v.startswith("KD")))
def test_hidden_and_unknown_give_the_same_answer(visitor: Visitor, house: House) -> None:
    client = client_of(visitor)
    rows = [(row, name) for row in TABLE for name in HIDDEN & set(row.parts.values())]

    for (row, name), method in product(rows, ("GET", "POST")):
        hidden = f"/{house.places[name]}/"
        found, unknown = (
            ask(client, method, row.address("nb", {**house.places, name: pk}), form_of(row, house))
            for pk in (house.places[name], NO_SUCH)
        )

        assert found.status_code == unknown.status_code, (method, row.name)
        leads_to = found.get("Location", "").replace(hidden, f"/{NO_SUCH}/")
        assert leads_to == unknown.get("Location", "")


@pytest.mark.parametrize("row", PUBLIC, ids=lambda row: row.name)
def test_public_pages_know_nothing_of_their_reader(row: Row, texts: None) -> None:
    for address in row.addresses():
        response = drained(Client().get(address, headers={"accept-language": "en"}))

        assert not response.cookies, address
        vary = response.get("Vary", "").lower()
        assert "cookie" not in vary, address
        assert "accept-language" not in vary, address
        assert not hasattr(response.wsgi_request, "session") or (
            not response.wsgi_request.session.accessed
        ), address


@pytest.mark.parametrize("row", PUBLIC, ids=lambda row: row.name)
def test_a_head_request_has_the_headers_of_the_page(row: Row, texts: None) -> None:
    address = next(row.addresses())

    page = drained(StoredClient().get(address))
    head = StoredClient().head(address)

    assert head.getvalue() == b""
    drained(head)
    for name in ("Content-Type", "ETag", "Content-Language"):
        assert head.get(name) == page.get(name)


@pytest.mark.parametrize("row", PUBLIC, ids=lambda row: row.name)
def test_an_unchanged_public_page_is_304(row: Row, texts: None) -> None:
    address = next(row.addresses())
    client = StoredClient()
    etag = drained(client.get(address)).get("ETag", "")

    if is_stored(row):
        assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    else:
        assert not etag


@pytest.mark.parametrize(
    "row", [row for row in PUBLIC if "ending" in row.parts], ids=lambda row: row.name
)
def test_an_unknown_ending_is_not_an_address(row: Row, texts: None) -> None:
    address = row.address().removesuffix(row.parts["ending"])

    for ending in ("pdf", "CSV", "csvx", ""):
        assert Client().get(f"{address}{ending}").status_code == 404


@pytest.mark.parametrize(
    "row", [row for row in PUBLIC if row.parts.keys() - {"ending"}], ids=lambda row: row.name
)
def test_what_does_not_exist_is_a_404_in_our_look_and_language(row: Row, texts: None) -> None:
    unknown = {name: "FINNES-IKKE" for name in row.parts if name != "ending"}
    parts = {name: "999" if row.parts[name].isdecimal() else word for name, word in unknown.items()}
    nothing = Row(row.name, {**row.parts, **parts})

    for language, address in zip(dict(settings.LANGUAGES), nothing.addresses(), strict=True):
        response = StoredClient().get(address)

        assert response.status_code == 404
        assert response["Content-Language"] == language
        assert f'<html lang="{language}"' in response.text
        assert not response.has_header("ETag")
