"""Reads what has happened in evaluations, from which their state is computed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from django.db.models import CharField, F, Model, QuerySet, SmallIntegerField, Value
from django.db.models.functions import Cast

from agreements.models import AgreementParty
from commitments.evaluations.agreeing.conclusion_models import Answer, Conclusion
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.state import Facts, PublishedRevision

T = TypeVar("T")


class _Event(NamedTuple):
    """Something that happened. No model that it is read from has fields with these names."""

    what: str
    evaluation_pk: int
    in_round: int
    who: str
    moment: datetime
    revision: int


def facts_of(evaluations: Iterable[Evaluation]) -> dict[int, Facts]:
    """Return the facts of each evaluation by its key, in two queries.

    The evaluations must be loaded with their years (``with_relations``). The facts contain days
    and the parties' names, but nothing that the parties write.
    """
    rows = list(evaluations)
    parties = _parties(rows)
    found: dict[int, Facts] = {}
    happened = _happened(rows)
    for row in rows:
        events = happened.get(row.pk, [])
        now = [event for event in events if event.in_round == row.round]
        found[row.pk] = Facts(
            parties=tuple(parties.get(row.evaluation_year.agreement_id, [])),
            opened_at=row.opened_at,
            deadline_on=row.deadline_on,
            grace_until_on=row.grace_until_on,
            round=row.round,
            handed_in={event.who: event.moment for event in now if event.what == "handed_in"},
            proposed=_last(
                (event.who, event.moment) for event in now if event.what == Answer.PROPOSED
            ),
            accepted_at=_last(event.moment for event in now if event.what == Answer.ACCEPTED),
            signed={event.who: event.moment for event in now if event.what == "signed_by"},
            revisions=tuple(
                PublishedRevision(event.revision, event.what, event.in_round, event.moment)
                for event in events
                if event.revision
            ),
        )
    return found


def facts(evaluation: Evaluation) -> Facts:
    """Return the facts of one evaluation."""
    return facts_of([evaluation])[evaluation.pk]


def _parties(rows: Sequence[Evaluation]) -> dict[int, list[str]]:
    agreements = {row.evaluation_year.agreement_id for row in rows}
    found: dict[int, list[str]] = {}
    places = AgreementParty.objects.filter(agreement__in=agreements).order_by("position")
    for agreement, code in places.values_list("agreement", "party__code"):
        found.setdefault(agreement, []).append(code)
    return found


def _happened(rows: Sequence[Evaluation]) -> dict[int, list[_Event]]:
    """Return everything that happened in these evaluations, in order of time, in one query.

    For a revision ``what`` is its kind. Only revisions have a number, ``revision``.
    """
    handed_in = Submission.objects.current().filter(evaluation__in=rows)
    signed = SignOff.objects.valid().filter(evaluation__in=rows)
    conclusions = Conclusion.objects.filter(evaluation__in=rows)
    revisions = Revision.objects.filter(evaluation__in=rows)
    events = _events(handed_in, Value("handed_in"), F("party__code"), F("submitted_at"))
    events = events.union(
        _events(signed, Value("signed_by"), F("party__code"), F("signed_at")),
        _events(conclusions.awaiting_answer(), F("state"), F("party__code"), F("proposed_at")),
        _events(conclusions.accepted(), F("state"), F("party__code"), F("answered_at")),
        _events(revisions, F("kind"), Value(""), F("published_at"), F("number")),
        all=True,
    )
    found: dict[int, list[_Event]] = {}
    for row in events.order_by("moment", "revision"):
        event = _Event(**row)
        found.setdefault(event.evaluation_pk, []).append(event)
    return found


def _events(
    rows: QuerySet[Model], kind: F | Value, party: F | Value, moment: F, number: F | None = None
) -> QuerySet[Model, dict[str, Any]]:
    """Return rows as events, so that one query can join different tables."""
    named = rows.order_by().annotate(
        what=Cast(kind, CharField()),
        evaluation_pk=F("evaluation"),
        in_round=F("round"),
        who=Cast(party, CharField()),
        moment=moment,
        revision=number or Value(0, SmallIntegerField()),
    )
    found: QuerySet[Model, dict[str, Any]] = named.values(*_Event._fields)
    return found


def _last(found: Iterable[T]) -> T | None:
    """Return the last item; None if empty."""
    return next(iter(reversed(list(found))), None)
