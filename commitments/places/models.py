"""Counties, municipalities and county governor's offices, each with validity."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.places import successors


class RegionQuerySet(models.QuerySet["Region"]):
    """Regions ordered by code."""

    def counties(self) -> Self:
        """Return counties only."""
        return self.filter(kind=Region.Kind.COUNTY)

    def municipalities(self) -> Self:
        """Return municipalities only."""
        return self.filter(kind=Region.Kind.MUNICIPALITY)

    def of_member(self, member: models.Model) -> Self:
        """Return the counties that the offices of a membership have had at any time."""
        return self.counties().filter(office_counties__office__memberships=member.pk).distinct()

    def municipality_counts(self, years: Iterable[int]) -> dict[tuple[str, int], int]:
        """Count each county's municipalities on 1 January of these years, by one query.

        Keyed by county code and year. Taken from the reference table if no municipalities have been
        imported.
        """
        wanted = sorted(set(years))
        on = {f"y{year}": _valid_on(date(year, 1, 1)) for year in wanted}
        rows: Any = (
            self.municipalities()
            .order_by()
            .annotate(county=Left("code", 2))
            .values("county")
            .annotate(**{name: Count("pk", filter=valid) for name, valid in on.items()})
        )
        found = {(row["county"], year): row[f"y{year}"] for row in rows for year in wanted}
        reference = successors.municipality_counts().items()
        return found or {
            (code, year): known[year]
            for code, known in reference
            for year in wanted
            if year in known
        }


def _valid_on(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


class Region(models.Model):
    """A county or municipality under one code, while the code was valid."""

    class Kind(models.TextChoices):
        """The kinds of region."""

        COUNTY = "county", _("county")
        MUNICIPALITY = "municipality", _("municipality")

    kind = models.CharField(_("type"), max_length=20, choices=Kind.choices)
    code = models.CharField(_("code"), max_length=4)
    name = models.CharField(_("name"), max_length=100)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(
        _("valid to"), null=True, help_text=_("Not included. Empty: still valid.")
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="region_code_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")),
                name="region_days_in_order",
                violation_error_message=_("The last day must not come before the first."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["county", "municipality"]),
                name="region_kind_known",
                violation_error_message=_("A region is a county or a municipality."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        """Return the URL of the county's page."""
        return reverse("commitments:county_detail", args=[self.place])

    @property
    def place(self) -> str:
        """The county in a URL: «15-more-og-romsdal»."""
        return f"{self.code}-{successors.slug_of(self.name)}"


class Office(models.Model):
    """A county governor's office of the agreements' time."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    merged_on = models.DateField(
        _("merged"), null=True, help_text=_("Empty: the office was not merged.")
    )
    successor = models.CharField(_("current office"), max_length=100, blank=True)
    counties = models.ManyToManyField(
        Region, through="OfficeCounty", related_name="offices", verbose_name=_("counties")
    )

    class Meta:
        verbose_name = _("county governor's office")
        verbose_name_plural = _("county governor's offices")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class OfficeCounty(models.Model):
    """A county that an office had, and when."""

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="office_counties", verbose_name=_("office")
    )
    county = models.ForeignKey(
        Region, models.PROTECT, related_name="office_counties", verbose_name=_("county")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(
        _("valid to"), null=True, help_text=_("Not included. Empty: still valid.")
    )

    class Meta:
        verbose_name = _("county of an office")
        verbose_name_plural = _("counties of offices")
        ordering = ["office", "county"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "valid_from"], name="officecounty_one_office_a_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")),
                name="officecounty_days_in_order",
                violation_error_message=_("The last day must not come before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id}: {self.county_id}"
