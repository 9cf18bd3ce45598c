"""Proposals by the portal, as the workspace shows them to the people of a party."""

from dataclasses import dataclass

from commitments.context.models import OutsideFact
from commitments.context.proposal_models import Proposal
from commitments.context.shown import ShownFact, shown_facts
from commitments.people.models import Membership


@dataclass(frozen=True, slots=True)
class ProposedFact:
    """A proposal with its fact. ``waits``: the person's party has not answered it."""

    proposal: Proposal
    fact: ShownFact
    waits: bool


def proposals_for(by: Membership) -> list[ProposedFact]:
    """Return every proposal that a page shows, in file order, with at most three queries."""
    rows = list(OutsideFact.objects.shown().proposals())
    return [
        ProposedFact(row.proposal, fact, by.party not in {each.party for each in fact.answers})
        for row, fact in zip(rows, shown_facts(rows), strict=True)
        if row.proposal
    ]


def waiting_proposals(by: Membership) -> list[ProposedFact]:
    """Return proposals that an approver can answer for a party that has not; else none."""
    return [row for row in proposals_for(by) if row.waits] if by.approves else []
