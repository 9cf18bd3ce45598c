"""The workflow of what a party publishes: who may take which steps, and who wrote what."""

import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from commitments.foundation.choices import EDITABLE_STATES, PUBLIC_STATES, Language, State
from commitments.foundation.paired_fields import at_iff_by
from commitments.people.models import Membership
from commitments.publishing.workflow_steps import WorkflowStep, WorkflowTexts

if TYPE_CHECKING:
    from commitments.sources.models import Source

LONGEST_NOTE: Final = 2_000  # characters
LONGEST_WITHDRAWAL_REASON: Final = 1_000
_WHILE_PROPOSED: Final[Mapping[str, Promise]] = {
    "correct": _("A withdrawal is proposed. Decide on it before you correct the entry."),
    "propose_withdrawal": _("A withdrawal is proposed already."),
}


def authors_of(
    row: Any, *, by: Membership, sources: Iterable["Source"], others: Iterable[Membership] = ()
) -> set[Membership]:
    """Return everyone whose words are in the row after ``by`` has saved it. None may publish it.

    These are the previous authors, ``by``, everyone who entered one of its ``sources`` (a title is
    words too), and ``others``, whose text is repeated.
    """
    before = row.authors.all() if row.pk else ()
    entered = Membership.objects.filter(sources__in=[source.pk for source in sources])
    return {*before, by, *entered, *others}


def wrote_or_sent(person: Any) -> Q:
    """Condition like ``Workflow.wrote_or_sent``; ``person`` is a user's key or an expression."""
    return Q(authors__user=person) | Q(submitted_by__user=person)


class Workflow(models.Model):
    """A row that one person of a party writes, another publishes, and two may withdraw.

    A subclass adds ``party`` and ``authors``. ``withdrawal_reason`` is set while a withdrawal is
    proposed. It is public only when ``withdrawn_at`` is set.

    ``STEPS`` are its steps in order, ``REPEATABLE`` those that a person may send twice. ``NEEDED``
    are the fields that may be empty in a draft but not when it is sent, each with its message.
    ``LOCKED_WITH`` are the relations that are read when a step is taken. ``NOTED_AS`` is the row's
    name in the log. ``url_prefix`` begins the names of its URLs.
    """

    STEPS: ClassVar[dict[str, WorkflowStep]] = {
        "edit": WorkflowStep(EDITABLE_STATES),
        "submit": WorkflowStep(EDITABLE_STATES, "submitted"),
        "approve": WorkflowStep((State.SUBMITTED,), "published", approver=True),
        "send_back": WorkflowStep((State.SUBMITTED,), "returned", approver=True),
        "propose_withdrawal": WorkflowStep((State.PUBLISHED,), "withdrawal_proposed"),
        "withdraw": WorkflowStep((State.PUBLISHED,), "withdrawn", approver=True, decides=True),
        "decline_withdrawal": WorkflowStep((State.PUBLISHED,), decides=True),
        "discard": WorkflowStep(EDITABLE_STATES),
    }
    REPEATABLE: ClassVar[frozenset[str]]
    NEEDED: ClassVar[Mapping[str, Promise]]
    TEXTS: ClassVar[WorkflowTexts]
    LOCKED_WITH: ClassVar[tuple[str, ...]]
    NOTED_AS: ClassVar[str]
    url_prefix: ClassVar[str]
    list_url_name: ClassVar[str]
    review_template: ClassVar[str]
    withdrawal_template: ClassVar[str]

    language = models.CharField(
        _("language of the text"), max_length=2, choices=Language, default=Language.NB
    )
    token = models.UUIDField(_("token of the form"), default=uuid.uuid4, unique=True)
    state = models.CharField(_("stage"), max_length=20, default=State.DRAFT)
    version = models.PositiveIntegerField(_("version of the row"), default=1)
    created_at = models.DateTimeField(_("recorded"), default=timezone.now)
    created_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    submitted_at = models.DateTimeField(_("sent for approval"), null=True)
    submitted_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("sent for approval by"),
    )
    returned_at = models.DateTimeField(_("returned"), null=True)
    returned_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("returned by")
    )
    return_note = models.TextField(_("note"), max_length=LONGEST_NOTE, blank=True)
    published_at = models.DateTimeField(_("published"), null=True)
    published_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )
    withdrawal_proposed_at = models.DateTimeField(_("withdrawal proposed"), null=True)
    withdrawal_proposed_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("withdrawal proposed by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawal_reason = models.TextField(
        _("why it is withdrawn"), max_length=LONGEST_WITHDRAWAL_REASON, blank=True
    )

    party: Party
    party_id: int
    authors: Any
    corrects: "Workflow | None" = None

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(language__in=Language.values),
                name="%(class)s_language_known",
                violation_error_message=_("Choose bokmål or nynorsk."),
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("submitted_by")),
                name="%(class)s_approver_is_not_submitter",
                violation_error_message=_(
                    "Someone other than the person who sent it for approval must publish it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    state=State.WITHDRAWN,
                    withdrawal_proposed_at__isnull=False,
                    withdrawn_at__isnull=False,
                )
                | Q(state=State.PUBLISHED, withdrawn_at__isnull=True)
                | ~Q(state__in=(State.PUBLISHED, State.WITHDRAWN))
                & Q(withdrawal_proposed_at__isnull=True, withdrawn_at__isnull=True),
                name="%(class)s_withdrawn_once_proposed",
                violation_error_message=_(
                    "Only what is published is proposed for withdrawal, and only what is"
                    " proposed is withdrawn."
                ),
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_proposed_at__isnull=True, withdrawal_reason="")
                | Q(withdrawal_proposed_at__isnull=False) & ~Q(withdrawal_reason=""),
                name="%(class)s_withdrawal_with_reason",
                violation_error_message=_("A proposal to withdraw has a reason."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True)
                | ~Q(withdrawn_by=F("withdrawal_proposed_by")),
                name="%(class)s_withdrawer_is_not_proposer",
                violation_error_message=_("Someone other than the proposer withdraws it."),
            ),
            *at_iff_by(
                "%(class)s",
                "submitted",
                "returned",
                "published",
                "withdrawal_proposed",
                "withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    def step_url(self, step: str) -> str:
        """Return the URL of a step or page of the row."""
        return reverse(f"commitments:{self.url_prefix}_{step}", args=[self.pk])

    def get_work_url(self) -> str:
        """Return the URL of its page in the workspace."""
        return self.step_url("review")

    @property
    def parent_page(self) -> tuple[str, str]:
        """Label and URL of the page above its page in the workspace."""
        raise NotImplementedError

    @property
    def is_editable(self) -> bool:
        """Whether its text may still be changed."""
        return self.state in EDITABLE_STATES

    @property
    def is_public(self) -> bool:
        """Whether it was ever published."""
        return self.state in PUBLIC_STATES

    @property
    def withdrawal_is_proposed(self) -> bool:
        """Whether its withdrawal is proposed and awaits an approver. Only for the own party."""
        return self.state == State.PUBLISHED and self.withdrawal_proposed_at is not None

    @property
    def has_steps(self) -> bool:
        """Whether its state allows any step."""
        return any(self.state_refusal(step) is None for step in self.STEPS)

    def superseded(self) -> models.QuerySet[Self]:
        """Return the rows that become earlier versions when this row is published."""
        return type(self)._default_manager.none()

    def cited(self) -> list[models.Model]:
        """Return the sources that become public with it."""
        raise NotImplementedError

    def missing(self) -> dict[str, Promise]:
        """Return messages for what approval still needs, by field."""
        return {name: text for name, text in self.NEEDED.items() if not getattr(self, name)}

    def wrote_or_sent(self, user_id: int) -> bool:
        """Whether the person has words in it or sent it for approval, and so cannot publish it."""
        sent = self.submitted_by is not None and self.submitted_by.user_id == user_id
        return sent or any(author.user_id == user_id for author in self.authors.all())

    def is_proposed_by(self, user_id: int) -> bool:
        """Whether the person has proposed the withdrawal, and so cannot agree to it."""
        proposer = self.withdrawal_proposed_by if self.withdrawal_is_proposed else None
        return proposer is not None and proposer.user_id == user_id

    def needs_approver(self, step: str, by: Membership) -> bool:
        """Whether only an approver may take the step. A proposer may take back a proposal."""
        if step == "decline_withdrawal":
            return self.withdrawal_is_proposed and not self.is_proposed_by(by.user_id)
        return self.STEPS[step].approver

    def state_refusal(self, step: str) -> PermissionDenied | ValidationError | None:
        """Return why the row's state does not allow the step, for any person."""
        begins = self.STEPS[step]
        if self.state not in begins.states:
            text = self.TEXTS.refused.get(step, _("It is not published."))
            if State.PUBLISHED in begins.states:
                return ValidationError(str(text), code="not_published")
            return PermissionDenied(text)
        if self.withdrawal_is_proposed and not begins.decides:
            return ValidationError(str(_WHILE_PROPOSED[step]), code="withdrawal_proposed")
        if begins.decides and not self.withdrawal_is_proposed:
            return ValidationError(_("No withdrawal is proposed."), code="not_proposed")
        return None

    def refusal(self, step: str, by: Membership) -> PermissionDenied | ValidationError | None:
        """Return why this person, who has the right to the step, may not take it now."""
        if refusal := self.state_refusal(step):
            return refusal
        if step == "approve" and self.wrote_or_sent(by.user_id):
            return PermissionDenied(self.TEXTS.own_words)
        if step == "withdraw" and self.is_proposed_by(by.user_id):
            return PermissionDenied(_("You have proposed this. Another approver decides on it."))
        return None

    def allows(self, step: str, by: Membership) -> bool:
        """Whether the person may take the step. Its action may still report missing fields."""
        right = by.approves if self.needs_approver(step, by) else by.writes
        return right and by.party_id == self.party_id and self.refusal(step, by) is None

    def has_taken(self, step: str, by: Membership) -> bool:
        """Whether the step has already had its effect, so that repeating it is not a conflict."""
        if step == "decline_withdrawal":
            return self.state == State.PUBLISHED and not self.withdrawal_is_proposed
        taken = self.STEPS[step].records
        proposed = step == "propose_withdrawal" and self.withdrawal_is_proposed
        return (proposed or self.state == taken) and getattr(self, f"{taken}_by_id") == by.pk
