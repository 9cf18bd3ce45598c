"""The yearly evaluation: one agreement, one year, both parties."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, EvaluationYear
from commitments.evaluations.meeting_models import Meeting
from commitments.foundation.history_rows import StepHistories
from commitments.people.models import Membership, Visitor
from commitments.sources.models import Source
from kvalitet.guard.keys import RandomKey


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    """Evaluations, by agreement and year. Their existence is public; their content is not."""

    def visible_to(self, user: Visitor) -> Self:  # noqa: ARG002 (every page asks by it)
        """Return all: the steps of an evaluation and their days are public once it is opened."""
        return self

    def of_agreement(self, slug: str) -> Self:
        """Return the evaluations of the agreement with this slug."""
        return self.filter(evaluation_year__agreement__slug=slug)

    def of_year(self, year: int) -> Self:
        """Return the evaluations of this year."""
        return self.filter(evaluation_year__year=year)

    def in_order_of_years(self) -> Self:
        """Sort by agreement, then by year."""
        return self.order_by("evaluation_year__agreement__slug", "evaluation_year__year")

    def with_relations(self) -> Self:
        """Fetch the year, agreement, meeting and opening document in the same query."""
        long_texts = ("source_text", "cut_source", "note")
        return self.select_related(
            "evaluation_year__agreement", "meeting", "opening_source", "opened_by"
        ).defer(*(f"evaluation_year__agreement__{name}" for name in long_texts))


class Evaluation(models.Model):
    """The evaluation of one year of an agreement, from when it was opened.

    Its state is computed from its rows (``facts``), never stored.
    """

    id = RandomKey(primary_key=True)
    evaluation_year = models.OneToOneField(
        EvaluationYear,
        models.PROTECT,
        related_name="evaluation",
        verbose_name=_("evaluation year"),
    )
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evaluations",
        verbose_name=_("meeting"),
        help_text=_("Empty: not stated."),
    )
    deadline_on = models.DateField(
        _("deadline"), help_text=_("The day itself is included, Norwegian time.")
    )
    grace_until_on = models.DateField(
        _("grace period until"), help_text=_("The day itself is included.")
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    opening_source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opened_evaluations",
        verbose_name=_("document showing that the agreement applied"),
        help_text=_("Needed where the text does not say whether the agreement applied."),
    )
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    opened_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    version = models.PositiveIntegerField(_("version of the row"), default=1)

    objects = EvaluationQuerySet.as_manager()
    history = StepHistories()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["evaluation_year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grace_until_on__gte=F("deadline_on")),
                name="evaluation_grace_after_deadline",
                violation_error_message=_("The grace period must not end before the deadline."),
            ),
            models.CheckConstraint(
                condition=Q(round__gte=1),
                name="evaluation_round_counted_from_one",
                violation_error_message=_("The first round is number 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.round}"

    def get_absolute_url(self) -> str:
        """Return the URL of the year's public page."""
        return reverse("commitments:evaluation_detail", args=[self.agreement.slug, self.year])

    @property
    def agreement(self) -> Agreement:
        """The agreement evaluated."""
        return self.evaluation_year.agreement

    @property
    def year(self) -> int:
        """The year evaluated."""
        return self.evaluation_year.year
