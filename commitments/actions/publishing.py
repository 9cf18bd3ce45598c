"""Publishing: content becomes the next revision of its evaluation, sealed and chained."""

from collections.abc import Collection, Sequence

from django.utils import timezone

from commitments.actions import published_verdicts
from commitments.evaluation_content import Frozen, Signed, seal
from commitments.models import Evaluation, Membership, Revision, SignOff, Source


def publish(  # noqa: PLR0913 (what a revision is made of, all by name)
    evaluation: Evaluation,
    content: Frozen,
    *,
    kind: Revision.Kind,
    signoffs: Sequence[SignOff],
    sources: Collection[Source],
    by: Membership,
) -> Revision:
    """The next revision; part of the action that decides on it.

    Args:
        evaluation: held by the caller (``phases.locked``).
        content: what is published, in its canonical bytes.
        kind: signed by all parties, or one-sided.
        signoffs: in the order of the parties; none where it is one-sided.
        sources: those that the content cites.
        by: whose step publishes it.
    """
    previous = Revision.objects.of(evaluation).order_by("number").last()
    number = previous.number + 1 if previous else 1
    previous_sha256 = previous.revision_sha256 if previous else ""
    published_at = timezone.now()
    sealed = seal(
        nummer=number,
        art=kind.value,
        innhold_sha256=content.sha256,
        signaturer=[_signed(row) for row in signoffs],
        publisert=published_at,
        forrige_sha256=previous_sha256,
    )
    revision = Revision.objects.create(
        evaluation=evaluation,
        number=number,
        kind=kind,
        round=evaluation.round,
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
    published_verdicts.replace(revision)
    return revision


def _signed(row: SignOff) -> Signed:
    return Signed(
        part=row.party.code,
        navn=row.signer_name,
        rolle=row.signer_role,
        pa_vegne_av=row.on_behalf_of,
        signert=row.signed_at,
        faktor=row.factor_at,
        innhold_sha256=row.content_sha256,
    )
