"""Facts from outside the texts: the shipped file with changes, and answers to its proposals."""

from pathlib import Path
from typing import Any, Final

from commitments.context import load, reading
from commitments.context.goal_models import GoalLink
from commitments.context.models import FactSubject, GlossaryTerm, OutsideFact, OutsideSource
from commitments.context.proposal_models import Proposal, ProposalAnswer
from commitments.people.models import Membership, Role
from tests import make
from tests.support import recorders

KEY: Final = "forerunner"  # a fact that is a proposal
OTHER: Final = "successor"
WORDS: Final = "Samme omtale sier at KS og Læringssenteret"  # of KEY, in bokmål
REASON: Final = "Eksempel: avtalen gjaldt noe annet."


def changed_file(folder: Path, old: str = WORDS, new: str = "Omtalen sier at KS og LS") -> Path:
    """A copy of the shipped file with ``new`` in the one place of ``old``."""
    text = reading.FILE.read_text("utf-8")
    assert text.count(old) == 1, old
    file = folder / "context.toml"
    file.write_text(text.replace(old, new), "utf-8")
    return file


def change_proposal(folder: Path, words: str) -> None:
    """Load the file with other words for the fact of ``KEY``."""
    load.load(changed_file(folder, new=words))


def proposal(key: str = KEY) -> Proposal:
    return Proposal.objects.get(key=key)


def approver(party: str = "KD") -> Membership:
    return recorders.approver(party)


def make_outside_source(**facts: Any) -> OutsideSource:
    defaults: dict[str, Any] = {
        "key": f"kilde-{OutsideSource.objects.count()}",
        "position": 1,
        "title": "Eksempel: en side",
        "publisher": "Eksempel",
        "address": "https://example.no/side",
        "kind": "official",
    }
    return OutsideSource.objects.create(**{**defaults, **facts})


def make_fact(**facts: Any) -> OutsideFact:
    defaults: dict[str, Any] = {
        "key": f"faktum-{OutsideFact.objects.count()}",
        "position": 1,
        "kind": "frame",
        "certainty": "confirmed",
        "show": True,
        **dict.fromkeys(reading.LANGUAGES, "Eksempel: et faktum."),
    }
    return OutsideFact.objects.create(**{**defaults, **facts})


def make_fact_subject(*, fact: OutsideFact | None = None, name: str = "2005-F1") -> FactSubject:
    return FactSubject.objects.create(fact=fact or make_fact(), name=name)


def make_term(**facts: Any) -> GlossaryTerm:
    defaults: dict[str, Any] = {
        "key": f"ord-{GlossaryTerm.objects.count()}",
        "position": 1,
        "certainty": "general",
        **dict.fromkeys(reading.LANGUAGES, "Eksempel: en forklaring."),
    }
    return GlossaryTerm.objects.create(**{**defaults, **facts})


def make_goal_link(**facts: Any) -> GoalLink:
    defaults: dict[str, Any] = {
        "key": f"maal-{GoalLink.objects.count()}",
        "position": 1,
        "commitment": "2005-F1",
        "goal": "2005-G1",
        "basis": "text",
        "commitment_words": "Eksempel: ord",
        "goal_words": "Eksempel: ord",
    }
    return GoalLink.objects.create(**{**defaults, **facts})


def make_proposal(**facts: Any) -> Proposal:
    defaults: dict[str, Any] = {"key": f"forslag-{Proposal.objects.count()}", "sha256": "0" * 64}
    return Proposal.objects.create(**{**defaults, **facts})


def make_answer(
    *, proposal: Proposal | None = None, by: Membership | None = None, **facts: Any
) -> ProposalAnswer:
    """A confirmation, unless the facts say otherwise."""
    by = by or make.make_membership(role=Role.APPROVER)
    proposal = proposal or make_proposal()
    defaults: dict[str, Any] = {
        "party": by.party,
        "number": 1,
        "version": 1,
        "sha256": proposal.sha256,
        "answer": "confirmed",
    }
    return ProposalAnswer.objects.create(proposal=proposal, answered_by=by, **{**defaults, **facts})
