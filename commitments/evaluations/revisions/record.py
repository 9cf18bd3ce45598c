"""Builds from an evaluation's rows the documents that are submitted and signed."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Final

from agreements.models import Agreement, Party, TextVersion
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions.document import (
    ASSESSMENT,
    SILENT,
    VIEW,
    CitedSource,
    EvaluationDocument,
    PickedEntry,
    SealedSignature,
    SignedColumn,
    SignedConclusion,
    SignedMeeting,
    SignedReservation,
    SignedRow,
    SignedSubmission,
    SignedVerdict,
    SubmissionDocument,
)
from commitments.evaluations.revisions.document_json import Frozen, frozen
from commitments.evaluations.revisions.models import Revision
from commitments.foundation.days import end_of, year_of_retrospect
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation
from commitments.sources.models import Source

LAST_DAY: Final = (12, 31)  # of the year that is evaluated


def to_hand_in(evaluation: Evaluation, party: Party) -> Frozen:
    """Freeze the party's assessments of the current round as they are now."""
    rows = Assessment.objects.of_round(evaluation).of_party(party).with_relations()
    return frozen(
        SubmissionDocument(
            agreement=evaluation.agreement.slug,
            year=evaluation.year,
            round=evaluation.round,
            party=party.code,
            verdicts={row.commitment.ref: _verdict(row) for row in rows},
        )
    )


def to_sign(evaluation: Evaluation) -> Frozen:
    """Freeze the content of the current round as it is now, which a signature would name."""
    return frozen(document_of(evaluation))


def to_publish_alone(evaluation: Evaluation, party: Party) -> Frozen:
    """Freeze one party's part of the current round, with nothing of the others."""
    return frozen(document_of(evaluation, party))


def document_of(evaluation: Evaluation, alone: Party | None = None) -> EvaluationDocument:
    """Build the document of the current round, unfrozen, in a fixed number of queries.

    ``alone`` limits it to one party's part; None for all.
    """
    agreement = evaluation.agreement
    codes = [row.party.code for row in agreement.agreement_parties.select_related("party")]
    submissions = list(_submissions(evaluation, alone))
    assessments = list(_assessments(evaluation, alone))
    published = Revision.objects.of(evaluation).one_sided().order_by("number")
    public_at = published.values_list("published_at", flat=True).first()
    return EvaluationDocument(
        agreement=agreement.slug,
        title=agreement.title,
        text_sha256=agreement.text_sha256,
        version_sha256=newest_text(agreement).sha256,
        parties=tuple(codes),
        year=evaluation.year,
        round=evaluation.round,
        opened_at=evaluation.opened_at,
        opening_source=cited(evaluation.opening_source) if evaluation.opening_source else None,
        deadline_on=evaluation.deadline_on,
        meeting=_meeting(evaluation),
        submissions=tuple(
            sorted(
                (_submission(row, evaluation.deadline_on, public_at) for row in submissions),
                key=lambda row: codes.index(row.party),
            )
        ),
        rows=tuple(_rows(evaluation, codes, assessments, submissions)),
        reservations=_reservations(assessments, submissions),
        conclusion=None if alone else _conclusion(evaluation),
    )


def newest_text(agreement: Agreement) -> TextVersion:
    """Return the text version that a signature now is based on, without the text."""
    rows = TextVersion.objects.applied().filter(agreement=agreement)
    return rows.defer("source_text", "cut_source").get()


def sources_of(evaluation: Evaluation, alone: Party | None = None) -> set[Source]:
    """Return every source cited in the content of the current round, or in one party's part."""
    rows = [
        *_assessments(evaluation, alone),
        *_submissions(evaluation, alone).prefetch_related("sources"),
    ]
    found = {source for row in rows for source in row.sources.all()}
    if evaluation.meeting:
        found |= set(evaluation.meeting.papers.all())
    return found | ({evaluation.opening_source} if evaluation.opening_source else set())


def cited(row: Source) -> CitedSource:
    """Return a source as documents describe it."""
    return CitedSource(
        title=row.title,
        publisher=row.publisher,
        published_on=row.published_on,
        address=row.address,
        file_name=row.file_name,
        sha256=row.sha256,
        party=row.party.code if row.party else None,
    )


def signature(row: SignOff) -> SealedSignature:
    """Return a signature as a seal describes it."""
    return SealedSignature(
        party=row.party.code,
        signer_name=row.signer_name,
        signer_role=row.signer_role,
        on_behalf_of=row.on_behalf_of,
        signed_at=row.signed_at,
        factor_at=row.factor_at,
        content_sha256=row.content_sha256,
    )


def _verdict(row: Assessment) -> SignedVerdict:
    """Return an assessment with its sources by place, and its entries by day."""
    return SignedVerdict(
        verdict=row.verdict,
        reason=row.reason,
        reservation=row.reservation.ref if row.reservation else "",
        gap=row.gap,
        narrative=row.narrative,
        language=row.language,
        sources=_cited(row.sources.all()),
        entries=tuple(
            PickedEntry(
                number=entry.pk,
                status=entry.status,
                true_on=entry.true_on,
                narrative=entry.narrative,
                language=entry.language,
                published_at=entry.published_at,
                sources=_cited(entry.sources.all()),
            )
            for entry in sorted(row.entries.all(), key=attrgetter("true_on", "published_at"))
            if entry.true_on and entry.published_at
        ),
    )


def _submissions(evaluation: Evaluation, alone: Party | None) -> Any:
    current = Submission.objects.of_round(evaluation).current().select_related("party")
    return current.of_party(alone) if alone else current


def _assessments(evaluation: Evaluation, alone: Party | None) -> Any:
    rows = Assessment.objects.of_round(evaluation).with_relations()
    return rows.of_party(alone) if alone else rows


def _rows(
    evaluation: Evaluation,
    codes: list[str],
    assessments: Iterable[Assessment],
    submissions: Iterable[Submission],
) -> Iterator[SignedRow]:
    by_party = {(row.commitment_id, row.party.code): row for row in assessments}
    submitted = {row.party.code: row for row in submissions}
    last = date(evaluation.year, *LAST_DAY)
    commitments = Commitment.objects.of_agreement(evaluation.agreement.slug).in_text_order()
    for commitment in commitments.prefetch_related("responsible"):
        responsible = {party.code for party in commitment.responsible.all()}
        columns = []
        for code in codes:
            row, submission = by_party.get((commitment.pk, code)), submitted.get(code)
            amended_at = row.amended_at if row else None
            written_at = amended_at or (submission.submitted_at if row and submission else None)
            handed_in = submission.document.verdicts if amended_at and submission else {}
            columns.append(
                SignedColumn(
                    party=code,
                    role=ASSESSMENT if code in responsible else VIEW if row else SILENT,
                    stated=_verdict(row) if row else None,
                    amended_at=amended_at,
                    handed_in=handed_in.get(commitment.ref),
                    written_in=year_of_retrospect(last, written_at) if written_at else None,
                )
            )
        yield SignedRow(
            ref=commitment.ref,
            wording=commitment.wording,
            responsible=tuple(code for code in codes if code in responsible),
            columns=tuple(columns),
        )


def _submission(row: Submission, deadline_on: date, public_at: datetime | None) -> SignedSubmission:
    return SignedSubmission(
        party=row.party.code,
        submitted_at=row.submitted_at,
        is_late=row.submitted_at > end_of(deadline_on),
        is_after_reveal=public_at is not None and row.submitted_at > public_at,
        confirmed_gaps=tuple(row.confirmed_gaps),
        sha256=row.content_sha256,
    )


def _meeting(evaluation: Evaluation) -> SignedMeeting | None:
    meeting = evaluation.meeting
    if meeting is None:
        return None
    papers = _cited(meeting.papers.select_related("party"))
    return SignedMeeting(
        year=meeting.year, number=meeting.number, held_on=meeting.held_on, papers=papers
    )


def _conclusion(evaluation: Evaluation) -> SignedConclusion | None:
    row = Conclusion.objects.of_round(evaluation).accepted().with_party().last()
    if row is None or row.answered_at is None:
        return None
    return SignedConclusion(
        text=row.text,
        language=row.language,
        party=row.party.code,
        proposed_at=row.proposed_at,
        accepted_at=row.answered_at,
    )


def _reservations(
    assessments: Iterable[Assessment], submissions: Iterable[Submission]
) -> tuple[SignedReservation, ...]:
    """Return the reservations named now or on submission, by reference."""
    named = {row.reservation.ref for row in assessments if row.reservation}
    handed_in = (verdict for row in submissions for verdict in row.document.verdicts.values())
    named |= {verdict.reservation for verdict in handed_in if verdict.reservation}
    found = Reservation.objects.filter(ref__in=named).select_related("segment").order_by("ref")
    return tuple(SignedReservation(ref=row.ref, wording=row.segment.text) for row in found)


def _cited(sources: Iterable[Source]) -> tuple[CitedSource, ...]:
    return tuple(cited(row) for row in sorted(sources, key=attrgetter("place")))
