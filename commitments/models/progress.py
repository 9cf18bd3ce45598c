"""Progress: what a party says was done for a commitment, dated and sourced."""

import uuid
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from commitments.days import is_outside, year_of_retrospect
from commitments.models.commitment import Commitment
from commitments.models.history import RecordedHistory
from commitments.models.membership import Membership
from commitments.models.progress_queryset import (
    EDITABLE_STATES,
    OPEN_STATES,
    PUBLIC_STATES,
    EntryHistoryQuerySet,
    Language,
    ProgressEntryQuerySet,
    State,
    Status,
)
from commitments.models.source import Source

LONGEST_NARRATIVE: Final = 10_000  # characters


class ProgressEntry(models.Model):
    """What one party says about one commitment on one day, in one version."""

    commitment = models.ForeignKey(
        Commitment, models.PROTECT, related_name="progress_entries", verbose_name=_("commitment")
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="progress_entries", verbose_name=_("party")
    )
    state = models.CharField(_("state"), max_length=20, default=State.DRAFT)
    status = models.CharField(_("status"), max_length=20, blank=True)
    narrative = models.TextField(_("what was done"), max_length=LONGEST_NARRATIVE, blank=True)
    language = models.CharField(
        _("language of the text"), max_length=2, choices=Language, default=Language.NB
    )
    true_on = models.DateField(_("the day it was true"), null=True, blank=True)
    sources = models.ManyToManyField(
        Source, related_name="progress_entries", verbose_name=_("sources"), blank=True
    )
    authors = models.ManyToManyField(
        Membership, related_name="authored_entries", verbose_name=_("authors")
    )
    version = models.PositiveIntegerField(_("version of the row"), default=1)
    token = models.UUIDField(_("token of the form"), default=uuid.uuid4, unique=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrections", verbose_name=_("corrects")
    )
    correction_reason = models.TextField(_("why it is corrected"), max_length=1000, blank=True)
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
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawal_reason = models.TextField(_("why it is withdrawn"), max_length=1000, blank=True)

    objects = ProgressEntryQuerySet.as_manager()
    history = RecordedHistory(
        m2m_fields=[sources],
        excluded_fields=["token"],
        historical_queryset=EntryHistoryQuerySet,
    )

    class Meta:
        verbose_name = _("progress entry")
        verbose_name_plural = _("progress entries")
        ordering = ["-true_on", "-pk"]
        indexes = [
            models.Index(
                fields=["commitment", "party", "state", "-true_on", "-published_at"],
                name="progressentry_latest",
            ),
            models.Index(fields=["state", "-published_at"], name="progressentry_recent"),
            models.Index(fields=["party", "state"], name="progressentry_worklist"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="progressentry_state_known",
                violation_error_message=_("There is no such state."),
            ),
            models.CheckConstraint(
                condition=Q(status="") | Q(status__in=Status.values),
                name="progressentry_status_known",
                violation_error_message=_("Choose one of the statuses."),
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values),
                name="progressentry_language_known",
                violation_error_message=_("Choose bokmål or nynorsk."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT])
                | (~Q(status="") & ~Q(narrative="") & Q(true_on__isnull=False)),
                name="progressentry_complete_once_submitted",
                violation_error_message=_("A submitted entry has a status, a text and a day."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, submitted_at__isnull=True)
                | (~Q(state=State.DRAFT) & Q(submitted_at__isnull=False)),
                name="progressentry_submitted_unless_draft",
                violation_error_message=_("Everything but a draft has been submitted."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.RETURNED, returned_at__isnull=False) & ~Q(return_note="")
                | ~Q(state=State.RETURNED) & Q(returned_at__isnull=True, return_note=""),
                name="progressentry_returned_with_note",
                violation_error_message=_("A returned entry has a note that says why."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, published_at__isnull=True)
                | Q(state__in=PUBLIC_STATES, published_at__isnull=False),
                name="progressentry_published_iff_public",
                violation_error_message=_("A public entry has the time it was published."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.CORRECTED, superseded_at__isnull=False)
                | ~Q(state=State.CORRECTED) & Q(superseded_at__isnull=True),
                name="progressentry_superseded_iff_corrected",
                violation_error_message=_("A corrected entry has the time it was corrected."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN, withdrawn_at__isnull=False)
                & ~Q(withdrawal_reason="")
                | ~Q(state=State.WITHDRAWN) & Q(withdrawn_at__isnull=True, withdrawal_reason=""),
                name="progressentry_withdrawn_with_reason",
                violation_error_message=_("A withdrawn entry has a reason."),
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, correction_reason="")
                | Q(corrects__isnull=False, state=State.DRAFT)
                | Q(corrects__isnull=False) & ~Q(correction_reason=""),
                name="progressentry_correction_with_reason",
                violation_error_message=_("A correction says why."),
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("submitted_by")),
                name="progressentry_approver_is_not_submitter",
                violation_error_message=_("Someone else than the one who submitted publishes."),
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(corrects__isnull=False, state__in=OPEN_STATES),
                name="progressentry_one_open_correction",
                violation_error_message=_("The entry has an open correction already."),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{step}_at__isnull": True, f"{step}_by__isnull": True})
                    | Q(**{f"{step}_at__isnull": False, f"{step}_by__isnull": False}),
                    name=f"progressentry_{step}_at_iff_by",
                    violation_error_message=_("A step has both a time and a person."),
                )
                for step in ("submitted", "returned", "published", "superseded", "withdrawn")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    def get_absolute_url(self) -> str:
        """The entry's place on its commitment's page."""
        return f"{self.commitment.get_absolute_url()}#oppforing-{self.pk}"

    def get_work_url(self) -> str:
        """The entry's page in the workspace."""
        return reverse("commitments:entry_review", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        """Whether its text may still be changed."""
        return self.state in EDITABLE_STATES

    @property
    def is_public(self) -> bool:
        """Whether it was ever published."""
        return self.state in PUBLIC_STATES

    @property
    def is_outside_term(self) -> bool:
        """Whether the day lies before the first or after the last day of the agreement."""
        if self.true_on is None:
            return False
        agreement = self.commitment.agreement
        return is_outside(self.true_on, agreement.starts_on, agreement.ends_on)

    @property
    def retrospect_year(self) -> int | None:
        """The year of writing where that was over a year after the day it concerns, else None."""
        return year_of_retrospect(self.true_on, self.created_at) if self.true_on else None
