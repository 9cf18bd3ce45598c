"""Proposals by the portal, as the workspace shows them to the people of a party."""

from dataclasses import dataclass

from commitments.context.goal_links import proposed_links
from commitments.context.goal_models import GoalLink
from commitments.context.models import OutsideFact
from commitments.context.proposal_models import Proposal
from commitments.context.shown import ShownFact, read_answers, shown_facts
from commitments.people.models import Membership


@dataclass(frozen=True, slots=True)
class ProposedFact:
    """A proposal with what it states. ``waits``: the person's party has not answered it."""

    proposal: Proposal
    fact: ShownFact
    waits: bool


def proposals_for(by: Membership) -> list[ProposedFact]:
    """Return every proposal that a page shows, in file order, with at most five queries."""
    return [
        ProposedFact(proposal, fact, by.party not in {each.party for each in fact.answers})
        for proposal, fact in _proposed()
    ]


def proposed_fact(proposal: Proposal) -> ShownFact:
    """Return what is proposed, of a proposal that a page shows."""
    [(_proposal, fact)] = _proposed(proposal=proposal)
    return fact


def _proposed(**which: Proposal) -> list[tuple[Proposal, ShownFact]]:
    facts = list(OutsideFact.objects.shown().proposals().filter(**which))
    links = list(GoalLink.objects.proposals().filter(**which))
    both = [*(row.proposal for row in facts), *(row.proposal for row in links)]
    proposals = list(filter(None, both))
    read_answers(proposals)
    return list(zip(proposals, [*shown_facts(facts), *proposed_links(links)], strict=True))


def waiting_proposals(by: Membership) -> list[ProposedFact]:
    """Return proposals that an approver can answer for a party that has not; else none."""
    return [row for row in proposals_for(by) if row.waits] if by.approves else []
