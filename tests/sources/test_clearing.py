"""Clearing away files that no entry uses: what is offered, what goes, and what must stay."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.choices import State
from commitments.people.models import Membership, Role
from commitments.progress import actions as progress
from commitments.progress.models import ProgressEntry
from commitments.publishing import edit_actions, workflow
from commitments.publishing.models import Statement
from commitments.sources.actions import NewSource, add, remove_file
from commitments.sources.models import Source
from tests import make
from tests.support import recorders, regional_states, sample_files

pytestmark = pytest.mark.usefixtures("texts", "uploads")

LIST = "/en/arbeid/filer/"
Capture = Callable[..., Any]


def file_of(by: Membership, title: str = "Eksempel: referat") -> Source:
    return add(NewSource(title, file=recorders.upload()), by=by)


def url(source: Source) -> str:
    return f"{LIST}{source.pk}/fjern/"


def listed(by: Membership) -> str:
    return recorders.page_text(recorders.client_of(by).get(LIST).content)


def taken_out_of_a_draft(by: Membership) -> tuple[Source, ProgressEntry]:
    """A file that was cited by a draft and is not any more."""
    source = file_of(by)
    content = recorders.content(sources=[source], new_sources=[])
    entry = progress.draft(recorders.commitment(), content, by=by, token=uuid4())
    content = recorders.content(sources=[], new_sources=[])
    return source, edit_actions.edit(entry, content, by=by, version=entry.version)


def sent_once(by: Membership) -> Source:
    """A file that an approver was asked about before it was taken out."""
    source = file_of(by)
    entry = recorders.taken_to(State.RETURNED, by=by, sources=[source], new_sources=[])
    content = recorders.content(sources=[], new_sources=[])
    edit_actions.edit(entry, content, by=by, version=entry.version)
    return source


def sent_once_for_a_county(by: Membership) -> Source:
    """A file that an approver was asked about before it was taken out of a county's status."""
    source = file_of(by)
    row = regional_states.taken_to(State.RETURNED, by=by, sources=[source], new_sources=[])
    content = regional_states.content(sources=[], new_sources=[])
    edit_actions.edit(row, content, by=by, version=row.version)
    return source


def cited(state: State) -> Callable[[Membership], Source]:
    """A file that an entry in this state cites."""

    def made(by: Membership) -> Source:
        source = file_of(by)
        recorders.taken_to(state, by=by, sources=[source], new_sources=[])
        return source

    return made


STAYS: dict[str, Callable[[Membership], Source]] = {
    "cited by a draft": cited(State.DRAFT),
    "cited by what waits for approval": cited(State.SUBMITTED),
    "cited by what is public": cited(State.PUBLISHED),
    "cited by what is withdrawn": cited(State.WITHDRAWN),
    "sent for approval once": sent_once,
    "sent for approval once, of a county": sent_once_for_a_county,
}

# How a row is made of each model that cites sources.
MAKERS: dict[str, Callable[..., Any]] = {
    "Assessment": make.make_assessment,
    "Evaluation": make.make_evaluation,
    "Meeting": make.make_meeting,
    "PastEvaluation": make.make_past_evaluation,
    "ProgressEntry": make.make_entry,
    "RegionalStatus": make.make_status,
    "Revision": make.make_revision,
    "Submission": make.make_submission,
}


def test_the_file_goes_and_the_history_still_names_it(
    eva: Membership, uploads: Path, django_capture_on_commit_callbacks: Capture
) -> None:
    source, entry = taken_out_of_a_draft(eva)
    client = recorders.client_of(eva)
    assert "Eksempel: referat" in listed(eva)

    with django_capture_on_commit_callbacks(execute=True):
        answers = [client.post(url(source)) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [LIST] * 2
    source.refresh_from_db()
    assert (source.removed_by, bool(source.file), source.file_name) == (eva, False, "referat.pdf")
    assert not list(uploads.iterdir())
    assert client.get(f"/kilder/{source.pk}/fil/").status_code == 404
    assert "Eksempel: referat" not in listed(eva)
    history = client.get(f"/arbeid/oppforinger/{entry.pk}/historikk/")
    assert "Eksempel: referat" in recorders.page_text(history.content)


def test_the_file_of_a_discarded_draft_can_be_removed(eva: Membership) -> None:
    entry = recorders.taken_to(
        State.DRAFT, by=eva, new_sources=[NewSource("A", file=recorders.upload())]
    )
    source = entry.sources.get()
    workflow.discard(entry, by=eva, version=entry.version)

    assert remove_file(source, by=eva).removed_by == eva


def test_its_room_is_given_back(eva: Membership) -> None:
    source = file_of(eva)
    size = Source.objects.room_used()

    remove_file(source, by=eva)

    assert (size, Source.objects.room_used()) == (len(sample_files.PDF), 0)
    assert "KD has used 0 bytes of its 500.0 MB for files." in listed(eva).replace("\xa0", " ")


@pytest.mark.parametrize("case", STAYS)
def test_what_is_or_was_part_of_the_story_stays(case: str, eva: Membership, uploads: Path) -> None:
    source = STAYS[case](eva)
    assert "There are none" in listed(eva)

    answer = recorders.client_of(eva).post(url(source))

    assert answer.status_code == 409
    assert "The file cannot be removed" in answer.text
    source.refresh_from_db()
    assert source.removed_at is None
    assert len(list(uploads.iterdir())) == 1


@pytest.mark.parametrize(
    "relation", Source._meta.related_objects, ids=lambda item: item.related_model.__name__
)
def test_whatever_cites_a_file_keeps_it(relation: Any, eva: Membership) -> None:
    source, made = file_of(eva), MAKERS[relation.related_model.__name__]
    assert source in Source.objects.removable()

    if relation.many_to_many:
        getattr(made(), relation.field.name).add(source)
    else:
        made(**{relation.field.name: source})

    assert source not in Source.objects.removable()
    with pytest.raises(ValidationError) as refusal:
        remove_file(source, by=eva)
    assert refusal.value.code == "cited"


def test_every_statement_tells_what_was_sent_for_approval() -> None:
    for model in apps.get_models():
        if issubclass(model, Statement):
            assert hasattr(model.history, "sent"), model  # type: ignore[attr-defined]


def test_an_address_stays(eva: Membership) -> None:
    assert recorders.client_of(eva).post(url(make.make_source(entered_by=eva))).status_code == 409


@pytest.mark.parametrize(
    ("stranger", "status"),
    [
        ({"party": "KS", "role": Role.APPROVER}, 404),
        ({"role": Role.SECRETARIAT}, 403),
        ({"confirmed": False}, 403),
    ],
)
def test_nobody_else_removes_it(stranger: dict[str, Any], status: int, eva: Membership) -> None:
    source = file_of(eva)

    answer = recorders.client_of(make.make_membership(**stranger)).post(url(source))

    assert answer.status_code == status
    source.refresh_from_db()
    assert source.removed_at is None


def test_the_file_stays_where_the_transaction_fails(eva: Membership, uploads: Path) -> None:
    source = file_of(eva)

    def fail_after_removing() -> None:
        with transaction.atomic():
            remove_file(source, by=eva)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_removing()

    source.refresh_from_db()
    assert source.removed_at is None
    assert len(list(uploads.iterdir())) == 1


def test_a_form_that_still_cites_it_loses_nothing(eva: Membership) -> None:
    source = file_of(eva)
    remove_file(source, by=eva)
    typed = recorders.fields(sources=[source.pk], **recorders.SAVED)

    answer = recorders.client_of(eva).post(f"/en/arbeid/forpliktelser/{recorders.REF}/ny/", typed)

    assert answer.status_code == 200
    page = answer.text
    assert "A source you chose is no longer there." in page
    assert recorders.TEXT in page
    assert not ProgressEntry.objects.exists()


def test_the_cost_does_not_follow_the_number_of_files(
    eva: Membership, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    file_of(eva)
    client = recorders.client_of(eva)
    client.get(LIST)

    for more in (0, 10):
        for _ in range(more):
            file_of(eva)
        with django_assert_num_queries(7):  # four of them are the session's and the frame's
            client.get(LIST)
