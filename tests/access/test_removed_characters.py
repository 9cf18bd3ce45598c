"""The page that follows says how many invisible characters were removed, through every door."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.test import Client

from commitments.evaluations.assessing.models import Assessment
from commitments.foundation.choices import State
from commitments.people.models import Membership, Role
from commitments.progress.models import ProgressEntry
from commitments.regional.models import RegionalStatus
from commitments.regional.notes.models import CountyNote
from commitments.sources.models import Source
from tests import make
from tests.support import evaluation_states, recorders, regional_states

pytestmark = [pytest.mark.usefixtures("texts", "uploads")]

TYPED: Final = "Eksempel:\fskole\x02utvikling\u200b"
SEEN: Final = "Eksempel:\nskoleutvikling"
ONE: Final = "We removed 1 character that cannot be seen."
THREE: Final = "We removed 3 characters that cannot be seen. Line breaks are kept."
NEW: Final = "/en/arbeid/forpliktelser/2005-F2/ny/"


@pytest.fixture
def kd(texts: None) -> Client:
    return recorders.client_of(recorders.editor())


def followed(client: Client, url: str, form: dict[str, Any]) -> str:
    """What the page after the post says."""
    return recorders.page_text(client.post(url, form, follow=True).content)


def test_an_entry(kd: Client) -> None:
    page = followed(kd, NEW, recorders.fields(narrative=TYPED, save="1"))

    assert f"The draft has been saved. {THREE}" in page
    assert ProgressEntry.objects.get().narrative == SEEN


def test_every_field_of_a_form_is_counted_once(kd: Client) -> None:
    typed = {"source-title": "Eksempel\u00ad", "source-publisher": "a\u202eb"}

    page = followed(kd, NEW, recorders.fields(narrative=TYPED, save="1", **typed))

    assert page.count("We removed 5 characters that cannot be seen.") == 1
    assert (Source.objects.get().title, Source.objects.get().publisher) == ("Eksempel", "ab")


def test_a_form_sent_twice_makes_no_second_source(kd: Client) -> None:
    form = recorders.fields(narrative=TYPED, save="1", **{"source-title": "Eksempel\u00ad"})

    kd.post(NEW, form)
    kd.post(NEW, form)

    assert (ProgressEntry.objects.count(), Source.objects.count()) == (1, 1)


def test_text_without_invisible_characters_gets_no_note(kd: Client) -> None:
    typed = "Å, §\xa03\r\n\r\n– 👍 «nytt»\t"

    assert "We removed" not in followed(kd, NEW, recorders.fields(narrative=typed, save="1"))


def test_a_refused_form_keeps_the_text_and_says_nothing_of_it(kd: Client) -> None:
    answer = kd.post(NEW, recorders.fields(narrative=TYPED, save="1", true_on="i går"))

    assert "skole\x02utvikling" in answer.text
    assert "We removed" not in answer.text


def test_passwords_are_not_text(kd: Client) -> None:
    typed = {"oldpassword": "a\u00ad", "password1": "b\u00ad", "password2": "b\u00ad"}

    assert "We removed" not in followed(kd, "/en/konto/passord/", typed)


def test_a_return_note() -> None:
    entry = recorders.taken_to(State.SUBMITTED)
    url = f"/en/arbeid/oppforinger/{entry.pk}/returner/"
    arne = recorders.client_of(recorders.approver())

    assert THREE in followed(arne, url, {"version": entry.version, "note": TYPED})
    assert ProgressEntry.objects.get().return_note == SEEN


def test_a_row_of_the_county_grid() -> None:
    url = f"/en/arbeid/fylker/{regional_states.REF}/{regional_states.YEAR}/12/rad/"
    form = {"status": "in_progress", "narrative": TYPED, "language": "nb", "version": "0"}

    assert THREE in followed(recorders.client_of(recorders.editor()), url, form)
    assert RegionalStatus.objects.get().narrative == SEEN


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "script"])
def test_an_assessment(headers: dict[str, str]) -> None:
    by = evaluation_states.laid().editors["KD"]
    year = f"{evaluation_states.AGREEMENT}/{evaluation_states.YEAR}"
    url = f"/en/arbeid/evalueringer/{year}/vurderinger/{evaluation_states.REF}/"
    form = {"version": "0", "verdict": "fulfilled", "narrative": TYPED, "language": "nb"}

    answer = recorders.client_of(by).post(url, form, follow=True, headers=headers)

    assert (
        f"2011-F2 Local development in kindergartens has been saved. {THREE}"
        in recorders.page_text(answer.content)
    )
    assert Assessment.objects.get().narrative == SEEN


def test_a_note_from_an_office() -> None:
    client = recorders.client_of(regional_states.viewer("12"))

    form = {"party": str(make.make_party().pk), "text": TYPED}
    page = followed(client, "/en/arbeid/fylke/12-hordaland/meld-feil/", form)

    assert THREE in page
    assert CountyNote.objects.get().text == SEEN


def secretariat_renames(person: Membership) -> tuple[str, dict[str, str]]:
    return f"/en/arbeid/folk/{person.pk}/", {"name": "Kari\u200b \0Nordmann"}


def secretariat_invites(_person: Membership) -> tuple[str, dict[str, str]]:
    typed = {
        "email": "ny\u200b@example.no",
        "name": "Kari \0Nordmann",
        "role": "editor",
        "language": "nb",
    }
    return "/en/arbeid/folk/ny/", {**typed, "role": "editor", "party": str(make.make_party().pk)}


@pytest.mark.parametrize("door", [secretariat_renames, secretariat_invites])
def test_names_and_addresses(
    door: Callable[[Membership], tuple[str, dict[str, str]]],
) -> None:
    secretariat = make.make_membership(role=Role.SECRETARIAT)
    url, form = door(recorders.editor())

    page = followed(recorders.client_of(secretariat), url, form)

    assert "We removed 2 characters that cannot be seen." in page
    assert "Kari Nordmann" in page


def test_the_admin() -> None:
    by = recorders.editor()
    form = {
        "commitment": recorders.commitment().pk,
        "status": "in_progress",
        "narrative": f"{TYPED}\0",
        "language": "nb",
        "true_on": "2006-05-12",
        "step": "",
        "remark": "",
    }

    page = followed(recorders.client_of(by), "/en/admin/commitments/progressentry/add/", form)

    assert "We removed 4 characters that cannot be seen." in page
    assert ProgressEntry.objects.get().narrative == SEEN


def test_a_file_of_counties_names_each_cell() -> None:
    client = recorders.client_of(recorders.editor("KS"))
    heads = (
        "ar,\u200breferanse,fylkesnummer,fylke,part,status,kommuner_deltar,kommuner_i_alt,tekst,"
        "sprak,kilder,kilde_adresser,grunn_til_rettelse"
    )
    row = (
        '2012,2011-F9\u200b,04,Hedmark,KS,i_gang,,22,"Eksempel: \u202etlov\u202c\n\fto",nb,'
        "Eksempel\u00ad,https://a.no/,"
    )
    upload = recorders.upload("fylker.csv", f"{heads}\n{row}\n".encode())

    page = followed(client, "/en/arbeid/fylker/import/", {"file": upload})

    assert "Row 2, referanse: 1 character" in page
    assert "Row 2, tekst: 3 characters" in page
    assert "Row 2, kilder: 1 character" in page
