"""Cases between an office and a party: reported, answered, and for the two of them alone."""

import pytest
from django.test import Client

from commitments.regional.notes.models import CountyNote
from tests import make
from tests.support import recorders, regional_states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE = "/en/arbeid/fylke/12-hordaland/"


def page_text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return recorders.page_text(answer.content)


def report(client: Client, **changed: str) -> object:
    form = {
        "party": str(make.make_party("KS").pk),
        "text": "Eksempel: det var 19 kommuner.",
        "token": "0f0e7ac7-6a25-4d0c-8d43-6f7f5a6d1a12",
        **changed,
    }
    return client.post(f"{PAGE}meld-feil/", form, follow=True)


def test_an_error_is_reported_and_answered_by_that_party(office: Client) -> None:
    report(office)
    report(office)
    note = CountyNote.objects.get()
    ks = recorders.client_of(recorders.editor("KS"))

    ks.post(f"/en/arbeid/saker/{note.number}/", {"answer": "Eksempel: rettet."})
    again = ks.post(f"/en/arbeid/saker/{note.number}/", {"answer": "Eksempel: noe annet."})

    assert "Eksempel: rettet." in page_text(office, f"/en/arbeid/saker/{note.number}/")
    assert again.status_code == 409
    assert "The error report has already been answered." in recorders.page_text(again.content)
    assert "Eksempel: noe annet." in recorders.page_text(again.content)
    assert note.number in page_text(ks, "/en/arbeid/saker/")
    assert CountyNote.history.count() == 2


def test_a_case_names_its_commitment_and_its_party_has_a_form(office: Client) -> None:
    report(office, commitment=str(recorders.commitment(regional_states.REF).pk))
    address = f"/en/arbeid/saker/{CountyNote.objects.get().number}/"

    answering = page_text(recorders.client_of(recorders.editor("KS")), address)

    assert ", 2011-F9 Networks with teacher education. From" in answering
    assert "Send the answer" in answering
    assert "The party has not answered yet." in page_text(office, address)


def test_an_empty_note_is_refused(office: Client) -> None:
    report(office, text=" ")

    assert not CountyNote.objects.exists()


def test_a_case_is_for_the_two_of_them(office: Client) -> None:
    report(office)
    number = CountyNote.objects.get().number

    for stranger in (recorders.approver("KD"), regional_states.viewer("11")):
        client = recorders.client_of(stranger)
        assert client.get(f"/arbeid/saker/{number}/").status_code == 404
        assert number not in client.get("/arbeid/saker/").text
    for address in ("/fylker/12-hordaland/", "/fylker/12-hordaland.csv"):
        answer = Client().get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        assert b"19 kommuner" not in body


def test_a_note_without_the_name_of_its_form_can_be_sent_again(office: Client) -> None:
    answer = office.post(f"{PAGE}meld-feil/", {"text": " "})

    assert "The error report has not been sent yet:" in answer.text
    assert '<input type="hidden" name="token" value="">' in answer.text
