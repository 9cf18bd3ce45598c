"""The reveal: when the parties begin to see each other's assessments."""

from typing import Self, TypeVar, cast

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from simple_history.manager import HistoricalQuerySet

from agreements.models import AgreementParty, Party
from commitments.people.models import Membership, Visitor

Rows = TypeVar("Rows", bound=QuerySet[Model])


def revealed() -> Q:
    """Rows of an evaluation and a round in which every party of the agreement has handed in."""
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
    """A party's own rows, and the other's once both have handed in; nothing to anyone else."""
    acting = Membership.acting(user)
    if acting is None or not acting.writes:
        return rows.none()
    return rows.filter(Q(party=acting.party_id) | revealed())


class OwnHistoryQuerySet(HistoricalQuerySet):  # type: ignore[misc]  # no types there
    """History rows of what a party writes: how it came about, for the own party alone."""

    def visible_to(self, user: Visitor) -> Self:
        """Rows of the acting person's own party."""
        acting = Membership.acting(user)
        if acting is None or not acting.writes:
            return cast("Self", self.none())
        return cast("Self", self.filter(party=acting.party_id))
