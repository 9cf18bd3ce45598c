"""Regional status: a party's observation of a commitment in a county and year."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from commitments.foundation.choices import OPEN_STATES, State
from commitments.foundation.history_rows import StepHistories
from commitments.people.models import Membership
from commitments.places.models import Region
from commitments.publishing.models import Statement
from commitments.publishing.queryset import EntryHistoryQuerySet
from commitments.publishing.stated_fields import COMMON, StatedField
from commitments.regional.queryset import RegionalStatusQuerySet
from commitments.register.models import Commitment
from commitments.sources.models import Source
from kvalitet.guard.keys import RandomKey

_SUBJECT_AND_PARTY = ("county", "commitment", "year", "party")


class RegionalStatus(Statement):
    """One version of one party's statement about a commitment in a county and year.

    ``municipalities`` take part, of ``municipalities_total``; both null if not stated.
    """

    FIELDS = (
        *COMMON,
        StatedField(
            "municipalities",
            _("Municipalities taking part"),
            "number",
            "kommuner_deltar",
            total="municipalities_total",
        ),
        StatedField(
            "municipalities_total", _("Municipalities in the county"), "number", "kommuner_i_alt"
        ),
    )
    REPEATED = _SUBJECT_AND_PARTY
    NOTED_AS = url_prefix = "status"

    id = RandomKey(primary_key=True)
    county = models.ForeignKey(
        Region, models.PROTECT, related_name="regional_statuses", verbose_name=_("county")
    )
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, related_name="regional_statuses", verbose_name=_("commitment")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="regional_statuses", verbose_name=_("party")
    )
    municipalities = models.PositiveSmallIntegerField(
        _("municipalities taking part"), null=True, help_text=_("Empty: not stated.")
    )
    municipalities_total = models.PositiveSmallIntegerField(
        _("municipalities in the county"), null=True, help_text=_("Empty: not stated.")
    )
    sources = models.ManyToManyField(
        Source, related_name="regional_statuses", verbose_name=_("sources"), blank=True
    )
    authors = models.ManyToManyField(
        Membership, related_name="authored_regional_statuses", verbose_name=_("authors")
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrections", verbose_name=_("corrects")
    )

    objects = RegionalStatusQuerySet.as_manager()
    history = StepHistories(
        m2m_fields=[sources, authors],
        historical_queryset=EntryHistoryQuerySet,
    )

    class Meta(Statement.Meta):
        verbose_name = _("county status")
        verbose_name_plural = _("county statuses")
        ordering = ["commitment", "year", "county", "party", "created_at"]
        indexes = [
            models.Index(fields=["county", "state", "year"], name="regionalstatus_county"),
            models.Index(fields=["commitment", "year", "state"], name="regionalstatus_map"),
            models.Index(fields=["party", "state"], name="regionalstatus_worklist"),
            models.Index(fields=["state", "-published_at"], name="regionalstatus_recent"),
        ]
        constraints = [
            *Statement.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | (~Q(status="") & ~Q(narrative="")),
                name="regionalstatus_complete_once_submitted",
                violation_error_message=_(
                    "A county status sent for approval must have a status and a text."
                ),
            ),
            models.CheckConstraint(
                condition=Q(municipalities__isnull=True, municipalities_total__isnull=True)
                | Q(
                    municipalities__isnull=False,
                    municipalities_total__isnull=False,
                    municipalities__lte=F("municipalities_total"),
                ),
                name="regionalstatus_municipalities_of_total",
                violation_error_message=_(
                    "No more municipalities can take part than there are in the county."
                ),
            ),
            models.UniqueConstraint(
                fields=_SUBJECT_AND_PARTY,
                condition=Q(state=State.PUBLISHED),
                name="regionalstatus_one_published",
                violation_error_message=_(
                    "The party has already published this. Correct what is published."
                ),
            ),
            models.UniqueConstraint(
                fields=_SUBJECT_AND_PARTY,
                condition=Q(state__in=OPEN_STATES),
                name="regionalstatus_one_open",
                violation_error_message=_("The party is already recording this."),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the URL of the row on the county's page."""
        return f"{self.county.get_absolute_url()}#status-{self.pk}"

    @classmethod
    def subject_of(cls, row: Any) -> str:
        """Return the subject, «2011-F9 …, Oslo, 2012», of a row or of a row of its history."""
        return _("%(ref)s, %(county)s, %(year)s") % {
            "ref": row.commitment.named,
            "county": row.county.name,
            "year": row.year,
        }

    @property
    def subject_key(self) -> tuple[int, int, int, int]:
        """County, commitment, year and party, which identify the subject of a row."""
        return self.county_id, self.commitment_id, self.year, self.party_id
