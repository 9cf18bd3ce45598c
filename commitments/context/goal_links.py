"""Goal links as pages show them: with names in the reader's language, and the parties' answers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext

from agreements.models import Segment
from commitments.context.goal_models import GoalLink
from commitments.context.proposal_models import ProposalAnswer
from commitments.context.shown import ShownFact, read_answers, state_of


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A commitment and a goal, by reference, with the words that connect them, in bokmål.

    ``state`` is a word of the group «link», empty if the wording itself states the link.
    """

    commitment: str
    goal: str
    basis: str
    commitment_words: str
    goal_words: str
    state: str
    answers: list[ProposalAnswer]


def shown_links(rows: Iterable[GoalLink]) -> list[ShownLink]:
    """Return links that are read with their proposals, with one more query."""
    links = list(rows)
    read_answers(row.proposal for row in links)
    return [_shown(row) for row in links]


def proposed_links(rows: Iterable[GoalLink]) -> list[ShownFact]:
    """Return links that are proposals as sentences for the parties, with two more queries."""
    links = list(rows)
    read_answers(row.proposal for row in links)
    refs = {ref for row in links for ref in (row.commitment, row.goal)}
    names: dict[str, str] = {}
    for segment in Segment.objects.filter(ref__in=refs).order_by("position"):
        names.setdefault(segment.ref, segment.named)
    return [_as_fact(row, names) for row in links]


def _shown(row: GoalLink) -> ShownLink:
    state, answers = state_of(row.proposal) if row.proposal else ("", [])
    return ShownLink(
        row.commitment,
        row.goal,
        row.basis,
        row.commitment_words,
        row.goal_words,
        state,
        answers,
    )


def _as_fact(row: GoalLink, names: dict[str, str]) -> ShownFact:
    link = _shown(row)
    text = format_html(
        gettext(
            "The commitment {commitment} and the goal {goal} share words:"
            ' «<span lang="nb">{commitment_words}</span>»'
            ' and «<span lang="nb">{goal_words}</span>».'
        ),
        commitment=names[row.commitment],
        goal=names[row.goal],
        commitment_words=row.commitment_words,
        goal_words=row.goal_words,
    )
    return ShownFact(row.key, text, "", "", [], link.state, link.answers)
