"""The joint conclusion: every proposal and the response to it."""

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

LONGEST_CONCLUSION: Final = 10_000  # characters


class Answer(models.TextChoices):
    """The outcome of a proposal; the vocabulary has the words, group ``conclusion``."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    COUNTERED = "countered"
    WITHDRAWN = "withdrawn"


class ConclusionQuerySet(models.QuerySet["Conclusion"]):
    """Proposals, the earliest first."""

    def visible_to(self, user: Visitor) -> Self:
        """Return all to members of both parties; the public reads conclusions in revisions."""
        acting = Membership.acting(user)
        return self if acting is not None and acting.writes else self.none()

    def of_round(self, evaluation: Evaluation) -> Self:
        """Return the proposals of the evaluation's current round."""
        return self.filter(evaluation=evaluation, round=evaluation.round)

    def awaiting_answer(self) -> Self:
        """Return the proposal without a response; there is at most one in a round."""
        return self.filter(state=Answer.PROPOSED)

    def accepted(self) -> Self:
        """Return the proposals that the other party has accepted; the last one applies."""
        return self.filter(state=Answer.ACCEPTED).order_by("number")

    def with_party(self) -> Self:
        """Fetch the party in the same query."""
        return self.select_related("party")


class Conclusion(models.Model):
    """One party's proposal for the joint conclusion, and the other party's response."""

    id = RandomKey(primary_key=True)
    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, related_name="conclusions", verbose_name=_("evaluation")
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    number = models.PositiveSmallIntegerField(_("number"))
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="conclusions", verbose_name=_("proposed by")
    )
    text = models.TextField(_("text"), max_length=LONGEST_CONCLUSION)
    language = models.CharField(
        _("language of the text"), max_length=2, choices=Language, default=Language.NB
    )
    state = models.CharField(_("stage"), max_length=20, default=Answer.PROPOSED)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    proposed_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )

    objects = ConclusionQuerySet.as_manager()
    history = StepHistories(historical_queryset=OwnHistoryQuerySet)

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")
        ordering = ["evaluation", "round", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "round", "number"], name="conclusion_number_once_a_round"
            ),
            models.UniqueConstraint(
                fields=["evaluation", "round"],
                condition=Q(state=Answer.PROPOSED),
                name="conclusion_one_proposed_a_round",
                violation_error_message=_("A proposal is already waiting for an answer."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=Answer.values),
                name="conclusion_state_known",
                violation_error_message=_("There is no such stage."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="conclusion_has_text",
                violation_error_message=_("A conclusion must have a text."),
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values),
                name="conclusion_language_known",
                violation_error_message=_("Choose bokmål or nynorsk."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[Answer.ACCEPTED, Answer.COUNTERED], answered_at__isnull=False
                )
                | ~Q(state__in=[Answer.ACCEPTED, Answer.COUNTERED]) & Q(answered_at__isnull=True),
                name="conclusion_answered_iff_state_says_so",
                violation_error_message=_("An answer must have the time it was given."),
            ),
            models.CheckConstraint(
                condition=Q(state=Answer.WITHDRAWN, withdrawn_at__isnull=False)
                | ~Q(state=Answer.WITHDRAWN) & Q(withdrawn_at__isnull=True),
                name="conclusion_withdrawn_iff_state_says_so",
                violation_error_message=_(
                    "A withdrawn proposal must have the time it was withdrawn."
                ),
            ),
            *at_iff_by("conclusion", "answered", "withdrawn"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"
