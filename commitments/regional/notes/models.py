"""An office's notes to a party about what is published on its own county."""

from typing import Final, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from commitments.foundation.history_rows import StepHistories
from commitments.people.models import Membership, Visitor
from commitments.places.models import Office, Region
from commitments.register.models import Commitment
from kvalitet.guard.keys import RandomKey

LONGEST_TEXT: Final = 4_000  # characters


class CountyNoteQuerySet(models.QuerySet["CountyNote"]):
    """Notes, the newest first."""

    def visible_to(self, user: Visitor) -> Self:
        """Return notes to the own party, or from the own offices; none for anyone else."""
        acting = Membership.acting(user)
        if acting is None:
            return self.none()
        if acting.reads_counties:
            return self.filter(office__memberships=acting)
        return self.filter(party=acting.party_id) if acting.writes else self.none()

    def unanswered(self) -> Self:
        """Return the notes without an answer."""
        return self.filter(answered_at__isnull=True)

    def listed(self) -> Self:
        """Fetch what a list shows."""
        return self.select_related("county", "office", "party", "commitment")


class CountyNote(models.Model):
    """An office's note to a party about its own county, and the answer; never public."""

    id = RandomKey(primary_key=True)
    number = models.CharField(_("case number"), max_length=20, unique=True)
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="notes", verbose_name=_("office")
    )
    county = models.ForeignKey(
        Region, models.PROTECT, related_name="notes", verbose_name=_("county")
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="county_notes", verbose_name=_("to")
    )
    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        null=True,
        related_name="county_notes",
        verbose_name=_("commitment"),
        help_text=_("Empty: it concerns the county as a whole."),
    )
    text = models.TextField(_("what is wrong"), max_length=LONGEST_TEXT)
    token = models.UUIDField(_("token of the form"), unique=True)
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    created_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    answer = models.TextField(_("answer"), max_length=LONGEST_TEXT, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )

    objects = CountyNoteQuerySet.as_manager()
    history = StepHistories(excluded_fields=["token"])

    class Meta:
        verbose_name = _("error report about a county")
        verbose_name_plural = _("error reports about counties")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="countynote_has_text",
                violation_error_message=_("An error report must say what is wrong."),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                name="countynote_answer_iff_answered",
                violation_error_message=_("An answer must have a text and a time."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="countynote_answered_at_iff_by",
                violation_error_message=_("A step must have both a time and a person."),
            ),
        ]

    def __str__(self) -> str:
        return self.number
