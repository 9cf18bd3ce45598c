"""An office: its own counties with what awaits, what changed, files, and cases with the parties."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone

from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.people.sign_in import PREVIOUS
from commitments.regional.notes.models import CountyNote
from tests import county_desk, desk, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE = "/en/arbeid/fylke/12-hordaland/"


@pytest.fixture
def viewer() -> Membership:
    return county_desk.viewer("12", "14")


@pytest.fixture
def office(viewer: Membership) -> Client:
    return desk.client_of(viewer)


def page_text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return desk.page_text(answer.content)


def test_the_first_page_has_the_counties_and_the_sentences_about_the_office(
    office: Client,
) -> None:
    county_desk.taken_to(State.PUBLISHED, subject=county_desk.subject_of(ref="2011-M3"))

    page = page_text(office, "/en/arbeid/")

    assert "Hordaland" in page
    assert "Sogn og Fjordane" in page
    assert page.index("2011-M3, 2012 Hordaland KS") < page.index("The latest changes")


def test_what_awaits_is_marked_and_drafts_are_not_there(office: Client) -> None:
    county_desk.taken_to(State.SUBMITTED, narrative="Eksempel: sendt.")
    county_desk.taken_to(
        State.RETURNED,
        subject=county_desk.subject_of("14"),
        municipalities=1,
        narrative="Eksempel: returnert.",
    )
    county_desk.taken_to(
        State.DRAFT, subject=county_desk.subject_of(ref="2011-F1"), narrative="Eksempel: utkast."
    )

    page, other = (
        page_text(office, f"{PAGE}?ar=2012"),
        page_text(office, "/en/arbeid/fylke/14-sogn-og-fjordane/?ar=2012"),
    )

    assert "Eksempel: sendt." in page
    assert "awaiting approval" in page
    assert "Eksempel: returnert." in other
    assert "nevn kilden" not in other
    assert "Eksempel: utkast." not in page


def test_what_changed_since_the_sign_in_before(office: Client) -> None:
    row = county_desk.taken_to(State.PUBLISHED)
    session = office.session
    session[PREVIOUS] = (timezone.now() - timedelta(hours=1)).isoformat()
    session.save()

    assert f"status-{row.pk}" in office.get("/en/arbeid/").text

    session[PREVIOUS] = (timezone.now() + timedelta(hours=1)).isoformat()
    session.save()
    assert "Nothing has changed in your counties." in page_text(office, "/en/arbeid/")


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_the_files_hold_what_the_office_sees(office: Client, ending: str) -> None:
    county_desk.taken_to(State.SUBMITTED)

    answer = office.get(f"/arbeid/fylke/12-hordaland.{ending}")
    body = b"".join(answer)

    assert answer.status_code == 200
    if ending == "csv":
        [row] = csv.DictReader(StringIO(body.decode("utf-8-sig")))
        assert row["tilstand"] == "til_godkjenning"


@pytest.mark.parametrize("place", ["11-rogaland", "12-bergen", "99-x"])
def test_other_counties_are_not_there(office: Client, place: str) -> None:
    for address in (f"/arbeid/fylke/{place}/", f"/arbeid/fylke/{place}.csv"):
        assert office.get(address).status_code == 404
    assert office.get(f"/arbeid/fylke/{place}/meld-feil/").status_code == 404


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
    ks = desk.client_of(desk.editor("KS"))

    ks.post(f"/en/arbeid/saker/{note.number}/", {"answer": "Eksempel: rettet."})
    again = ks.post(f"/en/arbeid/saker/{note.number}/", {"answer": "Eksempel: noe annet."})

    assert "Eksempel: rettet." in page_text(office, f"/en/arbeid/saker/{note.number}/")
    assert again.status_code == 409
    assert "The note is answered already." in desk.page_text(again.content)
    assert "Eksempel: noe annet." in desk.page_text(again.content)
    assert note.number in page_text(ks, "/en/arbeid/saker/")
    assert CountyNote.history.count() == 2


def test_an_empty_note_is_refused(office: Client) -> None:
    report(office, text=" ")

    assert not CountyNote.objects.exists()


def test_a_case_is_for_the_two_of_them(office: Client) -> None:
    report(office)
    number = CountyNote.objects.get().number

    for stranger in (desk.approver("KD"), county_desk.viewer("11")):
        client = desk.client_of(stranger)
        assert client.get(f"/arbeid/saker/{number}/").status_code == 404
        assert number not in client.get("/arbeid/saker/").text
    for address in ("/fylker/12-hordaland/", "/fylker/12-hordaland.csv"):
        answer = Client().get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        assert b"19 kommuner" not in body


def test_an_office_writes_nothing_else(office: Client) -> None:
    row = county_desk.taken_to(State.SUBMITTED)

    withdrawal = ("foresla-trekking", "trekk", "avsla-trekking")
    for step in ("send", "publiser", "returner", "rett", *withdrawal, "forkast"):
        assert office.post(f"/arbeid/fylkesstatus/{row.pk}/{step}/").status_code == 403
    for address in ("2011-F9/2012/12/rad/", "2011-F9/2012/send/", "import/"):
        assert office.post(f"/arbeid/fylker/{address}").status_code == 403
