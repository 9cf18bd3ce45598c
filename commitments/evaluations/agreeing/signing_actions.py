"""Signs an evaluation. The last signature publishes it as a revision and locks it.

A change before that voids the signatures given so far, publicly and for good.
"""

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.signoff_models import SignOff, VoidReason
from commitments.evaluations.models import Evaluation
from commitments.evaluations.phases import locked, require_revealed
from commitments.evaluations.revisions.actions import public_rows, publish
from commitments.evaluations.revisions.document_json import Frozen
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.record import sources_of, to_sign
from commitments.evaluations.rights import require_signer
from commitments.foundation.history_rows import record
from commitments.foundation.plain_text import required
from commitments.foundation.public_act import PublicAct
from commitments.people.models import Membership
from commitments.people.rights import require_other_person, require_recent_factor
from kvalitet.guard.logs import note_on_commit

LONGEST_BEHALF: Final = 200  # characters


class StaleContentError(ValidationError):
    """The content has changed since it was shown: ``current_sha256``; the response is a 409."""

    def __init__(self, current_sha256: str) -> None:
        """Store the SHA-256 of the content as it is now."""
        super().__init__(
            _("The evaluation has changed since it was shown to you. Read it again and then sign."),
            code="stale_content",
        )
        self.current_sha256 = current_sha256


@transaction.atomic
def sign(
    evaluation: Evaluation,
    *,
    by: Membership,
    content_sha256: str,
    on_behalf_of: str,
    factor_at: datetime | None,
) -> SignOff:
    """Sign exactly the content that was shown.

    When all parties have signed the same content, it is stored as the next revision,
    locked and published.

    Args:
        evaluation: its current round is signed.
        by: an approver of the party.
        content_sha256: of the content that the signer was shown.
        on_behalf_of: as the signer writes it: «for statsråden, etter fullmakt».
        factor_at: when the signer last gave a second factor; None if never.

    Raises:
        PermissionDenied: ``by`` is not an approver of a party to the agreement, or has signed
            for the other party.
        FactorTooOldError: the second factor was given more than five minutes ago.
        StaleContentError: the content has changed (code ``stale_content``).
        ValidationError: codes ``not_revealed``, ``signed``, ``open_proposal``,
            ``no_conclusion``, ``signed_already``, ``nameless``; keyed
            ``on_behalf_of``: ``required``, ``unreadable``, ``max_length``.
    """
    current = locked(evaluation)
    party = require_signer(by, current)
    given_at = require_recent_factor(factor_at)
    signed = SignOff.objects.of_round(current).valid().select_related("signed_by")
    require_other_person(by, *(row.signed_by for row in signed if row.party_id != party.pk))
    _require_signable(current, party)
    content = to_sign(current)
    if content.sha256 != content_sha256:
        raise StaleContentError(content.sha256)
    signoff = SignOff(
        evaluation=current,
        round=current.round,
        party=party,
        content_sha256=content.sha256,
        signed_by=by,
        signer_name=_named(by),
        signer_role=by.role,
        on_behalf_of=required(
            on_behalf_of, "on_behalf_of", LONGEST_BEHALF, _("Say on whose behalf you sign.")
        ),
        factor_at=given_at,
    )
    over = content.sha256
    voided = void_signatures(current, by=by, why=VoidReason.OTHER_CONTENT, but_over=over)
    record(signoff, user=by.user)
    revision = _publish_if_all_signed(current, content, by)
    PublicAct.record(signoff, *voided, *(public_rows(revision) if revision else ()))
    note_on_commit("evaluation_signed", evaluation=current.pk, user_id=by.user_id)
    return signoff


@transaction.atomic
def withdraw_signature(evaluation: Evaluation, *, by: Membership) -> SignOff:
    """Withdraw the party's signature, until the other party has signed.

    Raises:
        PermissionDenied: ``by`` is not an approver of a party to the agreement.
        ValidationError: both have signed (code ``signed``), or the party has no valid
            signature (code ``not_signed``).
    """
    current = locked(evaluation)
    party = require_signer(by, current)
    require_revealed(current)
    signoff = SignOff.objects.of_round(current).valid().of_party(party).first()
    if signoff is None:
        raise ValidationError(_("Your party has not signed."), code="not_signed")
    signoff.withdrawn_at, signoff.withdrawn_by = timezone.now(), by
    record(signoff, user=by.user)
    PublicAct.record(signoff)
    note_on_commit("signature_withdrawn", evaluation=current.pk, user_id=by.user_id)
    return signoff


def void_signatures(
    evaluation: Evaluation, *, by: Membership | None, why: VoidReason, but_over: str | None = None
) -> list[SignOff]:
    """Void and return signatures of the round, as part of the action that made the change.

    Args:
        evaluation: locked by the caller (``phases.locked``).
        by: who made the change; None if a changed text was loaded, which no member does.
        why: stored with each signature.
        but_over: the SHA-256 of the content whose signatures stay valid; None voids all.
    """
    rows = SignOff.objects.of_round(evaluation).valid()
    if but_over is not None:
        rows = rows.exclude(content_sha256=but_over)
    voided = list(rows)
    for row in voided:
        row.voided_at, row.voided_by, row.voided_why = timezone.now(), by, why
        record(row, user=by and by.user)
    return voided


def _require_signable(evaluation: Evaluation, party: Party) -> None:
    require_revealed(evaluation)
    conclusions = Conclusion.objects.of_round(evaluation)
    if conclusions.awaiting_answer().exists():
        raise ValidationError(
            _("A proposal for the conclusion is waiting for an answer."), code="open_proposal"
        )
    if not conclusions.accepted().exists():
        raise ValidationError(
            _("The parties have not agreed on a conclusion yet."), code="no_conclusion"
        )
    own = SignOff.objects.of_round(evaluation).valid().of_party(party).first()
    if own is not None and own.content_sha256 == to_sign(evaluation).sha256:
        raise ValidationError(_("Your party has already signed."), code="signed_already")


def _named(by: Membership) -> str:
    """Return the signer's name; an e-mail address must never be shown as a signature."""
    if not by.user.name:
        raise ValidationError(
            _("Your name is not registered in the portal. Ask the secretariat to add it."),
            code="nameless",
        )
    return by.user.name


def _publish_if_all_signed(
    evaluation: Evaluation, content: Frozen, by: Membership
) -> Revision | None:
    """Publish the revision if this was the last signature; None if one is missing."""
    signoffs = {
        row.party_id: row
        for row in SignOff.objects.of_round(evaluation)
        .valid()
        .filter(content_sha256=content.sha256)
        .select_related("party")
    }
    parties = evaluation.agreement.agreement_parties.order_by("position")
    keys = list(parties.values_list("party", flat=True))
    if not set(keys) <= signoffs.keys():
        return None
    return publish(
        evaluation,
        content,
        kind=Revision.Kind.SIGNED,
        signoffs=[signoffs[key] for key in keys],
        sources=sources_of(evaluation),
        by=by,
    )
