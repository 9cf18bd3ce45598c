"""Turns the commitments and reservations of a text into rows."""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Goal, Party
from agreements.reading.content import columns
from agreements.reading.reader import AgreementText, CommitmentText
from commitments.foundation import search
from commitments.foundation.public_act import PublicAct
from commitments.register.models import Commitment, CommitmentArea, CommitmentTheme
from commitments.register.older_version import FACTS
from commitments.register.reservation_models import Reservation

_ASIDE = 10_000  # more segments than any agreement has


def refuse_vanished(text: AgreementText) -> None:
    """Refuse a text without a commitment, goal or reservation that already has a public URL.

    Raises:
        ValidationError: code ``vanished``; params name the agreement and the references.
    """
    commitments = Commitment.objects.of_agreement(text.slug).values_list("ref", flat=True)
    reservations = Reservation.objects.of_agreement(text.slug).values_list("ref", flat=True)
    goals = Goal.objects.of_agreement(text.slug).values_list("ref", flat=True)
    kept = {row.ref for row in text.commitments} | {row.ref for row in text.reservations}
    kept |= {row.ref for row in text.goals}
    if gone := sorted({*commitments, *goals, *reservations} - kept):
        raise ValidationError(
            _("The new text of %(slug)s lacks %(refs)s, which people can have referred to."),
            code="vanished",
            params={"slug": text.slug, "refs": ", ".join(gone)},
        )


def lay(agreement: Agreement, text: AgreementText) -> None:
    """Update the rows of an agreement's commitments and reservations from its text."""
    _lay_commitments(agreement, text)
    _lay_reservations(agreement, text)


def index_anew(text: AgreementText) -> None:
    """Index the same words again when the search rules have changed."""
    changed = []
    for row in text.commitments:
        words = search.index(row.searched)
        commitment = Commitment.objects.get(ref=row.ref)
        if commitment.search_words != words:
            commitment.search_words = words
            commitment.save(update_fields=["search_words"])
            changed.append(commitment)
    if changed:
        PublicAct.record(*changed)


def _lay_commitments(agreement: Agreement, text: AgreementText) -> None:
    parties = {party.code: party for party in Party.objects.all()}
    segments = {segment.position: segment for segment in agreement.segments.all()}
    # Positions are unique: move the rows aside before numbering them again.
    agreement.commitments.update(position=F("position") + _ASIDE)
    for row in text.commitments:
        commitment, _created = Commitment.objects.update_or_create(
            ref=row.ref, defaults={"agreement": agreement, **_facts(row, text)}
        )
        commitment.segments.set(segments[position] for position in row.positions)
        commitment.responsible.set(parties[code] for code in row.responsible)
        commitment.areas.all().delete()
        commitment.themes.all().delete()
        for area in row.areas:
            CommitmentArea.objects.create(commitment=commitment, area=area)
        for theme in row.themes:
            CommitmentTheme.objects.create(commitment=commitment, theme=theme)


def _facts(row: CommitmentText, text: AgreementText) -> dict[str, object]:
    return {
        **columns(row, FACTS),
        "marker": text.segments[row.position - 1].marker,
        "search_words": search.index(row.searched),
    }


def _lay_reservations(agreement: Agreement, text: AgreementText) -> None:
    parties = {party.code: party for party in Party.objects.all()}
    segments = {segment.position: segment for segment in agreement.segments.all()}
    commitments = {commitment.ref: commitment for commitment in agreement.commitments.all()}
    for row in text.reservations:
        reservation, _created = Reservation.objects.update_or_create(
            ref=row.ref,
            defaults={
                "agreement": agreement,
                "segment": segments[row.position],
                **columns(row, ("kind", "reason")),
            },
        )
        reservation.qualifies.set(commitments[ref] for ref in row.qualifies)
        reservation.invoked_by.set(parties[code] for code in row.invoked_by)
