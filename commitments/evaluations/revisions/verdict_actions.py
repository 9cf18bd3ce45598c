"""Published verdicts: rows that follow from a revision, written by whoever publishes it."""

from django.db import transaction

from agreements.models import Party
from commitments.evaluations.revisions.document import stated_columns
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.register.models import Commitment


@transaction.atomic
def replace(revision: Revision) -> list[PublishedVerdict]:
    """The rows of a revision's columns, in place of those it had; its content is the only source.

    A party that does not answer for a commitment and has no view on it gets no row.
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
            is_view=column.is_view,
            written_in=column.written_in,
        )
        for row, column, stated in stated_columns(document)
    ]
    PublishedVerdict.objects.filter(revision=revision).delete()
    return PublishedVerdict.objects.bulk_create(rows)
