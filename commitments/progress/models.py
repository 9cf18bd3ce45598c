"""Progress: what a party says was done for a commitment, with date and sources."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from commitments.foundation.choices import OPEN_STATES, State
from commitments.foundation.days import is_outside, year_of_retrospect
from commitments.foundation.history_rows import StepHistories
from commitments.people.models import Membership
from commitments.progress.queryset import ProgressEntryQuerySet
from commitments.publishing.models import Statement
from commitments.publishing.queryset import EntryHistoryQuerySet
from commitments.publishing.stated_fields import STATUS, TEXT_AND_SOURCES, StatedField
from commitments.register.models import Commitment
from commitments.sources.models import Source
from kvalitet.guard.keys import RandomKey


class ProgressEntry(Statement):
    """One version of what a party says about a commitment on one day."""

    FIELDS = (
        STATUS,
        StatedField("true_on", _("Date described"), "day", "gjelder_dato"),
        *TEXT_AND_SOURCES,
    )
    REPEATED = ("commitment", "party")
    NEEDED = Statement.NEEDED | {"true_on": _("Enter the date this describes.")}
    NOTED_AS = url_prefix = "entry"

    id = RandomKey(primary_key=True)
    commitment = models.ForeignKey(  # the indexes below begin with it
        Commitment,
        models.PROTECT,
        related_name="progress_entries",
        verbose_name=_("commitment"),
        db_index=False,
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="progress_entries", verbose_name=_("party")
    )
    true_on = models.DateField(_("date described"), null=True, blank=True)
    sources = models.ManyToManyField(
        Source, related_name="progress_entries", verbose_name=_("sources"), blank=True
    )
    authors = models.ManyToManyField(
        Membership, related_name="authored_entries", verbose_name=_("authors")
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrections", verbose_name=_("corrects")
    )

    objects = ProgressEntryQuerySet.as_manager()
    history = StepHistories(
        m2m_fields=[sources, authors],
        historical_queryset=EntryHistoryQuerySet,
    )

    class Meta(Statement.Meta):
        verbose_name = _("progress entry")
        verbose_name_plural = _("progress entries")
        ordering = ["-true_on", "-created_at"]
        indexes = [
            models.Index(
                fields=["commitment", "party", "state", "-true_on", "-published_at"],
                name="progressentry_latest",
            ),
            # Includes the filtered columns, so that an index scan can skip to far pages.
            models.Index(
                fields=["state", "-published_at", "-created_at"],
                include=["id", "commitment", "party", "status", "true_on"],
                name="progressentry_recent",
            ),
            models.Index(
                fields=["commitment", "state", "-published_at"], name="progressentry_reported"
            ),
            models.Index(fields=["party", "state"], name="progressentry_worklist"),
        ]
        constraints = [
            *Statement.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT])
                | (~Q(status="") & ~Q(narrative="") & Q(true_on__isnull=False)),
                name="progressentry_complete_once_submitted",
                violation_error_message=_(
                    "An entry sent for approval must have a status, a text and a date."
                ),
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(corrects__isnull=False, state__in=OPEN_STATES),
                name="progressentry_one_open_correction",
                violation_error_message=_("The entry already has an open correction."),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the URL of the entry on its commitment's page."""
        return f"{self.commitment.get_absolute_url()}#oppforing-{self.pk}"

    @property
    def is_outside_term(self) -> bool:
        """Whether the day is before the first or after the last day of the agreement."""
        if self.true_on is None:
            return False
        agreement = self.commitment.agreement
        return is_outside(self.true_on, agreement.starts_on, agreement.ends_on)

    @property
    def retrospect_year(self) -> int | None:
        """The year of writing if it was over a year after the day it describes, else None."""
        return year_of_retrospect(self.true_on, self.created_at) if self.true_on else None
