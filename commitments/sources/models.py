"""Sources: the documents and addresses that recorded facts rest on."""

from typing import Any, ClassVar, Final, Self

from django.core.files.storage import Storage, storages
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from commitments.foundation.history_rows import StepHistories
from commitments.foundation.prepared_query import Prepared
from commitments.people.models import Membership, Role, Visitor
from commitments.register.models import Commitment
from kvalitet.guard.keys import RandomKey

HELD: Final = "held"  # the folder, beside the files, of those that no source names yet
_HIDDEN: Final = Q(published_at__isnull=True)


def _storage() -> Storage:
    """Where uploaded files lie: outside everything the web server serves by itself."""
    return storages["sources"]


class SourceQuerySet(models.QuerySet["Source"]):
    """Sources, the newest first."""

    def cited_publicly(self) -> Self:
        """Those that something published cites or has cited.

        A version of an entry or of a regional status, a revision, an evaluation of the time,
        or the opening of an evaluation.
        """
        return self.filter(
            Exists(self._citing("progress_entries", sources=OuterRef("pk")).exclude(_HIDDEN))
            | Exists(self._citing("revisions", sources=OuterRef("pk")))
            | Exists(self._citing("regional_statuses", sources=OuterRef("pk")).exclude(_HIDDEN))
            | Exists(self._citing("past_evaluations", source=OuterRef("pk")).exclude(_HIDDEN))
            | Exists(self._citing("opened_evaluations", opening_source=OuterRef("pk")))
        )

    def visible_to(self, user: Visitor) -> Self:
        """What something public cites, and to people at work what they may read before that.

        To a party's members what their party entered, what the other party's assessments
        cite once both have handed in, and papers of meetings; to the secretariat its papers;
        to an office what is cited for its counties by what awaits approval.
        """
        public = self.cited_publicly()
        acting = Membership.acting(user)
        if acting is not None and acting.reads_counties:
            awaited = self._citing("regional_statuses", sources=OuterRef("pk")).visible_to(user)
            return self.filter(Q(pk__in=public.values("pk")) | Exists(awaited))
        if acting is None or not (acting.writes or acting.role == Role.SECRETARIAT):
            return public
        at_work = Q(pk__in=public.values("pk")) | Q(party__isnull=True)
        if acting.writes:
            at_work |= Q(party=acting.party_id)
            for name in ("assessments", "submissions"):
                rows = self._citing(name, sources=OuterRef("pk"))
                at_work |= Q(Exists(rows.visible_to(user)))
        return self.filter(at_work)

    def _citing(self, relation: str, **cited: object) -> Any:
        """Rows of the model on the other side of a relation that cite the outer source."""
        model: Any = self.model._meta.get_field(relation).related_model
        return model.objects.filter(**cited).order_by()

    def of_party(self, party: Party) -> Self:
        """Those the party entered."""
        return self.filter(party=party)

    def at_address(self, address: str) -> Self:
        """Those with this address."""
        return self.filter(address=address)

    def kept(self) -> Self:
        """Those that can still be cited: their files were not removed."""
        return self.filter(removed_at__isnull=True)

    def with_file(self) -> Self:
        """Uploaded documents; the others are addresses."""
        return self.exclude(file="")

    def removable(self) -> Self:
        """Files that nothing cites, and nothing sent for approval ever cited.

        What was sent is asked of the histories that know it, of all models that cite sources.
        """
        unused = self.kept().with_file()
        for relation in self.model._meta.related_objects:
            unused = unused.filter(**{f"{relation.name}__isnull": True})
            history: Any = getattr(relation.related_model, "history", None)
            if hasattr(history, "sent"):
                rows = history.sent()
                name = f"{rows.model._meta.model_name}_{relation.field.name}__source"
                unused = unused.exclude(Exists(rows.filter(**{name: OuterRef("pk")})))
        return unused

    def room_used(self) -> int:
        """Bytes that their files take."""
        return self.kept().aggregate(used=Sum("size"))["used"] or 0

    def of_secretariat(self) -> Self:
        """Papers that the secretariat entered: of meetings, and of openings."""
        return self.filter(party__isnull=True)

    def cited_for(self, commitment: int, party: int) -> Self:
        """Those the party entered that an entry of its own on the commitment cites."""
        entries = Q(progress_entries__commitment=commitment, progress_entries__party=party)
        regional = Q(regional_statuses__commitment=commitment, regional_statuses__party=party)
        return self.filter(entries | regional, party=party).distinct()


class Source(models.Model):
    """A document or an address that shows what is said; the party that entered it owns it.

    A file that nothing cites, and nothing sent for approval ever cited, may be removed; the
    row then remains for the party's history, with the name, the size and the SHA-256 of what
    is gone.
    """

    id = RandomKey(primary_key=True)
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
        Party,
        models.PROTECT,
        null=True,
        related_name="sources",
        verbose_name=_("entered for"),
        help_text=_("Empty: a paper that the secretariat entered."),
    )
    entered_at = models.DateTimeField(_("entered"), default=timezone.now)
    entered_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="sources", verbose_name=_("entered by")
    )
    removed_at = models.DateTimeField(_("file removed"), null=True, editable=False)
    removed_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("file removed by"),
    )

    AS_ENTERED: ClassVar = ("entered_at", "title", "address", "sha256")

    objects = SourceQuerySet.as_manager()
    history = StepHistories()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-entered_at", "title"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(address="") & (~Q(file="") | Q(removed_at__isnull=False)))
                | (~Q(address="") & Q(file="")),
                name="source_file_or_address",
                violation_error_message=_("A source must be either a file or an address."),
            ),
            models.CheckConstraint(
                condition=(~Q(address="") & Q(sha256="", size=0, media_type="", file_name=""))
                | (
                    Q(address="")
                    & ~Q(sha256="")
                    & Q(size__gt=0)
                    & ~Q(media_type="")
                    & ~Q(file_name="")
                ),
                name="source_file_with_hash",
                violation_error_message=_("A file must have a name, a type, a size and a SHA-256."),
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False, file="", address=""),
                name="source_removed_at_iff_by",
                violation_error_message=_(
                    "For a file that is removed, it must be recorded who removed it and when."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="source_has_title",
                violation_error_message=_("A source must have a title."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def cited_for(cls, commitment: Commitment, party: Party) -> "list[Source]":
        """Those the party entered that an entry of its own on the commitment cites."""
        return _CITED_FOR(commitment.pk, party.pk)

    @property
    def place(self) -> tuple[object, ...]:
        """Where it comes among other sources: the values of ``AS_ENTERED``."""
        return tuple(getattr(self, name) for name in self.AS_ENTERED)

    @property
    def file_kind(self) -> str:
        """What kind of file people get: «PDF»; "" for an address."""
        return self.file_name.rpartition(".")[2].upper()


_CITED_FOR: Final = Prepared(Source.objects.cited_for)
