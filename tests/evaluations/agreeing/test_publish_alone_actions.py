from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from commitments.evaluations.agreeing import conclusion_actions
from commitments.evaluations.agreeing.publish_alone_actions import publish_alone
from commitments.evaluations.assessing import submission_actions
from commitments.evaluations.facts import facts
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.record import to_publish_alone
from commitments.evaluations.revisions.verify import checked
from commitments.evaluations.state import marks
from commitments.foundation.content_version import ContentVersion
from commitments.people.rights import FactorTooOldError
from tests.support import evaluation_states
from tests.support.database_hashes import digest
from tests.support.evaluation_states import Table

AFTER_GRACE = "2040-03-16 12:00 +0000"
SECRET = "Eksempel: to møter i året."


@pytest.fixture
def late(texts: None) -> Iterator[Table]:
    """KD has handed in; deadline and grace are over, and KS has written but not handed in."""
    found = evaluation_states.evaluation_in("handed_in_by_one")
    with time_machine.travel(AFTER_GRACE, tick=True):
        yield found


def alone(found: Table, party: str = "KD", **changed: Any) -> Revision:
    values = {"by": found.approvers[party], "factor_at": timezone.now(), **changed}
    return publish_alone(found.evaluation, **values)


def test_takes_the_next_number_and_is_signed_by_nobody(late: Table) -> None:
    revision = alone(late)

    assert (revision.number, revision.kind, revision.signoffs.count()) == (1, "one_sided", 0)
    assert revision.sealed.signatures == ()
    assert checked(revision).outcome == "verified"
    assert evaluation_states.state_of(late.evaluation) == "handed_in_by_one"
    assert marks(facts(late.evaluation)) == {"one_sided"}


def test_reveals_nothing_of_what_the_other_has_written(late: Table) -> None:
    revision = alone(late)
    document = revision.document

    assert SECRET not in revision.content
    assert [row.party for row in document.submissions] == ["KD"]
    spoken = {(row.ref, column.party) for row in document.rows for column in row.spoken}
    assert spoken == {(evaluation_states.REF, "KD")}
    assert {source.party.code for source in revision.sources.all() if source.party} == {"KD"}


def test_is_the_same_whatever_the_other_has_written(late: Table) -> None:
    revision = alone(late)

    late.assess("KS", version=1, narrative="Eksempel: noe helt annet.")
    late.assess("KS", "2011-F3")

    assert content_alone(late) == revision.content


def content_alone(found: Table) -> str:
    """What KD would publish alone now."""
    party = found.approvers["KD"].party
    assert party
    return to_publish_alone(evaluation_states.fresh(found.evaluation), party).text


@pytest.mark.parametrize(
    ("moment", "code"),
    [("2040-03-15 22:59 +0000", "grace_running"), ("2040-03-15 23:00 +0000", "")],
)
def test_waits_for_the_end_of_the_last_day_of_grace_in_norway(
    texts: None, moment: str, code: str
) -> None:
    found = evaluation_states.evaluation_in("handed_in_by_one")

    with time_machine.travel(moment):
        refusal = refused(found)

    assert refusal == code


def refused(found: Table, **changed: Any) -> str:
    """The code of the refusal, "" where there is none."""
    try:
        alone(found, **changed)
    except ValidationError as error:
        return str(error.code)
    return ""


def test_is_refused_to_the_party_that_has_not_handed_in(late: Table) -> None:
    before = digest()

    assert refused(late, party="KS") == "not_submitted"
    assert digest() == before


def test_is_refused_once_both_have_handed_in(late: Table) -> None:
    late.submit("KS")
    before = digest()

    assert refused(late) == "revealed"
    assert digest() == before


def test_is_refused_a_second_time(late: Table) -> None:
    alone(late)
    before = digest()

    assert refused(late) == "published_alone"
    assert digest() == before


@pytest.mark.parametrize("who", ["editor", "secretariat"])
def test_is_refused_to_others_than_approvers(late: Table, who: str) -> None:
    by = late.editors["KD"] if who == "editor" else late.secretariat
    before = digest()

    with pytest.raises(PermissionDenied):
        alone(late, by=by)

    assert digest() == before


def test_asks_for_the_second_factor(late: Table) -> None:
    with pytest.raises(FactorTooOldError):
        alone(late, factor_at=None)


def test_cannot_be_taken_back_with_its_hand_in(late: Table) -> None:
    alone(late)
    before = digest()

    with pytest.raises(ValidationError) as refusal:
        submission_actions.take_back(late.evaluation, by=late.approvers["KD"])

    assert refusal.value.code == "published_alone"
    assert digest() == before


def test_steps_the_content_version(late: Table) -> None:
    number, _changed_at = ContentVersion.current()

    alone(late)

    assert ContentVersion.current()[0] == number + 1


def test_a_late_hand_in_is_marked_and_the_signed_revision_takes_its_place(late: Table) -> None:
    first = alone(late)
    late.submit("KS")
    conclusion_actions.accept(late.propose("KD"), by=late.approvers["KS"])
    late.sign("KD")
    late.sign("KS")
    signed = Revision.objects.get(number=2)

    marked = {row.party: row.is_after_reveal for row in signed.document.submissions}
    assert marked == {"KD": False, "KS": True}
    assert signed.previous_sha256 == first.revision_sha256
    assert checked(signed).outcome == checked(first).outcome == "verified"
    assert list(Revision.objects.current()) == [signed]
