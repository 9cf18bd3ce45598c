"""The reveal: from when the parties see each other's assessments."""

from typing import Self, TypeVar, cast

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from simple_history.manager import HistoricalQuerySet

from agreements.models import AgreementParty, Party
from commitments.people.models import Membership, Visitor

Rows = TypeVar("Rows", bound=QuerySet[Model])


def revealed() -> Q:
    """Select rows of a round in which every party to the agreement has submitted."""
    handed_in = Party.objects.filter(
        pk=OuterRef("party"),
        submissions__evaluation=OuterRef(OuterRef("evaluation")),
        submissions__round=OuterRef(OuterRef("round")),
        submissions__taken_back_at__isnull=True,
    )
    parties = AgreementParty.objects.filter(
        agreement=OuterRef("evaluation__evaluation_year__agreement")
    )
    return ~Q(Exists(parties.exclude(Exists(handed_in))))


def seen_by_parties(rows: Rows, user: Visitor) -> Rows:
    """Return the own party's rows, and the other's once both have submitted; else none."""
    acting = Membership.acting(user)
    if acting is None or not acting.writes:
        return rows.none()
    return rows.filter(Q(party=acting.party_id) | revealed())


class OwnHistoryQuerySet(HistoricalQuerySet):  # type: ignore[misc]  # no types there
    """History rows of what a party writes, visible only to that party."""

    def visible_to(self, user: Visitor) -> Self:
        """Return the rows of the acting user's own party."""
        acting = Membership.acting(user)
        if acting is None or not acting.writes:
            return cast("Self", self.none())
        return cast("Self", self.filter(party=acting.party_id))
