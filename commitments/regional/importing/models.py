"""A file of regional statuses that a party has uploaded, whether imported or not."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from commitments.people.models import Membership, Visitor
from commitments.regional.models import RegionalStatus
from kvalitet.guard.keys import RandomKey


class RegionalImportQuerySet(models.QuerySet["RegionalImport"]):
    """Imports, the newest first."""

    def visible_to(self, user: Visitor) -> Self:
        """Return the imports of the acting user's own party."""
        acting = Membership.acting(user)
        if acting is None or not acting.writes:
            return self.none()
        return self.filter(party=acting.party_id)

    def of_party(self, party: Party | int | None) -> Self:
        """Return one party's imports."""
        return self.filter(party=party)

    def waiting(self) -> Self:
        """Return the files that are not imported, and may not have been read."""
        return self.filter(imported_at__isnull=True)

    def imported(self) -> Self:
        """Return the files that have become drafts."""
        return self.filter(imported_at__isnull=False)

    def with_people(self) -> Self:
        """Fetch the party, who uploaded it and who imported it."""
        return self.select_related("party", "created_by__user", "imported_by__user")


class RegionalImport(models.Model):
    """A file of one party; its bytes are stored until it is imported, ``rows`` from then on."""

    id = RandomKey(primary_key=True)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="regional_imports", verbose_name=_("party")
    )
    file_name = models.CharField(_("name of the file"), max_length=200)
    body = models.BinaryField(_("content of the file"))
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    created_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    imported_at = models.DateTimeField(_("imported"), null=True)
    imported_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("imported by")
    )
    rows = models.ManyToManyField(
        RegionalStatus, related_name="imports", verbose_name=_("rows it made or changed")
    )

    objects = RegionalImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of county statuses")
        verbose_name_plural = _("imports of county statuses")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(imported_at__isnull=True, imported_by__isnull=True)
                | Q(imported_at__isnull=False, imported_by__isnull=False),
                name="regionalimport_imported_at_iff_by",
                violation_error_message=_("A step must have both a time and a person."),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
