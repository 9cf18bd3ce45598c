"""Lists every row created from the text files of an agreement."""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Model

from agreements.models import (
    Agreement,
    AgreementParty,
    EvaluationYear,
    Goal,
    GoalArea,
    Party,
    Segment,
    Signature,
)
from commitments.register.models import Commitment, CommitmentArea, CommitmentTheme
from commitments.register.reservation_models import Reservation

# Each model, with the path to its agreement.
KINDS: Final[dict[type[Model], str]] = {
    Agreement: "pk",
    Party: "agreement_parties__agreement",
    AgreementParty: "agreement",
    EvaluationYear: "agreement",
    Segment: "agreement",
    Goal: "segment__agreement",
    GoalArea: "goal__segment__agreement",
    Signature: "segment__agreement",
    Commitment: "agreement",
    Commitment.segments.through: "commitment__agreement",
    Commitment.responsible.through: "commitment__agreement",
    CommitmentArea: "commitment__agreement",
    CommitmentTheme: "commitment__agreement",
    Reservation: "agreement",
    Reservation.qualifies.through: "reservation__agreement",
    Reservation.invoked_by.through: "reservation__agreement",
}


def rows_from_text(slug: str) -> Iterator[Any]:
    """Yield every stored row of the agreement with this slug, in a fixed number of queries."""
    agreement = Agreement.objects.filter(slug=slug).values_list("pk", flat=True).first()
    for model, path in KINDS.items():
        yield from model._base_manager.filter(**{path: agreement})
