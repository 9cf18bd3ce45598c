"""Evaluations made at the time: documents that show a yearly evaluation made back then."""

from typing import Final, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import EvaluationYear, Party
from commitments.evaluations.reveal import OwnHistoryQuerySet
from commitments.foundation.choices import OPEN_STATES, State
from commitments.foundation.history_rows import StepHistories
from commitments.people.models import Membership
from commitments.publishing.queryset import WorkflowQuerySet
from commitments.publishing.workflow_models import Workflow
from commitments.publishing.workflow_steps import WorkflowStep, WorkflowTexts
from commitments.sources.models import Source
from kvalitet.guard.keys import RandomKey

LONGEST_DESCRIPTION: Final = 2_000  # characters
PAST_STATES: Final = tuple(state for state in State if state != State.CORRECTED)


class PastEvaluationQuerySet(WorkflowQuerySet["PastEvaluation"]):
    """Evaluations made at the time, by year."""

    def of_agreement(self, slug: str) -> Self:
        """Return the evaluations of the agreement with this slug."""
        return self.filter(evaluation_year__agreement__slug=slug)

    def with_relations(self) -> Self:
        """Fetch the year, agreement, source and party in the same query."""
        return self.select_related("evaluation_year__agreement", "source", "party").defer(
            "evaluation_year__agreement__source_text", "evaluation_year__agreement__cut_source"
        )

    def for_review(self) -> Self:
        """Fetch the authors, who sent it and who proposes to withdraw it, in two queries."""
        rows = self.with_relations().prefetch_related("authors")
        return rows.select_related("submitted_by", "withdrawal_proposed_by__user")


class PastEvaluation(Workflow):
    """A document that a party attaches as an evaluation of a year made at the time."""

    STEPS = Workflow.STEPS | {"discard": WorkflowStep((State.DRAFT,))}
    REPEATABLE = frozenset({"propose_withdrawal"})
    NEEDED = {"description": _("Say what the document shows.")}
    LOCKED_WITH = ("evaluation_year", "party", "source")
    NOTED_AS = "past_evaluation"
    TEXTS = WorkflowTexts(
        name=_("Evaluation made at the time"),
        stale=_("Someone else has changed this since you opened it."),
        own_words=_(
            "You have written this, sent it, or entered its document."
            " Another approver publishes it."
        ),
        discarded=_("A colleague has discarded it."),
        other_party=_("Only editors and approvers in %(party)s can work on this."),
        no_writer=_("Only the parties to the agreement can attach evaluations made at the time."),
        refused={
            **dict.fromkeys(("edit", "submit"), _("It can no longer be edited.")),
            **dict.fromkeys(("approve", "send_back"), _("This has not been sent for approval.")),
            "discard": _("Only a draft can be discarded."),
        },
        done={
            "submit": _("It has been sent. An approver who has not written in it can publish it."),
            "approve": _("It has been published. Everyone can read it now."),
            "send_back": _("It has been returned with your note."),
            "propose_withdrawal": _(
                "The withdrawal is proposed. An approver who did not propose it decides on it."
            ),
            "withdraw": _("It has been withdrawn. Time and reason remain public."),
            "decline_withdrawal": _(
                "The proposal to withdraw is closed. The evaluation remains published."
            ),
            "discard": _("The draft has been discarded. Its history remains."),
        },
    )
    url_prefix = "past"
    list_url_name = "commitments:past_list"
    review_template = "evaluations/past/review.html"
    withdrawal_template = "evaluations/past/withdraw.html"

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
    made_on = models.DateField(_("date the evaluation was made"))
    description = models.TextField(
        _("what the document shows"), max_length=LONGEST_DESCRIPTION, blank=True
    )
    authors = models.ManyToManyField(Membership, related_name="+", verbose_name=_("authors"))

    objects = PastEvaluationQuerySet.as_manager()
    history = StepHistories(m2m_fields=[authors], historical_queryset=OwnHistoryQuerySet)

    class Meta:
        verbose_name = _("evaluation made at the time")
        verbose_name_plural = _("evaluations made at the time")
        ordering = ["evaluation_year", "created_at"]
        constraints = [
            *Workflow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=PAST_STATES),
                name="pastevaluation_state_known",
                violation_error_message=_("There is no such stage."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, submitted_at__isnull=True)
                | ~Q(state=State.DRAFT) & Q(submitted_at__isnull=False) & ~Q(description=""),
                name="pastevaluation_submitted_unless_draft",
                violation_error_message=_(
                    "Everything but a draft must have a text and have been sent for approval."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=State.RETURNED, returned_at__isnull=False) & ~Q(return_note="")
                | ~Q(state=State.RETURNED) & Q(returned_at__isnull=True, return_note=""),
                name="pastevaluation_returned_with_note",
                violation_error_message=_("What is returned must have a note that says why."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, published_at__isnull=True)
                | Q(state__in=(State.PUBLISHED, State.WITHDRAWN), published_at__isnull=False),
                name="pastevaluation_published_iff_public",
                violation_error_message=_("What is public must have the time it was published."),
            ),
        ]

    def cited(self) -> list[models.Model]:
        """Return the sources that become public with it."""
        return [self.source]

    @property
    def parent_page(self) -> tuple[str, str]:
        """The name and URL of the list of evaluations made at the time."""
        return str(_("Evaluations made at the time")), reverse(self.list_url_name)
