"""What has happened in evaluations, read for the state that follows from it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from agreements.models import AgreementParty
from commitments.evaluation_state import Facts, Published, State, state
from commitments.models.conclusion import Answer, Conclusion
from commitments.models.evaluation import Evaluation
from commitments.models.revision import Revision
from commitments.models.signoff import SignOff
from commitments.models.submission import Submission

_Round = tuple[int, int]  # an evaluation's key and a round


def facts_of(evaluations: Iterable[Evaluation]) -> dict[int, Facts]:
    """The facts of each evaluation by its key: five queries for any number.

    The evaluations come with their years (``with_relations``). Facts hold days and
    names of parties, and nothing of what the parties write.
    """
    rows = list(evaluations)
    parties = _parties(rows)
    submissions = _standing(Submission.objects.standing().filter(evaluation__in=rows), "submitted")
    signed = _standing(SignOff.objects.valid().filter(evaluation__in=rows), "signed")
    proposed, accepted = _conclusions(rows)
    revisions = _revisions(rows)
    return {
        row.pk: Facts(
            parties=tuple(parties.get(row.evaluation_year.agreement_id, [])),
            opened_at=row.opened_at,
            deadline_on=row.deadline_on,
            grace_until_on=row.grace_until_on,
            round=row.round,
            handed_in=submissions.get((row.pk, row.round), {}),
            proposed=proposed.get((row.pk, row.round)),
            accepted_at=accepted.get((row.pk, row.round)),
            signed=signed.get((row.pk, row.round), {}),
            revisions=tuple(revisions.get(row.pk, [])),
        )
        for row in rows
    }


def facts(evaluation: Evaluation) -> Facts:
    """The facts of one evaluation."""
    return facts_of([evaluation])[evaluation.pk]


def state_of(evaluation: Evaluation) -> State:
    """The state of one evaluation."""
    return state(facts(evaluation))


def _parties(rows: Sequence[Evaluation]) -> dict[int, list[str]]:
    agreements = {row.evaluation_year.agreement_id for row in rows}
    found: dict[int, list[str]] = {}
    places = AgreementParty.objects.filter(agreement__in=agreements).order_by("position")
    for agreement, code in places.values_list("agreement", "party__code"):
        found.setdefault(agreement, []).append(code)
    return found


def _standing(rows: QuerySet[Any], step: str) -> dict[_Round, dict[str, datetime]]:
    """When each party took this step, by evaluation and round."""
    found: dict[_Round, dict[str, datetime]] = {}
    columns = ("evaluation", "round", "party__code", f"{step}_at")
    for evaluation, number, code, moment in rows.order_by(f"{step}_at").values_list(*columns):
        found.setdefault((evaluation, number), {})[code] = moment
    return found


def _conclusions(
    rows: Sequence[Evaluation],
) -> tuple[dict[_Round, tuple[str, datetime]], dict[_Round, datetime]]:
    """The proposals that await an answer, and when the last accepted one was accepted."""
    proposed: dict[_Round, tuple[str, datetime]] = {}
    accepted: dict[_Round, datetime] = {}
    found = Conclusion.objects.filter(
        evaluation__in=rows, state__in=[Answer.PROPOSED, Answer.ACCEPTED]
    ).order_by("number")
    columns = ("evaluation", "round", "state", "party__code", "proposed_at", "answered_at")
    for evaluation, number, answer, code, proposed_at, answered_at in found.values_list(*columns):
        if answer == Answer.PROPOSED:
            proposed[evaluation, number] = (code, proposed_at)
        elif answered_at is not None:
            accepted[evaluation, number] = answered_at
    return proposed, accepted


def _revisions(rows: Sequence[Evaluation]) -> dict[int, list[Published]]:
    found: dict[int, list[Published]] = {}
    columns = ("evaluation", "number", "kind", "round", "published_at")
    revisions = Revision.objects.filter(evaluation__in=rows).order_by("number")
    for evaluation, *published in revisions.values_list(*columns):
        found.setdefault(evaluation, []).append(Published(*published))
    return found
