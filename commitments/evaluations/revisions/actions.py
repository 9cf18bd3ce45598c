"""Publishes content as the next revision of its evaluation, sealed and chained."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from agreements.models import Party
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions.document import Seal, stated_columns
from commitments.evaluations.revisions.document_json import Frozen, frozen
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.record import newest_text, signature
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.people.models import Membership
from commitments.register.models import Commitment
from commitments.sources.models import Source
from kvalitet.guard.logs import note_on_commit


def publish(  # noqa: PLR0913 (what a revision is made of, all by name)
    evaluation: Evaluation,
    content: Frozen,
    *,
    kind: Revision.Kind,
    signoffs: Sequence[SignOff],
    sources: Collection[Source],
    by: Membership,
) -> Revision:
    """Create the next revision, as part of the action that decides on it.

    Args:
        evaluation: locked by the caller (``phases.locked``).
        content: what is published, in its canonical bytes.
        kind: signed by all parties, or one-sided.
        signoffs: in the order of the parties; empty if one-sided.
        sources: those that the content cites.
        by: who took the step that publishes it.
    """
    previous = Revision.objects.of(evaluation).order_by("number").last()
    number = previous.number + 1 if previous else 1
    previous_sha256 = previous.revision_sha256 if previous else ""
    published_at = timezone.now()
    sealed = frozen(
        Seal(
            number=number,
            kind=kind.value,
            content_sha256=content.sha256,
            signatures=tuple(map(signature, signoffs)),
            published_at=published_at,
            previous_sha256=previous_sha256,
        )
    )
    revision = Revision.objects.create(
        evaluation=evaluation,
        number=number,
        kind=kind,
        round=evaluation.round,
        text_version=newest_text(evaluation.agreement),
        content=content.text,
        content_sha256=content.sha256,
        seal=sealed.text,
        revision_sha256=sealed.sha256,
        previous_sha256=previous_sha256,
        published_at=published_at,
        published_by=by,
    )
    revision.signoffs.set(signoffs)
    revision.sources.set(sources)
    replace_verdicts(revision)
    note_on_commit("revision_published", revision=revision.pk, kind=str(kind), user_id=by.user_id)
    return revision


@transaction.atomic
def replace_verdicts(revision: Revision) -> list[PublishedVerdict]:
    """Rebuild a revision's verdict rows from its content, which is their only source.

    A party that is not responsible for a commitment and has no view on it gets no row.
    """
    document = revision.document
    commitments = {
        row.ref: row
        for row in Commitment.objects.of_agreement(document.agreement).only("ref", "agreement")
    }
    parties = {party.code: party for party in Party.objects.all()}
    rows = [
        PublishedVerdict(
            revision=revision,
            commitment=commitments[row.ref],
            party=parties[column.party],
            year=document.year,
            verdict=stated.verdict,
            reason=stated.reason,
            gap=stated.gap,
            reservation=stated.reservation,
            is_view=column.is_view,
            written_in=column.written_in,
            statement=frozen(stated).text,
        )
        for row, column, stated in stated_columns(document)
    ]
    PublishedVerdict.objects.filter(revision=revision).delete()
    return PublishedVerdict.objects.bulk_create(rows)


def restate_verdicts(revision: Revision) -> list[PublishedVerdict]:
    """Give a revision's verdict rows the words of its redacted content; return those changed."""
    words = {
        (row.ref, column.party): frozen(stated).text
        for row, column, stated in stated_columns(revision.document)
    }
    changed = []
    for verdict in revision.verdicts.select_related("commitment", "party"):
        statement = words[verdict.commitment.ref, verdict.party.code]
        if verdict.statement != statement:
            verdict.statement = statement
            changed.append(verdict)
    PublishedVerdict.objects.bulk_update(changed, ["statement"])
    return changed


def public_rows(revision: Revision) -> list[Model]:
    """Return the rows that become public with a revision, for the act that publishes it."""
    return [revision, *revision.verdicts.all(), *revision.sources.all()]
