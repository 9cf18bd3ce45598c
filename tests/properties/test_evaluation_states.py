"""Anybody's posts to the pages of an evaluation, in any order, keep the invariants (C6: I1–I8).

A longer run than that of ``make test-long``: ``RUNS=400 STEPS=60`` before it, or before
``pytest -m long tests/properties/test_evaluation_states.py``; each of the starts gets so many.
"""

import os
import re
from datetime import timedelta
from typing import Any, Final, NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.evaluations.assessing import submission_actions
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions.models import Revision
from commitments.people.models import Membership
from tests import make
from tests.support import evaluation_invariants, evaluation_states, recorders

WORK: Final = "/en/arbeid/evalueringer/2011-2013/2012/"
PUBLIC: Final = "/en/avtaler/2011-2013/evalueringer/2012"
PAGES: Final = (
    *("/en/arbeid/", WORK, f"{WORK}utkast/", f"{WORK}konklusjon/", f"{WORK}signer/"),
    *(f"{PUBLIC}/", f"{PUBLIC}.json", "/en/avtaler/2011-2013/matrise/"),
)
BLIND: Final = ("open", "handed_in_by_one")
TOGETHER: Final = ("revealed", "conclusion_proposed", "conclusion_accepted", "signed_by_one")
TO_SIGN: Final = ("conclusion_accepted", "signed_by_one")
APPROVERS: Final = (2, 3)  # of KD and KS, who can do most: they are tried more often than others
PEOPLE: Final = st.sampled_from([*APPROVERS * 4, *range(11)])
REFS: Final = st.sampled_from([evaluation_states.REF, "2011-F3", evaluation_states.ONLY_KS])
LATE: Final = "handed_in_by_one, after the grace"
STARTS: Final = {  # where a run begins, and what some of many runs must have done
    "handed_in_by_one": {"write", "clear", "hand_in", "take_back"},
    "revealed": {"write", "propose", "accept"},
    "conclusion_accepted": {"write", "propose", "sign"},
    "signed_by_one": {"write", "sign"},
    "signed": {"ask_reopening", "agree_reopening"},
    LATE: {"publish_alone", "hand_in"},
}
OUT_OF_TURN: Final[dict[str, dict[str, Any]]] = {  # each step, with what it is called with
    "write": {"ref": evaluation_states.REF, "same": False},
    "clear": {"ref": evaluation_states.REF},
    "hand_in": {},
    "take_back": {},
    "publish_alone": {"tired": False},
    "propose": {},
    "answer": {"verb": "accept"},
    "sign": {"tired": False, "reads": True},
    "withdraw_signature": {},
    "ask_reopening": {},
}


class Person(NamedTuple):
    """Somebody with a browser; ``tired``: another, where the second factor is six minutes old."""

    client: Client
    tired: Client
    membership: Membership | None

    @property
    def party(self) -> Any:
        return self.membership.party if self.membership else None


class Room(NamedTuple):
    """An evaluation and eleven people: two editors and two approvers of each party among them."""

    evaluation: Evaluation
    people: list[Person]


def room(start: str) -> Room:
    found = (
        evaluation_states.late_in(evaluation_states.YEAR)
        if start == LATE
        else evaluation_states.evaluation_in(start)
    )
    more = [
        make_one(party)
        for party in ("KD", "KS")
        for make_one in (recorders.editor, recorders.approver)
    ]
    viewer = make.make_membership(role="office_viewer")
    staff = [*found.editors.values(), *found.approvers.values(), *more, found.secretariat, viewer]
    old = timedelta(minutes=6)
    people = [
        Person(recorders.client_of(by), recorders.client_of(by, factor_age=old), by) for by in staff
    ]
    return Room(
        evaluation_states.fresh(found.evaluation), [*people, Person(Client(), Client(), None)]
    )


class Evaluations(RuleBasedStateMachine):
    """Each run begins in the same room, and is undone."""

    room: Room
    succeeded: set[str]

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.evaluation = self.room.evaluation
        self.texts = 0
        self.before = evaluation_invariants.photograph(self.evaluation)
        self.shown = self.before["content"]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @precondition(lambda self: self.before["state"] != "signed")
    @rule(who=PEOPLE, ref=REFS, same=st.booleans())
    def write(self, who: int, ref: str, *, same: bool) -> None:
        party = self.room.people[who].party
        rows = Assessment.objects.of_round(evaluation_states.fresh(self.evaluation)).of_party(party)
        row = rows.filter(commitment__ref=ref).first()
        typed = {
            "verdict": "fulfilled",
            "narrative": row.narrative if row and same else self.text(who),
            "language": "nb",
            "version": str(row.version if row else 0),
            "source-title": "Eksempel: referat",
            "source-address": "https://www.example.no/referat",
        }
        self.post(who, "write", f"vurderinger/{ref}/", typed)

    @precondition(lambda self: self.before["state"] in BLIND)
    @rule(who=PEOPLE, ref=REFS)
    def clear(self, who: int, ref: str) -> None:
        rows = Assessment.objects.filter(evaluation=self.evaluation, commitment__ref=ref)
        row = rows.of_party(self.room.people[who].party).first()
        version = {"version": str(row.version if row else 0)}
        self.post(who, "clear", f"vurderinger/{ref}/tom/", version)

    @precondition(lambda self: self.before["state"] in BLIND)
    @rule(who=PEOPLE)
    def hand_in(self, who: int) -> None:
        party = self.room.people[who].party
        gaps = (
            submission_actions.gaps_of(evaluation_states.fresh(self.evaluation), party)
            if party
            else []
        )
        self.post(who, "hand_in", "lever/", {"confirmed": "1", "gap": gaps})

    @precondition(lambda self: self.before["state"] == "handed_in_by_one")
    @rule(who=PEOPLE)
    def take_back(self, who: int) -> None:
        self.post(who, "take_back", "ta-tilbake/")

    @precondition(lambda self: self.before["state"] == "handed_in_by_one")
    @rule(who=PEOPLE, tired=st.booleans())
    def publish_alone(self, who: int, *, tired: bool) -> None:
        self.post(who, "publish_alone", "alene/", tired=tired)

    @precondition(lambda self: self.before["state"] in TOGETHER)
    @rule(who=PEOPLE)
    def propose(self, who: int) -> None:
        self.post(who, "propose", "konklusjon/", {"text": self.text(who), "language": "nb"})

    @precondition(lambda self: self.before["state"] == "conclusion_proposed")
    @rule(who=PEOPLE, verb=st.sampled_from(["accept", "accept", "counter", "withdraw_proposal"]))
    def answer(self, who: int, verb: str) -> None:
        number = self.last(Conclusion, "number")
        if verb == "counter":
            typed = {"text": self.text(who), "language": "nn", "answers": str(number)}
            self.post(who, verb, "konklusjon/", typed)
        else:
            step = "godta" if verb == "accept" else "trekk"
            self.post(who, verb, f"konklusjon/{number}/{step}/")

    @precondition(lambda self: self.before["state"] in TO_SIGN)
    @rule(who=PEOPLE, tired=st.sampled_from([False, False, False, True]), reads=st.booleans())
    def sign(self, who: int, *, tired: bool, reads: bool) -> None:
        """With the hash that the page shows now, or that some page showed before."""
        if reads:
            page = self.room.people[who].client.get(f"{WORK}signer/").text
            found = re.search(r'name="content_sha256" value="(\w+)"', page)
            self.shown = found[1] if found else self.shown
        typed = {"content_sha256": self.shown, "on_behalf_of": "Eksempel: for statsråden"}
        self.post(who, "sign", "signer/", typed, tired=tired)

    @precondition(lambda self: self.before["state"] in TO_SIGN)
    @rule(who=PEOPLE)
    def withdraw_signature(self, who: int) -> None:
        self.post(who, "withdraw_signature", "signer/trekk/")

    @precondition(lambda self: self.before["state"] == "signed")
    @rule(who=PEOPLE)
    def ask_reopening(self, who: int) -> None:
        typed = {"reason": "Eksempel: et tall var feil.", "language": "nb"}
        self.post(who, "ask_reopening", "gjenapning/", typed)

    @precondition(lambda self: self.before["reopenings"])
    @rule(who=PEOPLE, verb=st.sampled_from(["agree_reopening", "withdraw_reopening"]))
    def answer_reopening(self, who: int, verb: str) -> None:
        step = "enig" if verb == "agree_reopening" else "trekk"
        self.post(who, verb, f"gjenapning/{self.last(Reopening, 'pk')}/{step}/")

    @rule(who=PEOPLE, step=st.sampled_from(sorted(OUT_OF_TURN)))
    def at_the_wrong_time(self, who: int, step: str) -> None:
        """Whatever the state is: a page that was opened long ago, a request made by hand."""
        getattr(self, step)(who, **OUT_OF_TURN[step])

    @rule(who=PEOPLE, page=st.sampled_from(PAGES))
    def look(self, who: int, page: str) -> None:
        """What was written by the other party, or not yet published, is on nobody's page."""
        person = self.room.people[who]
        answer = person.client.get(page)
        assert answer.status_code in {200, 302, 403, 404}
        public = "".join(row.content for row in Revision.objects.all())
        together = self.before["state"] not in BLIND
        for code in set(re.findall(r"(?:KD|KS)-tekst \d{3}", answer.text)):
            own = person.party and code.startswith(person.party.code)
            assert own or (person.party and together) or code in public

    def post(
        self,
        who: int,
        verb: str,
        path: str,
        typed: dict[str, Any] | None = None,
        *,
        tired: bool = False,
    ) -> None:
        """Try it, and compare what stands after with what stood before."""
        person = self.room.people[who]
        answer = (person.tired if tired else person.client).post(WORK + path, typed or {})
        after = evaluation_invariants.photograph(self.evaluation)
        assert answer.status_code in {200, 302, 403, 404, 409}
        if answer.status_code != 302:
            assert after == self.before, "a refusal wrote something"
        evaluation_invariants.check_step(person.membership, verb, self.shown, self.before, after)
        evaluation_invariants.check_whole(self.evaluation, after)
        if after != self.before:
            self.succeeded.add(verb)
        self.before = after

    def last(self, model: Any, field: str) -> int:
        """Of the newest row; 0 where there is none."""
        rows = model.objects.filter(evaluation=self.evaluation)
        return int(rows.values_list(field, flat=True).last() or 0)

    def text(self, who: int) -> str:
        self.texts += 1
        return f"Eksempel: {self.room.people[who].party}-tekst {self.texts:03}."


QUICK: Final = settings(
    max_examples=1,
    stateful_step_count=8,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
LONG: Final = settings(
    QUICK,
    max_examples=int(os.environ.get("RUNS", "40")),
    stateful_step_count=int(os.environ.get("STEPS", "25")),
)


def run(start: str, how: settings) -> set[str]:
    """What succeeded in runs from this start."""
    found, done = room(start), set[str]()
    machine: type[Evaluations] = type(
        "FromHere", (Evaluations,), {"room": found, "succeeded": done}
    )
    run_state_machine_as_test(machine, settings=how)
    return done


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("start", STARTS)
def test_any_order_of_anybodys_posts(start: str) -> None:
    run(start, QUICK)


@pytest.mark.long
@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("start", STARTS)
def test_any_long_order_of_anybodys_posts(start: str) -> None:
    assert STARTS[start] <= run(start, LONG)
