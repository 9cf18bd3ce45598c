"""What a party assesses reaches nobody else before both have handed in, by any route there is."""

from contextlib import suppress
from typing import Any, Final

import pytest
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.submission_models import Submission
from commitments.sources.actions import NewSource
from tests.access.test_canary import OUTSIDERS, followed, patterns
from tests.support import evaluation_states, recorders
from tests.support.evaluation_states import Table

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db,
    pytest.mark.usefixtures("texts"),
]

CANARIES: Final = ("kanarifugl", "undulat", "kakadue", "papegøye")
PLACE: Final = {"slug": "2011-2013", "year": 2012, "ref": "2011-F2", "number": 1, "name": "mine"}
PAGE: Final = "/arbeid/evalueringer/2011-2013/2012/"


@pytest.fixture
def blind() -> Table:
    """KD has handed in one row and a view full of canaries; KS has begun."""
    laid = evaluation_states.laid()
    cited = NewSource("Eksempel: undulat", "https://example.no/kakadue")
    filed = NewSource("Eksempel: undulat", file=recorders.upload("papegøye.pdf"))
    laid.assess("KD", narrative="kanarifugl", new_sources=[cited])
    laid.assess("KD", evaluation_states.ONLY_KS, narrative="kanarifugl", new_sources=[filed])
    laid.assess("KS", "2011-F3", narrative="Eksempel: ren tekst.")
    laid.submit("KD")
    return laid


def addresses() -> list[str]:
    """Every address of the portal, with KD's rows in every place for a key."""
    rows = Assessment.objects.filter(party__code="KD")
    keys = {row.pk for row in rows} | {source.pk for row in rows for source in row.sources.all()}
    keys |= set(Submission.objects.values_list("pk", flat=True))
    found: set[str] = set()
    for name, pattern in patterns():
        parts = set(pattern.pattern.converters)
        for key in keys if parts & {"pk", "object_id", "path"} else {0}:
            kwargs: dict[str, Any] = {part: PLACE.get(part, key) for part in parts}
            kwargs |= {"app_label": "commitments"} if "app_label" in parts else {}
            of_year = {"slug": PLACE["slug"], "year": PLACE["year"], **kwargs}
            for parts_of_it in (kwargs, of_year):
                with suppress(NoReverseMatch):
                    found.add(reverse(name, kwargs=parts_of_it))
    found |= {f"/forpliktelser/?q={word}" for word in CANARIES}
    found |= {f"{PAGE}{part}" for part in ("", "utkast/", "konklusjon/", "signer/", "lever/")}
    return sorted(found)


def posts(client: Client) -> list[Any]:
    """What every form of the evaluation answers when it is sent as it should not be."""
    row = f"{PAGE}vurderinger/2011-F2/"
    typed = {"verdict": "fulfilled", "narrative": "Eksempel.", "language": "nb", "version": "1"}
    return [
        client.post(row, typed),
        client.post(row, {**typed, "version": "7"}, headers={"HX-Request": "true"}),
        client.post(f"{row}tom/", {"version": "1"}, follow=True),
        client.post(f"{PAGE}tekst/", {**typed, "marked": ["2011-F2 1"]}, follow=True),
        client.post(f"{PAGE}lever/", follow=True),
        client.post(f"{PAGE}ta-tilbake/", follow=True),
        client.post(f"{PAGE}konklusjon/", {"text": "Eksempel.", "language": "nb"}),
        client.post(f"{PAGE}konklusjon/1/godta/"),
        client.post(f"{PAGE}signer/", {"on_behalf_of": "Eksempel", "content_sha256": "0" * 64}),
    ]


@pytest.mark.parametrize("visitor", OUTSIDERS)
def test_no_answer_holds_what_is_blind(blind: Table, visitor: str) -> None:
    client = OUTSIDERS[visitor]()

    for address, answer in followed(client, addresses()):
        body = b"".join(answer) if answer.streaming else answer.content
        text = body.decode("utf-8", "replace").lower()
        seen = {word for word in CANARIES if word in text.replace(f"q={word}", "")}
        assert not seen - {word for word in CANARIES if word in address}, (address, seen)
    for answer in posts(client):
        assert not [word for word in CANARIES if word in answer.text.lower()]
    assert not [letter for letter in mail.outbox if "kanarifugl" in str(letter.message())]


def test_the_own_party_reads_all_of_it(blind: Table) -> None:
    page = recorders.client_of(blind.editors["KD"]).get(PAGE).text

    for word in ("kanarifugl", "undulat", "kakadue"):
        assert word in page


def test_it_is_there_for_both_once_both_have_handed_in(blind: Table) -> None:
    blind.submit("KS")

    page = recorders.client_of(blind.editors["KS"]).get(PAGE).text

    for word in ("kanarifugl", "undulat", "kakadue"):
        assert word in page


def test_every_admin_page_of_an_evaluation_is_among_the_routes() -> None:
    names = {name for name, _pattern in patterns()}

    for model in admin.site._registry:
        assert f"admin:{model._meta.app_label}_{model._meta.model_name}_change" in names
