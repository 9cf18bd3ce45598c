"""Assessments: a party's verdict on a commitment for the year evaluated."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from commitments.evaluations.models import Evaluation
from commitments.evaluations.reveal import OwnHistoryQuerySet, seen_by_parties
from commitments.foundation.choices import Language
from commitments.foundation.history_rows import StepHistories
from commitments.foundation.paired_fields import at_iff_by
from commitments.people.models import Membership, Visitor
from commitments.progress.models import ProgressEntry
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation
from commitments.sources.models import Source
from kvalitet.guard.keys import RandomKey

LONGEST_NARRATIVE: Final = 10_000  # characters


class Verdict(models.TextChoices):
    """A party's verdict; the vocabulary has the words."""

    FULFILLED = "fulfilled"
    PARTLY_FULFILLED = "partly_fulfilled"
    NOT_FULFILLED = "not_fulfilled"
    RESERVATION_USED = "reservation_used"
    CANNOT_BE_VERIFIED = "cannot_be_verified"
    NOT_APPLICABLE = "not_applicable"


class Reason(models.TextChoices):
    """Why a commitment was not fulfilled; the vocabulary has the words.

    ``RESERVATION_USED`` is retired: signed documents may contain it, no assessment can.
    """

    NOT_PRIORITISED = "not_prioritised"
    POLICY_CHANGED = "policy_changed"
    RESERVATION_USED = "reservation_used"
    TAKEN_OVER = "taken_over"
    OUTSIDE_CONTROL = "outside_control"
    UNKNOWN = "unknown"


REASONS_TO_CHOOSE: Final = tuple(reason for reason in Reason if reason != Reason.RESERVATION_USED)


class Gap(models.TextChoices):
    """What is missing if a commitment cannot be verified; the vocabulary has the words."""

    WORDING = "wording"
    RECORDS = "records"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Assessments, in the order of the text."""

    def visible_to(self, user: Visitor) -> Self:
        """Return the own party's rows, and the other's once both have submitted; else none."""
        return seen_by_parties(self, user)

    def of_round(self, evaluation: Evaluation) -> Self:
        """Return the rows of the evaluation's current round."""
        return self.filter(evaluation=evaluation, round=evaluation.round)

    def of_party(self, party: Party | int | None) -> Self:
        """Return one party's rows."""
        return self.filter(party=party)

    def of_others(self, party: Party | int | None) -> Self:
        """Return the other parties' rows."""
        return self.exclude(party=party)

    def about(self, commitments: Iterable[Commitment]) -> Self:
        """Return the rows on any of these commitments."""
        return self.filter(commitment__in=[commitment.pk for commitment in commitments])

    def amended_after(self, moment: datetime) -> Self:
        """Return the rows amended after this moment."""
        return self.filter(amended_at__gt=moment)

    def decided(self) -> Self:
        """Return the rows with a verdict; the others have only been started."""
        return self.exclude(verdict="")

    def own(self) -> Self:
        """Return the rows of parties that are responsible for the commitment."""
        return self.filter(_answers())

    def views(self) -> Self:
        """Return views: rows on what only the other party is responsible for."""
        return self.filter(~_answers())

    def with_impossible_reservation(self) -> Self:
        """Return the rows whose reservation does not limit the commitment for their party."""
        limits = Reservation.objects.filter(
            pk=OuterRef("reservation"),
            agreement=OuterRef("commitment__agreement"),
            qualifies=OuterRef("commitment"),
            invoked_by=OuterRef("party"),
        )
        return self.filter(reservation__isnull=False).exclude(Exists(limits))

    def with_relations(self) -> Self:
        """Fetch everything the rows name, in a fixed number of queries."""
        rows = self.select_related("commitment", "party", "reservation")
        return rows.defer("commitment__search_words", "commitment__note").prefetch_related(
            "sources__party", "entries__sources__party"
        )

    def in_text_order(self) -> Self:
        """Sort in text order, the parties of each commitment by code."""
        return self.order_by("commitment__position", "party__code")


def _answers() -> Exists:
    """Whether the row's party is responsible for the row's commitment."""
    responsible: Any = Commitment.responsible.through.objects
    return Exists(responsible.filter(commitment=OuterRef("commitment"), party=OuterRef("party")))


class Assessment(models.Model):
    """One party's assessment of one commitment in one round of an evaluation."""

    id = RandomKey(primary_key=True)
    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, related_name="assessments", verbose_name=_("evaluation")
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, related_name="assessments", verbose_name=_("commitment")
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="assessments", verbose_name=_("party")
    )
    verdict = models.CharField(
        _("assessment"), max_length=20, blank=True, help_text=_("Empty: begun, not yet assessed.")
    )
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    reservation = models.ForeignKey(
        Reservation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        verbose_name=_("reservation"),
    )
    gap = models.CharField(_("what is missing"), max_length=20, blank=True)
    narrative = models.TextField(_("grounds"), max_length=LONGEST_NARRATIVE, blank=True)
    language = models.CharField(
        _("language of the text"), max_length=2, choices=Language, default=Language.NB
    )
    sources = models.ManyToManyField(
        Source, related_name="assessments", verbose_name=_("sources"), blank=True
    )
    entries = models.ManyToManyField(
        ProgressEntry, related_name="assessments", verbose_name=_("chosen entries"), blank=True
    )
    authors = models.ManyToManyField(Membership, related_name="+", verbose_name=_("authors"))
    version = models.PositiveIntegerField(_("version of the row"), default=1)
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    created_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", verbose_name=_("begun by")
    )
    amended_at = models.DateTimeField(
        _("amended after the reveal"), null=True, help_text=_("Empty: as it was submitted.")
    )
    amended_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("amended by")
    )

    objects = AssessmentQuerySet.as_manager()
    history = StepHistories(
        m2m_fields=[sources, entries, authors], historical_queryset=OwnHistoryQuerySet
    )

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["evaluation", "round", "commitment__position", "party"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "round", "commitment", "party"],
                name="assessment_one_per_party",
                violation_error_message=_("The party has already assessed the commitment."),
            ),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(verdict__in=Verdict.values),
                name="assessment_verdict_known",
                violation_error_message=_("Choose one of the assessments."),
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.NOT_FULFILLED, reason__in=REASONS_TO_CHOOSE)
                | ~Q(verdict=Verdict.NOT_FULFILLED) & Q(reason=""),
                name="assessment_reason_iff_not_fulfilled",
                violation_error_message=_(
                    "«Not fulfilled» must have exactly one reason. No other assessment has a "
                    "reason."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.CANNOT_BE_VERIFIED, gap__in=Gap.values)
                | ~Q(verdict=Verdict.CANNOT_BE_VERIFIED) & Q(gap=""),
                name="assessment_gap_iff_cannot_be_verified",
                violation_error_message=_(
                    "«Cannot be verified» must say what is missing. No other assessment says this."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.RESERVATION_USED, reservation__isnull=False)
                | ~Q(verdict=Verdict.RESERVATION_USED) & Q(reservation__isnull=True),
                name="assessment_reservation_iff_used",
                violation_error_message=_(
                    "«Reservation used» must name a reservation. Nothing else can."
                ),
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values),
                name="assessment_language_known",
                violation_error_message=_("Choose bokmål or nynorsk."),
            ),
            *at_iff_by("assessment", "amended"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.verdict or '–'}"
