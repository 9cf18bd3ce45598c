"""Signing: one's own party, this content, a fresh factor; then it is published and locked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.models import Agreement
from commitments.evaluations.agreeing import conclusion_actions, signing_actions
from commitments.evaluations.agreeing.signing_actions import StaleContentError
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.revisions.document import (
    ASSESSMENT,
    SILENT,
    EvaluationDocument,
    SignedColumn,
)
from commitments.evaluations.revisions.document_json import frozen
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.record import to_sign
from commitments.foundation.canonical import digest
from commitments.foundation.content_version import ContentVersion
from tests.support import evaluation_states

pytestmark = pytest.mark.usefixtures("texts")


def test_a_signature_says_who_for_whom_when_and_over_what() -> None:
    found = evaluation_states.evaluation_in("signed_by_one")

    signoff = SignOff.objects.get()

    assert signoff.signer_name == "Arne Godkjenner"
    assert signoff.signer_role == "approver"
    assert signoff.on_behalf_of == "Eksempel: for statsråden, etter fullmakt"
    assert signoff.content_sha256 == to_sign(found.evaluation).sha256
    assert signoff.party.code == "KD"
    assert signoff.history.count() == 1


def test_a_name_is_kept_as_it_was() -> None:
    found = evaluation_states.evaluation_in("signed")
    user = found.approvers["KD"].user
    user.name = "Et annet navn"
    user.save()

    assert {row.signer_name for row in Revision.objects.get().sealed.signatures} == {
        "Arne Godkjenner"
    }


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("open", "not_revealed"),
        ("revealed", "no_conclusion"),
        ("conclusion_proposed", "open_proposal"),
        ("signed_by_one", "signed_already"),
        ("signed", "signed"),
    ],
)
def test_signing_has_its_time(state: str, code: str) -> None:
    found = evaluation_states.evaluation_in(state)

    assert evaluation_states.refused(found.sign, "KD") == {"": code}


def test_only_an_approver_of_a_party_signs() -> None:
    found = evaluation_states.evaluation_in("conclusion_accepted")

    for by in (found.editors["KD"], found.secretariat):
        assert evaluation_states.refused(found.sign, "KD", by=by) == {"": "PermissionDenied"}


def test_someone_whose_membership_has_ended_does_not_sign() -> None:
    found = evaluation_states.evaluation_in("conclusion_accepted")
    by = found.approvers["KD"]
    by.ended_at, by.ended_by = timezone.now(), by
    by.save()

    assert evaluation_states.refused(found.sign, "KD") == {"": "PermissionDenied"}


@pytest.mark.parametrize("minutes", [6, None])
def test_the_second_factor_is_fresh(minutes: int | None) -> None:
    found = evaluation_states.evaluation_in("conclusion_accepted")
    factor_at = timezone.now() - timedelta(minutes=minutes) if minutes else None

    assert evaluation_states.refused(found.sign, "KD", factor_at=factor_at) == {
        "": "FactorTooOldError"
    }


@pytest.mark.parametrize(
    ("text", "code"), [(" ", "required"), ("\ufffd", "unreadable"), ("å" * 201, "max_length")]
)
def test_a_signature_says_on_whose_behalf(text: str, code: str) -> None:
    found = evaluation_states.evaluation_in("conclusion_accepted")

    assert evaluation_states.refused(found.sign, "KD", on_behalf_of=text) == {"on_behalf_of": code}


def test_nobody_without_a_name_signs() -> None:
    found = evaluation_states.evaluation_in("conclusion_accepted")
    user = found.approvers["KD"].user
    user.name = ""
    user.save()

    assert evaluation_states.refused(found.sign, "KD") == {"": "nameless"}


@pytest.mark.parametrize("change", ["amend", "propose and accept"])
def test_a_hash_of_what_has_changed_since_is_refused(change: str) -> None:
    found = evaluation_states.evaluation_in("conclusion_accepted")
    shown = to_sign(found.evaluation).sha256
    if change == "amend":
        found.amend("KD")
    else:
        conclusion_actions.accept(found.propose("KD", "Eksempel: ny."), by=found.approvers["KS"])

    with pytest.raises(StaleContentError) as refusal:
        found.sign("KS", content_sha256=shown)

    assert refusal.value.current_sha256 == to_sign(found.evaluation).sha256 != shown
    assert evaluation_states.refused(found.sign, "KS", content_sha256=shown) == {
        "": "stale_content"
    }


def test_a_signature_over_other_content_does_not_publish_with_a_newer_one() -> None:
    found = evaluation_states.evaluation_in("signed_by_one")
    change_text_of(found)

    found.sign("KS")

    first, second = SignOff.objects.order_by("signed_at")
    assert (first.voided_why, second.is_valid) == ("other_content", True)
    assert not Revision.objects.exists()
    found.sign("KD")
    assert Revision.objects.count() == 1


def change_text_of(found: evaluation_states.Table) -> None:
    Agreement.objects.filter(pk=found.evaluation.agreement.pk).update(text_sha256="f" * 64)
    found.evaluation = evaluation_states.fresh(found.evaluation)


def test_a_signature_is_withdrawn_until_the_other_signs() -> None:
    found = evaluation_states.evaluation_in("signed_by_one")
    before, _at = ContentVersion.current()

    for by in (found.editors["KD"], found.secretariat):
        assert evaluation_states.refused(
            signing_actions.withdraw_signature, found.evaluation, by=by
        ) == {"": "PermissionDenied"}
    other = found.approvers["KS"]
    assert evaluation_states.refused(
        signing_actions.withdraw_signature, found.evaluation, by=other
    ) == {"": "not_signed"}
    signing_actions.withdraw_signature(found.evaluation, by=found.approvers["KD"])

    assert evaluation_states.state_of(found.evaluation) == "conclusion_accepted"
    assert ContentVersion.current()[0] == before + 1
    found.sign("KS")
    found.sign("KD")
    signed = found.approvers["KD"]
    assert evaluation_states.refused(
        signing_actions.withdraw_signature, found.evaluation, by=signed
    ) == {"": "signed"}


def test_the_hashes_are_those_of_the_bytes() -> None:
    evaluation_states.evaluation_in("signed")

    revision = Revision.objects.get()

    assert digest(revision.content.encode()) == revision.content_sha256
    assert digest(revision.seal.encode()) == revision.revision_sha256
    assert frozen(revision.document).text == revision.content
    assert revision.sealed.content_sha256 == revision.content_sha256
    assert list(Revision.objects.current()) == [revision]


def column(document: EvaluationDocument, ref: str, party: str) -> SignedColumn:
    [row] = [row for row in document.rows if row.ref == ref]
    [found] = [column for column in row.columns if column.party == party]
    return found


def test_an_amendment_stands_beside_what_was_handed_in() -> None:
    found = evaluation_states.evaluation_in("signed_by_one")
    found.amend("KS", narrative="Eksempel: etterpå.", verdict="fulfilled")
    found.sign("KD")
    found.sign("KS")

    document = Revision.objects.get().document

    amended = column(document, evaluation_states.REF, "KS")
    assert amended.stated
    assert amended.stated.narrative == "Eksempel: etterpå."
    assert amended.handed_in
    assert amended.handed_in.narrative == "Eksempel: to møter i året."
    assert amended.amended_at
    untouched = column(document, evaluation_states.REF, "KD")
    assert (untouched.amended_at, untouched.handed_in) == (None, None)
    assert [row.ref for row in document.rows] == [
        row.ref for row in evaluation_states.commitments()
    ]
    assert column(document, evaluation_states.ONLY_KS, "KD").role == SILENT
    assert column(document, "2011-F3", "KD") == SignedColumn(
        party="KD",
        role=ASSESSMENT,
        stated=None,
        amended_at=None,
        handed_in=None,
        written_in=None,
    )
    assert untouched.written_in == 2026


def test_the_last_signature_publishes_what_both_signed() -> None:
    found = evaluation_states.evaluation_in("signed")

    revision = Revision.objects.get()
    assert (revision.number, revision.kind, revision.previous_sha256) == (1, "signed", "")
    assert {row.content_sha256 for row in revision.signoffs.all()} == {revision.content_sha256}
    assert [row.party for row in revision.sealed.signatures] == ["KD", "KS"]
    assert revision.document.conclusion
    assert revision.document.conclusion.text == "Eksempel: vi er enige."
    assert revision.sources.count() == 2
    assert found.evaluation.agreement.text_sha256 == revision.document.text_sha256
