"""The goals that go with one commitment, by what connects them."""

from typing import Any, Final

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from agreements import vocabulary
from agreements.models import Goal, GoalArea
from commitments.context.goal_models import GoalLink
from commitments.foundation.prepared_query import Prepared
from commitments.pages.goals.groups import SAME_AREA
from commitments.register.models import Commitment, CommitmentArea


def goals_beside(commitment: Commitment) -> dict[str, list[Goal]]:
    """Return the goals by basis, a word of the group «serves», in text order; one query.

    The bases are in the vocabulary's order, without those that connect no goal.
    """
    rows = _BESIDE(commitment.pk, commitment.agreement_id, commitment.ref)
    return {
        basis: found
        for basis in vocabulary.names("serves")
        if (found := [row for row in rows if row.basis == basis])
    }


def _beside(commitment: int, agreement: int, ref: str) -> QuerySet[Any]:
    links = GoalLink.objects.filter(commitment=ref, goal=OuterRef("ref")).order_by()
    own = CommitmentArea.objects.filter(commitment=commitment).order_by().values("area")
    shared = GoalArea.objects.filter(goal=OuterRef("pk"), area__in=own).order_by()
    rows = Goal.objects.filter(segment__agreement=agreement).annotate(
        linked=Subquery(links.values("basis")[:1]), shares=Exists(shared)
    )
    basis = Case(When(linked__isnull=False, then=F("linked")), default=Value(SAME_AREA))
    found = rows.filter(Q(linked__isnull=False) | Q(shares=True)).annotate(basis=basis)
    return found.select_related("segment").order_by("segment__position")


_BESIDE: Final = Prepared(_beside)
