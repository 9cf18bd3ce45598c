"""Memberships: people's roles in a party, a county governor's office or the secretariat."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from commitments.foundation.history_rows import StepHistories
from commitments.places.models import Office
from kvalitet.accounts.models import User
from kvalitet.guard.keys import RandomKey

Visitor = User | AnonymousUser


class Role(models.TextChoices):
    """The roles, which decide what a person may do. The labels are in the vocabulary."""

    EDITOR = "editor"
    APPROVER = "approver"
    OFFICE_VIEWER = "office_viewer"
    SECRETARIAT = "secretariat"


PARTY_ROLES = (Role.EDITOR, Role.APPROVER)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, the newest first."""

    def open(self) -> Self:
        """Return memberships that have not ended, including unconfirmed ones."""
        return self.filter(ended_at__isnull=True)

    def in_force(self) -> Self:
        """Return open memberships of active users, confirmed if they are a party's."""
        return self.open().filter(
            Q(confirmed_at__isnull=False) | ~Q(role__in=PARTY_ROLES), user__is_active=True
        )

    def approving_for(self, party: Party | None) -> Self:
        """Return one party's approvers in force."""
        return self.in_force().filter(party=party, role=Role.APPROVER)

    def awaiting_confirmation(self) -> Self:
        """Return open party memberships that an approver of the party must confirm."""
        return self.open().filter(role__in=PARTY_ROLES, confirmed_at__isnull=True)

    def of_parties(self) -> Self:
        """Return the memberships of editors and approvers."""
        return self.filter(role__in=PARTY_ROLES)

    def ended(self) -> Self:
        """Return memberships that have ended."""
        return self.filter(ended_at__isnull=False)

    def listed(self) -> Self:
        """Order by name, with people, parties and offices, in two queries for any number."""
        rows = self.select_related("user", "party").prefetch_related("offices")
        return rows.order_by("user__name", "user__email", "-started_at")

    def of_examples(self) -> Self:
        """Return the open memberships of the example people, whose addresses end in @example.no."""
        return self.open().filter(user__is_active=True, user__email__endswith="@example.no")

    def of_person(self, user: Visitor) -> Self:
        """Return one person's memberships."""
        return self.filter(user=user.pk)

    def visible_to(self, user: Visitor) -> Self:
        """Return all for the secretariat, a party's for its approvers, one's own for anyone."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        acting = Membership.acting(user)
        if acting and acting.role == Role.SECRETARIAT:
            return self
        own = Q(user=user)
        if acting and acting.role == Role.APPROVER:
            own |= Q(party=acting.party_id)
        return self.filter(own)


class Membership(models.Model):
    """A person acts, for a period, for a party, for offices of the time or for the secretariat."""

    id = RandomKey(primary_key=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=20)
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        related_name="memberships",
        verbose_name=_("party"),
        help_text=_("Empty: acts for offices or the secretariat."),
    )
    offices = models.ManyToManyField(
        Office, related_name="memberships", verbose_name=_("offices"), blank=True
    )
    started_at = models.DateTimeField(_("start"), default=timezone.now)
    started_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="memberships_started",
        verbose_name=_("added by"),
        help_text=_("Empty: named from the command line."),
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    confirmed_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="memberships_confirmed",
        verbose_name=_("confirmed by"),
        help_text=_("Empty: named from the command line."),
    )
    ended_at = models.DateTimeField(_("end"), null=True)
    ended_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="memberships_ended",
        verbose_name=_("ended by"),
    )

    objects = MembershipQuerySet.as_manager()
    history = StepHistories(m2m_fields=[offices])

    class Meta:
        verbose_name = _("access right")
        verbose_name_plural = _("access rights")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ended_at__isnull=True),
                name="membership_one_open_per_person",
                violation_error_message=_("The person already has access. End it first."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=PARTY_ROLES, party__isnull=False)
                | Q(role__in=[Role.OFFICE_VIEWER, Role.SECRETARIAT], party__isnull=True),
                name="membership_party_fits_role",
                violation_error_message=_(
                    "Editors and approvers act for a party; office viewers and the secretariat do"
                    " not."
                ),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                | Q(confirmed_at__isnull=False, started_by__isnull=True),
                name="membership_confirmed_at_iff_by",
                violation_error_message=_("A confirmation must have both a time and a person."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="membership_ended_at_iff_by",
                violation_error_message=_(
                    "When access ends, there must be both a time and a person."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="membership_times_in_order",
                violation_error_message=_("Access cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"

    @classmethod
    def acting(cls, user: Visitor) -> "Membership | None":
        """Return the membership in force under which the person acts; read once per request."""
        if not user.is_authenticated:
            return None
        kept: dict[str, Membership | None] = user.__dict__
        if "_acting_membership" not in kept:  # cached while the request has this user object
            found = cls.objects.in_force().filter(user=user).select_related("party", "user")
            kept["_acting_membership"] = found.first()
        return kept["_acting_membership"]

    @property
    def is_confirmed(self) -> bool:
        """Whether it is confirmed by an approver, which only party memberships need."""
        return self.role not in PARTY_ROLES or self.confirmed_at is not None

    @property
    def writes(self) -> bool:
        """Whether the person writes for a party."""
        return self.role in PARTY_ROLES

    @property
    def reads_counties(self) -> bool:
        """Whether the person reads for county governor's offices."""
        return self.role == Role.OFFICE_VIEWER

    @property
    def approves(self) -> bool:
        """Whether the person publishes what others in the party have recorded."""
        return self.role == Role.APPROVER
