"""Goal links as pages show them, with the parties' answers."""

from collections.abc import Iterable

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.html import format_html
from django.utils.translation import gettext

from agreements.models import Segment
from commitments.context.goal_models import GoalLink
from commitments.context.proposal_models import Proposal, ProposalAnswer
from commitments.context.shown import ShownFact, state_of
from commitments.register.models import Commitment


def proposed_links(rows: Iterable[GoalLink]) -> list[tuple[Proposal, ShownFact]]:
    """Return links that are proposals as sentences for the parties, with three more queries."""
    links = _answered(rows)
    names = Commitment.objects.filter(ref__in=[row.commitment for row in links]).names()
    goals = Segment.objects.filter(kind="goal", ref__in=[row.goal for row in links])
    names |= {row.ref: row.named for row in goals}
    return [(row.proposal, _as_fact(row, names)) for row in links if row.proposal]


def _answered(rows: Iterable[GoalLink]) -> list[GoalLink]:
    links = list(rows)
    answers = ProposalAnswer.objects.select_related("party", "answered_by")
    proposals = [row.proposal for row in links if row.proposal]
    prefetch_related_objects(proposals, Prefetch("answers", answers))
    return links


def _as_fact(row: GoalLink, names: dict[str, str]) -> ShownFact:
    text = format_html(
        gettext(
            "The commitment {commitment} and the goal {goal} share words:"
            ' «<span lang="nb">{commitment_words}</span>»'
            ' and «<span lang="nb">{goal_words}</span>».'
        ),
        commitment=names.get(row.commitment, row.commitment),
        goal=names.get(row.goal, row.goal),
        commitment_words=row.commitment_words,
        goal_words=row.goal_words,
    )
    state, answers = state_of(row.proposal) if row.proposal else ("", [])
    return ShownFact(row.key, text, "", "", [], state, answers)
