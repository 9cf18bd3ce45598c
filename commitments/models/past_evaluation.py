"""Evaluations of the time: documents that show a yearly evaluation made back then."""

from typing import Final, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import EvaluationYear, Party
from commitments.models.history import RecordedHistory
from commitments.models.membership import Membership, Visitor
from commitments.models.reveal import OwnHistoryQuerySet
from commitments.models.source import Source
from commitments.models.steps import at_iff_by
from commitments.models.withdrawable import Withdrawable
from commitments.models.words import Language, State
from kvalitet.guard.keys import RandomKey

LONGEST_DESCRIPTION: Final = 2_000  # characters
PAST_STATES: Final = tuple(state for state in State if state != State.CORRECTED)
_PUBLIC: Final = (State.PUBLISHED, State.WITHDRAWN)
_OPEN: Final = (State.DRAFT, State.SUBMITTED, State.RETURNED)


class PastEvaluationQuerySet(models.QuerySet["PastEvaluation"]):
    """Evaluations of the time, by year."""

    def visible_to(self, user: Visitor) -> Self:
        """What was ever published, and to a party's members also what their party attaches."""
        acting = Membership.acting(user)
        public = Q(state__in=_PUBLIC)
        if acting is None or not acting.writes:
            return self.filter(public)
        return self.filter(public | Q(party=acting.party_id))

    def published(self) -> Self:
        """What a party stands by today: these answer the yearly duty for their year."""
        return self.filter(state=State.PUBLISHED)

    def of_agreement(self, slug: str) -> Self:
        """Those of the agreement with this slug."""
        return self.filter(evaluation_year__agreement__slug=slug)

    def of_party(self, party: Party | int | None) -> Self:
        """Those that one party attached."""
        return self.filter(party=party)

    def still_open(self) -> Self:
        """Those on their way to being published."""
        return self.filter(state__in=_OPEN)

    def with_relations(self) -> Self:
        """Each with its year, agreement, source and party, in the same query."""
        return self.select_related("evaluation_year__agreement", "source", "party").defer(
            "evaluation_year__agreement__source_text", "evaluation_year__agreement__cut_source"
        )


class PastEvaluation(Withdrawable):
    """A document that a party attaches as the evaluation of a year, made at the time."""

    NOTED_AS = "past_evaluation"

    id = RandomKey(primary_key=True)
    evaluation_year = models.ForeignKey(
        EvaluationYear,
        models.PROTECT,
        related_name="past_evaluations",
        verbose_name=_("evaluation year"),
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="past_evaluations", verbose_name=_("party")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="past_evaluations", verbose_name=_("document")
    )
    made_on = models.DateField(_("day the evaluation was made"))
    description = models.TextField(
        _("what the document shows"), max_length=LONGEST_DESCRIPTION, blank=True
    )
    language = models.CharField(
        _("language of the text"), max_length=2, choices=Language, default=Language.NB
    )
    state = models.CharField(_("state"), max_length=20, default=State.DRAFT)
    authors = models.ManyToManyField(Membership, related_name="+", verbose_name=_("authors"))
    version = models.PositiveIntegerField(_("version of the row"), default=1)
    created_at = models.DateTimeField(_("recorded"), default=timezone.now)
    created_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    submitted_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("submitted by")
    )
    returned_at = models.DateTimeField(_("returned"), null=True)
    returned_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("returned by")
    )
    return_note = models.TextField(_("note"), max_length=2000, blank=True)
    published_at = models.DateTimeField(_("published"), null=True)
    published_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )

    objects = PastEvaluationQuerySet.as_manager()
    history = RecordedHistory(historical_queryset=OwnHistoryQuerySet)

    class Meta:
        verbose_name = _("evaluation of the time")
        verbose_name_plural = _("evaluations of the time")
        ordering = ["evaluation_year", "created_at"]
        constraints = [
            *Withdrawable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=PAST_STATES),
                name="pastevaluation_state_known",
                violation_error_message=_("There is no such state."),
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values),
                name="pastevaluation_language_known",
                violation_error_message=_("Choose bokmål or nynorsk."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, submitted_at__isnull=True)
                | ~Q(state=State.DRAFT) & Q(submitted_at__isnull=False) & ~Q(description=""),
                name="pastevaluation_submitted_unless_draft",
                violation_error_message=_("Everything but a draft has a text and was submitted."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.RETURNED, returned_at__isnull=False) & ~Q(return_note="")
                | ~Q(state=State.RETURNED) & Q(returned_at__isnull=True, return_note=""),
                name="pastevaluation_returned_with_note",
                violation_error_message=_("What is returned has a note that says why."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=_OPEN, published_at__isnull=True)
                | Q(state__in=_PUBLIC, published_at__isnull=False),
                name="pastevaluation_published_iff_public",
                violation_error_message=_("What is public has the time it was published."),
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("submitted_by")),
                name="pastevaluation_approver_is_not_submitter",
                violation_error_message=_("Someone else than the one who submitted publishes."),
            ),
            *at_iff_by("pastevaluation", "submitted", "returned", "published"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def is_editable(self) -> bool:
        """Whether it may still be changed."""
        return self.state in (State.DRAFT, State.RETURNED)
