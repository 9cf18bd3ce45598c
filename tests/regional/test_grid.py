"""The grid: every county a row that saves by itself, what is missing, many at once."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.choices import State
from commitments.people.unsaved_models import UnsavedText
from commitments.places.models import Region
from commitments.regional.models import RegionalStatus
from commitments.sources.actions import NewSource
from commitments.sources.models import Source
from tests import make
from tests.support import recorders, regional_states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

GRID = "/en/arbeid/fylker/2011-F9/2012/"
ROW = f"{GRID}12/rad/"
TYPED = {
    "status": "in_progress",
    "municipalities": "20",
    "municipalities_total": "",
    "narrative": regional_states.TEXT,
    "language": "nb",
    "version": "0",
    "source-title": "Eksempel: rapport",
    "source-address": "https://www.example.no/rapport",
}


@pytest.fixture
def ks() -> Client:
    return recorders.client_of(recorders.editor("KS"))


def page(client: Client, address: str = GRID) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


def row_of(text: str, code: str = "12") -> str:
    found = re.search(rf'<tr role="row" id="f{code}">.*?</tr>', text, re.DOTALL)
    assert found
    return found[0]


def test_a_row_is_saved_by_itself_and_shown_again(ks: Client) -> None:
    answer = ks.post(ROW, TYPED)

    assert (answer.status_code, answer["Location"]) == (302, f"{GRID}#f12")
    row = RegionalStatus.objects.get()
    assert (row.state, row.municipalities, row.municipalities_total) == (State.DRAFT, 20, 33)
    shown = row_of(page(ks))
    assert "Eksempel: rapport" in shown
    assert 'value="20"' in shown


def test_the_same_row_sent_twice_is_one(ks: Client) -> None:
    ks.post(ROW, TYPED)
    answer = ks.post(ROW, TYPED)

    assert answer.status_code == 302
    assert RegionalStatus.history.count() == 1
    assert Source.objects.count() == 1


def test_a_known_source_needs_only_its_address(ks: Client) -> None:
    ks.post(ROW, TYPED)
    answer = ks.post(f"{GRID}11/rad/", {**TYPED, "source-title": ""})

    assert answer.status_code == 302
    assert Source.objects.count() == 1
    assert RegionalStatus.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"municipalities": "34"}, "No more municipalities can take part"),
        ({"municipalities": "ni"}, "Write a whole number."),
        ({"source-address": "rapport"}, "https://"),
        ({"source-title": ""}, "Give the source a title."),
        ({"status": "annet"}, "annet"),
        ({"narrative": regional_states.TEXT * 300}, "It can have at most 10000"),
    ],
)
def test_a_refused_row_keeps_what_was_typed(ks: Client, typed: dict[str, str], words: str) -> None:
    answer = ks.post(ROW, {**TYPED, **typed})

    assert answer.status_code == 200
    assert words in row_of(answer.text)
    assert regional_states.TEXT in row_of(answer.text)
    assert 'role="alert"' in answer.text
    assert not RegionalStatus.objects.exists()


def test_two_at_one_row_see_both_texts(ks: Client) -> None:
    regional_states.taken_to(State.DRAFT, narrative="Eksempel: den andres tekst.")

    answer = ks.post(ROW, TYPED)

    assert answer.status_code == 409
    assert "den andres tekst" in answer.text
    assert regional_states.TEXT in answer.text
    assert answer["HX-Retarget"] == "#innhold"


def test_shows_every_field_that_was_typed_while_another_sent_the_row(ks: Client) -> None:
    regional_states.taken_to(State.SUBMITTED)

    answer = ks.post(ROW, {**TYPED, "municipalities": "7", "municipalities_total": "33"})

    page = recorders.page_text(answer.content)
    assert answer.status_code == 409
    assert "because it is «awaiting approval»" in page
    assert "Municipalities taking part 7 Municipalities in the county 33" in page


def test_what_awaits_or_is_published_is_not_typed_over(ks: Client) -> None:
    regional_states.taken_to(State.SUBMITTED)
    regional_states.taken_to(
        State.PUBLISHED, subject=regional_states.subject_of("11"), municipalities=1
    )

    text = page(ks)

    assert "<form" not in row_of(text, "12")
    assert "<form" not in row_of(text, "11")
    assert "awaiting approval" in row_of(text, "12")


def test_a_published_row_names_its_sources_and_the_withdrawal_that_is_proposed(ks: Client) -> None:
    by = recorders.editor("KS")
    sources = [NewSource(f"Eksempel: {name}", "https://www.example.no/") for name in "ab"]
    recorders.proposed(regional_states.taken_to(State.PUBLISHED, by=by, new_sources=sources), by=by)

    shown = row_of(page(ks))

    assert re.search("Eksempel: [ab]</span><br><span lang=.no.>Eksempel: [ab]</span></td>", shown)
    assert "withdrawal proposed" in shown


def test_a_part_without_counties_says_so(ks: Client) -> None:
    assert "There is no county in this part of the table." in page(ks, f"{GRID}?vis=venter")


def test_a_party_that_answers_for_nothing_is_told_so(empty: None) -> None:
    ks = recorders.client_of(recorders.editor("KS"))

    assert "Your party is not responsible for any commitment" in page(ks, "/en/arbeid/fylker/")


def test_each_count_leads_to_exactly_that_list(ks: Client) -> None:
    regional_states.taken_to(State.PUBLISHED)
    regional_states.taken_to(
        State.SUBMITTED, subject=regional_states.subject_of("11"), municipalities=1
    )
    overview = page(ks, "/en/arbeid/fylker/")

    cell = recorders.page_text(overview.encode())
    assert "2011-F9 Networks with teacher education, 2012: 18 not reported" in cell
    assert "1 awaiting approval" in cell
    assert page(ks, f"{GRID}?vis=mangler").count('<tr role="row" id="f') == 18
    assert page(ks, f"{GRID}?vis=venter").count('<tr role="row" id="f') == 1


def test_a_grid_is_sent_and_published_in_one_step_each(ks: Client) -> None:
    for code in ("11", "12", "14"):
        ks.post(f"{GRID}{code}/rad/", {**TYPED, "municipalities": "1"})

    sent = ks.post(f"{GRID}send/", follow=True)
    approver = recorders.client_of(recorders.approver("KS"))
    offered = page(approver)
    done = approver.post(f"{GRID}publiser/", follow=True)

    assert "Publish those that others have written and sent" in offered
    assert "3 counties have been sent for approval." in recorders.page_text(sent.content)
    assert "3 counties have been published." in recorders.page_text(done.content)
    assert RegionalStatus.objects.published().count() == 3


def test_an_approver_does_not_publish_own_rows() -> None:
    approver = recorders.approver("KS")
    regional_states.taken_to(State.SUBMITTED, by=approver)

    client = recorders.client_of(approver)

    assert "publiser/" not in client.get(GRID).text
    assert client.post(f"{GRID}publiser/").status_code == 403
    assert not RegionalStatus.objects.published().exists()


@pytest.mark.parametrize("place", ["2005-F4/2006/", "2011-F9/2010/", "2011-F9/2006/"])
def test_there_is_no_such_grid(ks: Client, place: str) -> None:
    assert ks.get(f"/arbeid/fylker/{place}").status_code == 404


def test_costs_the_same_with_much_and_little(
    ks: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    author = recorders.editor("KS")
    commitment = recorders.commitment(regional_states.REF)
    for number in range(1, 20):
        if number != 13:
            make.make_status(
                county=regional_states.county(f"{number:02}"),
                commitment=commitment,
                state=State.DRAFT,
                author=author,
            )

    for address, most in ((GRID, 20), ("/arbeid/fylker/", 12), ("/arbeid/", 40)):
        with django_assert_max_num_queries(most):
            page(ks, address)


def test_the_whole_form_records_and_sends(ks: Client) -> None:
    form = {**TYPED, "send": "1", "token": "0f0e7ac7-6a25-4d0c-8d43-6f7f5a6d1a11"}

    text = recorders.page_text(ks.get(f"{GRID}12/").content)
    answer = ks.post(f"{GRID}12/", form)
    row = RegionalStatus.objects.get()

    assert "The office that had Hordaland can read it as soon as you send it" in text
    assert answer["Location"] == f"/en/arbeid/fylkesstatus/{row.pk}/"
    assert row.state == State.SUBMITTED
    shown = recorders.page_text(ks.get(answer["Location"]).content)
    assert "Entry on 2011-F9 Networks with teacher education, Hordaland, 2012" in shown
    assert "20 of 33 municipalities take part." in shown


def test_a_correction_is_recorded_and_shown_with_its_difference() -> None:
    row = regional_states.taken_to(State.PUBLISHED)
    client = recorders.client_of(row.created_by)

    opened = client.post(f"/en/arbeid/fylkesstatus/{row.pk}/rett/")
    form: dict[str, Any] = {
        **TYPED,
        "municipalities": "21",
        "version": "1",
        "source-title": "",
        "source-address": "",
        "sources": [source.pk for source in row.sources.all()],
        "correction_reason": "Eksempel: talt feil.",
        "send": "1",
    }
    answer = client.post(opened["Location"], form, follow=True)

    text = recorders.page_text(answer.content)
    assert "Municipalities taking part" in text
    assert "20 of 33" in text
    assert "21 of 33" in text
    history = client.get(answer.redirect_chain[-1][0] + "historikk/")
    assert (
        "History of an entry on 2011-F9 Networks with teacher education, Hordaland, 2012"
        in recorders.page_text(history.content)
    )


def test_a_row_that_a_colleague_has_sent_meanwhile_leaves_the_text_on_the_page() -> None:
    """The grid has no form for it any more, so the refusal itself shows what was typed."""
    by = recorders.editor("KS")
    ks = recorders.client_of(by)
    [who] = set(re.findall(r'name="who" value="([^"]+)"', page(ks)))
    regional_states.taken_to(State.SUBMITTED, by=by)
    ks.handler.enforce_csrf_checks = True

    answer = ks.post(ROW, {**TYPED, "narrative": "Eksempel: «annet».", "who": who, "page": GRID})

    assert answer.status_code == 403
    assert "Eksempel: «annet»." in recorders.page_text(answer.content)
    assert "What you typed stands in the form." not in answer.text


def test_unsaved_text_is_announced_only_while_its_row_has_a_form() -> None:
    by = recorders.editor("KS")
    client = recorders.client_of(by)
    address = ROW.removeprefix("/en")
    UnsavedText.objects.create(
        typed_by=by.user, address=address, page=GRID, fields="narrative=Eksempel:+glemt."
    )
    assert "You typed this earlier" in page(client)
    assert "Eksempel: glemt." in page(client)

    regional_states.taken_to(State.SUBMITTED, by=recorders.editor("KS"))

    assert "You typed this earlier" not in page(client)


def test_a_number_of_municipalities_that_is_not_known_is_not_shown(ks: Client) -> None:
    Region.objects.municipalities().delete()
    county = regional_states.county("12")
    Region.objects.filter(pk=county.pk).update(code="98")

    total = 'id="id_98_municipalities_total" inputmode="numeric" placeholder="" value=""'
    assert total in row_of(page(ks), "98")
