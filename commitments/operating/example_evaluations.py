"""Invented evaluations for the example database, made by the same actions as real ones."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from agreements.models import EvaluationYear, Party
from commitments.evaluations.agreeing import conclusion_actions, signing_actions
from commitments.evaluations.assessing import actions as assessments
from commitments.evaluations.assessing import submission_actions
from commitments.evaluations.assessing.content import AssessmentContent
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.models import Evaluation
from commitments.evaluations.opening_actions import open_evaluation
from commitments.evaluations.revisions.record import to_sign
from commitments.evaluations.state import STATES, State
from commitments.people.models import Membership
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation
from commitments.sources import actions as sources
from commitments.sources.actions import NewSource
from commitments.sources.models import Source

FILE: Final = Path(__file__).resolve().parent / "example_data" / "evaluations.toml"

_PARTIES: Final = ("KD", "KS")  # KD is first if only one party has taken a step
_TIME_TO_HAND_IN: Final = timedelta(days=60)
_GRACE: Final = timedelta(days=30)
_BEHALF: Final = {
    "KD": "Eksempel: for statsråden, etter fullmakt",
    "KS": "Eksempel: for KS, etter fullmakt",
}

People = Mapping[str, Membership]
TomlRow = Mapping[str, Any]  # from a TOML file: each key has its own type


def make(people: People) -> None:
    """Create every evaluation of the file; ``people`` by the part of their addresses before the @.

    KD proposes a conclusion in the file, and KS accepts it.
    """
    for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["evaluation"]:
        _make(row, people)


def _make(row: TomlRow, people: People) -> None:
    years = EvaluationYear.objects.select_related("agreement")
    deadline_on = timezone.localdate() + _TIME_TO_HAND_IN
    evaluation = open_evaluation(
        years.get(agreement__slug=row["agreement"], year=row["year"]),
        by=people["sekretariat"],
        deadline_on=deadline_on,
        grace_until_on=deadline_on + _GRACE,
    )
    cited = {
        code: sources.add(_source(title, row["year"], code), by=_editor(people, code))
        for code, title in row["sources"].items()
    }
    for statement in row["says"]:
        content = _content(statement, cited)
        for ref in statement["refs"]:
            commitment = Commitment.objects.get(ref=ref)
            by = _editor(people, statement["party"])
            assessments.assess(evaluation, commitment, content, by=by, version=0)
    _hand_in(row, evaluation, people)
    for statement in row.get("amends", []):
        _amend(evaluation, statement, _content(statement, cited), people)
    _conclude(row, evaluation, people)


def _hand_in(row: TomlRow, evaluation: Evaluation, people: People) -> None:
    for code in _reaching(row, "handed_in_by_one", "revealed"):
        by = _approver(people, code)
        gaps = submission_actions.gaps_of(evaluation, Party.objects.get(code=code))
        submission_actions.submit(evaluation, by=by, confirmed_gaps=gaps)


def _amend(
    evaluation: Evaluation, statement: TomlRow, content: AssessmentContent, people: People
) -> None:
    rows = Assessment.objects.of_round(evaluation).select_related("commitment")
    for row in rows.filter(commitment__ref__in=statement["refs"], party__code=statement["party"]):
        by = _editor(people, statement["party"])
        assessments.amend(evaluation, row.commitment, content, by=by, version=row.version)


def _conclude(row: TomlRow, evaluation: Evaluation, people: People) -> None:
    if not row["conclusion"]:
        return
    proposal = conclusion_actions.propose(
        evaluation, by=_editor(people, "KD"), text=row["conclusion"], language="nb"
    )
    conclusion_actions.accept(proposal, by=_approver(people, "KS"))
    for code in _reaching(row, "signed_by_one", "signed"):
        signing_actions.sign(
            evaluation,
            by=_approver(people, code),
            content_sha256=to_sign(evaluation).sha256,
            on_behalf_of=_BEHALF[code],
            factor_at=timezone.now(),
        )


def _reaching(row: TomlRow, *states: State) -> list[str]:
    """Return the parties that take a step: KD by the first of these states, KS by the second."""
    reached = STATES.index(row["state"])
    return [
        code for code, state in zip(_PARTIES, states, strict=True) if reached >= STATES.index(state)
    ]


def _content(statement: TomlRow, cited: Mapping[str, Source]) -> AssessmentContent:
    reservation = statement.get("reservation")
    return AssessmentContent(
        verdict=statement["verdict"],
        reason=statement.get("reason", ""),
        reservation=Reservation.objects.get(ref=reservation) if reservation else None,
        gap=statement.get("gap", ""),
        narrative=statement["text"],
        language=statement.get("language", "nb"),
        sources=[cited[statement["party"]]],
    )


def _source(title: str, year: int, code: str) -> NewSource:
    return NewSource(title, f"https://example.no/eksempel/{year}-{code.lower()}")


def _editor(people: People, code: str) -> Membership:
    return people[f"{code.lower()}-redaktor"]


def _approver(people: People, code: str) -> Membership:
    return people[f"{code.lower()}-godkjenner"]
