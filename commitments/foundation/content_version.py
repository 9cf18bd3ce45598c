"""The version of the public content, and whether the database has invented content."""

from datetime import date, datetime
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.foundation.prepared_query import Prepared


class ContentVersion(models.Model):
    """A single row, which increases with every action that changes what a reader may see."""

    number = models.PositiveBigIntegerField(_("number"), default=0)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    head_sha256 = models.CharField(
        _("SHA-256 of the last public act"), max_length=64, blank=True, default=""
    )

    class Meta:
        verbose_name = _("content version")
        verbose_name_plural = _("content versions")
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="contentversion_one_row",
                violation_error_message=_("There is one content version."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> tuple[int, datetime | None]:
        """Return number and time of the last change; (0, None) before anything was loaded."""
        return _CURRENT.first() or (0, None)

    @classmethod
    def head(cls) -> tuple[int, str]:
        """Return number and SHA-256 of the last public act; (0, "") before anything was loaded."""
        row = cls.objects.filter(pk=1).values_list("number", "head_sha256").first()
        return row or (0, "")

    @classmethod
    def changed_and_marked(cls) -> tuple[datetime | None, str]:
        """Return the time of the last change and the database's mark, "" if none; one query."""
        changed_at, mark = _CHANGED_AND_MARKED.first() or (None, DatabaseMark.purpose_here())
        return changed_at, mark or ""

    @classmethod
    def changed_on(cls) -> date | None:
        """Return the Norwegian day of the last public change; None before any change."""
        _number, changed_at = cls.current()
        return timezone.localtime(changed_at).date() if changed_at else None


class DatabaseMark(models.Model):
    """A single row that says what the invented content is for. Real databases have none."""

    class Purpose(models.TextChoices):
        """The purposes of invented content."""

        EXAMPLE = "example", _("example")
        MEASURING = "measuring", _("measuring")

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    marked_at = models.DateTimeField(_("marked"), default=timezone.now)

    class Meta:
        verbose_name = _("mark of the database")
        verbose_name_plural = _("marks of the database")
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="databasemark_one_row",
                violation_error_message=_("A database has one mark."),
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=["example", "measuring"]),
                name="databasemark_purpose_known",
                violation_error_message=_("A database is marked as example or for measuring."),
            ),
        ]

    def __str__(self) -> str:
        return self.purpose

    @classmethod
    def purpose_here(cls) -> str:
        """Return the purpose of this database's invented content; "" if there is none."""
        return cls.objects.filter(pk=1).values_list("purpose", flat=True).first() or ""


def _changed_and_marked() -> models.QuerySet[ContentVersion, tuple[datetime, str | None]]:
    purpose = DatabaseMark.objects.filter(pk=1).values("purpose")
    return ContentVersion.objects.filter(pk=1).values_list("changed_at", models.Subquery(purpose))


_CURRENT: Final = Prepared(
    lambda: ContentVersion.objects.filter(pk=1).values_list("number", "changed_at")
)
_CHANGED_AND_MARKED: Final = Prepared(_changed_and_marked)
