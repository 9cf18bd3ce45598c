"""Signatures: a party confirms exactly this content."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Party
from commitments.evaluations.models import Evaluation
from commitments.evaluations.reveal import OwnHistoryQuerySet
from commitments.foundation.history_rows import StepHistories
from commitments.foundation.paired_fields import at_iff_by
from commitments.people.models import Membership, Visitor
from kvalitet.guard.keys import RandomKey


class VoidReason(models.TextChoices):
    """Why a signature no longer counts."""

    AMENDED = "amended", _("an assessment was amended")
    NEW_PROPOSAL = "new_proposal", _("a new conclusion was proposed")
    OTHER_CONTENT = "other_content", _("the content was no longer what was signed")
    CHANGED_TEXT = "changed_text", _("the text of the agreement was changed")


class SignOffQuerySet(models.QuerySet["SignOff"]):
    """Signatures, the earliest first."""

    def visible_to(self, user: Visitor) -> Self:
        """Return all to members of both parties; the public reads signatures in revisions."""
        acting = Membership.acting(user)
        return self if acting is not None and acting.writes else self.none()

    def of_round(self, evaluation: Evaluation) -> Self:
        """Return the signatures of the evaluation's current round."""
        return self.filter(evaluation=evaluation, round=evaluation.round)

    def of_party(self, party: Party | int | None) -> Self:
        """Return one party's signatures."""
        return self.filter(party=party)

    def valid(self) -> Self:
        """Return signatures neither void nor withdrawn; at most one per party and round."""
        return self.filter(voided_at__isnull=True, withdrawn_at__isnull=True)

    def with_relations(self) -> Self:
        """Fetch the party and the people in the same query."""
        return self.select_related("party", "signed_by__user", "voided_by__party", "withdrawn_by")


class SignOff(models.Model):
    """One party's signature over one content: who signed, on whose behalf, and when."""

    id = RandomKey(primary_key=True)
    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, related_name="signoffs", verbose_name=_("evaluation")
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="signoffs", verbose_name=_("party")
    )
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    signed_at = models.DateTimeField(pgettext_lazy("evaluation", "signed"), default=timezone.now)
    signed_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="signoffs", verbose_name=_("signed by")
    )
    signer_name = models.CharField(_("name at the time"), max_length=200)
    signer_role = models.CharField(_("role at the time"), max_length=20)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=200)
    factor_at = models.DateTimeField(_("two-step verification given"))
    voided_at = models.DateTimeField(_("void from"), null=True)
    voided_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("made void by"),
        help_text=_("Empty: nobody, or a changed text was loaded."),
    )
    voided_why = models.CharField(_("why it is void"), max_length=20, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )

    objects = SignOffQuerySet.as_manager()
    history = StepHistories(historical_queryset=OwnHistoryQuerySet)

    class Meta:
        verbose_name = _("signature on an evaluation")
        verbose_name_plural = _("signatures on evaluations")
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "round", "party"],
                condition=Q(voided_at__isnull=True, withdrawn_at__isnull=True),
                name="signoff_one_valid_per_party",
                violation_error_message=_("The party has already signed."),
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, voided_why="")
                | Q(voided_at__isnull=False, voided_why__in=VoidReason.values),
                name="signoff_void_with_reason",
                violation_error_message=_("A void signature must say why."),
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="signoff_void_or_withdrawn",
                violation_error_message=_("A signature cannot be both void and withdrawn."),
            ),
            models.CheckConstraint(
                condition=~Q(signer_name="") & ~Q(on_behalf_of=""),
                name="signoff_names_signer",
                violation_error_message=_("A signature must say who signed and on whose behalf."),
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, voided_by__isnull=True)
                | Q(voided_why=VoidReason.CHANGED_TEXT, voided_by__isnull=True)
                | Q(voided_at__isnull=False, voided_by__isnull=False)
                & ~Q(voided_why=VoidReason.CHANGED_TEXT),
                name="signoff_voided_at_iff_by",
                violation_error_message=_("A step must have both a time and a person."),
            ),
            *at_iff_by("signoff", "withdrawn"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.content_sha256[:8]}"

    @property
    def is_valid(self) -> bool:
        """Whether the signature is neither void nor withdrawn."""
        return self.voided_at is None and self.withdrawn_at is None

    @property
    def voided_because(self) -> str:
        """Why the signature is void, in the reader's language; empty if it is not."""
        return str(VoidReason(self.voided_why).label) if self.voided_why else ""
