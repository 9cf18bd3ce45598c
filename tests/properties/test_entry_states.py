"""Any order of anybody's actions on entries, through the real views, keeps what must hold."""

from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from commitments.foundation.choices import OPEN_STATES, State
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from kvalitet.whole_pages.version import version
from tests import make
from tests.support import recorders
from tests.support.stored_client import StoredClient

ANSWERS: Final = {200, 302, 403, 404, 409}
OF_KD: Final = (1, 0, 3)  # an approver, an editor, and another approver, among ``actors``
WITHDRAWING: Final = ("foresla-trekking", "trekk", "avsla-trekking")
STEPS: Final = ("send", "publiser", "returner", "rett", "forkast", *WITHDRAWING)
NEXT: Final = {
    State.DRAFT: {State.DRAFT, State.SUBMITTED},
    State.SUBMITTED: {State.RETURNED, State.PUBLISHED},
    State.RETURNED: {State.RETURNED, State.SUBMITTED},
    State.PUBLISHED: {State.CORRECTED, State.WITHDRAWN},
}
CONTENT: Final = ("status", "narrative", "language", "true_on", "correction_reason")


@dataclass
class Actor:
    """A person with a browser."""

    membership: Membership
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = recorders.client_of(self.membership)

    @property
    def party(self) -> int | None:
        return self.membership.party_id

    @property
    def person(self) -> int:
        return self.membership.user_id


def actors() -> list[Actor]:
    """Two editors and two approvers of each party, and an outsider."""
    of_parties = [
        make_one(party)
        for party in ("KD", "KS")
        for make_one in 2 * [recorders.editor, recorders.approver]
    ]
    return [Actor(row) for row in [*of_parties, make.make_membership(role="office_viewer")]]


def stored() -> dict[int, dict[str, Any]]:
    """Every stored value of the entries, by their keys."""
    return {row["id"]: dict(row) for row in ProgressEntry.objects.values()}


class Entries(RuleBasedStateMachine):
    """What anybody does to the entries on one commitment that both parties answer for."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.reader = StoredClient()
        self.actors = actors()
        self.wrote: dict[int, set[int]] = {}  # who has text in which entry
        self.typed: list[str] = []
        self.proposed: dict[str, int] = {}  # who gave which reason to withdraw
        self.rows: dict[int, dict[str, Any]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def publish(self) -> None:
        """Begin with a published entry, so that a short run reaches what follows."""
        editor, approver = self.actors[0].membership, self.actors[1].membership
        entry = recorders.taken_to(
            State.PUBLISHED, by=editor, decided_by=approver, narrative=self.text()
        )
        self.wrote[entry.pk] = {editor.user_id}
        self.rows = stored()

    @rule(who=st.integers(0, 8), button=st.sampled_from(["send", "save"]))
    def record(self, who: int, button: str) -> None:
        url = f"/arbeid/forpliktelser/{recorders.REF}/ny/"
        self.act(who, url, recorders.fields(narrative=self.text(), **{button: "1"}))

    @precondition(lambda self: self.rows)
    @rule(
        who=st.integers(0, 8),
        which=st.integers(0, 50),
        button=st.sampled_from(["send", "save"]),
        back=st.integers(0, 1),
    )
    def edit(self, who: int, which: int, button: str, back: int) -> None:
        row = self.pick(which)
        typed = {"version": row["version"] - back, "correction_reason": "Eksempel: rettet."}
        typed |= recorders.fields(narrative=self.text(), **{button: "1"})
        self.act(who, f"/arbeid/oppforinger/{row['id']}/rediger/", typed)

    @precondition(lambda self: self.rows)
    @rule(
        who=st.integers(0, 8),
        which=st.integers(0, 50),
        step=st.sampled_from(STEPS),
        back=st.sampled_from([0, 0, 0, 1]),
    )
    def step(self, who: int, which: int, step: str, back: int) -> None:
        self.step_on(self.pick(which), who, step, back=back)

    @precondition(lambda self: any(row["state"] == State.PUBLISHED for row in self.rows.values()))
    @rule(
        which=st.integers(0, 50),
        proposer=st.sampled_from(OF_KD),
        decider=st.sampled_from(OF_KD),
        step=st.sampled_from(["trekk", "trekk", "avsla-trekking"]),
    )
    def propose_and_decide(self, which: int, proposer: int, decider: int, step: str) -> None:
        published = sorted(pk for pk, row in self.rows.items() if row["state"] == State.PUBLISHED)
        pk = published[which % len(published)]
        self.step_on(self.rows[pk], proposer, "foresla-trekking")
        self.step_on(self.rows[pk], decider, step)

    @precondition(lambda self: self.rows)
    @rule(who=st.integers(0, 8), which=st.integers(0, 50))
    def look(self, who: int, which: int) -> None:
        row, actor = self.pick(which), self.actors[who]
        own = actor.party == row["party_id"]
        hidden = 404 if row["state"] in OPEN_STATES else 403

        answer = actor.client.get(f"/arbeid/oppforinger/{row['id']}/")

        assert answer.status_code == (200 if own else hidden)

    @invariant()
    def the_public_reads_what_was_published_and_nothing_else(self) -> None:
        if not self.typed:
            return
        version.forget()  # as after a second
        page = self.reader.get(f"/forpliktelser/{recorders.REF}/historikk/").text
        public = {row["narrative"] for row in self.rows.values() if row["published_at"]}
        public |= {row["withdrawal_reason"] for row in self.rows.values() if row["withdrawn_at"]}
        for text in self.typed:
            assert (text in page) == (text in public)

    @invariant()
    def an_entry_has_one_open_correction(self) -> None:
        opened = [
            row["corrects_id"]
            for row in self.rows.values()
            if row["corrects_id"] and row["state"] in OPEN_STATES
        ]
        assert len(opened) == len(set(opened))

    @invariant()
    def a_proposal_stands_alone(self) -> None:
        for row in self.rows.values():
            if row["withdrawal_proposed_at"]:
                assert row["state"] in (State.PUBLISHED, State.WITHDRAWN)
                opened = [other for other in self.rows.values() if other["state"] in OPEN_STATES]
                assert row["id"] not in {other["corrects_id"] for other in opened}

    def text(self) -> str:
        self.typed.append(f"Eksempel: tekst {len(self.typed):03}.")
        return self.typed[-1]

    def step_on(self, row: dict[str, Any], who: int, step: str, *, back: int = 0) -> None:
        typed = {"version": row["version"] - back, "note": "Eksempel."}
        if step == "foresla-trekking":
            typed["reason"] = self.text()
            self.proposed[typed["reason"]] = self.actors[who].person
        self.act(who, f"/arbeid/oppforinger/{row['id']}/{step}/", typed)

    def pick(self, which: int) -> dict[str, Any]:
        return self.rows[sorted(self.rows)[which % len(self.rows)]]

    def act(self, who: int, url: str, typed: dict[str, Any]) -> None:
        actor, before = self.actors[who], self.rows
        answer = actor.client.post(url, typed)
        assert answer.status_code in ANSWERS
        self.rows = stored()
        for pk in before.keys() | self.rows.keys():
            if before.get(pk) != self.rows.get(pk):
                self.check(actor, before.get(pk), self.rows.get(pk))

    def check(self, actor: Actor, old: dict[str, Any] | None, new: dict[str, Any] | None) -> None:
        """A row that has changed was the actor's to change in this way."""
        row = new or old
        assert row is not None
        assert actor.membership.writes
        assert actor.party == row["party_id"]
        written = self.wrote.setdefault(row["id"], set())
        if new is None:
            assert row["state"] in (State.DRAFT, State.RETURNED)
            return
        if old is None or any(old[name] != new[name] for name in CONTENT):
            assert old is None or old["state"] in (State.DRAFT, State.RETURNED)
            written.add(actor.person)
        if old and old["state"] != new["state"]:
            assert new["state"] in NEXT[State(old["state"])] or new["state"] == State.SUBMITTED
        if new["state"] == State.PUBLISHED and (old is None or old["state"] != State.PUBLISHED):
            assert actor.membership.approves
            assert actor.person not in written
            assert new["published_by_id"] == actor.membership.pk
        if new["state"] == State.WITHDRAWN:
            assert actor.membership.approves
            assert self.proposed[new["withdrawal_reason"]] != actor.person


QUICK: Final = settings(
    max_examples=8,
    stateful_step_count=10,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.usefixtures("texts")
def test_any_order_of_anybodys_actions() -> None:
    run_state_machine_as_test(Entries, settings=QUICK)


@pytest.mark.long
@pytest.mark.one_database
@pytest.mark.usefixtures("texts")
def test_any_long_order_of_anybodys_actions() -> None:
    run_state_machine_as_test(
        Entries, settings=settings(QUICK, max_examples=40, stateful_step_count=16)
    )
