"""Public pages as someone signed in reads them: the kept page, filled, and nothing kept of it."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import MessageEncoder
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from pytest_django import Settings

from commitments.foundation.choices import State
from commitments.publishing import workflow
from kvalitet.whole_pages import places, version
from kvalitet.whole_pages.layer import WholePages
from tests.access.access_rows import EVALUATIONS, PUBLIC, Row
from tests.support import comparable_answers, recorders
from tests.support.stored_client import StoredClient
from tests.support.visitors import VISITORS, House, Visitor, built, client_of

PAGES: Final = [row for row in (*PUBLIC, *EVALUATIONS) if "ending" not in row.parts]
SIGNED_IN: Final = [visitor for visitor in VISITORS if visitor != "anonymous"]


@pytest.fixture
def house(texts: None, settings: Settings) -> House:
    settings.ACCOUNT_RATE_LIMITS = False
    return built()


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were answered with a filled page."""
    addresses = []
    fill = places._filled

    def noted(request: Any, page: Any) -> Any:
        addresses.append(request.path)
        return fill(request, page)

    monkeypatch.setattr(places, "_filled", noted)
    return addresses


def behind(layer: WholePages, client: Client) -> StoredClient:
    """The same browser at the server whose pages are kept."""
    stored = StoredClient(layer, raise_request_exception=False)
    stored.cookies = client.cookies
    return stored


def addresses(house: House) -> Iterator[str]:
    for place, row in enumerate(PAGES):
        yield row.address(("nb", "nn", "en")[place % 3], house.places)


@pytest.mark.parametrize("visitor", SIGNED_IN)
def test_a_filled_page_is_the_page_that_the_view_would_make(
    visitor: Visitor, house: House, filled: list[str]
) -> None:
    pages = [address for address in addresses(house) if Client().get(address).status_code == 200]
    client, reader = client_of(visitor), StoredClient()
    before = comparable_answers.answers(reader, pages)
    made = comparable_answers.answers(client, pages)
    assert not filled

    shown = comparable_answers.answers(behind(reader.layer, client), pages)

    assert comparable_answers.apart(made, shown) == []
    assert len(filled) >= 18
    assert comparable_answers.apart(before, comparable_answers.answers(reader, pages)) == []
    made_anew = comparable_answers.answers(Client(), pages)
    assert comparable_answers.apart(before, made_anew) == []


def test_a_signed_in_person_fills_the_shelf_for_readers(house: House, filled: list[str]) -> None:
    layer = WholePages(WSGIHandler())
    shown = behind(layer, client_of("KD editor")).get("/forpliktelser/2005-F1/")

    assert filled == ["/forpliktelser/2005-F1/"]
    assert shown["Cache-Control"] == "private, no-store"
    assert not shown.has_header("ETag")
    assert "/arbeid/forpliktelser/2005-F1/ny/" in shown.text
    anonymous = StoredClient(layer).get("/forpliktelser/2005-F1/")
    assert "/arbeid/" not in anonymous.text
    assert anonymous.text == Client().get("/forpliktelser/2005-F1/").text


def test_two_people_get_tokens_of_their_own(house: House) -> None:
    layer = WholePages(WSGIHandler())
    pages = [
        behind(layer, client_of(visitor)).get("/forpliktelser/2005-F1/").text
        for visitor in ("KD editor", "KS editor")
    ]

    tokens = [page.partition('name="csrfmiddlewaretoken" value="')[2][:64] for page in pages]
    assert tokens[0] != tokens[1]
    assert [page.count("My work (") for page in pages] == [0, 0]
    assert ["(KD)" in page for page in pages] == [True, False]


def test_who_publishes_sees_it_at_once_on_the_filled_page(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(version, "_FRESH_SECONDS", 3_600.0)  # however slow the machine is
    layer, by = WholePages(WSGIHandler()), recorders.approver()
    approver = behind(layer, recorders.client_of(by))
    address = "/forpliktelser/2005-F1/"
    entry = recorders.taken_to(State.SUBMITTED, by=recorders.editor(), ref="2005-F1")
    assert f"oppforing-{entry.pk}" not in approver.get(address).text

    workflow.approve(entry, by=by, version=entry.version)

    assert f"oppforing-{entry.pk}" in approver.get(address).text


def test_reading_a_filled_page_counts_as_use_of_the_session(house: House) -> None:
    client = behind(WholePages(WSGIHandler()), client_of("KD editor"))
    session = client.session
    session["seen"] = 0
    session.save()

    client.get("/forpliktelser/")

    assert client.session["seen"] > 0


def test_a_message_that_waits_is_told_once(house: House, filled: list[str]) -> None:
    client = behind(WholePages(WSGIHandler()), client_of("KD editor"))
    session = client.session
    told = [Message(messages.SUCCESS, "Eksempel: det er gjort.")]
    session["_messages"] = MessageEncoder().encode(told)
    session.save()

    first, second = client.get("/forpliktelser/"), client.get("/forpliktelser/")

    assert ["det er gjort" in page.text for page in (first, second)] == [True, False]
    assert filled == ["/forpliktelser/"]


def test_every_place_of_a_page_has_a_template(texts: None) -> None:
    row = Row("commitments:commitment_detail", {"ref": "2011-F7"})

    page = StoredClient().get(row.address()).content

    assert {place[1].decode() for place in places._PLACE.finditer(page)} == set(places._TEMPLATES)
