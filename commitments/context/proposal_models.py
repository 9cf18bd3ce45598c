"""Proposals by the portal about the agreements, and each party's answers.

One mechanism for all proposals: a row that is a proposal has one ``Proposal``.
"""

from typing import Final

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from commitments.foundation.choices import Language
from commitments.foundation.history_rows import StepHistories
from commitments.people.models import Membership
from kvalitet.guard.keys import RandomKey

LONGEST_OBJECTION: Final = 2_000  # characters


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals, by key. Everything here is public."""

    def current(self) -> "ProposalQuerySet":
        """Return the proposals that a page shows: of a fact that is shown, or of a goal link."""
        return self.filter(Q(fact__show=True) | Q(goal_link__isnull=False))


class Proposal(models.Model):
    """A statement that is a proposal until every party has confirmed it.

    ``sha256`` is of the content proposed. ``version`` increases when it changes, so that an
    answer only counts for the words that it was given to.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    sha256 = models.CharField(_("SHA-256 of what is proposed"), max_length=64)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of the portal")
        verbose_name_plural = _("proposals of the portal")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(version__gte=1),
                name="proposal_version_from_one",
                violation_error_message=_("The first version has number 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.version}"

    def get_work_url(self) -> str:
        """Return the URL of the workspace page where a party answers it."""
        return reverse("commitments:proposal_review", args=[self.key])


class AnswerKind(models.TextChoices):
    """A party's answer to a proposal."""

    CONFIRMED = "confirmed", _("confirmed")
    OBJECTED = "objected", _("objected")


class ProposalAnswer(models.Model):
    """One party's answer to one version of a proposal; a later answer replaces it.

    Answers are added and never changed. They are public at once.
    """

    id = RandomKey(primary_key=True)
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="answers", verbose_name=_("proposal of the portal")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    version = models.PositiveSmallIntegerField(_("version"))
    sha256 = models.CharField(_("SHA-256 of what was answered"), max_length=64)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="proposal_answers", verbose_name=_("party")
    )
    answer = models.CharField(_("answer"), max_length=20, choices=AnswerKind)
    reason = models.TextField(_("reason"), max_length=LONGEST_OBJECTION, blank=True)
    language = models.CharField(
        _("language of the text"), max_length=2, choices=Language, blank=True
    )
    answered_at = models.DateTimeField(_("answered"), default=timezone.now)
    answered_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", verbose_name=_("answered by")
    )

    history = StepHistories()

    class Meta:
        verbose_name = _("answer to a proposal")
        verbose_name_plural = _("answers to proposals")
        ordering = ["proposal", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "number"],
                name="proposalanswer_number_once",
                violation_error_message=_("Someone else has answered at the same time."),
            ),
            models.CheckConstraint(
                condition=Q(answer=AnswerKind.CONFIRMED, reason="", language="")
                | Q(answer=AnswerKind.OBJECTED, language__in=Language.values) & ~Q(reason=""),
                name="proposalanswer_objection_has_reason",
                violation_error_message=_("An objection has a reason, a confirmation has none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.number}"
