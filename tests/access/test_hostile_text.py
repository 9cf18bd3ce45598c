"""Hostile text in every field: every page shows it as text, for everyone who may read it."""

from typing import Any, Final

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django import Settings

from commitments.foundation.choices import State
from commitments.progress.models import ProgressEntry
from commitments.register.models import Commitment
from commitments.sources.actions import NewSource
from commitments.sources.models import Source
from kvalitet.accounts.models import User
from tests.access.test_access import TABLE
from tests.support import recorders
from tests.support.hostile_text import ALL, PAYLOADS, Look
from tests.support.visitors import House, Visitor, built, client_of, drained

pytestmark = pytest.mark.long

VISITORS: Final[tuple[Visitor, ...]] = ("anonymous", "KD approver", "superuser")
FILTERS: Final = ("avtale", "part", "status", "gruppe", "fylke", "per", "kjent", "side", "sorter")
LISTS: Final = ("/forpliktelser/", "/framdrift/", "/forpliktelser/2005-F1/")


@pytest.fixture
def house(texts: None, settings: Settings) -> House:
    """A house in which everything that people write is hostile."""
    settings.ACCOUNT_RATE_LIMITS = False
    house = built()
    eva, arne = recorders.editor(), recorders.approver()
    content: dict[str, Any] = {
        "narrative": ALL,
        "new_sources": [NewSource(PAYLOADS[0], "https://a.no/<b>")],
    }
    for state in (State.RETURNED, State.WITHDRAWN):
        recorders.taken_to(state, by=eva, decided_by=arne, ref="2005-F1", **content)
    versions: list[Any] = [ProgressEntry, ProgressEntry.history.model]
    for model in versions:
        model.objects.update(narrative=ALL)
        model.objects.exclude(return_note="").update(return_note=ALL[:2000])
        model.objects.exclude(withdrawal_reason="").update(withdrawal_reason=ALL[:1000])
    for number, source in enumerate(Source.objects.all()):
        Source.objects.filter(pk=source.pk).update(
            title=PAYLOADS[number],
            publisher=PAYLOADS[12],
            file_name=source.file_name and PAYLOADS[5],
        )
    for number, person in enumerate(User.objects.all()):
        User.objects.filter(pk=person.pk).update(name=PAYLOADS[number])
    Commitment.objects.filter(ref="2005-F1").update(note=ALL, condition=ALL[:300])
    return house


def dangers(answer: Any) -> list[str]:
    """What a browser would do with the answer that it must not."""
    if answer.get("Content-Type", "").startswith("text/html"):
        return Look(answer.text).dangers
    drained(answer)
    return [] if answer["X-Content-Type-Options"] == "nosniff" else ["sniffed"]


@pytest.mark.parametrize("visitor", VISITORS)
def test_stored_text_runs_nowhere(visitor: Visitor, house: House) -> None:
    client = client_of(visitor)
    shown = 0

    for row in TABLE:
        address = row.address("nb", house.places)
        answer = client.get(address)
        assert dangers(answer) == [], address
        if answer.get("Content-Type", "").startswith("text/html"):
            shown += escape(PAYLOADS[12]) in answer.text

    assert shown >= (1 if visitor == "anonymous" else 2)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_asked_runs_nowhere(payload: str, texts: None) -> None:
    client = Client(raise_request_exception=False)
    queries = (("/forpliktelser/", "q"), ("/framdrift/", "avtale"), ("/konto/inn/", "next"))

    for page, name in queries:
        assert dangers(client.get(page, {name: payload})) == [], (page, name)
    assert dangers(client.get(f"/forpliktelser/{payload}/")) == []


@pytest.mark.parametrize("page", LISTS)
def test_no_parameter_runs_anything(page: str, texts: None) -> None:
    for name in FILTERS:
        assert dangers(Client().get(page, {name: ALL})) == [], name


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_refused_comes_back_as_text(payload: str, texts: None) -> None:
    client = recorders.client_of(recorders.editor())
    form = recorders.fields(
        narrative=payload, status="", true_on=payload, language=payload, send="1"
    )
    form |= {"source-title": payload, "source-address": payload, "source-publisher": payload}

    answers = [
        client.post("/arbeid/forpliktelser/2005-F1/ny/", form),
        Client().post("/konto/inn/", {"login": payload, "password": payload, "next": payload}),
        Client().post("/konto/passord/glemt/", {"email": payload}),
    ]

    assert [dangers(answer) for answer in answers] == [[], [], []]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert escape(payload) in answers[0].text


def test_people_with_hostile_names_are_refused_or_shown_as_text(house: House) -> None:
    client = client_of("secretariat")

    for payload in PAYLOADS:
        form = {
            "email": payload,
            "name": payload,
            "language": payload,
            "role": payload,
            "party": payload,
        }
        answer = client.post("/arbeid/folk/ny/", form)
        assert dangers(answer) == []
        assert escape(payload) in answer.text


def test_the_look_finds_what_it_should() -> None:
    unseen = [payload for payload in PAYLOADS if not Look(f"<p>{payload}</p>").dangers]

    assert len(PAYLOADS) >= 40
    assert len(PAYLOADS) - len(unseen) >= 30
    assert all(Look(f"<p title='{payload}'>").dangers for payload in PAYLOADS[24:25])
    assert not Look(f"<p title='a'>{escape(ALL)}</p>").dangers
