"""Sources: the documents and addresses that recorded facts rest on."""

from typing import Self

from django.core.files.storage import Storage, storages
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from commitments.models.commitment import Commitment
from commitments.models.membership import Membership, Visitor
from commitments.models.region import Region
from commitments.models.words import SHOWN_TO_OFFICES


def _storage() -> Storage:
    """Where uploaded files lie: outside everything the web server serves by itself."""
    return storages["sources"]


class SourceQuerySet(models.QuerySet["Source"]):
    """Sources, the newest first."""

    def cited_publicly(self) -> Self:
        """Those that a published version of an entry or a regional status cites or has cited."""
        cited = Q(progress_entries__published_at__isnull=False)
        return self.filter(cited | Q(regional_statuses__published_at__isnull=False)).distinct()

    def visible_to(self, user: Visitor) -> Self:
        """What something public cites, to a party's members also what their party entered.

        To an office also what is cited for its counties by what awaits approval.
        """
        public = self.cited_publicly()
        acting = Membership.acting(user)
        if acting is not None and acting.reads_counties:
            awaited = Q(
                regional_statuses__state__in=SHOWN_TO_OFFICES,
                regional_statuses__county__in=Region.objects.of_member(acting).values("pk"),
            )
            return self.filter(Q(pk__in=public.values("pk")) | awaited).distinct()
        if acting is None or not acting.writes:
            return public
        return self.filter(Q(pk__in=public.values("pk")) | Q(party=acting.party_id))

    def of_party(self, party: Party) -> Self:
        """Those the party entered."""
        return self.filter(party=party)

    def at_address(self, address: str) -> Self:
        """Those with this address."""
        return self.filter(address=address)

    def with_file(self) -> Self:
        """Uploaded documents; the others are addresses."""
        return self.exclude(file="")

    def cited_for(self, commitment: Commitment, party: Party) -> Self:
        """Those the party entered that an entry of its own on the commitment cites."""
        entries = Q(progress_entries__commitment=commitment, progress_entries__party=party)
        regional = Q(regional_statuses__commitment=commitment, regional_statuses__party=party)
        return self.of_party(party).filter(entries | regional).distinct()


class Source(models.Model):
    """A document or an address that shows what an entry says; the party that entered it owns it."""

    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    published_on = models.DateField(
        _("date of the document"), null=True, blank=True, help_text=_("Empty: not known.")
    )
    address = models.URLField(
        _("address"),
        max_length=1000,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    file = models.FileField(_("file"), storage=_storage, upload_to="", max_length=200, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    media_type = models.CharField(_("media type"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="sources", verbose_name=_("entered for")
    )
    entered_at = models.DateTimeField(_("entered"), default=timezone.now)
    entered_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="sources", verbose_name=_("entered by")
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(address="") & ~Q(file="")) | (~Q(address="") & Q(file="")),
                name="source_file_or_address",
                violation_error_message=_("A source is either a file or an address."),
            ),
            models.CheckConstraint(
                condition=Q(file="", sha256="", size=0, media_type="", file_name="")
                | (
                    ~Q(file="")
                    & ~Q(sha256="")
                    & Q(size__gt=0)
                    & ~Q(media_type="")
                    & ~Q(file_name="")
                ),
                name="source_file_with_hash",
                violation_error_message=_("A file has a name, a type, a size and a SHA-256."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="source_has_title",
                violation_error_message=_("A source has a title."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def file_kind(self) -> str:
        """What kind of file people get: «PDF»; "" for an address."""
        return self.file_name.rpartition(".")[2].upper()
