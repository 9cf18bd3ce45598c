"""Who gets which answer where: a row for every address, and no address without a row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

Visitor = Literal["anonymous"]
Answers = Mapping[str, int]

VISITORS: Final[tuple[Visitor, ...]] = get_args(Visitor)
REFUSED: Final = dict.fromkeys(["OPTIONS", "POST", "PUT", "PATCH", "DELETE"], 405)
READ: Final[Answers] = {"GET": 200, "HEAD": 200, **REFUSED}
AGREEMENT: Final = {"slug": "2005-2009"}
COMMITMENT: Final = {"ref": "2011-F7"}


def for_all(answers: Answers) -> dict[Visitor, Answers]:
    """The same answers for every kind of visitor."""
    return dict.fromkeys(VISITORS, answers)


@dataclass(frozen=True)
class Row:
    """An address: its name, an example of its parts, what each visitor gets by each method."""

    name: str
    parts: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[Visitor, Answers] = field(default_factory=lambda: for_all(READ))
    translated: bool = True

    def addresses(self) -> Iterator[str]:
        """The address in every language."""
        for language in dict(settings.LANGUAGES) if self.translated else ["nb"]:
            with translation.override(language):
                yield reverse(self.name, kwargs=dict(self.parts))


TABLE: Final = (
    Row("agreements:agreement_list"),
    Row("agreements:agreement_list_json"),
    Row("agreements:agreement_source", AGREEMENT),
    Row("agreements:agreement_text", AGREEMENT),
    Row("commitments:accessibility"),
    Row("commitments:agreement_detail", AGREEMENT),
    Row("commitments:agreement_json", AGREEMENT),
    Row("commitments:commitment_detail", COMMITMENT),
    Row("commitments:commitment_json", COMMITMENT),
    Row("commitments:commitment_list"),
    Row("commitments:commitment_list_csv"),
    Row("commitments:commitment_list_json"),
    Row("commitments:front"),
    Row("commitments:method"),
    Row("commitments:privacy"),
    Row("commitments:promises"),
    Row("healthz", translated=False),
    Row("readyz", translated=False),
    Row("robots", translated=False),
    Row("sitemap", translated=False),
)
# Not from the cache: lists in files are streamed, probes answer for this very moment.
STREAMED: Final = frozenset({"commitments:commitment_list_csv", "commitments:commitment_list_json"})
UNSTORED: Final = frozenset({"healthz", "readyz", *STREAMED})
PUBLIC: Final = [row for row in TABLE if row.answers["anonymous"].get("GET") == 200]


def client_of(visitor: Visitor) -> Client:
    """A browser of this kind of visitor, its errors answered and not raised."""
    assert visitor == "anonymous"
    return Client(raise_request_exception=False)


def names(patterns: Iterable[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """The full name of every address in the URLconf."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}"


def test_the_table_lists_exactly_the_addresses_of_the_portal() -> None:
    assert sorted(row.name for row in TABLE) == sorted(names(get_resolver().url_patterns))


def test_every_row_answers_every_visitor() -> None:
    for row in TABLE:
        assert set(row.answers) == set(VISITORS), row.name


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_answers_as_the_table_says(row: Row, visitor: Visitor, texts: None) -> None:
    client = client_of(visitor)

    answered = {
        (address, method): client.generic(method, address).status_code
        for address in row.addresses()
        for method in row.answers[visitor]
    }

    assert answered == {
        (address, method): status
        for address in row.addresses()
        for method, status in row.answers[visitor].items()
    }


@pytest.mark.parametrize("row", PUBLIC, ids=lambda row: row.name)
def test_public_pages_know_nothing_of_their_reader(row: Row, texts: None) -> None:
    for address in row.addresses():
        response = Client().get(address, headers={"accept-language": "en"})

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

    page = Client().get(address)
    cache.clear()
    head = Client().head(address)

    assert head.getvalue() == b""
    for name in ("Content-Type", "ETag", "Content-Language"):
        assert head.get(name) == page.get(name)


@pytest.mark.parametrize("row", PUBLIC, ids=lambda row: row.name)
def test_an_unchanged_public_page_is_304(row: Row, texts: None) -> None:
    address = next(row.addresses())
    etag = Client().get(address).get("ETag", "")

    if row.name in UNSTORED:
        assert not etag
    else:
        assert Client().get(address, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("row", [row for row in TABLE if row.parts], ids=lambda row: row.name)
def test_what_does_not_exist_is_a_404_in_our_look_and_language(row: Row, texts: None) -> None:
    nothing = Row(row.name, dict.fromkeys(row.parts, "finnes-ikke"))

    for language, address in zip(dict(settings.LANGUAGES), nothing.addresses(), strict=True):
        response = Client().get(address)

        assert response.status_code == 404
        assert response["Content-Language"] == language
        assert f'<html lang="{language}"' in response.text
        assert not response.has_header("ETag")
