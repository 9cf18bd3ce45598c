"""The agreements: parties, agreements and their text, divided into segments.

Every row here comes from a pair of text files through ``agreements.actions.lay`` and has the
content of the newest accepted version; ``TextVersion`` stores every version.
"""

from typing import Self

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.evaluation_year import EvaluationYear as EvaluationYear  # noqa: PLC0414 (a model of ours)
from agreements.goals import Goal as Goal  # noqa: PLC0414 (a model of ours)
from agreements.goals import GoalArea as GoalArea  # noqa: PLC0414 (a model of ours)
from agreements.segment_queryset import SegmentQuerySet
from agreements.templatetags.texts import in_language, named
from agreements.text_version import TextVersion as TextVersion  # noqa: PLC0414 (a model of ours)


class PartyQuerySet(models.QuerySet["Party"]):
    """Parties, by code."""

    def of_agreements(self) -> Self:
        """Return those that entered into at least one agreement."""
        return self.filter(agreements__isnull=False).distinct()


class Party(models.Model):
    """A body that entered into an agreement: KD or KS."""

    code = models.CharField(_("code"), max_length=10, unique=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Return the URL of the party's page."""
        return reverse("commitments:party_detail", args=[self.code])


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Agreements, by slug (which begins with the first year)."""

    def with_parties(self) -> Self:
        """Fetch the parties, in the agreement's order."""
        return self.prefetch_related(
            models.Prefetch("agreement_parties", AgreementParty.objects.select_related("party"))
        )

    def without_texts(self) -> Self:
        """Leave out the long texts, for pages that only name the agreement."""
        return self.defer("source_text", "cut_source", "note")

    def with_evaluation_years(self, years: models.QuerySet[models.Model] | None = None) -> Self:
        """Fetch the evaluation years in ``years``; by default the counted ones."""
        if years is None:
            years = EvaluationYear.objects.counted()
        return self.prefetch_related(models.Prefetch("evaluation_years", years))

    def with_duties(self) -> Self:
        """Fetch the rules for following up, as the list ``duties``, in one query."""
        return self.prefetch_related(
            models.Prefetch("segments", Segment.objects.procedures(), to_attr="duties")
        )

    def with_counts(self) -> Self:
        """Add ``commitment_count``, ``goal_count`` and ``reservation_count``."""
        return self.annotate(
            **{
                f"{kind}_count": Count(
                    "segments__ref", filter=Q(segments__kind=kind), distinct=True
                )
                for kind in ("commitment", "goal", "reservation")
            }
        )


class Agreement(models.Model):
    """An agreement between the parties, with its text word for word."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=300)
    parties = models.ManyToManyField(
        Party, through="AgreementParty", related_name="agreements", verbose_name=_("parties")
    )
    signed_on = models.DateField(
        _("signed"), null=True, help_text=_("Empty: not stated in the text.")
    )
    starts_on = models.DateField(
        _("first day"), null=True, help_text=_("Empty: not stated in the text.")
    )
    ends_on = models.DateField(_("last day"))
    source = models.CharField(_("source file"), max_length=100)
    source_text = models.TextField(_("text of the source file"))
    source_sha256 = models.CharField(_("SHA-256 of the source file"), max_length=64)
    text_sha256 = models.CharField(_("SHA-256 of the folded text"), max_length=64)
    cut_source = models.TextField(_("how the text is divided and classified"))
    short_title = models.JSONField(_("short title"), help_text=_("In each language."))
    note = models.JSONField(_("note"), default=dict, blank=True)
    loaded_at = models.DateTimeField(_("loaded"), default=timezone.now)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(starts_on__lte=F("ends_on")),
                name="agreement_days_in_order",
                violation_error_message=_("The last day must not come before the first."),
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | Q(signed_on__lte=F("ends_on")),
                name="agreement_signed_before_end",
                violation_error_message=_("The day of signing must not come after the last day."),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """Return the URL of the annotated agreement."""
        return reverse("commitments:agreement_detail", args=[self.slug])

    @property
    def short_name(self) -> str:
        """The portal's name for the term, with a dash between the years: «2005–2009»."""
        return self.slug.replace("-", "–")

    @property
    def party_codes(self) -> list[str]:
        """The parties' codes in the order of the agreement's first lines."""
        return [row.party.code for row in self.agreement_parties.all()]

    @property
    def is_expired(self) -> bool:
        """Whether the last day has passed in Norway."""
        return self.ends_on < timezone.localdate()


class AgreementParty(models.Model):
    """A party's place in the first lines of an agreement."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="agreement_parties", verbose_name=_("agreement")
    )  # CASCADE: a line of the agreement's own text
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="agreement_parties", verbose_name=_("party")
    )
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("party of an agreement")
        verbose_name_plural = _("parties of agreements")
        ordering = ["agreement", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "party"], name="agreementparty_once_per_agreement"
            ),
            models.UniqueConstraint(
                fields=["agreement", "position"], name="agreementparty_one_per_position"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.position}"


class Segment(models.Model):
    """A part of an agreement's text, with exactly one kind. Ordered as in the text."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="segments", verbose_name=_("agreement")
    )
    position = models.PositiveIntegerField(_("position"))
    kind = models.CharField(_("type"), max_length=20)
    text = models.TextField(_("text"))
    ref = models.CharField(_("reference"), max_length=20, blank=True)
    anchor = models.SlugField(_("anchor"), max_length=20)
    marker = models.CharField(_("list marker"), max_length=5, blank=True)
    inline = models.BooleanField(_("continues in the same sentence"), default=False)
    short_title = models.JSONField(
        _("short title"), default=dict, blank=True, help_text=_("In each language.")
    )
    note = models.JSONField(_("note"), default=dict, blank=True)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of the text")
        verbose_name_plural = _("parts of the text")
        ordering = ["agreement", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "position"], name="segment_one_per_position"
            ),
            models.UniqueConstraint(fields=["agreement", "anchor"], name="segment_anchor_once"),
            models.CheckConstraint(
                condition=Q(kind__in=vocabulary.names("kind")),
                name="segment_kind_known",
                violation_error_message=_("The vocabulary has no such type of text."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="segment_has_text",
                violation_error_message=_("A part of the text cannot be empty."),
            ),
        ]

    def __str__(self) -> str:
        return self.ref or self.anchor

    def get_absolute_url(self) -> str:
        """Return the URL of the segment's place on the page of its agreement."""
        return f"{self.agreement.get_absolute_url()}#{self.anchor}"

    @property
    def title(self) -> str:
        """The short title in the reader's language. Empty if there is none."""
        return in_language(self.short_title)

    @property
    def named(self) -> str:
        """The reference with the short title, for people. Empty if it has no reference."""
        return named(self.ref, self.short_title)

    @property
    def words(self) -> str:
        """The text without its list marker, for pages that make their own list."""
        return self.text.removeprefix(self.marker).lstrip() if self.marker else self.text


class Signature(models.Model):
    """A name under the text of an agreement."""

    segment = models.OneToOneField(
        Segment, models.PROTECT, related_name="signature", verbose_name=_("part of the text")
    )
    name = models.CharField(_("name"), max_length=100)
    title = models.CharField(_("title"), max_length=100)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="signatures", verbose_name=_("party")
    )

    class Meta:
        verbose_name = _("name under an agreement")
        verbose_name_plural = _("names under agreements")
        ordering = ["segment"]

    def __str__(self) -> str:
        return self.name
