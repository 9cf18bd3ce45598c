"""An office: its own counties with what awaits, what changed, and files."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone

from commitments.foundation.choices import State
from commitments.people.sign_in import PREVIOUS
from tests.support import recorders, regional_states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE = "/en/arbeid/fylke/12-hordaland/"


def page_text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return recorders.page_text(answer.content)


def test_the_first_page_has_the_counties_and_the_sentences_about_the_office(
    office: Client,
) -> None:
    regional_states.taken_to(State.PUBLISHED, subject=regional_states.subject_of(ref="2011-M3"))

    page = page_text(office, "/en/arbeid/")

    assert "Hordaland" in page
    assert "Sogn og Fjordane" in page
    assert page.index(
        "2011-M3 Co-operation with the county governor, 2012 Hordaland KS"
    ) < page.index("The latest changes")


def test_what_awaits_is_marked_and_drafts_are_not_there(office: Client) -> None:
    regional_states.taken_to(State.SUBMITTED, narrative="Eksempel: sendt.")
    regional_states.taken_to(
        State.RETURNED,
        subject=regional_states.subject_of("14"),
        municipalities=1,
        narrative="Eksempel: returnert.",
    )
    regional_states.taken_to(
        State.DRAFT,
        subject=regional_states.subject_of(ref="2011-F1"),
        narrative="Eksempel: utkast.",
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
    row = regional_states.taken_to(State.PUBLISHED)
    session = office.session
    session[PREVIOUS] = (timezone.now() - timedelta(hours=1)).isoformat()
    session.save()

    assert f"status-{row.pk}" in office.get("/en/arbeid/").text

    session[PREVIOUS] = (timezone.now() + timedelta(hours=1)).isoformat()
    session.save()
    assert "Nothing has changed in your counties." in page_text(office, "/en/arbeid/")


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_the_files_hold_what_the_office_sees(office: Client, ending: str) -> None:
    regional_states.taken_to(State.SUBMITTED)

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


def test_an_office_writes_nothing_else(office: Client) -> None:
    row = regional_states.taken_to(State.SUBMITTED)

    withdrawal = ("foresla-trekking", "trekk", "avsla-trekking")
    for step in ("send", "publiser", "returner", "rett", *withdrawal, "forkast"):
        assert office.post(f"/arbeid/fylkesstatus/{row.pk}/{step}/").status_code == 403
    for address in ("2011-F9/2012/12/rad/", "2011-F9/2012/send/", "import/"):
        assert office.post(f"/arbeid/fylker/{address}").status_code == 403
