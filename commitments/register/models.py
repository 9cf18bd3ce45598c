"""The parties' commitments in the texts."""

from typing import Any, Final, Self

from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.models import Agreement, EvaluationYear, Party, Segment
from agreements.templatetags.texts import in_language, named
from commitments.foundation.json_values import JSONValues
from commitments.foundation.linked_rows import with_linked
from commitments.foundation.prepared_query import Prepared
from commitments.register.queryset import CommitmentQuerySet


class Commitment(models.Model):
    """A commitment in an agreement, in the text's own words."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="commitments", verbose_name=_("agreement")
    )
    ref = models.CharField(_("reference"), max_length=20, unique=True)
    position = models.PositiveIntegerField(_("place in the text"))
    segments = models.ManyToManyField(
        Segment, related_name="commitments", verbose_name=_("parts of the text")
    )
    wording = models.TextField(_("wording"))
    marker = models.CharField(_("list marker"), max_length=5, blank=True)
    group = models.CharField(_("group"), max_length=20)
    actor = models.CharField(_("who is to act, as the text says"), max_length=50)
    modal = models.CharField(_("auxiliary verb"), max_length=20)
    responsible = models.ManyToManyField(
        Party, related_name="commitments", verbose_name=_("responsible")
    )
    verb_class = models.CharField(_("type of promise"), max_length=30)
    scope = models.CharField(
        _("scope"), max_length=300, blank=True, help_text=_("Empty: none in the wording.")
    )
    condition = models.CharField(
        _("condition"), max_length=300, blank=True, help_text=_("Empty: none in the wording.")
    )
    period = models.CharField(
        _("period"), max_length=200, blank=True, help_text=_("Empty: none in the wording.")
    )
    deadline = models.CharField(
        _("deadline in the wording"),
        max_length=200,
        blank=True,
        help_text=_("Empty: none in the wording."),
    )
    measurable = models.BooleanField(_("something specific that can be checked"))
    regional = models.BooleanField(_("can vary between counties"))
    short_title = models.JSONField(_("short title"), help_text=_("In each language."))
    note = models.JSONField(_("note"), default=dict, blank=True)
    reasons = models.JSONField(_("what the facts rest on"))
    search_words = models.TextField(_("words to search"), editable=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["agreement", "position"]
        indexes = [
            models.Index(fields=["group"], name="commitment_group"),
            models.Index(fields=["verb_class"], name="commitment_verb_class"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "position"], name="commitment_one_per_position"
            ),
            models.CheckConstraint(
                condition=Q(group__in=vocabulary.names("group")),
                name="commitment_group_known",
                violation_error_message=_("The vocabulary has no such group."),
            ),
            models.CheckConstraint(
                condition=Q(verb_class__in=vocabulary.names("verb")),
                name="commitment_verb_class_known",
                violation_error_message=_("The vocabulary has no such type of promise."),
            ),
            models.CheckConstraint(
                condition=~Q(wording=""),
                name="commitment_has_wording",
                violation_error_message=_("A commitment must have a wording."),
            ),
        ]

    def __str__(self) -> str:
        return self.named

    def get_absolute_url(self) -> str:
        """Return the URL of the commitment's page."""
        return reverse("commitments:commitment_detail", args=[self.ref])

    @classmethod
    def of_page(cls, ref: str) -> "Commitment | None":
        """Return the commitment with this reference, loaded ``for_page``; None if there is none."""
        found = _OF_PAGE.first(ref)
        return found and found.with_segments()

    def with_segments(self) -> Self:
        """Load the wording's segments, and return the commitment."""
        with_linked([self], "segments")
        return self

    @property
    def may_be_inapplicable(self) -> bool:
        """Whether the wording names a condition or period, so that it can be inapplicable."""
        return bool(self.condition or self.period)

    @property
    def title(self) -> str:
        """The short title in the reader's language."""
        return in_language(self.short_title)

    @property
    def named(self) -> str:
        """The reference with the short title, for people."""
        return named(self.ref, self.short_title)

    @property
    def words(self) -> str:
        """The wording without its list marker, for pages that make their own list."""
        return self.wording.removeprefix(self.marker).lstrip()

    @property
    def anchor(self) -> str:
        """The commitment's anchor on its agreement's page: «F12»."""
        return self.ref.partition("-")[2]

    def linked_words(self) -> dict[str, list[Any]]:
        """Return the words linked to the commitment by name, each list in its order; one query.

        Names: party, answers, area, theme, year, marked_year, county.

        ``party`` has the codes of the agreement's parties, in its order, ``answers`` those of
        them that are responsible for this commitment. ``year`` has the counted evaluation years
        of its agreement, ``marked_year`` objects with ``year``, ``mark``, ``nb``, ``nn`` and
        ``en`` for years that need words. ``county`` has an object with ``year``, ``party``,
        ``county``, the county's code, and ``status`` for each published regional status.
        """
        found: dict[str, list[Any]] = {
            name: []
            for name in ("party", "answers", "area", "theme", "year", "marked_year", "county")
        }
        for row in _LINKED_WORDS(self.pk, self.agreement_id):
            found[row["kind"]].append(row["value"]["word"])
        return found


def _linked_words(pk: int, agreement: int) -> QuerySet[Any, Any]:
    commitment, place = Commitment(pk=pk), "agreement_parties__position"
    parties = Party.objects.filter(agreement_parties__agreement=agreement)
    years = EvaluationYear.objects.filter(agreement=agreement)
    words = JSONValues(year="year", mark="mark", nb="nb", nn="nn", en="en")
    facts = JSONValues(year="year", party="party__code", county="county__code", status="status")
    rows = _words(parties, "party", place, "code").union(
        _words(parties.filter(commitments=commitment), "answers", place, "code"),
        _words(commitment.areas.all(), "area", "pk", "area"),
        _words(commitment.themes.all(), "theme", "pk", "theme"),
        _words(years.counted(), "year", "year", "year"),
        _words(years.marked(), "marked_year", "year", words),
        _words(commitment.regional_statuses.published(), "county", "year", facts),
        all=True,
    )
    return rows.order_by("kind", "place")


def _words(
    rows: QuerySet[models.Model], kind: str, place: str, word: str | JSONValues
) -> QuerySet[Any, Any]:
    """Return rows as kind, place and word, so that one query can join different tables.

    The word is wrapped in a JSON object, because a column of a union has one type.
    """
    named = rows.order_by().annotate(
        kind=Value(kind, models.CharField()), place=F(place), value=JSONValues(word=word)
    )
    found: QuerySet[Any, Any] = named.values("kind", "place", "value")
    return found


class CommitmentArea(models.Model):
    """An area that a commitment concerns."""

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="areas", verbose_name=_("commitment")
    )  # CASCADE: a fact of the commitment itself
    area = models.CharField(_("area"), max_length=30)

    class Meta:
        verbose_name = _("area of a commitment")
        verbose_name_plural = _("areas of commitments")
        ordering = ["pk"]
        indexes = [models.Index(fields=["area"], name="commitmentarea_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "area"], name="commitmentarea_once_per_commitment"
            ),
            models.CheckConstraint(
                condition=Q(area__in=vocabulary.names("area")),
                name="commitmentarea_area_known",
                violation_error_message=_("The vocabulary has no such area."),
            ),
        ]

    def __str__(self) -> str:
        return self.area


class CommitmentTheme(models.Model):
    """A theme that a commitment belongs to; the first is the main one."""

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="themes", verbose_name=_("commitment")
    )  # CASCADE: a fact of the commitment itself
    theme = models.CharField(_("theme"), max_length=30)

    class Meta:
        verbose_name = _("theme of a commitment")
        verbose_name_plural = _("themes of commitments")
        ordering = ["pk"]
        indexes = [models.Index(fields=["theme"], name="commitmenttheme_theme")]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "theme"], name="commitmenttheme_once_per_commitment"
            ),
            models.CheckConstraint(
                condition=Q(theme__in=vocabulary.names("theme")),
                name="commitmenttheme_theme_known",
                violation_error_message=_("The vocabulary has no such theme."),
            ),
        ]

    def __str__(self) -> str:
        return self.theme


_OF_PAGE: Final = Prepared(
    lambda ref: Commitment.objects.for_page().prefetch_related(None).filter(ref=ref)
)
_LINKED_WORDS: Final = Prepared(_linked_words)
