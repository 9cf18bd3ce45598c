"""Invitations: links sent by the secretariat, each for one person to take up one role."""

from datetime import timedelta
from hashlib import sha256
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from commitments.foundation.history_rows import StepHistories
from commitments.people.models import PARTY_ROLES, Membership, Role, Visitor
from commitments.places.models import Office
from kvalitet.guard.keys import RandomKey

LASTS: Final = timedelta(days=7)


def hash_of(token: str) -> str:
    """Return the hash that is stored instead of a link's secret token."""
    return sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, the newest first."""

    def open(self) -> Self:
        """Return invitations neither accepted nor ended, including expired ones."""
        return self.filter(accepted_at__isnull=True, ended_at__isnull=True)

    def listed(self) -> Self:
        """Order by name, with parties and offices, in two queries for any number."""
        return self.select_related("party").prefetch_related("offices").order_by("name", "email")

    def with_token(self, token: str) -> Self:
        """Return the invitation with this token, if any."""
        return self.filter(token_hash=hash_of(token))

    def visible_to(self, user: Visitor) -> Self:
        """Return all for the secretariat and superusers, none for others."""
        if not user.is_authenticated:
            return self.none()
        acting = Membership.acting(user)
        keeps = acting is not None and acting.role == Role.SECRETARIAT
        return self if keeps or user.is_superuser else self.none()


class Invitation(models.Model):
    """An invitation to take up a role, for a party or for offices, by a link that works once."""

    id = RandomKey(primary_key=True)
    email = models.EmailField(_("email address"))
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language of emails"),
        max_length=2,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    role = models.CharField(_("role"), max_length=20)
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        related_name="invitations",
        verbose_name=_("party"),
        help_text=_("Empty: acts for offices or the secretariat."),
    )
    offices = models.ManyToManyField(
        Office, related_name="invitations", verbose_name=_("offices"), blank=True
    )
    token_hash = models.CharField(max_length=64, editable=False)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    sent_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="invitations_sent", verbose_name=_("sent by")
    )
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    accepted_by = models.OneToOneField(
        Membership,
        models.PROTECT,
        null=True,
        related_name="invitation",
        verbose_name=_("accepted by"),
        help_text=_("The access right that the invited person was given."),
    )
    ended_at = models.DateTimeField(_("withdrawn"), null=True)
    ended_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        related_name="invitations_ended",
        verbose_name=_("withdrawn by"),
    )

    objects = InvitationQuerySet.as_manager()
    history = StepHistories(m2m_fields=[offices], excluded_fields=["token_hash"])

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"],
                name="invitation_token_once",
                violation_error_message=_("Such a link already exists."),
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(accepted_at__isnull=True, ended_at__isnull=True),
                name="invitation_one_open_per_address",
                violation_error_message=_("The person has just been invited."),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="invitation_email_in_small_letters",
                violation_error_message=_("Write the email address in lower-case letters."),
            ),
            models.CheckConstraint(
                condition=Q(language__in=list(dict(settings.LANGUAGES))),
                name="invitation_language_known",
                violation_error_message=_("Choose one of the languages."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=PARTY_ROLES, party__isnull=False)
                | Q(role__in=[Role.OFFICE_VIEWER, Role.SECRETARIAT], party__isnull=True),
                name="invitation_party_fits_role",
                violation_error_message=_(
                    "Editors and approvers act for a party; office viewers and the secretariat do"
                    " not."
                ),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("sent_at")),
                name="invitation_expires_after_sent",
                violation_error_message=_("An invitation cannot expire before it is sent."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_at_iff_by",
                violation_error_message=_(
                    "An accepted invitation must have led to an access right."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False, accepted_at__isnull=True),
                name="invitation_ended_at_iff_by",
                violation_error_message=_(
                    "A withdrawal must have both a time and a person, and must come before "
                    "acceptance."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.role}"

    @property
    def has_expired(self) -> bool:
        """Whether the link has expired."""
        return timezone.now() >= self.expires_at

    @property
    def works(self) -> bool:
        """Whether the link can be used."""
        return self.accepted_at is None and self.ended_at is None and not self.has_expired
