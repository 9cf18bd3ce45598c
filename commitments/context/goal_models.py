"""Commitments and goals that belong together by the words of their agreement."""

from typing import Final, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.context import reading
from commitments.context.proposal_models import Proposal

_REFERENCE: Final = 20  # characters, as of a commitment
_WORDS: Final = 300  # characters


class GoalLinkQuerySet(models.QuerySet["GoalLink"]):
    """Goal links, in the order of their file. Everything here is public."""

    def proposals(self) -> Self:
        """Return links that are proposals until the parties have confirmed them."""
        return self.filter(proposal__isnull=False).select_related("proposal")


class GoalLink(models.Model):
    """A commitment and a goal, by reference, with the words that connect them.

    The wording says so itself, or both sides share words; then the link is a proposal.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    commitment = models.CharField(_("reference of the commitment"), max_length=_REFERENCE)
    goal = models.CharField(_("reference of the goal"), max_length=_REFERENCE)
    basis = models.CharField(_("basis"), max_length=20)
    commitment_words = models.CharField(_("words of the commitment"), max_length=_WORDS)
    goal_words = models.CharField(_("words of the goal, or above it"), max_length=_WORDS)
    proposal = models.OneToOneField(
        Proposal,
        models.PROTECT,
        null=True,
        related_name="goal_link",
        verbose_name=_("proposal of the portal"),
    )

    objects = GoalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal link")
        verbose_name_plural = _("goal links")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "goal"],
                name="goallink_once_per_pair",
                violation_error_message=_("The commitment and the goal are linked already."),
            ),
            models.CheckConstraint(
                condition=~Q(commitment_words="") & ~Q(goal_words=""),
                name="goallink_has_words",
                violation_error_message=_("A goal link has the words of each side."),
            ),
            models.CheckConstraint(
                condition=Q(basis=reading.SAID, proposal__isnull=True)
                | Q(basis=reading.SHARED, proposal__isnull=False),
                name="goallink_proposal_iff_words_are_shared",
                violation_error_message=_(
                    "A goal link is a proposal unless the wording itself states it."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.key
