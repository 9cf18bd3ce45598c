"""The base of everything a party records: status, text, sources, and versions to correct."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Self

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from commitments.foundation.choices import OPEN_STATES, PUBLIC_STATES, State, Status
from commitments.foundation.paired_fields import at_iff_by
from commitments.people.models import Membership
from commitments.publishing.stated_fields import CORRECTION_REASON, NARRATIVE, StatedField
from commitments.publishing.workflow_models import Workflow
from commitments.publishing.workflow_steps import WorkflowStep, WorkflowTexts
from commitments.register.models import Commitment

WHILE_CORRECTED: Final[Mapping[str, Promise]] = {
    "correct": _("Someone is already correcting the entry."),
    "propose_withdrawal": _(
        "The entry is being corrected. Publish or discard the correction first."
    ),
}


class Statement(Workflow):
    """One version of one party's statement about a subject.

    A subclass adds its subject, ``party``, ``sources``, ``authors`` and ``corrects``. ``FIELDS``
    are the fields that a person fills in, in reading order. ``REPEATED`` names the fields that
    identify the subject.
    """

    FIELDS: ClassVar[tuple[StatedField, ...]]
    REPEATED: ClassVar[tuple[str, ...]]
    STEPS = Workflow.STEPS | {"correct": WorkflowStep((State.PUBLISHED,))}
    REPEATABLE = frozenset(STEPS)
    NEEDED = {"status": _("Choose a status."), "narrative": _("Say what was done.")}
    LOCKED_WITH = ("commitment__agreement", "party")
    TEXTS = WorkflowTexts(
        name=_("Entry"),
        stale=_("Someone else has changed the entry since you opened it."),
        own_words=_(
            "You have written in this entry, sent it, or entered a source it cites."
            " Another approver publishes it."
        ),
        discarded=_("A colleague has discarded the entry."),
        other_party=_(
            "Only %(party)s has access to this entry. What is published is on the commitment's "
            "page."
        ),
        no_writer=_("Only editors and approvers in a party can record progress."),
        refused={
            **dict.fromkeys(("edit", "submit"), _("The entry can no longer be edited.")),
            **dict.fromkeys(
                ("approve", "send_back"), _("The entry has not been sent for approval.")
            ),
            "correct": _("The entry is not published."),
            "discard": _("Only a draft or a returned entry can be discarded."),
        },
        done={
            "submit": _(
                "The entry has been sent. An approver who has not written in it can publish it."
            ),
            "approve": _("The entry has been published. Everyone can read it now."),
            "send_back": _("The entry has been returned with your note."),
            "propose_withdrawal": _(
                "The withdrawal is proposed. An approver who did not propose it decides on it."
            ),
            "withdraw": _("The entry has been withdrawn. Time and reason remain public."),
            "decline_withdrawal": _(
                "The proposal to withdraw is closed. The entry remains published."
            ),
            "discard": _("The entry is discarded. Its history remains."),
        },
    )
    list_url_name = "commitments:workspace"
    review_template = "publishing/review.html"
    withdrawal_template = "publishing/withdraw.html"

    status = models.CharField(_("status"), max_length=20, blank=True)
    narrative = models.TextField(_("what was done"), max_length=NARRATIVE.longest, blank=True)
    correction_reason = models.TextField(
        _("why it is corrected"), max_length=CORRECTION_REASON.longest, blank=True
    )
    superseded_at = models.DateTimeField(_("corrected"), null=True)
    superseded_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("corrected by")
    )

    commitment: Commitment
    corrects: "Statement | None"
    corrects_id: int | None
    corrections: Any
    sources: Any

    class Meta:
        abstract = True
        constraints = [
            *Workflow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="%(class)s_state_known",
                violation_error_message=_("There is no such stage."),
            ),
            models.CheckConstraint(
                condition=Q(status="") | Q(status__in=Status.values),
                name="%(class)s_status_known",
                violation_error_message=_("Choose one of the statuses."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, submitted_at__isnull=True)
                | (~Q(state=State.DRAFT) & Q(submitted_at__isnull=False)),
                name="%(class)s_submitted_unless_draft",
                violation_error_message=_(
                    "Everything but a draft must have been sent for approval."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=State.RETURNED, returned_at__isnull=False) & ~Q(return_note="")
                | ~Q(state=State.RETURNED) & Q(returned_at__isnull=True, return_note=""),
                name="%(class)s_returned_with_note",
                violation_error_message=_("A returned entry must have a note that says why."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, published_at__isnull=True)
                | Q(state__in=PUBLIC_STATES, published_at__isnull=False),
                name="%(class)s_published_iff_public",
                violation_error_message=_("A public entry must have the time it was published."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.CORRECTED, superseded_at__isnull=False)
                | ~Q(state=State.CORRECTED) & Q(superseded_at__isnull=True),
                name="%(class)s_superseded_iff_corrected",
                violation_error_message=_("A corrected entry must have the time it was corrected."),
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, correction_reason="")
                | Q(corrects__isnull=False, state=State.DRAFT)
                | Q(corrects__isnull=False) & ~Q(correction_reason=""),
                name="%(class)s_correction_with_reason",
                violation_error_message=_("A correction must say why."),
            ),
            *at_iff_by("%(class)s", "superseded"),
        ]

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """Return the fields that a person fills in, except sources, which are separate rows."""
        return tuple(item.name for item in cls.FIELDS if item.kind != "sources")

    @classmethod
    def text_names(cls) -> tuple[str, ...]:
        """Return the fields with free text."""
        return tuple(item.name for item in cls.FIELDS if item.kind == "text")

    @classmethod
    def subject_of(cls, row: Any) -> str:
        """Return the subject, «2011-F9 Nettverk …», of a row or of a row of its history."""
        return str(row.commitment.named)

    @property
    def subject(self) -> str:
        """The subject in words."""
        return self.subject_of(self)

    @property
    def parent_page(self) -> tuple[str, str]:
        """The name and URL of the commitment."""
        return self.commitment.named, self.commitment.get_absolute_url()

    @property
    def history_url(self) -> str:
        """The URL of the row's history, for the own party."""
        return self.step_url("history")

    @cached_property
    def open_correction(self) -> "Statement | None":
        """The open correction of a published row; None if there is none."""
        if self.state != State.PUBLISHED:
            return None
        found: Statement | None = self.corrections.still_open().first()
        return found

    def superseded(self) -> models.QuerySet[Self]:
        """Return the row that this row corrects."""
        return type(self)._default_manager.filter(pk=self.corrects_id)

    def cited(self) -> list[models.Model]:
        """Return the sources that become public with it."""
        return list(self.sources.all())

    def missing(self) -> dict[str, Promise]:
        """Return messages for what approval still needs, by field, in the form's words."""
        needed = super().missing()
        missing = {name: needed[name] for name in self.field_names() if name in needed}
        if self.status != Status.NOT_STARTED and not self.sources.exists():
            missing["sources"] = _(
                "Add at least one source: write an address that begins with https://, or upload "
                "a file. Only «not started» needs no source."
            )
        if self.corrects_id and not self.correction_reason:
            missing["correction_reason"] = _("Say why the entry is corrected.")
        return missing

    def refusal(self, step: str, by: Membership) -> PermissionDenied | ValidationError | None:
        """Refuse as every workflow does, and refuse to correct or withdraw during a correction."""
        refusal = super().refusal(step, by)
        if refusal is None and step in WHILE_CORRECTED and self.open_correction:
            return ValidationError(str(WHILE_CORRECTED[step]), code="open_correction")
        return refusal
