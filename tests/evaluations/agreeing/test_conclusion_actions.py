"""The joint conclusion: proposals, answers, and what they do to signatures."""

import pytest

from commitments.evaluations.agreeing import conclusion_actions
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.revisions.record import document_of
from commitments.foundation.content_version import ContentVersion
from tests.support import evaluation_states

pytestmark = pytest.mark.usefixtures("texts")


def states() -> list[tuple[int, str, str]]:
    return list(Conclusion.objects.order_by("number").values_list("number", "party__code", "state"))


def test_a_proposal_is_accepted_by_an_approver_of_the_other_party() -> None:
    found = evaluation_states.evaluation_in("conclusion_proposed")
    proposal = Conclusion.objects.get()

    for by in (found.editors["KS"], found.approvers["KD"], found.secretariat):
        assert evaluation_states.refused(conclusion_actions.accept, proposal, by=by) == {
            "": "PermissionDenied"
        }
    before, _at = ContentVersion.current()
    accepted = conclusion_actions.accept(proposal, by=found.approvers["KS"])

    assert accepted.answered_by == found.approvers["KS"]
    assert ContentVersion.current()[0] == before + 1
    assert accepted.history.count() == 2
    assert evaluation_states.refused(
        conclusion_actions.accept, proposal, by=found.approvers["KS"]
    ) == {"": "answered"}


def test_a_counter_proposal_answers_and_awaits_an_answer() -> None:
    found = evaluation_states.evaluation_in("conclusion_proposed")
    proposal = Conclusion.objects.get()

    answer = conclusion_actions.counter(
        proposal, by=found.editors["KS"], text="Eksempel: vi er uenige.", language="nn"
    )

    assert states() == [(1, "KD", "countered"), (2, "KS", "proposed")]
    by = found.editors["KS"]
    assert evaluation_states.refused(
        conclusion_actions.counter, answer, by=by, text="Eksempel.", language="nb"
    ) == {"": "PermissionDenied"}
    conclusion_actions.accept(answer, by=found.approvers["KD"])
    concluded = document_of(found.evaluation).conclusion
    assert concluded
    assert (concluded.text, concluded.party) == ("Eksempel: vi er uenige.", "KS")


def test_a_proposal_is_withdrawn_by_its_party_until_it_is_answered() -> None:
    found = evaluation_states.evaluation_in("conclusion_proposed")
    proposal = Conclusion.objects.get()
    other = found.approvers["KS"]

    assert evaluation_states.refused(conclusion_actions.withdraw_proposal, proposal, by=other) == {
        "": "PermissionDenied"
    }
    conclusion_actions.withdraw_proposal(proposal, by=found.approvers["KD"])

    assert states() == [(1, "KD", "withdrawn")]
    assert evaluation_states.refused(conclusion_actions.accept, proposal, by=other) == {
        "": "answered"
    }
    again = found.approvers["KD"]
    assert evaluation_states.refused(conclusion_actions.withdraw_proposal, proposal, by=again) == {
        "": "answered"
    }
    assert found.propose("KS").number == 2


def test_a_new_proposal_takes_the_place_of_the_accepted_one_only_when_accepted() -> None:
    found = evaluation_states.evaluation_in("conclusion_accepted")
    proposal = found.propose("KS", "Eksempel: ny.")
    current = document_of(found.evaluation).conclusion

    assert current
    assert current.text == "Eksempel: vi er enige."
    assert evaluation_states.state_of(found.evaluation) == "conclusion_proposed"
    conclusion_actions.accept(proposal, by=found.approvers["KD"])
    current = document_of(found.evaluation).conclusion
    assert current
    assert current.text == "Eksempel: ny."
    assert states() == [(1, "KD", "accepted"), (2, "KS", "accepted")]


def test_an_amendment_keeps_the_accepted_conclusion() -> None:
    found = evaluation_states.evaluation_in("conclusion_accepted")

    found.amend("KD")

    assert evaluation_states.state_of(found.evaluation) == "conclusion_accepted"


def test_a_new_proposal_voids_the_signature() -> None:
    found = evaluation_states.evaluation_in("signed_by_one")

    found.propose("KS")

    assert SignOff.objects.get().voided_why == "new_proposal"


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("open", "not_revealed"),
        ("handed_in_by_one", "not_revealed"),
        ("conclusion_proposed", "open_proposal"),
        ("signed", "signed"),
    ],
)
def test_a_proposal_has_its_time(state: str, code: str) -> None:
    found = evaluation_states.evaluation_in(state)

    assert evaluation_states.refused(found.propose, "KS") == {"": code}


@pytest.mark.parametrize(
    ("text", "language", "errors"),
    [
        (" ", "nb", {"text": "required"}),
        ("\ufffd", "nb", {"text": "unreadable"}),
        ("å" * 10_001, "nb", {"text": "max_length"}),
        ("Eksempel.", "en", {"language": "invalid_choice"}),
    ],
)
def test_a_proposal_is_a_readable_text(text: str, language: str, errors: dict[str, str]) -> None:
    found = evaluation_states.evaluation_in("revealed")
    by = found.editors["KD"]

    assert (
        evaluation_states.refused(
            conclusion_actions.propose, found.evaluation, by=by, text=text, language=language
        )
        == errors
    )
    assert evaluation_states.refused(
        conclusion_actions.propose,
        found.evaluation,
        by=found.secretariat,
        text="Eksempel.",
        language="nb",
    ) == {"": "PermissionDenied"}
