"""Handing in: what must be complete, what is frozen, and when it may be taken back."""

import json
from datetime import date
from typing import Any

import pytest

from commitments.evaluations.assessing import submission_actions
from commitments.evaluations.assessing.actions import set_text
from commitments.evaluations.assessing.submission_actions import (
    IncompleteAssessmentsError,
    UnconfirmedGapsError,
)
from commitments.evaluations.assessing.submission_models import Submission
from commitments.foundation.canonical import canonical, digest
from commitments.foundation.choices import State
from commitments.foundation.content_version import ContentVersion
from commitments.register.reservation_models import Reservation
from tests.support import evaluation_states, published_entries, recorders

pytestmark = pytest.mark.usefixtures("texts")

NOTHING: dict[str, Any] = {"narrative": "", "new_sources": []}
TEXT: dict[str, Any] = {"new_sources": []}
SOURCE: dict[str, Any] = {"narrative": ""}


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"verdict": "fulfilled", **NOTHING}, {"narrative", "sources"}),
        ({"verdict": "fulfilled", **TEXT}, {"sources"}),
        ({"verdict": "fulfilled", **SOURCE}, {"narrative"}),
        ({"verdict": "partly_fulfilled", **TEXT}, {"sources"}),
        ({"verdict": "not_fulfilled", "reason": "unknown", **NOTHING}, {"narrative"}),
        ({"verdict": "cannot_be_verified", "gap": "wording", **NOTHING}, {"narrative"}),
        ({"verdict": "", **TEXT}, {"verdict"}),
    ],
)
def test_an_incomplete_row_stops_it(changed: dict[str, Any], missing: set[str]) -> None:
    found = evaluation_states.laid()
    row = found.assess("KD", **changed)

    with pytest.raises(IncompleteAssessmentsError) as refusal:
        found.submit("KD")

    assert {kept.pk: set(lacks) for kept, lacks in refusal.value.rows.items()} == {row.pk: missing}
    assert row.commitment.ref in str(refusal.value.messages)
    assert evaluation_states.refused(found.submit, "KD") == {"": "incomplete_assessments"}


@pytest.mark.parametrize(
    "changed",
    [
        {"verdict": "fulfilled"},
        {"verdict": "partly_fulfilled"},
        {"verdict": "not_fulfilled", "reason": "unknown", **TEXT},
        {"verdict": "cannot_be_verified", "gap": "wording", **TEXT},
    ],
)
def test_a_complete_row_is_handed_in(changed: dict[str, Any]) -> None:
    found = evaluation_states.laid()
    found.assess("KD", **changed)

    found.submit("KD")

    assert evaluation_states.state_of(found.evaluation) == "handed_in_by_one"


def test_not_applicable_needs_grounds_alone() -> None:
    found = evaluation_states.laid(slug="2005-2009", year=2006)
    found.assess("KS", "2005-F4", verdict="not_applicable", **NOTHING)

    assert evaluation_states.refused(found.submit, "KS") == {"": "incomplete_assessments"}
    found.assess("KS", "2005-F4", verdict="not_applicable", version=1, **TEXT)
    assert found.submit("KS")


def test_a_used_reservation_needs_grounds_alone() -> None:
    found = evaluation_states.laid()
    entry = recorders.taken_to(State.PUBLISHED, ref=evaluation_states.REF, true_on=date(2012, 3, 1))
    used: dict[str, Any] = {
        "verdict": "reservation_used",
        "reservation": Reservation.objects.get(ref="2011-R2"),
    }
    found.assess("KD", **used, **NOTHING, entries=[entry])

    assert evaluation_states.refused(found.submit, "KD") == {"": "incomplete_assessments"}
    found.assess("KD", **used, version=1, **TEXT)
    assert found.submit("KD")


def test_a_picked_entry_is_a_source_and_grounds_for_fulfilled_alone() -> None:
    found = evaluation_states.laid()
    entry = recorders.taken_to(State.PUBLISHED, ref=evaluation_states.REF, true_on=date(2012, 3, 1))
    found.assess("KD", **NOTHING, entries=[entry], verdict="partly_fulfilled")

    assert evaluation_states.refused(found.submit, "KD") == {"": "incomplete_assessments"}
    found.assess("KD", **NOTHING, entries=[entry], version=1)
    assert found.submit("KD")


def test_an_entry_that_the_party_has_given_up_carries_nothing() -> None:
    found = evaluation_states.laid()
    entry = recorders.taken_to(State.PUBLISHED, ref=evaluation_states.REF, true_on=date(2012, 3, 1))
    found.assess("KD", **NOTHING, entries=[entry])

    entry.refresh_from_db()
    published_entries.withdraw(entry)

    assert evaluation_states.refused(found.submit, "KD") == {"": "incomplete_assessments"}


def test_gaps_are_listed_by_name_and_confirmed_once() -> None:
    found = evaluation_states.laid()
    found.assess("KS")

    with pytest.raises(UnconfirmedGapsError) as refusal:
        found.submit("KS", confirmed=[])

    refs = [row.ref for row in evaluation_states.commitments() if row.ref != evaluation_states.REF]
    assert refusal.value.refs == refs
    assert evaluation_states.refused(found.submit, "KS", confirmed=refs[1:]) == {
        "": "unconfirmed_gaps"
    }
    assert found.submit("KS", confirmed=refs).confirmed_gaps == refs


def test_a_missing_view_of_what_the_other_answers_for_is_no_gap() -> None:
    found = evaluation_states.laid()

    assert found.editors["KD"].party
    gaps = submission_actions.gaps_of(found.evaluation, found.editors["KD"].party)

    assert evaluation_states.ONLY_KS not in gaps
    assert len(gaps) == 16


def test_what_is_handed_in_is_kept_in_canonical_bytes() -> None:
    found = evaluation_states.laid()
    row = found.assess("KD", narrative="Eksempel:\r\ne\u0301n")
    before, _at = ContentVersion.current()

    submission = found.submit("KD")

    content = json.loads(submission.content)
    assert canonical(content).decode() == submission.content
    assert digest(submission.content.encode()) == submission.content_sha256
    assert content["vurderinger"][evaluation_states.REF]["begrunnelse"] == "Eksempel:\nén"
    assert list(submission.sources.all()) == list(row.sources.all())
    assert ContentVersion.current()[0] == before + 1
    assert submission.history.count() == 1


def test_only_an_approver_hands_in_and_takes_back() -> None:
    found = evaluation_states.evaluation_in("handed_in_by_one")

    for by in (found.editors["KS"], found.secretariat):
        assert evaluation_states.refused(submission_actions.submit, found.evaluation, by=by) == {
            "": "PermissionDenied"
        }
    for by in (found.editors["KD"], found.secretariat):
        assert evaluation_states.refused(submission_actions.take_back, found.evaluation, by=by) == {
            "": "PermissionDenied"
        }


def test_a_hand_in_is_taken_back_and_written_on() -> None:
    found = evaluation_states.evaluation_in("handed_in_by_one")
    by = found.approvers["KD"]

    submission_actions.take_back(found.evaluation, by=by)

    assert evaluation_states.state_of(found.evaluation) == "open"
    found.assess("KD", narrative="Eksempel: bedre.", version=1)
    assert found.submit("KD")
    assert Submission.objects.count() == 2
    assert Submission.objects.current().count() == 1


def test_a_hand_in_is_final_once_both_have_handed_in() -> None:
    found = evaluation_states.evaluation_in("revealed")
    by = found.approvers["KD"]

    assert evaluation_states.refused(submission_actions.take_back, found.evaluation, by=by) == {
        "": "revealed"
    }
    assert evaluation_states.refused(found.submit, "KD") == {"": "submitted"}


def test_what_is_not_handed_in_cannot_be_taken_back() -> None:
    found = evaluation_states.evaluation_in("handed_in_by_one")
    by = found.approvers["KS"]

    assert evaluation_states.refused(submission_actions.take_back, found.evaluation, by=by) == {
        "": "not_submitted"
    }


def test_a_text_without_a_verdict_is_not_left_behind_unseen() -> None:
    found = evaluation_states.laid()
    marked = {recorders.commitment(evaluation_states.REF): 0}
    by = found.editors["KD"]
    set_text(found.evaluation, marked, by=by, narrative="Eksempel.", language="nb")

    assert evaluation_states.refused(found.submit, "KD") == {"": "incomplete_assessments"}
