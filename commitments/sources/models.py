"""Sources: the documents and web addresses cited for recorded facts."""

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

HELD: Final = "held"  # folder for files that no source refers to yet
_HIDDEN: Final = Q(published_at__isnull=True)


def _storage() -> Storage:
    """Return the storage of uploaded files, which the web server does not serve by itself."""
    return storages["sources"]


class SourceQuerySet(models.QuerySet["Source"]):
    """Sources, the newest first."""

    def cited_publicly(self) -> Self:
        """Return sources that something published cites or has cited.

        That is a version of an entry or of a county status, a revision, an evaluation made at the
        time, or the opening of an evaluation.
        """
        return self.filter(
            Exists(self._citing("progress_entries", sources=OuterRef("pk")).exclude(_HIDDEN))
            | Exists(self._citing("revisions", sources=OuterRef("pk")))
            | Exists(self._citing("regional_statuses", sources=OuterRef("pk")).exclude(_HIDDEN))
            | Exists(self._citing("past_evaluations", source=OuterRef("pk")).exclude(_HIDDEN))
            | Exists(self._citing("opened_evaluations", opening_source=OuterRef("pk")))
        )

    def visible_to(self, user: Visitor) -> Self:
        """Return sources cited publicly, and those that the user may read before publication.

        A party's members also see what their party entered, what the other party's assessments cite
        once both have submitted, and meeting papers. The secretariat also sees its papers. An
        office also sees what entries awaiting approval cite for its counties.
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
        """Return rows of the model at the other end of a relation that cite the outer source."""
        model: Any = self.model._meta.get_field(relation).related_model
        return model.objects.filter(**cited).order_by()

    def of_party(self, party: Party) -> Self:
        """Return the sources that the party entered."""
        return self.filter(party=party)

    def at_address(self, address: str) -> Self:
        """Return the sources with this address."""
        return self.filter(address=address)

    def kept(self) -> Self:
        """Return the sources that can still be cited, because their files were not removed."""
        return self.filter(removed_at__isnull=True)

    def with_file(self) -> Self:
        """Return uploaded documents, not addresses."""
        return self.exclude(file="")

    def removable(self) -> Self:
        """Return files that nothing cites and that nothing sent for approval ever cited.

        The histories of all models that cite sources are searched for what was sent.
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
        """Return the total size of their files in bytes."""
        return self.kept().aggregate(used=Sum("size"))["used"] or 0

    def of_secretariat(self) -> Self:
        """Return the papers that the secretariat entered, for meetings and openings."""
        return self.filter(party__isnull=True)

    def cited_for(self, commitment: int, party: int) -> Self:
        """Return the party's sources that its own entries on the commitment cite."""
        entries = Q(progress_entries__commitment=commitment, progress_entries__party=party)
        regional = Q(regional_statuses__commitment=commitment, regional_statuses__party=party)
        return self.filter(entries | regional, party=party).distinct()


class Source(models.Model):
    """A document or a web address that supports a statement, owned by the party that entered it.

    A file that nothing cites, and nothing sent for approval ever cited, may be removed. The row
    then remains for the party's history, with the name, size and SHA-256 of the removed file.
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
        """Return the party's sources that its own entries on the commitment cite."""
        return _CITED_FOR(commitment.pk, party.pk)

    @property
    def place(self) -> tuple[object, ...]:
        """The sort key among other sources: the values of ``AS_ENTERED``."""
        return tuple(getattr(self, name) for name in self.AS_ENTERED)

    @property
    def file_kind(self) -> str:
        """The kind of file: «PDF»; "" for an address."""
        return self.file_name.rpartition(".")[2].upper()


_CITED_FOR: Final = Prepared(Source.objects.cited_for)
