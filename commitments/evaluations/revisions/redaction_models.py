"""Redactions required by law: where, why and when, but never the removed text."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.evaluations.revisions.models import Revision


class RedactionQuerySet(models.QuerySet["Redaction"]):
    """Redactions, the earliest first. All are public, except the names of who made them."""

    def of_rows(self, label: str) -> Self:
        """Return the redactions in rows of one model: «commitments.submission»."""
        return self.filter(label=label)

    def latest_first(self) -> Self:
        """Sort as in the public list, fetching each revision's year and agreement."""
        place = "revision__evaluation__evaluation_year__agreement"
        long_texts = ("source_text", "cut_source")
        return (
            self.select_related(place)
            .defer("revision__content", "revision__seal")
            .defer(*(f"{place}__{name}" for name in long_texts))
            .order_by("-redacted_at")
        )


class Redaction(models.Model):
    """One place where a passage was replaced because the law required it.

    It is either in a revision's content or in a field of another row. The revision keeps its
    original hashes; ``content_sha256`` is that of its content, or the field, after the redaction.
    """

    revision = models.ForeignKey(
        Revision,
        models.PROTECT,
        null=True,
        related_name="redactions",
        verbose_name=_("revision"),
        help_text=_("Empty: in another row."),
    )
    label = models.CharField(_("type of row"), max_length=100, blank=True)
    row = models.CharField(_("key of the row"), max_length=40, blank=True)
    pointer = models.CharField(
        _("place"),
        max_length=400,
        help_text=_("JSON pointer (RFC 6901) in the content, or /field of a row."),
    )
    reason = models.TextField(_("reason"))
    first_name = models.CharField(_("decided by"), max_length=200)
    second_name = models.CharField(_("and by"), max_length=200)
    redacted_at = models.DateTimeField(_("redacted"), default=timezone.now)
    content_sha256 = models.CharField(_("SHA-256 of the content after it"), max_length=64)

    objects = RedactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ["redacted_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revision__isnull=False, label="", row="")
                | Q(revision__isnull=True) & ~Q(label="") & ~Q(row=""),
                name="redaction_in_revision_or_row",
                violation_error_message=_(
                    "A redaction must be either in a revision or in another row."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(first_name="") & ~Q(second_name="") & ~Q(first_name=F("second_name")),
                name="redaction_names_two_people",
                violation_error_message=_("Two people must decide on a redaction."),
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(content_sha256="") & Q(pointer__startswith="/"),
                name="redaction_says_where_and_why",
                violation_error_message=_("A redaction must say where it is and why it was made."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.pointer}"
