"""The reservations in the texts, which limit the commitments."""

from collections.abc import Iterable
from typing import Final, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.models import Agreement, Party, Segment
from agreements.templatetags.texts import named
from commitments.foundation.prepared_query import Prepared
from commitments.register.models import Commitment


class ReservationQuerySet(models.QuerySet["Reservation"]):
    """Reservations, by reference."""

    def limiting(self, commitment: Commitment) -> dict["Reservation", list[str]]:
        """Return the reservations on a commitment, in text order, each with who may invoke it.

        One query; the parties are codes in alphabetical order.
        """
        found: dict[Reservation, list[str]] = {}
        for invocation in _INVOCATIONS(commitment.pk):
            found.setdefault(invocation.reservation, []).append(invocation.party.code)
        return found

    def of_agreement(self, slug: str) -> Self:
        """Return the reservations of the agreement with this slug, with their words."""
        return self.filter(agreement__slug=slug).select_related("segment")

    def invocable_by(
        self, party: Party, commitments: Iterable[Commitment]
    ) -> dict[int, list["Reservation"]]:
        """Return the reservations that a party may invoke, in text order, by commitment key.

        One query for any number of commitments.
        """
        limits = (
            Reservation.qualifies.through.objects.filter(
                commitment__in=[commitment.pk for commitment in commitments],
                reservation__invoked_by=party,
            )
            .select_related("reservation__segment")
            .order_by("reservation__segment__position")
        )
        found: dict[int, list[Reservation]] = {}
        for limit in limits:
            found.setdefault(limit.commitment_id, []).append(limit.reservation)
        return found


class Reservation(models.Model):
    """Words that limit when or how far commitments apply."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="reservations", verbose_name=_("agreement")
    )
    segment = models.OneToOneField(
        Segment, models.PROTECT, related_name="reservation", verbose_name=_("part of the text")
    )
    ref = models.CharField(_("reference"), max_length=20, unique=True)
    kind = models.CharField(_("type"), max_length=20)
    reason = models.JSONField(_("why it is of this type"), help_text=_("In each language."))
    qualifies = models.ManyToManyField(
        Commitment, related_name="reservations", verbose_name=_("limits")
    )
    invoked_by = models.ManyToManyField(
        Party, related_name="reservations", verbose_name=_("may be invoked by")
    )

    objects = ReservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        ordering = ["ref"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=vocabulary.names("limit")),
                name="reservation_kind_known",
                violation_error_message=_("The vocabulary has no such type of reservation."),
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def named(self) -> str:
        """The reference with the short title, for people. Reads the segment."""
        return named(self.ref, self.segment.short_title)

    @property
    def anchor(self) -> str:
        """The reservation's anchor on its agreement's page: «R1»."""
        return self.ref.partition("-")[2]


_INVOCATIONS: Final = Prepared(
    lambda commitment: (
        Reservation.invoked_by.through.objects.filter(reservation__qualifies=commitment)
        .select_related("reservation__segment", "party")
        .order_by("reservation__segment__position", "party__code")
    )
)
