"""Whose words are in a row decides who may publish it, whoever pressed save."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from agreements.models import EvaluationYear
from commitments.evaluations.assessing import actions as assessments
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.past import actions as past_evaluations
from commitments.foundation.choices import State
from commitments.foundation.stale_row import StaleRowError
from commitments.people.models import Membership
from commitments.progress import actions as progress
from commitments.publishing import edit_actions, workflow
from commitments.regional import actions as regional
from commitments.regional.importing import actions as imports
from commitments.sources.actions import NewSource
from commitments.trust import relations
from tests.support import evaluation_states, recorders, regional_states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

CITED: Final = [NewSource("Eksempel: referat", "https://www.example.no/referat")]


@pytest.fixture
def wrote() -> Membership:
    """The approver whose words are in the row."""
    return recorders.approver(name="Ada Godkjenner")


@pytest.fixture
def saves() -> Membership:
    """The editor who saves and sends it."""
    return recorders.editor()


def published_correction(wrote: Membership, saves: Membership) -> Any:
    entry = recorders.taken_to(State.PUBLISHED, by=wrote, decided_by=recorders.approver())
    row = workflow.correct(entry, by=saves)
    content = recorders.content(
        narrative=row.narrative,
        correction_reason="Eksempel: feil dag.",
        true_on=date(2006, 5, 13),
        sources=list(row.sources.all()),
        new_sources=[],
    )
    row = edit_actions.edit(row, content, by=saves, version=row.version)
    return workflow.submit(row, by=saves, version=row.version)


def cited_source(wrote: Membership, saves: Membership) -> Any:
    first = recorders.taken_to(State.PUBLISHED, by=wrote, decided_by=recorders.approver())
    content = recorders.content(sources=list(first.sources.all()), new_sources=[])
    row = progress.draft(recorders.commitment(), content, by=saves, token=uuid4())
    return workflow.submit(row, by=saves, version=row.version)


def imported_file(wrote: Membership, saves: Membership) -> Any:
    kept = imports.keep("fylker.csv", b"ar\n", by=wrote)
    content = regional_states.content()
    (row,) = imports.take_in(kept, [(regional_states.subject_of(), content, None)], by=saves)
    return workflow.submit(row, by=saves, version=row.version)


def imported_change(wrote: Membership, saves: Membership) -> Any:
    draft = regional_states.taken_to(State.DRAFT, by=saves)
    kept = imports.keep("fylker.csv", b"ar\n", by=wrote)
    content = regional_states.content(narrative="Eksempel: fem ganger.")
    (row,) = imports.take_in(kept, [(regional_states.subject_of(), content, draft)], by=saves)
    return workflow.submit(row, by=saves, version=row.version)


def corrected_in_a_grid(wrote: Membership, saves: Membership) -> Any:
    current = regional_states.taken_to(State.PUBLISHED, by=wrote, decided_by=recorders.approver())
    content = regional_states.content(
        municipalities=19,
        correction_reason="Eksempel: talt feil.",
        sources=list(current.sources.all()),
        new_sources=[],
    )
    row, _change = regional.put(regional_states.subject_of(), content, by=saves, current=current)
    return workflow.submit(row, by=saves, version=row.version)


def cited_document(wrote: Membership, saves: Membership) -> Any:
    first = evaluation_states.attached(wrote)
    year = EvaluationYear.objects.get(agreement__slug=evaluation_states.AGREEMENT, year=2012)
    content = past_evaluations.PastEvaluationContent(
        date(2012, 12, 1), "Eksempel: møte.", source=first.source
    )
    row = past_evaluations.attach(year, content, by=saves)
    return workflow.submit(row, by=saves, version=row.version)


def repeated_in_a_file(wrote: Membership, saves: Membership) -> Any:
    """The party's own export, with a text put in again for another county."""
    regional_states.taken_to(State.PUBLISHED, by=wrote, decided_by=recorders.approver())
    kept = imports.keep("fylker.csv", b"ar\n", by=saves)
    content = regional_states.content(new_sources=CITED)
    (row,) = imports.take_in(kept, [(regional_states.subject_of("11"), content, None)], by=saves)
    return workflow.submit(row, by=saves, version=row.version)


ROUTES: Final[dict[str, Callable[[Membership, Membership], Any]]] = {
    "a correction that repeats it": published_correction,
    "a source that somebody else cites": cited_source,
    "a file that somebody else imports": imported_file,
    "a file that changes a draft of somebody else": imported_change,
    "a file that repeats it elsewhere": repeated_in_a_file,
    "a correction in a grid": corrected_in_a_grid,
    "a document that somebody else describes": cited_document,
}


@pytest.mark.parametrize("route", ROUTES)
def test_refuses_own_words_to_an_approver_who_did_not_save_them(
    route: str, wrote: Membership, saves: Membership
) -> None:
    row = ROUTES[route](wrote, saves)

    with pytest.raises(PermissionDenied):
        workflow.approve(row, by=wrote, version=row.version)

    done = workflow.approve(row, by=recorders.approver(name="Bo Godkjenner"), version=row.version)
    assert done.state == State.PUBLISHED
    assert not list(relations.errors())


@pytest.mark.parametrize("put_in", [imported_file, repeated_in_a_file])
def test_what_is_taken_in_has_one_history_row(
    put_in: Callable[[Membership, Membership], Any], wrote: Membership, saves: Membership
) -> None:
    row = put_in(wrote, saves)

    states = row.history.order_by("history_step").values_list("state", flat=True)
    assert list(states) == ["draft", "submitted"]


def test_a_file_that_says_what_was_saved_meanwhile_is_compared_again(
    wrote: Membership, saves: Membership
) -> None:
    draft = regional_states.taken_to(State.DRAFT, by=saves)
    kept = imports.keep("fylker.csv", b"ar\n", by=wrote)
    content = regional_states.content(narrative="Eksempel: fem ganger.", new_sources=[])
    edit_actions.edit(draft, content, by=saves, version=draft.version)

    with pytest.raises(StaleRowError):
        imports.take_in(kept, [(regional_states.subject_of(), content, draft)], by=saves)


def test_correction_starts_with_the_original_authors(wrote: Membership, saves: Membership) -> None:
    entry = recorders.taken_to(State.PUBLISHED, by=wrote, decided_by=recorders.approver())

    assert list(workflow.correct(entry, by=saves).authors.all()) == [wrote]


def test_importer_is_not_an_author_of_a_colleagues_file(
    wrote: Membership, saves: Membership
) -> None:
    assert list(imported_file(wrote, saves).authors.all()) == [wrote]


def test_refuses_a_row_to_the_approver_who_sent_it(saves: Membership, wrote: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT, by=saves)
    entry = workflow.submit(entry, by=wrote, version=entry.version)

    with pytest.raises(PermissionDenied):
        workflow.approve(entry, by=wrote, version=entry.version)


def test_follows_last_years_text_into_this_year() -> None:
    before = evaluation_states.evaluation_in("open", year=2011)
    now = evaluation_states.laid(year=2012)

    (row,) = assessments.start_from_last_year(now.evaluation, by=now.approvers["KD"])

    assert set(row.authors.all()) == {before.editors["KD"], now.approvers["KD"]}


def test_follows_the_text_of_a_picked_entry(wrote: Membership) -> None:
    entry = recorders.taken_to(
        State.PUBLISHED,
        by=wrote,
        decided_by=recorders.approver(),
        ref=evaluation_states.REF,
        true_on=date(2012, 5, 1),
    )
    laid = evaluation_states.laid()

    row = laid.assess("KD", entries=[entry], new_sources=[])

    assert set(row.authors.all()) == {wrote, laid.editors["KD"]}


def test_verification_names_an_assessment_that_lacks_the_author_of_its_entry(
    wrote: Membership,
) -> None:
    published: dict[str, Any] = {
        "by": wrote,
        "decided_by": recorders.approver(),
        "ref": evaluation_states.REF,
    }
    entry = recorders.taken_to(State.PUBLISHED, **published)
    row = evaluation_states.laid().assess("KD", entries=[entry], new_sources=[])
    row.authors.remove(wrote)

    (error,) = relations.errors()
    assert error.what == "an author of its entries is not its author"


def test_keeps_the_authors_of_a_row_that_gets_one_text_for_many() -> None:
    laid = evaluation_states.laid()
    row = laid.assess("KD")

    assessments.set_text(
        laid.evaluation,
        {row.commitment: row.version},
        by=laid.approvers["KD"],
        narrative="Eksempel: én tekst.",
        language="nb",
    )

    assert set(row.authors.all()) == {laid.editors["KD"], laid.approvers["KD"]}
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize(
    ("route", "message"),
    [
        ("a correction that repeats it", "an author of what it corrects is not its author"),
        ("a source that somebody else cites", "who entered a source is not its author"),
        ("a file that somebody else imports", "the maker of its file is not its author"),
        (
            "a document that somebody else describes",
            "who entered a source is not its author",
        ),
    ],
)
def test_verification_names_a_row_that_lacks_an_author(
    route: str, message: str, wrote: Membership, saves: Membership
) -> None:
    row = ROUTES[route](wrote, saves)
    with connection.cursor() as cursor:
        authors = f"{row._meta.db_table}_authors WHERE {row._meta.model_name}_id = %s"
        cursor.execute(f"DELETE FROM {authors} AND membership_id = %s", [row.pk, wrote.pk])  # noqa: S608

    errors = [str(error) for error in relations.errors()]

    assert any(f"{row.pk}" in error and message in error for error in errors), errors
