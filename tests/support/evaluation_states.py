"""Both parties at one table: evaluations taken to any state by the actions themselves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agreements.models import EvaluationYear
from commitments.evaluations.agreeing import conclusion_actions, signing_actions
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.assessing import actions as assessments
from commitments.evaluations.assessing import submission_actions
from commitments.evaluations.assessing.content import AssessmentContent
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.facts import facts
from commitments.evaluations.models import Evaluation
from commitments.evaluations.opening_actions import open_evaluation
from commitments.evaluations.past import actions as past_evaluations
from commitments.evaluations.past.models import PastEvaluation
from commitments.evaluations.revisions.record import to_sign
from commitments.evaluations.state import State, state
from commitments.people.models import Membership, Role
from commitments.register.models import Commitment
from commitments.sources.actions import NewSource
from tests import make
from tests.support import database_hashes, recorders
from tests.support.written_again import written_again

AGREEMENT: Final = "2011-2013"
YEAR: Final = 2012
NOW: Final = (
    "2026-11-20 12:00 +0000"  # when things are done at the table, unless a test says otherwise
)
DEADLINE: Final = date(2040, 1, 15)
GRACE: Final = date(2040, 3, 15)
REF: Final = "2011-F2"  # both parties answer for it
ONLY_KS: Final = "2011-M3"  # KS alone is responsible
STATES: Final = (
    "open",
    "handed_in_by_one",
    "revealed",
    "conclusion_proposed",
    "conclusion_accepted",
    "signed_by_one",
    "signed",
)


@dataclass
class Table:
    """An evaluation and who works on it."""

    evaluation: Evaluation
    secretariat: Membership
    editors: dict[str, Membership]
    approvers: dict[str, Membership]

    def sign(self, party: str, **changed: Any) -> Any:
        """The party's approver signs what stands now."""
        values = {
            "by": self.approvers[party],
            "content_sha256": to_sign(fresh(self.evaluation)).sha256,
            "on_behalf_of": "Eksempel: for statsråden, etter fullmakt",
            "factor_at": timezone.now(),
        }
        return signing_actions.sign(self.evaluation, **{**values, **changed})

    def submit(self, party: str, *, confirmed: Iterable[str] | None = None) -> Any:
        """The party's approver hands in; every gap is confirmed unless the test names them."""
        by = self.approvers[party]
        assert by.party
        gaps = submission_actions.gaps_of(self.evaluation, by.party)
        return submission_actions.submit(
            self.evaluation, by=by, confirmed_gaps=gaps if confirmed is None else list(confirmed)
        )

    def assess(self, party: str, ref: str = REF, *, version: int = 0, **changed: Any) -> Assessment:
        """The party's editor assesses one commitment."""
        return assessments.assess(
            self.evaluation,
            recorders.commitment(ref),
            content(**changed),
            by=self.editors[party],
            version=version,
        )

    def amend(self, party: str, ref: str = REF, **changed: Any) -> Assessment:
        """The party's editor amends one assessment after the reveal."""
        by, commitment = self.editors[party], recorders.commitment(ref)
        row = Assessment.objects.filter(
            evaluation=self.evaluation, commitment=commitment, party=by.party
        ).first()
        values = {"narrative": f"Eksempel: endret av {party}.", **changed}
        return assessments.amend(
            self.evaluation, commitment, content(**values), by=by, version=row.version if row else 0
        )

    def propose(self, party: str, text: str = "Eksempel: vi er enige.") -> Conclusion:
        """The party's editor proposes a conclusion."""
        return conclusion_actions.propose(
            self.evaluation, by=self.editors[party], text=text, language="nb"
        )


def content(**changed: Any) -> AssessmentContent:
    """What a complete assessment says."""
    values: dict[str, Any] = {
        "verdict": "fulfilled",
        "narrative": "Eksempel: tre møter i året.",
        "new_sources": [NewSource("Eksempel: referat", "https://www.example.no/referat")],
    }
    return AssessmentContent(**{**values, **changed})


@written_again
def laid(*, year: int = YEAR, slug: str = AGREEMENT) -> Table:
    """An evaluation that the secretariat has just opened, and four people at work on it."""
    secretariat = make.make_membership(role=Role.SECRETARIAT)
    evaluation_year = EvaluationYear.objects.get(agreement__slug=slug, year=year)
    paper = NewSource("Eksempel: vedtak", "https://www.example.no/vedtak")
    evaluation = open_evaluation(
        evaluation_year,
        by=secretariat,
        deadline_on=DEADLINE,
        grace_until_on=GRACE,
        document=paper if evaluation_year.is_doubtful else None,
    )
    return Table(
        evaluation,
        secretariat,
        {party: recorders.editor(party) for party in ("KD", "KS")},
        {party: recorders.approver(party) for party in ("KD", "KS")},
    )


@written_again
def evaluation_in(
    state: str, *, year: int = YEAR, slug: str = AGREEMENT, at: str = NOW, ref: str | None = None
) -> Table:
    """An evaluation in this state, everything done by the actions at one time.

    Both parties assess one commitment, KD as fulfilled and KS as partly fulfilled; KD
    hands in, proposes and signs first.
    """
    ref = ref or (REF if slug == AGREEMENT else recorders.REF)
    with time_machine.travel(at, tick=True):
        table = laid(year=year, slug=slug)
        table.assess("KD", ref)
        table.assess("KS", ref, verdict="partly_fulfilled", narrative="Eksempel: to møter i året.")
        done = STATES.index(state)
        if done >= STATES.index("handed_in_by_one"):
            table.submit("KD")
        if done >= STATES.index("revealed"):
            table.submit("KS")
        if done >= STATES.index("conclusion_proposed"):
            proposal = table.propose("KD")
        if done >= STATES.index("conclusion_accepted"):
            conclusion_actions.accept(proposal, by=table.approvers["KS"])
        if done >= STATES.index("signed_by_one"):
            table.sign("KD")
        if done >= STATES.index("signed"):
            table.sign("KS")
    table.evaluation = fresh(table.evaluation)
    return table


def late_in(year: int) -> Table:
    """KD alone has handed in, and the grace period is over."""
    found = evaluation_in("handed_in_by_one", year=year)
    days = {"deadline_on": date(2026, 1, 15), "grace_until_on": date(2026, 3, 15)}
    Evaluation.objects.filter(pk=found.evaluation.pk).update(**days)
    found.evaluation = fresh(found.evaluation)
    return found


def fresh(evaluation: Evaluation) -> Evaluation:
    """The evaluation as it is stored now."""
    return Evaluation.objects.with_relations().get(pk=evaluation.pk)


def state_of(evaluation: Evaluation) -> State:
    """The state that the evaluation's facts give."""
    return state(facts(evaluation))


def commitments(slug: str = AGREEMENT) -> list[Commitment]:
    """The commitments of an agreement, in text order."""
    return list(Commitment.objects.of_agreement(slug).in_text_order())


def refused(call: Callable[..., object], *args: Any, **named: Any) -> dict[str, str]:
    """The code of each refusal by field ("" for none of them); nothing may have been written."""
    before = database_hashes.digest()
    with pytest.raises((ValidationError, PermissionDenied)) as refusal:
        call(*args, **named)
    assert database_hashes.digest() == before
    error: Any = refusal.value
    if isinstance(error, PermissionDenied):
        return {"": type(error).__name__}
    if hasattr(error, "error_dict"):
        return {name: str(errors[0].code) for name, errors in error.error_dict.items()}
    return {"": str(error.code)}


def attached(by: Membership, *, year: int = 2012, **changed: Any) -> PastEvaluation:
    """A draft by which the party attaches an evaluation made at the time."""
    values: dict[str, Any] = {
        "made_on": date(year, 12, 1),
        "description": "Eksempel: referat fra evalueringen.",
        "new_source": NewSource("Eksempel: referat", "https://www.example.no/referat"),
    }
    evaluation_year = EvaluationYear.objects.get(agreement__slug=AGREEMENT, year=year)
    content = past_evaluations.PastEvaluationContent(**{**values, **changed})
    return past_evaluations.attach(evaluation_year, content, by=by)
