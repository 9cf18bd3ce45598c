"""Two parties at the same instant, in real threads: who comes second meets what the first did."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections

from commitments.evaluations import meeting_actions, opening_actions
from commitments.evaluations.agreeing import signing_actions
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing import actions as assessments
from commitments.evaluations.assessing import submission_actions
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.meeting_models import Meeting
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.record import to_sign
from tests import make
from tests.support import evaluation_states, recorders

pytestmark = pytest.mark.django_db(transaction=True)

Call = Callable[[], Any]
TIMES = pytest.mark.parametrize("turn", range(2))


def at_once(*calls: Call) -> list[str]:
    """What becomes of calls that begin at the same moment: "" for done, else the code."""
    gate = Barrier(len(calls))

    def run(call: Call) -> str:
        try:
            gate.wait(timeout=30)
            call()
        except ValidationError as refusal:
            return str(refusal.error_list[0].code)
        except PermissionDenied as refusal:
            return type(refusal).__name__
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


@TIMES
def test_amending_and_signing_at_once(turn: int) -> None:
    found = evaluation_states.evaluation_in("signed_by_one")
    shown = to_sign(found.evaluation).sha256

    amended, signed = at_once(
        lambda: found.amend("KD"), lambda: found.sign("KS", content_sha256=shown)
    )

    assert (amended, signed) in {("", "stale_content"), ("signed", "")}
    published = signed == ""
    assert Revision.objects.exists() == published
    valid = SignOff.objects.valid().count()
    assert valid == (2 if published else 0)


@TIMES
def test_both_sign_at_once(turn: int) -> None:
    found = evaluation_states.evaluation_in("conclusion_accepted")
    shown = to_sign(found.evaluation).sha256

    answers = at_once(
        lambda: found.sign("KD", content_sha256=shown),
        lambda: found.sign("KS", content_sha256=shown),
    )

    assert answers == ["", ""]
    assert Revision.objects.count() == 1
    assert evaluation_states.state_of(found.evaluation) == "signed"


@TIMES
def test_handing_in_and_saving_at_once(turn: int) -> None:
    found = evaluation_states.laid()
    row = found.assess("KD", narrative="Eksempel: først.")

    handed_in, saved = at_once(
        lambda: found.submit("KD"),
        lambda: found.assess("KD", narrative="Eksempel: sist.", version=row.version),
    )

    assert (handed_in, saved) in {("", ""), ("", "submitted")}
    row.refresh_from_db()
    assert row.narrative in Submission.objects.get().content


def test_two_approvers_of_one_party_sign_at_once() -> None:
    found = evaluation_states.evaluation_in("conclusion_accepted")
    other = recorders.approver("KD")

    answers = at_once(lambda: found.sign("KD"), lambda: found.sign("KD", by=other))

    assert sorted(answers) == ["", "signed_already"]
    assert SignOff.objects.count() == 1


def test_signing_and_withdrawing_at_once() -> None:
    found = evaluation_states.evaluation_in("signed_by_one")
    by = found.approvers["KD"]

    withdrawn, signed = at_once(
        lambda: signing_actions.withdraw_signature(found.evaluation, by=by),
        lambda: found.sign("KS"),
    )

    assert signed == ""
    assert withdrawn in ("", "signed")
    assert Revision.objects.exists() == (withdrawn == "signed")


def test_both_hand_in_at_once() -> None:
    found = evaluation_states.evaluation_in("open")

    assert at_once(lambda: found.submit("KD"), lambda: found.submit("KS")) == ["", ""]
    assert evaluation_states.state_of(found.evaluation) == "revealed"


def test_one_takes_back_while_the_other_hands_in() -> None:
    found = evaluation_states.evaluation_in("handed_in_by_one")
    by = found.approvers["KD"]

    taken_back, handed_in = at_once(
        lambda: submission_actions.take_back(found.evaluation, by=by), lambda: found.submit("KS")
    )

    assert handed_in == ""
    assert taken_back in ("", "revealed")
    expected = "revealed" if taken_back else "handed_in_by_one"
    assert evaluation_states.state_of(found.evaluation) == expected


def test_two_propose_at_once() -> None:
    found = evaluation_states.evaluation_in("revealed")

    answers = at_once(lambda: found.propose("KD"), lambda: found.propose("KS"))

    assert sorted(answers) == ["", "open_proposal"]


def test_a_new_row_sent_by_two_is_one_row() -> None:
    found = evaluation_states.laid()
    other = recorders.editor("KD")
    commitment = recorders.commitment(evaluation_states.REF)
    mine = evaluation_states.content(narrative="Eksempel: andres.")

    answers = at_once(
        lambda: found.assess("KD"),
        lambda: assessments.assess(found.evaluation, commitment, mine, by=other, version=0),
    )

    assert sorted(answers) == ["", "stale_row"]
    assert Assessment.objects.count() == 1


def test_an_evaluation_is_opened_once_by_two() -> None:
    answers = at_once(evaluation_states.laid, evaluation_states.laid)

    assert sorted(answers) == ["", "opened"]
    assert Evaluation.objects.count() == 1


@TIMES
def test_the_meeting_changes_before_a_signature_or_not_at_all(turn: int) -> None:
    found = evaluation_states.evaluation_in("conclusion_accepted")
    by = found.secretariat
    meeting: Meeting = make.make_meeting(entered_by=by)
    opening_actions.set_meeting(found.evaluation, meeting, by=by, version=1)
    facts: dict[str, Any] = {"year": 2012, "number": 2, "held_on": meeting.held_on}
    shown = to_sign(evaluation_states.fresh(found.evaluation)).sha256

    edited, signed = at_once(
        lambda: meeting_actions.edit_meeting(meeting, by=by, version=1, **facts),
        lambda: found.sign("KD", content_sha256=shown),
    )

    assert (edited, signed) in {("", "stale_content"), ("signed", "")}
