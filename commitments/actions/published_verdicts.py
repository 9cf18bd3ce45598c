"""Published verdicts: rows that follow from a revision, written by whoever publishes it."""

from typing import Any

from django.db import transaction

from agreements.models import Party
from commitments.evaluation_content import VIEW
from commitments.models import Commitment, PublishedVerdict, Revision


@transaction.atomic
def replace(revision: Revision) -> list[PublishedVerdict]:
    """The rows of a revision's columns, in place of those it had; its content is the only source.

    A party that does not answer for a commitment and has no view on it gets no row.
    """
    document = revision.document
    commitments = {
        row.ref: row
        for row in Commitment.objects.of_agreement(document["avtale"]).only("ref", "agreement")
    }
    parties = {party.code: party for party in Party.objects.all()}
    rows = [
        _row(
            column,
            revision=revision,
            commitment=commitments[row["forpliktelse"]],
            party=parties[column["part"]],
            year=document["aar"],
        )
        for row in document["vurderinger"]
        for column in row["kolonner"]
        if _is_told(row, column)
    ]
    PublishedVerdict.objects.filter(revision=revision).delete()
    return PublishedVerdict.objects.bulk_create(rows)


def _is_told(row: dict[str, Any], column: dict[str, Any]) -> bool:
    return column["sier"] is not None or column["part"] in row["ansvarlig"]


def _row(column: dict[str, Any], **place: Any) -> PublishedVerdict:
    said = column["sier"] or {}
    return PublishedVerdict(
        verdict=said.get("vurdering", ""),
        reason=said.get("arsak", ""),
        gap=said.get("mangler", ""),
        is_view=column["rolle"] == VIEW,
        written_in=column["skrevet_i_ettertid"],
        **place,
    )
