"""Loading: the texts become commitments. The files are the one source; nobody acts for them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext_lazy as _

from agreements import actions
from agreements.actions import Acceptance, Loaded
from agreements.changes import concerned
from agreements.models import Agreement, Party, TextVersion
from agreements.reader import AgreementText, CommitmentText
from commitments.evaluations import text_changes
from commitments.foundation import search
from commitments.foundation.public_act import PublicAct
from commitments.register.models import Commitment, CommitmentArea, CommitmentTheme
from commitments.register.reservation_models import Reservation
from commitments.register.rows_from_text import rows_from_text
from commitments.trust import texts

_ASIDE = 10_000  # more segments than any agreement has


@transaction.atomic
def load(text: AgreementText, *, acceptance: Acceptance | None = None) -> Loaded:
    """Bring one agreement, its commitments and its reservations into step with the text files.

    The same pair of files again, or one with another layout or other comments, changes nothing.

    Raises:
        ValidationError: stored rows are not what the newest accepted version says (code
            ``tampered``, params name them); the files differ from it and that is not accepted
            (``changed_text``); the acceptance is faulty (as ``text_changes.readable``, and
            ``first_day_in_future``, ``first_day_before_newest``); a published assessment rests on
            a fact that changes (``signed_facts``), or one in progress on a reservation that no
            longer applies (``impossible_assessments``); the new text lacks a commitment or
            reservation (``vanished``), or something that recorded content points to
            (``still_in_use``).
    """
    text_changes.hold(text.slug)
    _refuse_tampered()
    newest = TextVersion.objects.applied().of_agreement(text.slug).first()
    changes = actions.changes_to(text, acceptance=acceptance)
    if newest and not changes:
        _index_anew(text)
        return Loaded(newest.agreement, "unchanged")
    _refuse_vanished(text)
    accepted = text_changes.readable(acceptance) if newest and acceptance else None
    if newest:
        text_changes.refuse_signed(concerned(changes, newest.text, text))
    before = set(rows_from_text(text.slug))
    agreement = _lay(text, accepted)
    text_changes.refuse_impossible(agreement)
    voided = text_changes.void_given_signatures(agreement)
    rows = list(rows_from_text(text.slug))
    version = agreement.versions.latest("number")
    PublicAct.record(version, *rows, *voided, gone=before.difference(rows))
    return Loaded(agreement, "changed" if newest else "new")


def _refuse_tampered() -> None:
    """Refuse to lay rows over rows that somebody changed; words to search follow their rules."""
    found = [row for row in texts.row_errors() if not row.what.startswith("search_words ")]
    if found:
        raise ValidationError(
            _(
                "Rows are not what the accepted texts say: %(rows)s."
                " Run verify, and restore what was there."
            ),
            code="tampered",
            params={"rows": "; ".join(map(str, found))},
        )


def _lay(text: AgreementText, acceptance: Acceptance | None) -> Agreement:
    try:
        agreement = actions.lay(text, acceptance=acceptance).agreement
    except ProtectedError as error:
        raise _still_in_use(text) from error
    _lay_commitments(agreement, text)
    _lay_reservations(agreement, text)
    return agreement


def _refuse_vanished(text: AgreementText) -> None:
    """Refuse a text without a commitment or reservation that has a public address already."""
    commitments = Commitment.objects.of_agreement(text.slug).values_list("ref", flat=True)
    reservations = Reservation.objects.of_agreement(text.slug).values_list("ref", flat=True)
    kept = {row.ref for row in text.commitments} | {row.ref for row in text.reservations}
    if gone := sorted({*commitments, *reservations} - kept):
        raise ValidationError(
            _("The new text of %(slug)s lacks %(refs)s, which people can have referred to."),
            code="vanished",
            params={"slug": text.slug, "refs": ", ".join(gone)},
        )


def _still_in_use(text: AgreementText) -> ValidationError:
    return ValidationError(
        _("The new text of %(slug)s lacks something that recorded content points to."),
        code="still_in_use",
        params={"slug": text.slug},
    )


def _index_anew(text: AgreementText) -> None:
    """The same words under other rules of searching: the words to search follow the rules."""
    changed = []
    for row in text.commitments:
        words = search.index(f"{row.ref} {row.wording}")
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
