"""Reads revisions for verification: one for its page, or all of them in turn."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from operator import attrgetter

from django.db.models import Subquery

from agreements.models import TextVersion
from commitments.evaluations.revisions import seal_checks
from commitments.evaluations.revisions.document import (
    CitedSource,
    EvaluationDocument,
    PickedEntry,
    stated_columns,
)
from commitments.evaluations.revisions.document_json import frozen
from commitments.evaluations.revisions.models import Revision, RevisionQuerySet
from commitments.evaluations.revisions.record import cited, signature
from commitments.evaluations.revisions.redaction_models import Redaction
from commitments.evaluations.revisions.seal_checks import Stored, VerificationResult
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.foundation.verification_error import UNREADABLE, VerificationError, named
from commitments.people.models import Membership, Role

_WORDS = ("verdict", "reason", "gap", "reservation")


def checked(revision: Revision) -> VerificationResult:
    """Verify a revision now; two queries if its evaluation is loaded.

    Pages with a revision's content call this first, and show nothing of it if it differs.
    """
    return seal_checks.checked(_stored(revision))


def errors() -> Iterator[VerificationError]:
    """Yield everything wrong with any revision: its documents, rows, and place in the chain."""
    for pk in Revision.objects.order_by("pk").values_list("pk", flat=True):
        try:
            yield from list(_errors_of(Revision.objects.with_evaluation().get(pk=pk)))
        except UNREADABLE as error:
            yield VerificationError(f"{Revision._meta.label} {pk}", f"it cannot be read: {error}")


def newest() -> RevisionQuerySet:
    """Return the last revision of each evaluation, whose hash covers all before it."""
    return Revision.objects.last_of_each().with_evaluation().in_order_of_years()


def _errors_of(revision: Revision) -> Iterator[VerificationError]:
    where = _where(revision)
    result = checked(revision)
    if result.claims:
        yield from _row_errors(revision, where)
    else:
        for check in result.differing:
            text = f"{check.name} is stored as «{check.stored}», computed «{check.computed}»"
            yield VerificationError(where, text)


def _where(revision: Revision) -> str:
    evaluation = revision.evaluation
    place = f"{evaluation.agreement.slug}, {evaluation.year}, revision {revision.number}"
    return f"{named(revision)} ({place})"


def _stored(revision: Revision) -> Stored:
    evaluation = revision.evaluation
    before, redacted = _beside(revision)
    return Stored(
        agreement=evaluation.agreement.slug,
        year=evaluation.year,
        number=revision.number,
        kind=revision.kind,
        round=revision.round,
        published_at=revision.published_at,
        content=revision.content,
        content_sha256=revision.content_sha256,
        seal=revision.seal,
        revision_sha256=revision.revision_sha256,
        previous_sha256=revision.previous_sha256,
        signatures=[signature(row) for row in revision.signoffs.select_related("party")],
        before=before or "",
        redacted_sha256=redacted or "",
    )


def _beside(revision: Revision) -> tuple[str | None, str | None]:
    """Return the previous revision's seal, and the content's hash after the newest redaction."""
    before = Revision.objects.of(revision.evaluation).filter(number=revision.number - 1)
    redactions = Redaction.objects.filter(revision=revision).order_by("-redacted_at")
    found: tuple[str | None, str | None] = Revision.objects.values_list(
        Subquery(before.values("seal")), Subquery(redactions.values("content_sha256")[:1])
    ).get(pk=revision.pk)
    return found


def _row_errors(revision: Revision, where: str) -> Iterator[VerificationError]:
    """Check what belongs to a verified revision: who published it, its sources and verdicts."""
    document = revision.document
    signoffs = list(revision.signoffs.order_by("signed_at"))
    if signoffs and revision.published_by_id != signoffs[-1].signed_by_id:
        yield VerificationError(where, "it was not published by whoever signed last")
    if not signoffs and not _published_alone_by(revision.published_by, document):
        yield VerificationError(
            where, "it was not published by an approver of the party that speaks in it"
        )
    for signoff in signoffs:
        if (signoff.evaluation_id, signoff.round) != (revision.evaluation_id, revision.round):
            yield VerificationError(where, f"{named(signoff)} belongs to another round")
    if _cited(document) != {cited(row) for row in revision.sources.select_related("party")}:
        yield VerificationError(where, "its sources are not the ones that its content cites")
    if not _has_its_verdicts(revision, document):
        yield VerificationError(where, "its published verdicts are not the ones of its content")
    for what in _differences(document, revision.text_version):
        yield VerificationError(where, f"{what} not those of its version of the text")


def _differences(document: EvaluationDocument, version: TextVersion) -> Iterator[str]:
    """Yield words and facts in which a document differs from the version it was signed on."""
    text = version.text
    words = {row.ref: text.segments[row.position - 1].text for row in text.reservations}
    if document.agreement != text.slug or document.title != text.title:
        yield "agreement and title are"
    if document.parties != text.parties:
        yield "parties are"
    if document.text_sha256 != text.text_sha256:
        yield "words are"
    if document.version_sha256 not in {"", version.sha256}:
        yield "words and facts are"
    if [(row.ref, row.wording, set(row.responsible)) for row in document.rows] != [
        (row.ref, row.wording, set(row.responsible)) for row in text.commitments
    ]:
        yield "commitments are"
    if any(row.wording != words.get(row.ref) for row in document.reservations):
        yield "reservations are"


def _published_alone_by(by: Membership, document: EvaluationDocument) -> bool:
    speaking = {row.party for row in document.submissions}
    return by.role == Role.APPROVER and by.party is not None and {by.party.code} == speaking


def _cited(part: object) -> set[CitedSource]:
    """Return every source in a document except those of chosen entries, which publish their own."""
    if isinstance(part, CitedSource):
        return {part}
    if isinstance(part, tuple):
        return set().union(*map(_cited, part))
    if is_dataclass(part) and not isinstance(part, PickedEntry):
        return set().union(*(_cited(getattr(part, row.name)) for row in fields(part)))
    return set()


def _has_its_verdicts(revision: Revision, document: EvaluationDocument) -> bool:
    stated_rows = {
        (
            *(row.ref, column.party, *attrgetter(*_WORDS)(stated)),
            *(column.is_view, column.written_in, frozen(stated).text),
        )
        for row, column, stated in stated_columns(document)
    }
    columns = ("commitment__ref", "party__code", *_WORDS, "is_view", "written_in", "statement")
    rows = PublishedVerdict.objects.filter(revision=revision, year=document.year)
    stored = set(rows.values_list(*columns))
    return stored == stated_rows and revision.verdicts.count() == len(stated_rows)
