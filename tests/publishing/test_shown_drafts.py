"""What a draft shows while something is lacking, and who is told to wait for whom."""

from datetime import date
from typing import Any, Final

import pytest

from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.publishing import edit_actions, workflow
from commitments.sources.actions import NewSource, add
from tests.support import recorders, regional_states
from tests.support.published_entries import publish_entry

pytestmark = pytest.mark.usefixtures("texts")

ENTRIES: Final = "/en/arbeid/oppforinger/"
NOTHING: Final[dict[str, Any]] = {
    "status": "",
    "narrative": "",
    "true_on": None,
    "new_sources": [],
}


def text_of(by: Membership, path: str) -> str:
    return recorders.page_text(recorders.client_of(by).get(path).content)


def test_an_empty_draft_says_what_is_lacking(eva: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva, **NOTHING)

    page_text = text_of(eva, f"{ENTRIES}{entry.pk}/")

    lacking = "No status has been chosen yet. Nothing is written yet. Sources No source."
    assert lacking in page_text
    row = text_of(eva, "/en/arbeid/").partition(recorders.REF)[2]
    assert "not chosen" in row


def test_a_status_may_lack_its_day(eva: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva, true_on=None)

    assert "in progress No date has been chosen yet." in text_of(eva, f"{ENTRIES}{entry.pk}/")


def test_the_draft_of_a_county_says_what_is_lacking(eva: Membership) -> None:
    row = regional_states.taken_to(State.DRAFT, by=eva, status="")

    page_text = text_of(eva, row.get_work_url().replace("/arbeid/", "/en/arbeid/", 1))

    assert ", 2012 No status has been chosen yet. 20 of 33 municipalities take part." in page_text


def test_an_editor_waits_for_an_approver(eva: Membership) -> None:
    entry = recorders.taken_to(State.SUBMITTED, by=eva)

    page_text = text_of(recorders.editor(name="Ellen Redaktør"), f"{ENTRIES}{entry.pk}/")

    assert "An approver in your party publishes it or returns it with a note." in page_text


def test_the_history_names_another_language(eva: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva)
    content = recorders.content(language="nn", new_sources=[], sources=[*entry.sources.all()])
    edit_actions.edit(entry, content, by=eva, version=entry.version)

    page_text = text_of(eva, f"{ENTRIES}{entry.pk}/historikk/")

    assert "Language of the text Before Bokmål After Nynorsk" in page_text


def test_a_form_without_its_version_can_be_sent_again(eva: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva)

    answer = recorders.client_of(eva).post(recorders.edit_url(entry), {"status": "x"})

    assert '<input type="hidden" name="version" value="">' in answer.text


def test_a_file_of_the_party_is_offered_by_its_name(eva: Membership) -> None:
    file = add(NewSource("Eksempel: vedlegg", file=recorders.upload()), by=eva)
    entry = recorders.taken_to(State.DRAFT, by=eva, sources=[file], new_sources=[])

    assert "Eksempel: vedlegg referat.pdf" in text_of(eva, recorders.edit_url(entry))


def test_a_form_on_a_county_says_who_reads_it_and_what_the_other_party_said(
    eva: Membership,
) -> None:
    regional_states.publish(party="KS")
    row = regional_states.taken_to(State.DRAFT, by=eva)

    page_text = text_of(eva, row.step_url("edit").replace("/arbeid/", "/en/arbeid/", 1))

    assert f"Latest from KS in progress {regional_states.TEXT}" in page_text
    assert "The office that had Hordaland can read it as soon as you send it," in page_text


def test_what_a_refused_form_left_out_is_empty(eva: Membership) -> None:
    entry = workflow.correct(recorders.taken_to(State.PUBLISHED, by=eva), by=eva)
    content = recorders.content(correction_reason="Eksempel: feil dag.", new_sources=[])
    content.sources.extend(entry.sources.all())
    entry = edit_actions.edit(entry, content, by=eva, version=entry.version)
    entry = workflow.submit(entry, by=eva, version=entry.version)

    answer = recorders.client_of(eva).post(recorders.edit_url(entry), {"status": "in_progress"})

    left = (
        "What was done Which date does this describe? "
        "Why the entry is corrected Sources Go to the entry"
    )
    assert answer.status_code == 409
    assert f"Status in progress {left}" in recorders.page_text(answer.content)


def test_a_published_entry_says_when_it_was_recorded_and_when_published() -> None:
    entry = publish_entry()
    type(entry).objects.filter(pk=entry.pk).update(created_at="2026-02-01T12:00:00Z")

    page_text = text_of(recorders.editor(), f"/en/forpliktelser/{recorders.REF}/")

    assert "Recorded 1 February 2026, published 1 March 2026" in page_text


def test_a_correction_that_is_begun_lacks_its_reason(eva: Membership) -> None:
    entry = workflow.correct(recorders.taken_to(State.PUBLISHED, by=eva), by=eva)

    page_text = text_of(eva, f"{ENTRIES}{entry.pk}/")

    assert "Why the entry is corrected Nothing is written yet." in page_text


def test_a_source_has_its_day(eva: Membership) -> None:
    dated = NewSource(
        "Eksempel: brev", "https://www.example.no/brev", published_on=date(2006, 5, 2)
    )
    entry = recorders.taken_to(State.DRAFT, by=eva, new_sources=[dated])

    assert "Eksempel: brev 2 May 2006" in text_of(eva, f"{ENTRIES}{entry.pk}/")
