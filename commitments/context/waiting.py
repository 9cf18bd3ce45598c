"""Proposals of the portal, as the people of a party meet them in the workspace."""

from dataclasses import dataclass

from commitments.context.models import OutsideFact
from commitments.context.proposal_models import Proposal
from commitments.context.shown import ShownFact, shown_facts
from commitments.people.models import Membership


@dataclass(frozen=True, slots=True)
class ProposedFact:
    """A proposal with what it says. ``waits``: the person's party has not answered it."""

    proposal: Proposal
    fact: ShownFact
    waits: bool


def proposals_for(by: Membership) -> list[ProposedFact]:
    """Every proposal that a page shows, in the order of the file: at most three queries."""
    rows = list(OutsideFact.objects.shown().proposals())
    return [
        ProposedFact(row.proposal, fact, by.party not in {each.party for each in fact.answers})
        for row, fact in zip(rows, shown_facts(rows), strict=True)
        if row.proposal
    ]


def waiting_proposals(by: Membership) -> list[ProposedFact]:
    """Those that an approver can answer for a party that has not; none for anyone else."""
    return [row for row in proposals_for(by) if row.waits] if by.approves else []
