from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commitments.evaluations.agreeing import conclusion_actions, reopening_actions
from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.evaluations.assessing import submission_actions
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.facts import facts
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.verify import checked
from commitments.evaluations.state import marks
from commitments.trust import everything, redaction
from tests.support import evaluation_states
from tests.support.database_hashes import digest
from tests.support.evaluation_states import Table

REASON = "Eksempel: et tall var feil."


def requested(found: Table, party: str = "KS", **changed: Any) -> Reopening:
    values = {"by": found.approvers[party], "reason": REASON, "language": "nb", **changed}
    return reopening_actions.ask(found.evaluation, **values)


def reopened(found: Table) -> Table:
    found.evaluation = reopening_actions.agree(requested(found), by=found.approvers["KD"])
    return found


def contents_of_round(round_: int) -> list[Any]:
    """What the assessments of a round say, with their relations, without keys and versions."""
    rows = Assessment.objects.filter(round=round_).with_relations().in_text_order()
    left_out = {"id", "round", "_state", "version"}
    return [
        (
            {name: value for name, value in vars(row).items() if name not in left_out}
            | {"_prefetched_objects_cache": None},
            set(row.sources.all()),
            set(row.entries.all()),
            set(row.authors.all()),
        )
        for row in rows
    ]


def test_a_request_waits_and_changes_nothing_public(signed: Table) -> None:
    request = requested(signed)

    assert list(Reopening.objects.awaiting_answer()) == [request]
    assert evaluation_states.state_of(signed.evaluation) == "signed"
    assert not Reopening.objects.agreed().exists()


def test_consent_opens_a_round_that_is_revealed_and_holds_copies(signed: Table) -> None:
    reopened(signed)

    assert evaluation_states.state_of(signed.evaluation) == "revealed"
    assert marks(facts(signed.evaluation)) == {"reopened"}
    assert contents_of_round(2) == contents_of_round(1)
    columns = ("party", "content", "content_sha256", "submitted_at", "submitted_by")
    first = Submission.objects.filter(round=1).values_list(*columns)
    assert list(Submission.objects.filter(round=2).values_list(*columns)) == list(first)


def test_the_next_signatures_make_the_next_revision_and_the_old_one_stays(signed: Table) -> None:
    reopened(signed)
    before = Revision.objects.values().get(number=1)

    signed.amend("KD", narrative="Eksempel: rettet.")
    conclusion_actions.accept(signed.propose("KS"), by=signed.approvers["KD"])
    signed.sign("KS")
    signed.sign("KD")

    first, second = Revision.objects.order_by("number")
    assert (second.number, second.round, second.document.round) == (2, 2, 2)
    assert second.previous_sha256 == first.revision_sha256
    assert Revision.objects.values().get(number=1) == before
    assert checked(first).outcome == checked(second).outcome == "verified"
    assert list(Revision.objects.current()) == [second]


def test_nothing_is_handed_in_or_taken_back_in_a_later_round(signed: Table) -> None:
    reopened(signed)

    for attempt in (lambda: signed.submit("KD"), lambda: take_back(signed)):
        with pytest.raises(ValidationError) as refusal:
            attempt()
        assert refusal.value.code in {"submitted", "revealed"}


def take_back(found: Table) -> None:
    submission_actions.take_back(found.evaluation, by=found.approvers["KD"])


def test_the_asker_may_withdraw_and_ask_again(signed: Table) -> None:
    reopening_actions.withdraw(requested(signed), by=signed.approvers["KS"])

    again = requested(signed)

    assert list(Reopening.objects.awaiting_answer()) == [again]


@pytest.mark.parametrize("state", evaluation_states.STATES[:-1])
def test_only_a_signed_evaluation_is_reopened(texts: None, state: str) -> None:
    found = evaluation_states.evaluation_in(state)
    before = digest()

    with pytest.raises(ValidationError) as refusal:
        requested(found)

    assert refusal.value.code == "not_signed"
    assert digest() == before


def test_one_request_at_a_time(signed: Table) -> None:
    requested(signed)
    before = digest()

    with pytest.raises(ValidationError) as refusal:
        requested(signed, "KD")

    assert refusal.value.code == "open_request"
    assert digest() == before


@pytest.mark.parametrize(
    ("changed", "name", "code"),
    [
        ({"reason": "  "}, "reason", "required"),
        ({"reason": "x" * 2001}, "reason", "max_length"),
        ({"language": "en"}, "language", "invalid_choice"),
    ],
)
def test_a_request_needs_a_reason_in_a_known_language(
    signed: Table, changed: dict[str, str], name: str, code: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        requested(signed, **changed)

    assert [error.code for error in refusal.value.error_dict[name]] == [code]


def test_the_asker_does_not_answer_and_the_other_does_not_withdraw(signed: Table) -> None:
    request = requested(signed)
    before = digest()

    with pytest.raises(PermissionDenied):
        reopening_actions.agree(request, by=signed.approvers["KS"])
    with pytest.raises(PermissionDenied):
        reopening_actions.withdraw(request, by=signed.approvers["KD"])

    assert digest() == before


@pytest.mark.parametrize("who", ["editor", "secretariat"])
def test_approvers_alone_ask_and_agree(signed: Table, who: str) -> None:
    request = requested(signed)
    by = signed.editors["KD"] if who == "editor" else signed.secretariat
    before = digest()

    with pytest.raises(PermissionDenied):
        reopening_actions.agree(request, by=by)
    with pytest.raises(PermissionDenied):
        requested(signed, by=by)

    assert digest() == before


def test_an_answer_is_given_once(signed: Table) -> None:
    request = requested(signed)
    reopening_actions.agree(request, by=signed.approvers["KD"])
    before = digest()

    for action, party in ((reopening_actions.agree, "KD"), (reopening_actions.withdraw, "KS")):
        with pytest.raises(ValidationError) as refusal:
            action(request, by=signed.approvers[party])
        assert refusal.value.code == "answered"

    assert digest() == before


@pytest.mark.usefixtures("texts", "uploads")
def test_what_was_struck_out_before_is_copied_and_verifies() -> None:
    found = evaluation_states.evaluation_in("signed")
    redaction.redact("to møter i året", reason="Eksempel: personvern.", names=("Kari", "Ola"))
    values = {"reason": "Eksempel: et tall var feil.", "language": "nb"}
    request = reopening_actions.ask(found.evaluation, by=found.approvers["KD"], **values)

    reopening_actions.agree(request, by=found.approvers["KS"])

    assert list(everything.errors()) == []
