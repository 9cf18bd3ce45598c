"""The evaluation years of an agreement: which are counted, and how they are marked."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements.reading.content import DOUBTFUL_YEAR, YEAR_MARKS


class EvaluationYearQuerySet(models.QuerySet["EvaluationYear"]):
    """Evaluation years, by agreement and year."""

    def with_counted(self) -> Self:
        """Add ``is_counted``: whether the year is part of counts, filters, tables and grids.

        A doubtful year is counted once its evaluation has been opened with a document.
        """
        is_counted = ~Q(mark=DOUBTFUL_YEAR) | Q(evaluation__isnull=False)
        return self.annotate(is_counted=models.ExpressionWrapper(is_counted, models.BooleanField()))

    def counted(self) -> Self:
        """Return the counted years, each with ``is_counted``."""
        return self.with_counted().filter(is_counted=True)

    def marked(self) -> Self:
        """Return the years that are shown with their mark and its words."""
        return self.exclude(mark="").exclude(mark=DOUBTFUL_YEAR, evaluation__isnull=False)


class EvaluationYear(models.Model):
    """A year in which the parties were to evaluate an agreement."""

    is_counted: bool  # only set on rows loaded ``with_counted``
    agreement = models.ForeignKey(
        "agreements.Agreement",
        models.PROTECT,
        related_name="evaluation_years",
        verbose_name=_("agreement"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    mark = models.CharField(
        _("mark"), max_length=30, blank=True, help_text=_("Empty: the year needs no words.")
    )
    nb = models.TextField(_("words in bokmål"), blank=True)
    nn = models.TextField(_("words in nynorsk"), blank=True)
    en = models.TextField(_("words in English"), blank=True)

    objects = EvaluationYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation year")
        verbose_name_plural = _("evaluation years")
        ordering = ["agreement", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "year"], name="evaluationyear_once_per_agreement"
            ),
            models.CheckConstraint(
                condition=Q(mark__in=("", *YEAR_MARKS)),
                name="evaluationyear_mark_known",
                violation_error_message=_("A year is doubtful, part of a year, or unmarked."),
            ),
            models.CheckConstraint(
                condition=Q(mark="", nb="", nn="", en="")
                | (~Q(mark="") & ~Q(nb="") & ~Q(nn="") & ~Q(en="")),
                name="evaluationyear_mark_with_words",
                violation_error_message=_("A marked year has words in all three languages."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def is_doubtful(self) -> bool:
        """Whether the agreement may not have applied; opening the year then needs a document."""
        return self.mark == DOUBTFUL_YEAR

    @property
    def shown_mark(self) -> str:
        """The mark, empty if none; a doubtful year has none once it is counted.

        Needs ``with_counted``.
        """
        return "" if self.is_doubtful and self.is_counted else self.mark

    @property
    def words(self) -> str:
        """The words of the mark in the reader's language."""
        return {"nn": self.nn, "en": self.en}.get(get_language() or "", self.nb)
