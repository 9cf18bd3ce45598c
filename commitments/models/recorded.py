"""What everything a party records has: its way from draft to the public, step by step."""

import uuid
from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models.membership import Membership
from commitments.models.stated_fields import CORRECTION_REASON, NARRATIVE, StatedField
from commitments.models.withdrawable import Withdrawable
from commitments.models.words import (
    EDITABLE_STATES,
    OPEN_STATES,
    PUBLIC_STATES,
    Language,
    State,
    Status,
)

_STEPS: Final = ("submitted", "returned", "published", "superseded")


class Recorded(Withdrawable):
    """What one party says about something, in one version.

    A model of it adds what it is about, ``party``, ``sources``, ``authors`` and ``corrects``.
    ``FIELDS`` are those that a person fills in, in the order in which people read them;
    ``REPEATED`` names those that say what the row is about.
    """

    FIELDS: ClassVar[tuple[StatedField, ...]]
    REPEATED: ClassVar[tuple[str, ...]]

    state = models.CharField(_("state"), max_length=20, default=State.DRAFT)
    status = models.CharField(_("status"), max_length=20, blank=True)
    narrative = models.TextField(_("what was done"), max_length=NARRATIVE.longest, blank=True)
    language = models.CharField(
        _("language of the text"), max_length=2, choices=Language, default=Language.NB
    )
    version = models.PositiveIntegerField(_("version of the row"), default=1)
    token = models.UUIDField(_("token of the form"), default=uuid.uuid4, unique=True)
    correction_reason = models.TextField(
        _("why it is corrected"), max_length=CORRECTION_REASON.longest, blank=True
    )
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
    superseded_at = models.DateTimeField(_("corrected"), null=True)
    superseded_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("corrected by")
    )

    corrects: "Recorded | None"
    corrects_id: int | None
    corrections: Any
    sources: Any
    authors: Any

    class Meta:
        abstract = True
        constraints = [
            *Withdrawable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="%(class)s_state_known",
                violation_error_message=_("There is no such state."),
            ),
            models.CheckConstraint(
                condition=Q(status="") | Q(status__in=Status.values),
                name="%(class)s_status_known",
                violation_error_message=_("Choose one of the statuses."),
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values),
                name="%(class)s_language_known",
                violation_error_message=_("Choose bokmål or nynorsk."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, submitted_at__isnull=True)
                | (~Q(state=State.DRAFT) & Q(submitted_at__isnull=False)),
                name="%(class)s_submitted_unless_draft",
                violation_error_message=_("Everything but a draft has been submitted."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.RETURNED, returned_at__isnull=False) & ~Q(return_note="")
                | ~Q(state=State.RETURNED) & Q(returned_at__isnull=True, return_note=""),
                name="%(class)s_returned_with_note",
                violation_error_message=_("A returned entry has a note that says why."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, published_at__isnull=True)
                | Q(state__in=PUBLIC_STATES, published_at__isnull=False),
                name="%(class)s_published_iff_public",
                violation_error_message=_("A public entry has the time it was published."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.CORRECTED, superseded_at__isnull=False)
                | ~Q(state=State.CORRECTED) & Q(superseded_at__isnull=True),
                name="%(class)s_superseded_iff_corrected",
                violation_error_message=_("A corrected entry has the time it was corrected."),
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, correction_reason="")
                | Q(corrects__isnull=False, state=State.DRAFT)
                | Q(corrects__isnull=False) & ~Q(correction_reason=""),
                name="%(class)s_correction_with_reason",
                violation_error_message=_("A correction says why."),
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("submitted_by")),
                name="%(class)s_approver_is_not_submitter",
                violation_error_message=_("Someone else than the one who submitted publishes."),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{step}_at__isnull": True, f"{step}_by__isnull": True})
                    | Q(**{f"{step}_at__isnull": False, f"{step}_by__isnull": False}),
                    name=f"%(class)s_{step}_at_iff_by",
                    violation_error_message=_("A step has both a time and a person."),
                )
                for step in _STEPS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """What a person fills in, but the sources, which are rows of their own."""
        return tuple(item.name for item in cls.FIELDS if item.kind != "sources")

    @classmethod
    def text_names(cls) -> tuple[str, ...]:
        """Those of the fields that hold free text."""
        return tuple(item.name for item in cls.FIELDS if item.kind == "text")

    def get_work_url(self) -> str:
        """Its page in the workspace."""
        raise NotImplementedError

    @property
    def is_editable(self) -> bool:
        """Whether its text may still be changed."""
        return self.state in EDITABLE_STATES

    @property
    def is_public(self) -> bool:
        """Whether it was ever published."""
        return self.state in PUBLIC_STATES
