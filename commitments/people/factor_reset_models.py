"""Requests to remove a person's two-step verification, and the party's answer."""

from datetime import datetime, timedelta
from typing import Final, Self

from allauth.mfa.models import Authenticator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.foundation.history_rows import StepHistories
from commitments.foundation.paired_fields import at_iff_by
from commitments.people.models import Membership
from kvalitet.guard.keys import RandomKey

LASTS: Final = timedelta(days=7)
_OPEN: Final = Q(agreed_at__isnull=True, ended_at__isnull=True)


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    """Requests, the newest first."""

    def unanswered(self) -> Self:
        """Return requests neither agreed to nor ended, including lapsed ones."""
        return self.filter(_OPEN)

    def awaiting_answer(self) -> Self:
        """Return requests that an approver can agree to: at most one per person.

        A request lapses after a week, when the person's membership or the requester's ends, and
        when the person signs in with the app, a passkey or a recovery code, which shows that
        nothing is lost.
        """
        used = Authenticator.objects.filter(
            Q(last_used_at__gte=OuterRef("asked_at")) | Q(created_at__gte=OuterRef("asked_at")),
            user=OuterRef("membership__user"),
        )
        return self.unanswered().filter(
            ~Exists(used),
            asked_at__gt=timezone.now() - LASTS,
            membership__ended_at__isnull=True,
            asked_by__ended_at__isnull=True,
            asked_by__user__is_active=True,
        )

    def of(self, membership: Membership | None) -> Self:
        """Return the requests about one membership."""
        return self.filter(membership=membership)


class FactorReset(models.Model):
    """The secretariat's request to remove the two-step verification of a party's member."""

    id = RandomKey(primary_key=True)
    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="factor_resets", verbose_name=_("access")
    )
    asked_at = models.DateTimeField(_("requested"), default=timezone.now)
    asked_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    agreed_at = models.DateTimeField(_("agreed"), null=True)
    agreed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("agreed by")
    )
    ended_at = models.DateTimeField(_("withdrawn"), null=True)
    ended_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
        help_text=_("The secretariat withdraws; an approver in the party declines."),
    )

    objects = FactorResetQuerySet.as_manager()
    history = StepHistories()

    class Meta:
        verbose_name = _("request to remove two-step verification")
        verbose_name_plural = _("requests to remove two-step verification")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=_OPEN,
                name="factorreset_one_open_per_membership",
                violation_error_message=_("There is an open request already."),
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | Q(ended_at__isnull=True),
                name="factorreset_agreed_or_ended",
                violation_error_message=_("A request is either agreed to or closed."),
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("membership")),
                name="factorreset_agreed_by_another",
                violation_error_message=_("Another approver in the party must agree to this."),
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")),
                name="factorreset_not_agreed_by_asker",
                violation_error_message=_("Another approver in the party must agree to this."),
            ),
            *at_iff_by("factorreset", "agreed", "ended"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.pk}"

    @property
    def lapses_at(self) -> datetime:
        """The time at which the request lapses."""
        return self.asked_at + LASTS
