"""Consultation meetings of the parties, which the secretariat records."""

import uuid
from typing import Final, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.foundation.history_rows import StepHistories
from commitments.people.models import Membership
from commitments.sources.models import Source
from kvalitet.guard.keys import RandomKey

NUMBERS: Final = (1, 2, 3, 4)  # the consultation scheme has four meetings a year


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, the latest first."""

    def with_papers(self) -> Self:
        """Fetch the papers, in two queries."""
        return self.prefetch_related("papers")


class Meeting(models.Model):
    """A meeting of the parties: one of the four of its year, or a bilateral one."""

    id = RandomKey(primary_key=True)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(
        _("number"), null=True, blank=True, help_text=_("Empty: a bilateral meeting.")
    )
    held_on = models.DateField(_("day of the meeting"))
    papers = models.ManyToManyField(
        Source, related_name="meetings", verbose_name=_("papers"), blank=True
    )
    token = models.UUIDField(_("token of the form"), default=uuid.uuid4, unique=True)
    version = models.PositiveIntegerField(_("version of the row"), default=1)
    entered_at = models.DateTimeField(_("entered"), default=timezone.now)
    entered_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )

    objects = MeetingQuerySet.as_manager()
    history = StepHistories(m2m_fields=[papers])

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-held_on", "-entered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                condition=Q(number__isnull=False),
                name="meeting_number_once_a_year",
                violation_error_message=_(
                    "The meeting with this number has already been recorded."
                ),
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__in=NUMBERS),
                name="meeting_number_known",
                violation_error_message=_("The meetings of a year are numbered 1 to 4."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.number or self.held_on}"

    @property
    def is_bilateral(self) -> bool:
        """Whether the meeting is not one of the four numbered ones of its year."""
        return self.number is None
