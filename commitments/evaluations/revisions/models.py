"""Revisions: what was signed or published, frozen permanently."""

from datetime import date
from functools import cached_property
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import TextVersion
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions.document import EvaluationDocument, Seal
from commitments.evaluations.revisions.document_json import parse
from commitments.foundation.days import end_of
from commitments.people.models import Membership
from commitments.sources.models import Source


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Revisions, by number. Everything here is public."""

    def of(self, evaluation: Evaluation) -> Self:
        """Return the revisions of one evaluation."""
        return self.filter(evaluation=evaluation)

    def of_agreement(self, slug: str) -> Self:
        """Return the revisions of the agreement with this slug."""
        return self.filter(evaluation__evaluation_year__agreement__slug=slug)

    def in_year(self, slug: str, year: int) -> Self:
        """Return the revisions of one year of the agreement with this slug."""
        return self.of_agreement(slug).filter(evaluation__evaluation_year__year=year)

    def signed(self) -> Self:
        """Return the revisions that both parties signed."""
        return self.filter(kind=Revision.Kind.SIGNED)

    def one_sided(self) -> Self:
        """Return the revisions that one party published alone."""
        return self.filter(kind=Revision.Kind.ONE_SIDED)

    def published_by(self, day: date | None) -> Self:
        """Return those published by the end of that day in Norway; None for all until now."""
        return self if day is None else self.filter(published_at__lte=end_of(day))

    def current(self, known_by: date | None = None) -> Self:
        """Return the last revision of each evaluation, preferring signed to one-sided ones.

        ``known_by``: as it was by the end of that day in Norway; None for now.
        """
        others = Revision.objects.published_by(known_by).filter(evaluation=OuterRef("evaluation"))
        first = others.order_by("-kind", "-number").values("pk")[:1]  # «signed» sorts last
        return self.published_by(known_by).filter(pk=Subquery(first))

    def last_of_each(self) -> Self:
        """Return each evaluation's last revision of any kind, whose hash covers all before it."""
        later = Revision.objects.filter(
            evaluation=OuterRef("evaluation"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later))

    def with_evaluation(self) -> Self:
        """Fetch the evaluation's year and agreement in the same query."""
        return self.select_related("evaluation__evaluation_year__agreement").defer(
            "evaluation__evaluation_year__agreement__source_text",
            "evaluation__evaluation_year__agreement__cut_source",
        )

    def in_order_of_years(self) -> Self:
        """Sort by agreement, then by year and number."""
        year = "evaluation__evaluation_year"
        return self.order_by(f"{year}__agreement__slug", f"{year}__year", "number")

    def without_content(self) -> Self:
        """Leave out the long content, for pages that only name the revision."""
        return self.defer("content", "seal")


class Revision(models.Model):
    """A numbered, published state of an evaluation; rows are added, never changed.

    ``content`` is what the parties signed; ``seal`` has its SHA-256, the signatures and the
    SHA-256 of the revision before. Both are canonical JSON (docs/evaluation-document.md).
    """

    class Kind(models.TextChoices):
        """Whether both parties signed it."""

        SIGNED = "signed", pgettext_lazy("evaluation", "signed")
        ONE_SIDED = "one_sided", _("one-sided")

    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, related_name="revisions", verbose_name=_("evaluation")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("type"), max_length=20, choices=Kind.choices)
    round = models.PositiveSmallIntegerField(_("round"))
    text_version = models.ForeignKey(
        TextVersion,
        models.PROTECT,
        related_name="revisions",
        verbose_name=_("version of the text"),
        help_text=_("The newest when the content was signed or published alone."),
    )
    content = models.TextField(_("content"))
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    seal = models.TextField(_("seal"))
    revision_sha256 = models.CharField(_("SHA-256 of the revision"), max_length=64)
    previous_sha256 = models.CharField(
        _("SHA-256 of the previous revision"),
        max_length=64,
        blank=True,
        help_text=_("Empty: the first one."),
    )
    signoffs = models.ManyToManyField(
        SignOff, related_name="revisions", verbose_name=_("signatures"), blank=True
    )
    sources = models.ManyToManyField(
        Source, related_name="revisions", verbose_name=_("sources"), blank=True
    )
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    published_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", verbose_name=_("published by")
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["evaluation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "number"], name="revision_number_once_an_evaluation"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["signed", "one_sided"]),
                name="revision_kind_known",
                violation_error_message=_("A revision must be signed or one-sided."),
            ),
            models.CheckConstraint(
                condition=Q(number=1, previous_sha256="")
                | Q(number__gt=1) & ~Q(previous_sha256=""),
                name="revision_chained_from_first",
                violation_error_message=_("Every revision but the first must name the one before."),
            ),
            models.CheckConstraint(
                condition=~Q(content="") & ~Q(content_sha256="") & ~Q(revision_sha256=""),
                name="revision_has_content_and_hashes",
                violation_error_message=_("A revision must have content and both checksums."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"

    def get_absolute_url(self) -> str:
        """Return the permanent URL of this revision."""
        agreement, year = self.evaluation.agreement, self.evaluation.year
        return reverse("commitments:revision_detail", args=[agreement.slug, year, self.number])

    @cached_property
    def document(self) -> EvaluationDocument:
        """The parsed content, cached."""
        return parse(EvaluationDocument, self.content)

    @cached_property
    def sealed(self) -> Seal:
        """The parsed seal, cached; its signatures are in the parties' order."""
        return parse(Seal, self.seal)
