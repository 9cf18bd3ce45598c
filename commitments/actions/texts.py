"""Loading: the texts become commitments. The files are the one source; nobody acts for them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext_lazy as _

from agreements import actions
from agreements.actions import Loaded
from agreements.models import Agreement, Party
from agreements.reader import AgreementText, CommitmentText
from commitments import search
from commitments.models import (
    Commitment,
    CommitmentArea,
    CommitmentTheme,
    PublicAct,
    Reservation,
)

_ASIDE = 10_000  # more segments than any agreement has


@transaction.atomic
def load(text: AgreementText, *, accept_changed_text: bool = False) -> Loaded:
    """Bring one agreement, its commitments and its reservations into step with the text files.

    Raises:
        ValidationError: the words differ from what is loaded and that is not accepted
            (code ``changed_text``), or the new text lacks a commitment or reservation
            that something recorded points to (code ``still_in_use``).
    """
    _drop_vanished(text)
    loaded = actions.load(text, accept_changed_text=accept_changed_text)
    if loaded.change != "unchanged":
        _lay_commitments(loaded.agreement, text)
        _lay_reservations(loaded.agreement, text)
        PublicAct.record()
    else:
        _index_anew(text)
    return loaded


def _drop_vanished(text: AgreementText) -> None:
    reservations = Reservation.objects.filter(agreement__slug=text.slug)
    commitments = Commitment.objects.filter(agreement__slug=text.slug)
    try:
        reservations.exclude(ref__in=[row.ref for row in text.reservations]).delete()
        commitments.exclude(ref__in=[row.ref for row in text.commitments]).delete()
    except ProtectedError as error:
        raise ValidationError(
            _("The new text of %(slug)s lacks something that recorded content points to."),
            code="still_in_use",
            params={"slug": text.slug},
        ) from error


def _index_anew(text: AgreementText) -> None:
    """The same words under other rules of searching: the words to search follow the rules."""
    for row in text.commitments:
        words = search.index(f"{row.ref} {row.wording}")
        commitment = Commitment.objects.get(ref=row.ref)
        if commitment.search_words != words:
            commitment.search_words = words
            commitment.save(update_fields=["search_words"])
            PublicAct.record()


def _lay_commitments(agreement: Agreement, text: AgreementText) -> None:
    parties = {party.code: party for party in Party.objects.all()}
    segments = {segment.position: segment for segment in agreement.segments.all()}
    # Places in the text are unique: they step aside before they are given anew.
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
        "position": row.position,
        "wording": row.wording,
        "marker": text.segments[row.position - 1].marker,
        "group": row.group,
        "actor": row.actor,
        "modal": row.modal,
        "verb_class": row.verb_class,
        "deadline": row.deadline,
        "condition": row.condition,
        "measurable": row.measurable,
        "regional": row.regional,
        "note": row.note,
        "search_words": search.index(f"{row.ref} {row.wording}"),
    }


def _lay_reservations(agreement: Agreement, text: AgreementText) -> None:
    parties = {party.code: party for party in Party.objects.all()}
    segments = {segment.position: segment for segment in agreement.segments.all()}
    commitments = {commitment.ref: commitment for commitment in agreement.commitments.all()}
    for row in text.reservations:
        reservation, _created = Reservation.objects.update_or_create(
            ref=row.ref,
            defaults={"agreement": agreement, "segment": segments[row.position]},
        )
        reservation.qualifies.set(commitments[ref] for ref in row.qualifies)
        reservation.invoked_by.set(parties[code] for code in row.invoked_by)
