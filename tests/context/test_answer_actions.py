"""A party answers a proposal: who may, what is refused, and that it is public at once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from commitments.context import answer_actions
from commitments.context.proposal_models import LONGEST_OBJECTION, Proposal, ProposalAnswer
from commitments.context.shown import state_of
from commitments.foundation.content_version import ContentVersion
from commitments.foundation.public_act import PublicAct
from commitments.people.models import Membership, Role
from commitments.trust import everything, redaction
from tests import make
from tests.support import outside_texts, recorders
from tests.support.outside_texts import REASON, approver, proposal

pytestmark = pytest.mark.usefixtures("texts")


def confirm(by: Membership, version: int = 1) -> ProposalAnswer:
    return answer_actions.confirm(proposal(), by=by, version=version)


def object_to(by: Membership, reason: str = REASON, language: str = "nb") -> ProposalAnswer:
    return answer_actions.object_to(proposal(), by=by, version=1, reason=reason, language=language)


def code_of(refusal: pytest.ExceptionInfo[ValidationError]) -> list[str | None]:
    errors = refusal.value.update_error_dict({})
    return [error.code for found in errors.values() for error in found]


def test_both_parties_confirm() -> None:
    confirm(approver("KD"))
    assert state_of(proposal())[0] == "confirmed_by_one"

    confirm(approver("KS"))

    assert state_of(proposal())[0] == "confirmed"


def test_one_party_objects_with_a_reason() -> None:
    confirm(approver("KD"))

    object_to(approver("KS"))

    state, answers = state_of(proposal())
    assert state == "objected"
    assert [(row.party.code, row.reason) for row in answers] == [("KD", ""), ("KS", REASON)]


def test_a_party_answers_again() -> None:
    by = approver("KD")
    object_to(by)

    confirm(by)

    assert state_of(proposal())[0] == "confirmed_by_one"
    assert ProposalAnswer.objects.count() == 2


def test_an_answer_is_a_public_act_with_a_history_row() -> None:
    number, _head = ContentVersion.head()

    answer = confirm(approver())

    act = PublicAct.objects.get(number=number + 1)
    assert [row[:2] for row in act.rows] == [["commitments.ProposalAnswer", str(answer.pk)]]
    [step] = ProposalAnswer.history.filter(id=answer.pk)
    assert step.history_user == answer.answered_by.user
    assert list(everything.errors()) == []


@pytest.mark.parametrize(
    "by",
    [
        make.make_membership,
        lambda: make.make_membership(role=Role.SECRETARIAT),
        lambda: make.make_membership(role=Role.OFFICE_VIEWER),
        lambda: make.make_membership(role=Role.APPROVER, confirmed=False),
        lambda: make.make_membership(role=Role.APPROVER, party="BFD"),
    ],
    ids=["editor", "secretariat", "office", "unconfirmed", "no party to the agreements"],
)
def test_nobody_but_an_approver_of_a_party_answers(by: object) -> None:
    with pytest.raises(PermissionDenied):
        confirm(by())  # type: ignore[operator]  # one of the functions above

    assert not ProposalAnswer.objects.exists()


def test_one_person_does_not_answer_for_both_parties() -> None:
    by = approver("KD")
    confirm(by)
    Membership.objects.filter(pk=by.pk).update(ended_at=timezone.now(), ended_by=by)
    other = make.make_membership(user=by.user, role=Role.APPROVER, party="KS")

    with pytest.raises(PermissionDenied):
        confirm(other)

    assert ProposalAnswer.objects.count() == 1


def test_refuses_an_answer_to_an_earlier_version() -> None:
    Proposal.objects.filter(pk=proposal().pk).update(version=2)

    with pytest.raises(ValidationError) as refusal:
        confirm(approver())

    assert code_of(refusal) == ["changed_proposal"]
    assert not ProposalAnswer.objects.exists()


def test_refuses_the_same_answer_again() -> None:
    by = approver()
    object_to(by)

    with pytest.raises(ValidationError) as refusal:
        object_to(by)

    assert code_of(refusal) == ["same_answer"]
    assert object_to(by, reason="Eksempel: en annen grunn.").number == 2


@pytest.mark.parametrize(
    ("reason", "language", "code"),
    [
        (" ", "nb", "required"),
        ("x" * (LONGEST_OBJECTION + 1), "nb", "max_length"),
        (REASON, "en", "invalid_choice"),
    ],
)
def test_refuses_an_objection_without_a_readable_reason(
    reason: str, language: str, code: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        object_to(approver(), reason, language)

    assert code_of(refusal) == [code]
    assert not ProposalAnswer.objects.exists()


def test_refuses_an_answer_to_what_no_page_shows() -> None:
    gone = outside_texts.make_proposal()

    with pytest.raises(Proposal.DoesNotExist):
        answer_actions.confirm(gone, by=approver(), version=1)


def test_a_passage_of_a_reason_can_be_redacted() -> None:
    object_to(approver(), reason="Eksempel: Per Eksempelsen sa det.")

    redaction.redact("Per Eksempelsen", reason="Eksempel: loven.", names=["Kari", "Ola"])

    assert ProposalAnswer.objects.get().reason == "Eksempel: sladdet sa det."
    assert list(everything.errors()) == []


def test_names_an_answer_of_someone_who_is_no_approver() -> None:
    answer = confirm(approver())
    ProposalAnswer.objects.filter(pk=answer.pk).update(answered_by=recorders.editor())

    errors = [error.what for error in everything.errors() if str(answer.pk) in error.where]

    assert "answered_by is no approver of its party" in errors
