"""Submissions: a party's assessments, frozen when it submitted them."""

from functools import cached_property
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Party
from commitments.evaluations.models import Evaluation
from commitments.evaluations.reveal import OwnHistoryQuerySet, seen_by_parties
from commitments.evaluations.revisions.document import SubmissionDocument
from commitments.evaluations.revisions.document_json import parse
from commitments.foundation.history_rows import StepHistories
from commitments.foundation.paired_fields import at_iff_by
from commitments.people.models import Membership, Visitor
from commitments.sources.models import Source
from kvalitet.guard.keys import RandomKey


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions, the earliest first."""

    def visible_to(self, user: Visitor) -> Self:
        """Return the own party's rows, and the other's once both have submitted; else none."""
        return seen_by_parties(self, user)

    def current(self) -> Self:
        """Return the submissions that have not been taken back."""
        return self.filter(taken_back_at__isnull=True)

    def of_round(self, evaluation: Evaluation) -> Self:
        """Return the submissions of the evaluation's current round."""
        return self.filter(evaluation=evaluation, round=evaluation.round)

    def of_party(self, party: Party | int | None) -> Self:
        """Return one party's submissions."""
        return self.filter(party=party)

    def of_others(self, party: Party | int | None) -> Self:
        """Return the other parties' submissions."""
        return self.exclude(party=party)


class Submission(models.Model):
    """One party's assessments in one round, as they were when submitted."""

    id = RandomKey(primary_key=True)
    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, related_name="submissions", verbose_name=_("evaluation")
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="submissions", verbose_name=_("party")
    )
    content = models.TextField(
        _("content"), help_text=_("Canonical JSON of the party's assessments (RFC 8785).")
    )
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    sources = models.ManyToManyField(
        Source, related_name="submissions", verbose_name=_("sources"), blank=True
    )
    confirmed_gaps = models.JSONField(
        _("confirmed as not assessed"), default=list, help_text=_("References, in text order.")
    )
    submitted_at = models.DateTimeField(
        pgettext_lazy("an evaluation", "submitted"), default=timezone.now
    )
    submitted_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("an evaluation", "submitted by"),
    )
    taken_back_at = models.DateTimeField(_("taken back"), null=True)
    taken_back_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("taken back by")
    )

    objects = SubmissionQuerySet.as_manager()
    history = StepHistories(
        excluded_fields=["content"], m2m_fields=[sources], historical_queryset=OwnHistoryQuerySet
    )

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["submitted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "round", "party"],
                condition=Q(taken_back_at__isnull=True),
                name="submission_one_standing_per_party",
                violation_error_message=_("The party has already submitted."),
            ),
            *at_iff_by("submission", "taken_back"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.content_sha256[:8]}"

    @cached_property
    def document(self) -> SubmissionDocument:
        """The parsed content, cached."""
        return parse(SubmissionDocument, self.content)
