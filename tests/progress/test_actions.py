"""The verbs of progress entries: who may, when, and what each writes once."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from commitments.foundation.choices import State
from commitments.foundation.content_version import ContentVersion
from commitments.foundation.stale_row import StaleRowError
from commitments.people.models import Membership, Role
from commitments.progress import actions as progress
from commitments.progress.models import ProgressEntry
from commitments.publishing import edit_actions, workflow
from tests import make
from tests.support import recorders

pytestmark = pytest.mark.usefixtures("texts")


def history(entry: ProgressEntry) -> list[tuple[str, str]]:
    """What was done in which state, the first first."""
    rows = ProgressEntry.history.filter(id=entry.pk).order_by("history_step")
    return [(row.history_type, row.state) for row in rows]


def test_the_history_has_every_step() -> None:
    eva, arne = recorders.editor(), recorders.approver()
    entry = recorders.taken_to(State.RETURNED, by=eva, decided_by=arne)
    entry = edit_actions.edit(
        entry, recorders.content(narrative="Eksempel: ny."), by=eva, version=3
    )
    entry = workflow.submit(entry, by=eva, version=4)
    entry = workflow.approve(entry, by=arne, version=5)
    entry = recorders.proposed(entry, by=eva)
    workflow.withdraw(entry, by=arne, version=7)

    assert history(entry) == [
        ("+", "draft"),
        ("~", "submitted"),
        ("~", "returned"),
        ("~", "returned"),
        ("~", "submitted"),
        ("~", "published"),
        ("~", "published"),
        ("~", "withdrawn"),
    ]
    people = {row.history_user for row in entry.history.all()}
    assert people == {eva.user, arne.user}


def test_history_keeps_the_sources_of_each_moment() -> None:
    eva = recorders.editor()
    entry = recorders.taken_to(State.DRAFT, by=eva)
    edit_actions.edit(entry, recorders.content(new_sources=[]), by=eva, version=1)

    now, before = entry.history.all()
    assert now.sources.count() == 0
    assert [row.source.title for row in before.sources.all()] == ["Eksempel: referat"]


def test_only_what_the_public_sees_steps_the_content_version() -> None:
    eva, arne = recorders.editor(), recorders.approver()
    before, _changed = ContentVersion.current()

    entry = recorders.taken_to(State.SUBMITTED, by=eva)
    assert ContentVersion.current()[0] == before
    entry = workflow.approve(entry, by=arne, version=entry.version)
    assert ContentVersion.current()[0] == before + 1
    workflow.correct(entry, by=eva)
    assert ContentVersion.current()[0] == before + 1


def test_a_resubmission_forgets_the_note() -> None:
    eva = recorders.editor()
    entry = recorders.taken_to(State.RETURNED, by=eva)

    entry = workflow.submit(entry, by=eva, version=entry.version)

    assert (entry.return_note, entry.returned_at, entry.returned_by) == ("", None, None)


def test_a_published_correction_replaces_the_original() -> None:
    eva, arne = recorders.editor(), recorders.approver()
    old = recorders.taken_to(State.PUBLISHED, by=eva, decided_by=arne)
    new = workflow.correct(old, by=eva)
    content = recorders.content(correction_reason="Eksempel: glemt.")
    new = edit_actions.edit_and_submit(new, content, by=eva, version=1)
    new = workflow.approve(new, by=arne, version=new.version)

    old.refresh_from_db()
    assert (old.state, old.superseded_at, old.superseded_by) == (
        State.CORRECTED,
        new.published_at,
        arne,
    )


def test_a_correction_of_a_correction_repeats_the_fields_but_not_the_reason() -> None:
    eva, arne = recorders.editor(), recorders.approver()
    first = workflow.correct(recorders.taken_to(State.PUBLISHED, by=eva, decided_by=arne), by=eva)
    content = recorders.content(language="nn", correction_reason="Eksempel: glemt.")
    first = edit_actions.edit_and_submit(first, content, by=eva, version=1)
    first = workflow.approve(first, by=arne, version=first.version)

    second = workflow.correct(first, by=eva)

    repeated = {name: getattr(first, name) for name in ProgressEntry.field_names()}
    assert repeated["correction_reason"] == "Eksempel: glemt."
    for name, value in {**repeated, "correction_reason": ""}.items():
        assert getattr(second, name) == value, name


def test_who_corrects_cannot_publish_the_correction() -> None:
    arne = recorders.approver()
    new = workflow.correct(recorders.taken_to(State.PUBLISHED, decided_by=arne), by=arne)
    content = recorders.content(correction_reason="Eksempel: glemt.")
    new = edit_actions.edit_and_submit(new, content, by=arne, version=1)

    with pytest.raises(PermissionDenied, match="En annen godkjenner publiserer den"):
        workflow.approve(new, by=arne, version=new.version)


def test_a_new_membership_does_not_make_an_author_a_stranger() -> None:
    author = recorders.editor()
    entry = recorders.taken_to(State.SUBMITTED, by=author)
    author.ended_at, author.ended_by = timezone.now(), author
    author.save()
    promoted = make.make_membership(role=Role.APPROVER, user=author.user)

    with pytest.raises(PermissionDenied, match="En annen godkjenner publiserer den"):
        workflow.approve(entry, by=promoted, version=entry.version)


def test_a_form_sent_twice_by_the_actions_is_one_row() -> None:
    eva, token = recorders.editor(), uuid4()

    first = progress.draft_and_submit(
        recorders.commitment(), recorders.content(), by=eva, token=token
    )
    again = progress.draft_and_submit(
        recorders.commitment(), recorders.content(), by=eva, token=token
    )

    assert first.pk == again.pk
    assert history(first) == [("+", "draft"), ("~", "submitted")]


def test_saves_nothing_that_cannot_be_submitted() -> None:
    with pytest.raises(ValidationError):
        progress.draft_and_submit(
            recorders.commitment(),
            recorders.content(status=""),
            by=recorders.editor(),
            token=uuid4(),
        )

    assert not ProgressEntry.objects.exists()
    assert not ProgressEntry.history.exists()


VERBS: dict[str, tuple[State, Callable[[ProgressEntry, Membership, int], Any]]] = {
    "edit": (
        State.DRAFT,
        lambda e, by, v: edit_actions.edit(
            e, recorders.content(narrative="Eksempel: annet."), by=by, version=v
        ),
    ),
    "submit": (State.DRAFT, lambda e, by, v: workflow.submit(e, by=by, version=v)),
    "send_back": (
        State.SUBMITTED,
        lambda e, by, v: workflow.send_back(e, by=by, version=v, note="a"),
    ),
    "approve": (State.SUBMITTED, lambda e, by, v: workflow.approve(e, by=by, version=v)),
    "propose_withdrawal": (
        State.PUBLISHED,
        lambda e, by, v: workflow.propose_withdrawal(e, by=by, version=v, reason="a"),
    ),
    "discard": (State.DRAFT, lambda e, by, v: workflow.discard(e, by=by, version=v)),
    "correct": (State.PUBLISHED, lambda e, by, _v: workflow.correct(e, by=by)),
}


@pytest.mark.parametrize("verb", VERBS)
def test_the_own_approver_may(verb: str) -> None:
    state, act = VERBS[verb]
    entry = recorders.taken_to(state)

    act(entry, recorders.approver(), entry.version)

    assert history(entry)[-1] != ("+", "draft") or verb == "correct"


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("stale", [0, 99], ids=["stale", "from the future"])
def test_nobody_acts_on_what_has_moved_on(verb: str, stale: int) -> None:
    state, act = VERBS[verb]
    entry = recorders.taken_to(state)
    before = recorders.snapshot([entry])
    if verb == "correct":
        return

    with pytest.raises(StaleRowError) as refusal:
        act(entry, recorders.approver(), stale)

    assert refusal.value.current.pk == entry.pk
    assert recorders.snapshot([entry]) == before


def ended() -> Membership:
    membership = recorders.approver()
    membership.ended_at, membership.ended_by = timezone.now(), membership
    membership.save()
    return membership


def deactivated() -> Membership:
    membership = recorders.approver()
    membership.user.is_active = False
    membership.user.save()
    return membership


STRANGERS: dict[str, Callable[[], Membership]] = {
    "the other party": lambda: recorders.approver("KS"),
    "an office": lambda: make.make_membership(role=Role.OFFICE_VIEWER),
    "the secretariat": lambda: make.make_membership(role=Role.SECRETARIAT),
    "unconfirmed": lambda: make.make_membership(role=Role.APPROVER, confirmed=False),
    "ended": ended,
    "deactivated": deactivated,
}


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("verb", VERBS)
def test_nobody_else_may(verb: str, stranger: str) -> None:
    state, act = VERBS[verb]
    entry = recorders.taken_to(state)
    before = recorders.snapshot([entry])

    with pytest.raises(PermissionDenied):
        act(entry, STRANGERS[stranger](), entry.version)

    assert recorders.snapshot([entry]) == before


@pytest.mark.parametrize("stranger", [name for name in STRANGERS if name != "the other party"])
def test_nobody_else_records(stranger: str) -> None:
    with pytest.raises(PermissionDenied):
        progress.draft(
            recorders.commitment(), recorders.content(), by=STRANGERS[stranger](), token=uuid4()
        )

    assert not ProgressEntry.objects.exists()


ALLOWED = {
    State.DRAFT: {"edit", "submit", "discard"},
    State.RETURNED: {"edit", "submit", "discard"},
    State.SUBMITTED: {"send_back", "approve"},
    State.PUBLISHED: {"correct", "propose_withdrawal"},
    State.WITHDRAWN: set[str](),
}


@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize("verb", VERBS)
def test_each_state_has_its_steps_and_no_others(verb: str, state: State) -> None:
    entry = recorders.taken_to(state)
    before = recorders.snapshot([entry])

    if verb in ALLOWED[state]:
        VERBS[verb][1](entry, recorders.approver(), entry.version)
    else:
        with pytest.raises((PermissionDenied, ValidationError)):
            VERBS[verb][1](entry, recorders.approver(), entry.version)
        assert recorders.snapshot([entry]) == before
