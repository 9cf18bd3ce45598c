"""Any order of reopening, publishing alone and striking out leaves a chain that verifies."""

from typing import Any, Final

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from commitments.evaluations.agreeing import (
    conclusion_actions,
    publish_alone_actions,
    reopening_actions,
)
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.evaluations.revisions.models import Revision
from commitments.trust import everything, redaction
from tests.support import evaluation_states
from tests.support.database_hashes import digest

AFTER_GRACE: Final = "2040-03-20 12:00 +0000"
PARTIES: Final = st.sampled_from(["KD", "KS"])
STARTS: Final = ("open", "handed_in_by_one", "revealed", "signed_by_one", "signed")
NAMES: Final = ("Kari", "Ola")


class Chains(RuleBasedStateMachine):
    """Both parties' approvers after the grace period, and whoever strikes a passage out."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(AFTER_GRACE, tick=True)
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.texts = 0
        self.seals: list[tuple[Any, ...]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        self.clock.stop()

    @initialize(state=st.sampled_from(STARTS))
    def lay(self, state: str) -> None:
        self.table = evaluation_states.evaluation_in(state)
        self.clock.start()

    @rule(party=PARTIES)
    def hand_in(self, party: str) -> None:
        self.act(lambda: self.table.submit(party))

    @rule(party=PARTIES)
    def amend(self, party: str) -> None:
        self.act(lambda: self.table.amend(party, narrative=self.text()))

    @rule(party=PARTIES)
    def agree_on_a_conclusion(self, party: str) -> None:
        other = "KS" if party == "KD" else "KD"

        def both() -> None:
            proposal = self.table.propose(party, self.text())
            conclusion_actions.accept(proposal, by=self.table.approvers[other])

        if not Conclusion.objects.awaiting_answer().exists():
            self.act(both)

    @rule()
    def sign(self) -> None:
        for party in ("KD", "KS"):
            self.act(lambda party=party: self.table.sign(party))

    @rule(party=PARTIES)
    def publish_alone(self, party: str) -> None:
        by = self.table.approvers[party]
        before = Revision.objects.count()
        state = evaluation_states.state_of(evaluation_states.fresh(self.table.evaluation))

        done = self.act(
            lambda: publish_alone_actions.publish_alone(
                self.table.evaluation, by=by, factor_at=timezone.now()
            )
        )

        assert not done or (state, before) == ("handed_in_by_one", 0)

    @rule(party=PARTIES)
    def ask(self, party: str) -> None:
        by, reason = self.table.approvers[party], self.text()
        signed = (
            evaluation_states.state_of(evaluation_states.fresh(self.table.evaluation)) == "signed"
        )

        done = self.act(
            lambda: reopening_actions.ask(
                self.table.evaluation, by=by, reason=reason, language="nb"
            )
        )

        assert signed or not done

    @rule(party=PARTIES, agreeing=st.booleans())
    def answer(self, party: str, *, agreeing: bool) -> None:
        request = Reopening.objects.awaiting_answer().select_related("party").first()
        if request is None:
            return
        verb = reopening_actions.agree if agreeing else reopening_actions.withdraw

        done = self.act(lambda: verb(request, by=self.table.approvers[party]))

        assert done == ((party != request.party.code) if agreeing else party == request.party.code)
        if done and agreeing:
            self.table.evaluation = evaluation_states.fresh(self.table.evaluation)
            assert evaluation_states.state_of(self.table.evaluation) == "revealed"

    @rule(passage=st.sampled_from(["møter i året", "tekst 001", "Eksempel: referat"]))
    def strike_out(self, passage: str) -> None:
        self.act(lambda: redaction.redact(passage, reason="Eksempel: personvern.", names=NAMES))

    def act(self, step: Any) -> bool:
        """Take a step; a refusal writes nothing."""
        before = digest()
        try:
            with transaction.atomic():
                step()
        except (PermissionDenied, ValidationError):
            assert digest() == before, "a refusal wrote something"
            return False
        return True

    @invariant()
    def everything_verifies(self) -> None:
        errors = [str(error) for error in everything.errors()]
        # Files of examples that were rolled back lie there still.
        assert [error for error in errors if not error.endswith("no source names this file")] == []

    @invariant()
    def revisions_are_added_and_their_seals_never_change(self) -> None:
        columns = ("number", "kind", "seal", "content_sha256", "revision_sha256")
        stored = list(Revision.objects.order_by("number").values_list(*columns))
        assert stored[: len(self.seals)] == self.seals
        assert [row[0] for row in stored] == list(range(1, len(stored) + 1))
        self.seals = stored

    @invariant()
    def at_most_one_request_is_open(self) -> None:
        assert Reopening.objects.awaiting_answer().count() <= 1

    def text(self) -> str:
        self.texts += 1
        return f"Eksempel: tekst {self.texts:03}."


QUICK: Final = settings(
    max_examples=2,
    stateful_step_count=8,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.usefixtures("texts")
def test_any_order_leaves_a_chain_that_verifies() -> None:
    run_state_machine_as_test(Chains, settings=QUICK)


@pytest.mark.long
@pytest.mark.one_database
@pytest.mark.usefixtures("texts")
def test_any_long_order_leaves_a_chain_that_verifies() -> None:
    run_state_machine_as_test(
        Chains, settings=settings(QUICK, max_examples=12, stateful_step_count=20)
    )
