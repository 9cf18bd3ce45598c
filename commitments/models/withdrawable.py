"""Withdrawing what is published: one person of the party proposes it, another lets it happen."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from commitments.models.membership import Membership
from commitments.models.steps import at_iff_by
from commitments.models.words import State


class Withdrawable(models.Model):
    """Something that one person of a party writes, another publishes, and two may withdraw.

    ``withdrawal_reason`` is set as long as a withdrawal is proposed; it is public only when
    ``withdrawn_at`` is set. ``NOTED_AS`` is what the log calls a row.
    """

    NOTED_AS: ClassVar[str]

    withdrawal_proposed_at = models.DateTimeField(_("withdrawal proposed"), null=True)
    withdrawal_proposed_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("withdrawal proposed by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawal_reason = models.TextField(_("why it is withdrawn"), max_length=1000, blank=True)

    state: str
    version: int
    party: Party
    party_id: int
    submitted_by: Membership | None
    authors: Any

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=State.WITHDRAWN,
                    withdrawal_proposed_at__isnull=False,
                    withdrawn_at__isnull=False,
                )
                | Q(state=State.PUBLISHED, withdrawn_at__isnull=True)
                | ~Q(state__in=(State.PUBLISHED, State.WITHDRAWN))
                & Q(withdrawal_proposed_at__isnull=True, withdrawn_at__isnull=True),
                name="%(class)s_withdrawn_once_proposed",
                violation_error_message=_(
                    "Only what is published is proposed for withdrawal, and only what is"
                    " proposed is withdrawn."
                ),
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_proposed_at__isnull=True, withdrawal_reason="")
                | Q(withdrawal_proposed_at__isnull=False) & ~Q(withdrawal_reason=""),
                name="%(class)s_withdrawal_with_reason",
                violation_error_message=_("A proposal to withdraw has a reason."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True)
                | ~Q(withdrawn_by=F("withdrawal_proposed_by")),
                name="%(class)s_withdrawer_is_not_proposer",
                violation_error_message=_("Someone other than the proposer withdraws it."),
            ),
            *at_iff_by("%(class)s", "withdrawal_proposed", "withdrawn"),
        ]

    def wrote_or_sent(self, user_id: int) -> bool:
        """Whether the person has words in it or sent it to approval, and so cannot publish it."""
        sent = self.submitted_by is not None and self.submitted_by.user_id == user_id
        return sent or any(author.user_id == user_id for author in self.authors.all())

    @property
    def withdrawal_is_proposed(self) -> bool:
        """Whether a proposal to withdraw it waits for an approver; for the own party alone."""
        return self.state == State.PUBLISHED and self.withdrawal_proposed_at is not None
