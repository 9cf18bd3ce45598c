"""A step that comes with somebody's unsent text: nothing is done before the person has decided."""

import html
import re
from typing import Any, Final

import pytest
from django.test import Client
from markupsafe import escape

from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.past.models import PastEvaluation
from commitments.foundation.choices import State
from commitments.people.models import Membership, Role
from commitments.progress.models import ProgressEntry
from commitments.publishing import workflow
from commitments.publishing.workflow_models import LONGEST_NOTE
from tests import make
from tests.support import evaluation_states, recorders, second_factor_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

NOTE: Final = 'Eksempel: nevn kilden & "året".'
ASKED: Final = "You pressed «{}», but you have also written a text"


def pressed(page: str, label: str, **typed: str) -> tuple[str, dict[str, Any]]:
    """Where a browser sends the form of the button with this label, and what it sends."""
    [button] = [
        tag
        for tag, text in re.findall(r"(<button\b[^>]*>)([^<]*)</button>", page)
        if html.unescape(text) == label
    ]
    attributes: dict[str, str] = dict(re.findall(r'([\w-]+)="([^"]*)"', button))
    owner = attributes.get("form")
    [form] = [
        form
        for form in re.findall(r"<form\b.*?</form>", page, re.DOTALL)
        if (f'id="{owner}"' in form if owner else f"{button}{label}</button>" in form)
    ]
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', form):
        hidden = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        fields.setdefault(hidden["name"], []).append(html.unescape(hidden["value"]))
    for name, text in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)<', form):
        fields[name] = [html.unescape(text)]
    if name := attributes.get("name"):
        fields[name] = [html.unescape(attributes["value"])]
    [action] = re.findall(r'<form\b[^>]* action="([^"]+)"', form)
    address = attributes.get("formaction", str(action))
    return address, {**fields, **{name: [text] for name, text in typed.items()}}


@pytest.fixture
def arne() -> Membership:
    return recorders.approver()


@pytest.fixture
def client(arne: Membership) -> Client:
    return recorders.client_of(arne)


@pytest.fixture
def entry(arne: Membership) -> ProgressEntry:
    return recorders.taken_to(State.SUBMITTED)


def review(client: Client, entry: ProgressEntry) -> str:
    return client.get(f"/en/arbeid/oppforinger/{entry.pk}/").text


def test_asks_before_it_publishes_beside_a_note(client: Client, entry: ProgressEntry) -> None:
    answer = client.post(*pressed(review(client, entry), "Publish", note=NOTE))

    entry.refresh_from_db()
    page = answer.text
    assert answer.status_code == 409
    assert ASKED.format("Publish") in page
    assert escape(NOTE) in page
    assert entry.state == State.SUBMITTED


def test_returns_with_the_note_after_asking(client: Client, entry: ProgressEntry) -> None:
    asked = client.post(*pressed(review(client, entry), "Publish", note=NOTE)).text

    client.post(*pressed(asked, "Return with the note"))

    entry.refresh_from_db()
    assert (entry.state, entry.return_note) == (State.RETURNED, NOTE)


def test_publishes_without_the_note_after_asking(client: Client, entry: ProgressEntry) -> None:
    asked = client.post(*pressed(review(client, entry), "Publish", note=NOTE)).text

    answer = client.post(*pressed(asked, "Publish, without the text"))

    entry.refresh_from_db()
    assert answer["Location"] == f"/en/arbeid/oppforinger/{entry.pk}/"
    assert (entry.state, entry.return_note) == (State.PUBLISHED, "")


@pytest.mark.parametrize("note", ["", "  \n"])
def test_publishes_at_once_without_a_note(note: str, client: Client, entry: ProgressEntry) -> None:
    client.post(*pressed(review(client, entry), "Publish", note=note))

    entry.refresh_from_db()
    assert entry.state == State.PUBLISHED


def test_a_note_that_cannot_be_sent_is_asked_about_too(
    client: Client, entry: ProgressEntry
) -> None:
    too_long = "a" * (LONGEST_NOTE + 1)
    returned = client.post(*pressed(review(client, entry), "Return with the note", note=too_long))
    page = returned.text.replace(too_long, NOTE)

    answer = client.post(*pressed(page, "Publish"))

    assert answer.status_code == 409
    assert ProgressEntry.objects.get().state == State.SUBMITTED


@pytest.mark.parametrize("address", ["//evil.example/x", "https://evil.example/x", "x:y"])
def test_leads_to_no_other_site(address: str, client: Client, entry: ProgressEntry) -> None:
    url, typed = pressed(review(client, entry), "Publish", note=NOTE, unsent_to=address)

    assert client.post(url, typed).status_code == 400


def test_asks_before_it_publishes_an_evaluation_of_the_time(client: Client) -> None:
    row = evaluation_states.attached(recorders.editor())
    workflow.submit(row, by=row.created_by, version=row.version)
    page = client.get(f"/en/arbeid/evalueringer/fra-den-gang/{row.pk}/").text

    asked = client.post(*pressed(page, "Publish", note=NOTE))
    client.post(*pressed(asked.text, "Return with the note"))

    assert asked.status_code == 409
    assert PastEvaluation.objects.get().return_note == NOTE


def test_asks_before_it_accepts_beside_a_counter_proposal() -> None:
    laid = evaluation_states.evaluation_in("conclusion_proposed")
    client = recorders.client_of(laid.approvers["KS"])
    page = client.get("/en/arbeid/evalueringer/2011-2013/2012/konklusjon/").text

    asked = client.post(*pressed(page, "Accept the proposal", text=NOTE, language="nb"))
    before = list(Conclusion.objects.values_list("state", flat=True))
    client.post(*pressed(asked.text, "Send the counter-proposal"))

    assert asked.status_code == 409
    assert before == ["proposed"]
    assert Conclusion.objects.get(number=2).text == NOTE


@pytest.mark.parametrize("step", ["Deactivate the account", "Remove the two-step verification"])
def test_asks_before_it_takes_a_step_beside_a_new_name(step: str) -> None:
    secretary = make.make_membership(role=Role.SECRETARIAT)
    person = make.make_membership(role=Role.SECRETARIAT, user=make.make_user(name="Ada Fra"))
    second_factor_app.with_app(person.user)
    client = recorders.client_of(secretary)
    page = client.get(f"/en/arbeid/folk/{person.pk}/").text

    asked = client.post(*pressed(page, step, name="Ada Til"))
    at_once = client.post(*pressed(page, step, name="Ada Fra"))

    assert asked.status_code == 409
    assert "Ada Til" in asked.text
    assert at_once.status_code == 302
