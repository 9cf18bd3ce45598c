"""Reopening: both parties agree to resume work on a signed evaluation."""

from typing import Final, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from commitments.evaluations.models import Evaluation
from commitments.evaluations.reveal import OwnHistoryQuerySet
from commitments.foundation.choices import Language
from commitments.foundation.history_rows import StepHistories
from commitments.foundation.paired_fields import at_iff_by
from commitments.people.models import Membership, Visitor
from kvalitet.guard.keys import RandomKey

LONGEST_REOPENING_REASON: Final = 2_000  # characters
_OPEN: Final = Q(agreed_at__isnull=True, withdrawn_at__isnull=True)


class ReopeningQuerySet(models.QuerySet["Reopening"]):
    """Requests to reopen and their outcome, the earliest first."""

    def visible_to(self, user: Visitor) -> Self:
        """Return all to members of both parties, and only requests agreed to to everyone else."""
        acting = Membership.acting(user)
        return self if acting is not None and acting.writes else self.agreed()

    def of(self, evaluation: Evaluation) -> Self:
        """Return the requests of one evaluation."""
        return self.filter(evaluation=evaluation)

    def awaiting_answer(self) -> Self:
        """Return requests neither agreed to nor withdrawn; at most one per evaluation."""
        return self.filter(_OPEN)

    def agreed(self) -> Self:
        """Return the requests that started a new round."""
        return self.filter(agreed_at__isnull=False)

    def with_relations(self) -> Self:
        """Fetch the parties, year and agreement in the same query."""
        agreement = "evaluation__evaluation_year__agreement"
        rows = self.select_related("party", "agreed_by__party", agreement)
        return rows.defer(f"{agreement}__source_text", f"{agreement}__cut_source")

    def latest_first(self) -> Self:
        """Sort as in the public list."""
        return self.order_by("-agreed_at")


class Reopening(models.Model):
    """One party's request to reopen a signed evaluation, and the other's consent."""

    id = RandomKey(primary_key=True)
    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, related_name="reopenings", verbose_name=_("evaluation")
    )
    round = models.PositiveSmallIntegerField(
        _("round"), help_text=_("The signed round that is reopened.")
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="reopenings", verbose_name=_("requested by the party")
    )
    reason = models.TextField(_("reason"), max_length=LONGEST_REOPENING_REASON)
    language = models.CharField(
        _("language of the text"), max_length=2, choices=Language, default=Language.NB
    )
    asked_at = models.DateTimeField(_("requested"), default=timezone.now)
    asked_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    agreed_at = models.DateTimeField(_("agreed"), null=True)
    agreed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("agreed by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )

    objects = ReopeningQuerySet.as_manager()
    history = StepHistories(historical_queryset=OwnHistoryQuerySet)

    class Meta:
        verbose_name = _("reopening")
        verbose_name_plural = _("reopenings")
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation"],
                condition=_OPEN,
                name="reopening_one_open_request",
                violation_error_message=_("A request to reopen is already waiting for an answer."),
            ),
            models.UniqueConstraint(
                fields=["evaluation", "round"],
                condition=Q(agreed_at__isnull=False),
                name="reopening_once_a_round",
                violation_error_message=_("The round has already been reopened."),
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="reopening_agreed_or_withdrawn",
                violation_error_message=_("A request cannot be both agreed to and withdrawn."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="reopening_has_reason",
                violation_error_message=_("Say why the evaluation should be reopened."),
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values),
                name="reopening_language_known",
                violation_error_message=_("Choose bokmål or nynorsk."),
            ),
            *at_iff_by("reopening", "agreed", "withdrawn"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.round}"

    @property
    def next_round(self) -> int:
        """The round that it starts."""
        return self.round + 1
