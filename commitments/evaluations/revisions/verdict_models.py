"""Published verdicts: the columns of revisions as rows, so that pages can count and filter them.

All rows are derived from the content of revisions (``replace_verdicts``).
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, Self, cast

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from agreements.models import Party, TextVersion
from agreements.vocabulary import NOT_ASSESSED
from commitments.evaluations.assessing.models import Gap, Reason, Verdict
from commitments.evaluations.revisions.models import Revision
from commitments.foundation.json_values import JSONValues
from commitments.register.models import Commitment

_LAST_DAY: Final = (12, 31)  # month and day on which a year ends
# As the verdict or, in older documents, as the reason for «not fulfilled».
_USES_RESERVATION: Final = Q(verdict=Verdict.RESERVATION_USED) | Q(reason=Reason.RESERVATION_USED)


class PublishedVerdictQuerySet(models.QuerySet["PublishedVerdict"]):
    """The parties' published verdicts, by commitment, year and party."""

    def seen(self, *, per: date | None = None, kjent: date | None = None) -> Self:
        """Return the verdicts of the revisions current by ``kjent``, about years over by ``per``.

        Without either, those of the revisions current now. A verdict concerns a whole year,
        so it is only true by ``per`` if the year is over then.
        """
        return self._true_by(per).filter(revision__in=Revision.objects.current(kjent).values("pk"))

    def seen_at_once(self, *, per: date | None = None, kjent: date | None = None) -> Self:
        """As ``seen``, for pages that query the same verdicts many times.

        One query reads which revisions are current, at most one per evaluation, so that no other
        query has to find them.
        """
        keys = Revision.objects.current(kjent).order_by().values_list("pk", flat=True)
        return self._true_by(per).of_revisions(keys)

    def of_revisions(self, keys: Iterable[int]) -> Self:
        """Return the verdicts of the revisions with these keys."""
        return self.filter(revision__in=list(keys))

    def _true_by(self, per: date | None) -> Self:
        if per is None:
            return self
        over = per.year if (per.month, per.day) == _LAST_DAY else per.year - 1
        return self.filter(year__lte=over)

    def last_given(self) -> Self:
        """Return the last verdict of each party on each commitment.

        It still counts if the party left the commitment out of a later evaluation.
        """
        given = self.decided()
        later = given.filter(commitment=OuterRef("commitment"), party=OuterRef("party"))
        return given.filter(~Exists(later.filter(year__gt=OuterRef("year")).order_by()))

    def of_year(self, year: int) -> Self:
        """Return the verdicts on this year."""
        return self.filter(year=year)

    def about(self, commitment: models.Model) -> Self:
        """Return the verdicts on one commitment."""
        return self.filter(commitment=commitment.pk)

    def of_agreement(self, slug: str) -> Self:
        """Return the verdicts on commitments of the agreement with this slug."""
        return self.filter(commitment__agreement__slug=slug)

    def of_party_code(self, code: str) -> Self:
        """Return the verdicts of the party with this code."""
        return self.filter(party__code=code)

    def own(self) -> Self:
        """Return the verdicts of responsible parties; views are left out."""
        return self.filter(is_view=False)

    def with_version(self) -> Self:
        """Add ``version``, the key of the text version that the verdict is based on.

        Null if the agreement's text was never changed: pages show the wording that was assessed.
        """
        second = TextVersion.objects.filter(agreement=OuterRef("commitment__agreement"), number=2)
        return self.annotate(version=Case(When(Exists(second), then=F("revision__text_version"))))

    def decided(self) -> Self:
        """Return the rows with a verdict; in the others the party published no assessment."""
        return self.exclude(verdict="")

    def undecided(self) -> Self:
        """Return the rows of parties that left the commitment out of a published evaluation."""
        return self.filter(verdict="")

    def with_verdict(self, verdict: str) -> Self:
        """Return the rows with this verdict."""
        return self.filter(verdict=verdict)

    def disputed(self) -> Self:
        """Return the rows whose commitment the parties assess differently for the same year."""
        decided = self.decided()
        other = decided.filter(commitment=OuterRef("commitment"), year=OuterRef("year"))
        return decided.filter(Exists(other.exclude(verdict=OuterRef("verdict")).order_by()))

    def still_disputed(self) -> Self:
        """Return those ``disputed`` rows that concern the last year assessed by both parties.

        A disagreement lasts until both have assessed a later year and agree on it.
        """
        given = self.decided().order_by()
        other = given.filter(commitment=OuterRef("commitment"), year=OuterRef("year"))
        by_both = given.filter(Exists(other.exclude(party=OuterRef("party"))))
        later = by_both.filter(commitment=OuterRef("commitment"), year__gt=OuterRef("year"))
        return self.disputed().filter(~Exists(later))

    def with_parties(self) -> Self:
        """Fetch the party and what names the revision, in the same query."""
        rows = self.select_related("party", "revision")
        return rows.defer("revision__content", "revision__seal")

    def verdict_values(self) -> Self:
        """Return own verdicts for a subquery, as ``LastVerdict`` reads them, the last one first.

        If a party never gave a verdict, the last published year says that it did not assess.

        ``kind`` and ``revision`` are the revision's kind and number, ``version`` is from
        ``with_version``.
        """
        values = JSONValues(
            verdict=Coalesce(NullIf("verdict", Value("")), Value(NOT_ASSESSED)),
            year="year",
            kind="revision__kind",
            revision="revision__number",
            version="version",
        )
        is_missing = Case(When(verdict="", then=1), default=0)
        rows = self.own().with_version().order_by(is_missing, "-year")
        return cast("Self", rows.values(held=values))

    def in_text_order(self) -> Self:
        """Sort in text order, year by year."""
        return self.order_by("commitment__agreement__slug", "commitment__position", "year", "party")


class PublishedVerdict(models.Model):
    """One party's verdict on one commitment in one revision.

    A party that is responsible for the commitment always has a row; ``verdict`` is empty if it
    published no assessment. A view only has a row if it was given.
    """

    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="verdicts", verbose_name=_("revision")
    )
    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        related_name="published_verdicts",
        verbose_name=_("commitment"),
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="published_verdicts", verbose_name=_("party")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    verdict = models.CharField(
        _("assessment"), max_length=20, blank=True, help_text=_("Empty: not assessed.")
    )
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    gap = models.CharField(_("what is missing"), max_length=20, blank=True)
    reservation = models.CharField(
        _("reservation"), max_length=20, blank=True, help_text=_("Its reference, as signed.")
    )
    is_view = models.BooleanField(_("a view on what the other party is responsible for"))
    written_in = models.PositiveSmallIntegerField(
        _("written in retrospect in"), null=True, help_text=_("Empty: in time.")
    )
    statement = models.TextField(
        _("what the party said"), help_text=_("JSON: the grounds and their sources, as signed.")
    )

    objects = PublishedVerdictQuerySet.as_manager()

    class Meta:
        verbose_name = _("published assessment")
        verbose_name_plural = _("published assessments")
        ordering = ["revision", "commitment", "party"]
        indexes = [
            models.Index(
                fields=["commitment", "year", "party"], name="publishedverdict_commitment"
            ),
            models.Index(fields=["year", "verdict"], name="publishedverdict_verdict"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "commitment", "party"], name="publishedverdict_one_per_column"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", is_view=False) | Q(verdict__in=Verdict.values),
                name="publishedverdict_verdict_known",
                violation_error_message=_("Choose one of the assessments."),
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.NOT_FULFILLED, reason__in=Reason.values)
                | ~Q(verdict=Verdict.NOT_FULFILLED) & Q(reason=""),
                name="publishedverdict_reason_iff_not_fulfilled",
                violation_error_message=_(
                    "«Not fulfilled» must have exactly one reason. No other assessment has a "
                    "reason."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.CANNOT_BE_VERIFIED, gap__in=Gap.values)
                | ~Q(verdict=Verdict.CANNOT_BE_VERIFIED) & Q(gap=""),
                name="publishedverdict_gap_iff_cannot_be_verified",
                violation_error_message=_(
                    "«Cannot be verified» must say what is missing. No other assessment says this."
                ),
            ),
            models.CheckConstraint(
                condition=_USES_RESERVATION & ~Q(reservation="")
                | ~_USES_RESERVATION & Q(reservation=""),
                name="publishedverdict_reservation_iff_used",
                violation_error_message=_(
                    "«Reservation used» must name a reservation. Nothing else can."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.RESERVATION_USED, is_view=True),
                name="publishedverdict_view_uses_no_reservation",
                violation_error_message=_("A view is never «reservation used»."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.verdict or '–'}"
