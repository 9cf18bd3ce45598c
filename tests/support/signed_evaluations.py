"""Evaluations that both parties have signed, with the verdicts that a test needs."""

from collections.abc import Mapping
from typing import Any

import time_machine

from commitments.evaluations.agreeing import conclusion_actions
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.revisions.models import Revision
from tests.support import evaluation_states
from tests.support.written_again import written_again

Verdicts = Mapping[str, Any]  # by reference: a verdict, or what ``evaluation_states.content`` takes


def finish(laid: evaluation_states.Table) -> Revision:
    """Both hand in where they have not, agree on a conclusion and sign."""
    with time_machine.travel(evaluation_states.NOW, tick=True):
        current = Submission.objects.current().filter(evaluation=laid.evaluation)
        for party in ("KD", "KS"):
            if not current.filter(party__code=party).exists():
                laid.submit(party)
        conclusion_actions.accept(laid.propose("KD"), by=laid.approvers["KS"])
        laid.sign("KD")
        laid.sign("KS")
    return Revision.objects.get(evaluation=laid.evaluation)


@written_again
def signed(year: int, **verdicts_by_party: Verdicts) -> Revision:
    """A signed year of the second agreement; ``verdicts_by_party`` are by reference too.

    A verdict alone, or what ``evaluation_states.content`` takes: ``KD={"2011-F2": "fulfilled"}``.
    """
    laid = evaluation_states.laid(year=year)
    for party, verdicts in verdicts_by_party.items():
        for ref, verdict in verdicts.items():
            changed = {"verdict": verdict} if isinstance(verdict, str) else verdict
            laid.assess(party, ref, **changed)
    return finish(laid)


@written_again
def three_years() -> None:
    """2011 in agreement, 2012 in disagreement and with a view of KD, 2013 under way."""
    signed(2011, KD={evaluation_states.REF: "fulfilled"}, KS={evaluation_states.REF: "fulfilled"})
    signed(
        2012,
        KD={evaluation_states.REF: "fulfilled", evaluation_states.ONLY_KS: "fulfilled"},
        KS={
            evaluation_states.REF: "partly_fulfilled",
            evaluation_states.ONLY_KS: {"verdict": "not_fulfilled", "reason": "policy_changed"},
        },
    )
    evaluation_states.evaluation_in("revealed", year=2013)
