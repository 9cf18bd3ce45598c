"""Who finds which rows to decide on: never those in which the person has a part."""

import pytest

from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from commitments.publishing import edit_actions
from commitments.publishing.queryset import StatementQuerySet
from tests.support import recorders

pytestmark = pytest.mark.usefixtures("texts")


def rows() -> StatementQuerySet[ProgressEntry]:
    return ProgressEntry.objects.all()


def proposed(by: Membership, decided_by: Membership) -> ProgressEntry:
    """A published entry that this person proposes to withdraw."""
    entry = recorders.taken_to(State.PUBLISHED, decided_by=decided_by)
    return recorders.proposed(entry, by=by)


def test_an_approver_approves_what_others_have_written_and_sent(
    eva: Membership, arne: Membership
) -> None:
    sent = recorders.taken_to(State.SUBMITTED, by=eva)
    recorders.taken_to(State.SUBMITTED, by=arne)
    recorders.taken_to(State.SUBMITTED, by=recorders.editor("KS"))
    for state in (State.DRAFT, State.RETURNED, State.PUBLISHED):
        recorders.taken_to(state, by=eva, decided_by=arne)

    assert list(rows().to_be_approved_by(arne)) == [sent]


def test_words_that_another_has_sent_are_still_ones_own(eva: Membership, arne: Membership) -> None:
    draft = recorders.taken_to(State.DRAFT, by=arne)
    content = recorders.content(narrative="Eksempel: andre ord.")
    sent = edit_actions.edit_and_submit(draft, content, by=eva, version=draft.version)
    other = recorders.approver()

    assert list(rows().to_be_approved_by(arne)) == []
    assert list(rows().to_be_approved_by(other)) == [sent]


def test_an_editor_approves_and_decides_nothing(eva: Membership, arne: Membership) -> None:
    recorders.taken_to(State.SUBMITTED, by=recorders.editor())
    proposed(arne, arne)

    assert list(rows().to_be_approved_by(eva)) == []
    assert list(rows().to_be_decided_by(eva)) == []


def test_an_approver_decides_on_what_others_have_sent_or_proposed(
    eva: Membership, arne: Membership
) -> None:
    sent, withdrawal = recorders.taken_to(State.SUBMITTED, by=eva), proposed(eva, arne)
    own, own_withdrawal = recorders.taken_to(State.SUBMITTED, by=arne), proposed(arne, arne)
    recorders.taken_to(State.PUBLISHED, by=eva, decided_by=arne)

    assert set(rows().to_be_decided_by(arne)) == {sent, withdrawal}
    assert set(rows().to_be_decided_by_others(arne)) == {own, own_withdrawal}


def test_others_decide_on_what_an_editor_has_sent_and_proposed(
    eva: Membership, arne: Membership
) -> None:
    own = [recorders.taken_to(State.SUBMITTED, by=eva), proposed(eva, arne)]
    recorders.taken_to(State.SUBMITTED, by=recorders.editor())
    recorders.taken_to(State.SUBMITTED, by=recorders.editor("KS"))

    found = list(rows().to_be_decided_by_others(eva))

    assert len(found) == 2
    assert set(found) == set(own)
