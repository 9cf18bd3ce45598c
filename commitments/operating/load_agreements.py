"""Loads the accepted texts. The files are the only source, so there is no acting user."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from agreements import actions
from agreements.actions import Acceptance, Loaded
from agreements.models import Agreement, TextVersion
from agreements.reading.changes import concerned
from agreements.reading.reader import AgreementText
from commitments.evaluations import text_change_actions
from commitments.foundation.public_act import PublicAct
from commitments.register import load as register
from commitments.register.rows_from_text import rows_from_text
from commitments.trust import texts


@transaction.atomic
def load(text: AgreementText, *, acceptance: Acceptance | None = None) -> Loaded:
    """Update one agreement, its commitments and its reservations from the text files.

    The same pair of files again, or one with another layout or other comments, changes nothing.

    Raises:
        ValidationError: stored rows are not what the newest accepted version says (code
            ``tampered``, params name them); the files differ from it and that is not accepted
            (``changed_text``); the acceptance is faulty (as ``text_change_actions.readable``, and
            ``first_day_in_future``, ``first_day_before_newest``); a published assessment rests on
            a fact that changes (``signed_facts``), or one in progress on a reservation that no
            longer applies (``impossible_assessments``); the new text lacks a commitment,
            goal or reservation (``vanished``), or something that recorded content points to
            (``still_in_use``).
    """
    text_change_actions.hold(text.slug)
    _refuse_tampered()
    newest = TextVersion.objects.applied().of_agreement(text.slug).first()
    changes = actions.changes_to(text, acceptance=acceptance)
    if newest and not changes:
        register.index_anew(text)
        return Loaded(newest.agreement, "unchanged")
    register.refuse_vanished(text)
    accepted = text_change_actions.readable(acceptance) if newest and acceptance else None
    if newest:
        text_change_actions.refuse_signed(concerned(changes, newest.text, text))
    before = set(rows_from_text(text.slug))
    agreement = _lay(text, accepted)
    text_change_actions.refuse_impossible(agreement)
    voided = text_change_actions.void_given_signatures(agreement)
    rows = list(rows_from_text(text.slug))
    version = agreement.versions.latest("number")
    PublicAct.record(version, *rows, *voided, gone=before.difference(rows))
    return Loaded(agreement, "changed" if newest else "new")


def _refuse_tampered() -> None:
    """Refuse to load over changed rows, except changed search words, which follow the code."""
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
    register.lay(agreement, text)
    return agreement


def _still_in_use(text: AgreementText) -> ValidationError:
    return ValidationError(
        _("The new text of %(slug)s lacks something that recorded content points to."),
        code="still_in_use",
        params={"slug": text.slug},
    )
