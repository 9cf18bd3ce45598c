"""The goals of an agreement, each with its areas."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary


class GoalQuerySet(models.QuerySet["Goal"]):
    """Goals, by reference."""

    def of_agreement(self, slug: str) -> Self:
        """Return the goals of the agreement with this slug."""
        return self.filter(segment__agreement__slug=slug)

    def for_page(self) -> Self:
        """Return goals in text order with their segment, agreement and areas, in two queries.

        ``continues``: another segment goes on in the same sentence.
        """
        segments: Any = self.model._meta.get_field("segment").related_model
        rest = segments.objects.filter(
            agreement=OuterRef("segment__agreement"),
            position=OuterRef("segment__position") + 1,
            inline=True,
        )
        long = ("source_text", "cut_source", "note")
        return (
            self.select_related("segment__agreement")
            .defer(*(f"segment__agreement__{name}" for name in long))
            .prefetch_related("areas")
            .annotate(continues=Exists(rest))
            .order_by("segment__agreement__slug", "segment__position")
        )


class Goal(models.Model):
    """An effect that the parties want, with its own anchor in the text."""

    segment = models.OneToOneField(
        "agreements.Segment",
        models.PROTECT,
        related_name="goal",
        verbose_name=_("part of the text"),
    )
    ref = models.CharField(_("reference"), max_length=20, unique=True)
    st_meld = models.CharField(
        _("white paper"), max_length=200, blank=True, help_text=_("Empty: none is named.")
    )

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["ref"]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        """Return the URL of the goal's page."""
        return reverse("commitments:goal_detail", args=[self.ref])


class GoalArea(models.Model):
    """An area that a goal concerns."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="areas", verbose_name=_("goal"))
    # CASCADE: a fact of the goal itself
    area = models.CharField(_("area"), max_length=30)

    class Meta:
        verbose_name = _("area of a goal")
        verbose_name_plural = _("areas of goals")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "area"], name="goalarea_once_per_goal"),
            models.CheckConstraint(
                condition=Q(area__in=vocabulary.names("area")),
                name="goalarea_area_known",
                violation_error_message=_("The vocabulary has no such area."),
            ),
        ]

    def __str__(self) -> str:
        return self.area
