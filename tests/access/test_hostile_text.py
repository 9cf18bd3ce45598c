"""Hostile text in every field: every page shows it as text, for everyone who may read it."""

from typing import Any, Final

import markupsafe
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


def not_shown(answer: Any) -> list[str]:
    """Those of the payloads that the page does not show as text."""
    return [payload for payload in PAYLOADS if not is_shown(payload, answer.content.decode())]


def is_shown(payload: str, page: str) -> bool:
    """Whether it stands there as text; filters of Django spell an apostrophe in another way."""
    return escape(payload) in page or markupsafe.escape(payload) in page


@pytest.mark.parametrize("visitor", VISITORS)
def test_stored_text_runs_nowhere(visitor: Visitor, house: House) -> None:
    client = client_of(visitor)
    shown = 0

    for row in TABLE:
        address = row.address("nb", house.places)
        answer = client.get(address)
        assert dangers(answer) == [], address
        if answer.get("Content-Type", "").startswith("text/html"):
            shown += is_shown(PAYLOADS[12], answer.content.decode())

    assert shown >= (1 if visitor == "anonymous" else 2)


def test_what_is_asked_runs_nowhere(texts: None) -> None:
    client = Client(raise_request_exception=False)
    met = {}

    for payload in PAYLOADS:
        met[payload, "search"] = dangers(client.get("/forpliktelser/", {"q": payload}))
        met[payload, "next"] = dangers(client.get("/konto/inn/", {"next": payload}))
        met[payload, "path"] = dangers(client.get(f"/forpliktelser/{payload}/"))

    assert {asked: found for asked, found in met.items() if found} == {}


@pytest.mark.parametrize("page", LISTS)
def test_no_parameter_runs_anything(page: str, texts: None) -> None:
    for name in FILTERS:
        assert dangers(Client().get(page, {name: ALL})) == [], name


def test_what_is_refused_comes_back_as_text(texts: None) -> None:
    client = recorders.client_of(recorders.editor())
    form = recorders.fields(narrative=ALL, status="", true_on=ALL, language=ALL, send="1")
    form |= {"source-title": ALL, "source-address": ALL, "source-publisher": ALL}

    answers = [
        client.post("/arbeid/forpliktelser/2005-F1/ny/", form),
        Client().post("/konto/inn/", {"login": ALL, "password": ALL, "next": ALL}),
        Client().post("/konto/passord/glemt/", {"email": ALL}),
    ]

    assert [dangers(answer) for answer in answers] == [[], [], []]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert not_shown(answers[0]) == []


def test_people_with_hostile_names_are_refused_or_shown_as_text(house: House) -> None:
    form = dict.fromkeys(("email", "name", "language", "role", "party"), ALL)

    answer = client_of("secretariat").post("/arbeid/folk/ny/", form)

    assert dangers(answer) == []
    assert not_shown(answer) == []


def test_the_look_finds_what_it_should() -> None:
    unseen = [payload for payload in PAYLOADS if not Look(f"<p>{payload}</p>").dangers]

    assert len(PAYLOADS) >= 40
    assert len(PAYLOADS) - len(unseen) >= 30
    assert all(Look(f"<p title='{payload}'>").dangers for payload in PAYLOADS[24:25])
    assert not Look(f"<p title='a'>{escape(ALL)}</p>").dangers
