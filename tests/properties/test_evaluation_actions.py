"""Any order of anybody's actions in an evaluation keeps the invariants (security.md, C6).

I1–I8 are checked after every step against what the step was and what stood before it.
"""

from datetime import timedelta
from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
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

from commitments.actions import assessments, conclusions, signing, submissions
from commitments.canonical import digest
from commitments.models import (
    Assessment,
    Conclusion,
    Membership,
    Revision,
    SignOff,
    Submission,
)
from commitments.models.evaluation_facts import state_of
from commitments.models.evaluation_record import to_sign
from tests import desk, make, table

APPROVERS: Final = (2, 3)  # of KD and KS, who can do most: they are tried more often than others
PEOPLE: Final = st.sampled_from([*APPROVERS * 4, *range(10)])
BLIND: Final = ("open", "handed_in_by_one")
TOGETHER: Final = ("revealed", "conclusion_proposed", "conclusion_accepted", "signed_by_one")
TO_SIGN: Final = ("conclusion_accepted", "signed_by_one")
VERBS: Final = ("write", "clear", "hand_in", "take_back", "propose", "sign", "withdraw_signature")
REFS: Final = st.sampled_from([table.REF, "2011-F3", table.ONLY_KS])
STARTS: Final = ("handed_in_by_one", "revealed", "conclusion_accepted", "signed_by_one", "signed")
VALID: Final = {"voided_at": None, "withdrawn_at": None}


class Evaluations(RuleBasedStateMachine):
    """Two editors and two approvers of each party, the secretariat and an office viewer."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.texts = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(state=st.sampled_from(STARTS))
    def lay(self, state: str) -> None:
        found = table.evaluation_in(state, at="2026-11-20 12:00 +0000")
        self.evaluation = found.evaluation
        self.people: list[Membership] = [
            *found.editors.values(),
            *found.approvers.values(),
            *(
                make_one(party)
                for party in ("KD", "KS")
                for make_one in (desk.editor, desk.approver)
            ),
            found.secretariat,
            make.make_membership(role="office_viewer"),
        ]
        self.shown = to_sign(self.evaluation).sha256
        self.before = self.photograph()

    @precondition(lambda self: self.before["state"] != "signed")
    @rule(who=PEOPLE, ref=REFS, same=st.booleans())
    def write(self, who: int, ref: str, *, same: bool) -> None:
        self.try_to_write(who, ref, same=same, amending=self.before["state"] in TOGETHER)

    @precondition(lambda self: self.before["state"] in BLIND)
    @rule(who=PEOPLE)
    def clear(self, who: int) -> None:
        row = Assessment.objects.filter(evaluation=self.evaluation).first()
        if row:
            self.act(self.people[who], assessments.clear, row, version=row.version)

    @precondition(lambda self: self.before["state"] in BLIND)
    @rule(who=PEOPLE)
    def hand_in(self, who: int) -> None:
        by = self.people[who]
        gaps = submissions.gaps_of(self.evaluation, by.party) if by.party else []
        self.act(by, submissions.submit, self.evaluation, confirmed_gaps=gaps)

    @precondition(lambda self: self.before["state"] == "handed_in_by_one")
    @rule(who=PEOPLE)
    def take_back(self, who: int) -> None:
        self.act(self.people[who], submissions.take_back, self.evaluation)

    @precondition(lambda self: self.before["state"] in TOGETHER)
    @rule(who=PEOPLE)
    def propose(self, who: int) -> None:
        said = {"text": self.text(), "language": "nb"}
        self.act(self.people[who], conclusions.propose, self.evaluation, **said)

    @precondition(lambda self: self.before["state"] == "conclusion_proposed")
    @rule(who=PEOPLE, answer=st.sampled_from(["accept", "accept", "counter", "withdraw"]))
    def answer(self, who: int, answer: str) -> None:
        proposal = Conclusion.objects.filter(evaluation=self.evaluation).last()
        assert proposal
        by = self.people[who]
        if answer == "counter":
            self.act(by, conclusions.counter, proposal, text=self.text(), language="nn")
        else:
            verb = conclusions.accept if answer == "accept" else conclusions.withdraw_proposal
            self.act(by, verb, proposal)

    @precondition(lambda self: self.before["state"] in TO_SIGN)
    @rule(who=PEOPLE, minutes=st.sampled_from([0, 0, 0, 6]), reads=st.booleans())
    def sign(self, who: int, minutes: int, *, reads: bool) -> None:
        """With the hash of what stands now, or of what was shown at some time before."""
        if reads:
            self.shown = self.before["content"]
        told: dict[str, Any] = {
            "content_sha256": self.shown,
            "on_behalf_of": "Eksempel: for statsråden",
            "factor_at": timezone.now() - timedelta(minutes=minutes),
        }
        self.act(self.people[who], signing.sign, self.evaluation, **told)

    @precondition(lambda self: self.before["state"] in TO_SIGN)
    @rule(who=PEOPLE)
    def withdraw_signature(self, who: int) -> None:
        self.act(self.people[who], signing.withdraw_signature, self.evaluation)

    @rule(who=PEOPLE, verb=st.sampled_from(VERBS), amending=st.booleans())
    def at_the_wrong_time(self, who: int, verb: str, *, amending: bool) -> None:
        """Whatever the state is: a page that was opened long ago, a request made by hand."""
        if verb == "write":
            self.try_to_write(who, table.REF, same=False, amending=amending)
        elif verb == "sign":
            self.sign(who, 0, reads=True)
        else:
            getattr(self, verb)(who)

    def try_to_write(self, who: int, ref: str, *, same: bool, amending: bool) -> None:
        by, verb = self.people[who], assessments.amend if amending else assessments.assess
        row = Assessment.objects.filter(
            evaluation=self.evaluation, commitment__ref=ref, party=by.party
        ).first()
        narrative = row.narrative if row and same else self.text()
        content = table.content(narrative=narrative)
        version = row.version if row else 0
        self.act(by, verb, self.evaluation, desk.commitment(ref), content, version=version)

    def act(self, by: Membership, verb: Any, *what: Any, **how: Any) -> None:
        """Try it, and compare what stands after with what stood before."""
        try:
            verb(*what, by=by, **how)
        except (PermissionDenied, ValidationError):
            assert self.photograph() == self.before, "a refusal wrote something"
            return
        after = self.photograph()
        self.check(by, verb, how, after)
        self.before = after

    def check(self, by: Membership, verb: Any, how: dict[str, Any], after: dict[str, Any]) -> None:
        before = self.before
        if before["state"] == "signed":  # I6: nothing can be changed
            assert after == before
        for model in ("assessments", "submissions", "conclusions", "signoffs"):
            for pk in before[model].keys() | after[model].keys():
                old, new = before[model].get(pk), after[model].get(pk)
                if old != new:
                    self.check_row(by, model, old, new)
        changed = before["content"] != after["content"]
        stood = [pk for pk, row in before["signoffs"].items() if is_valid(row)]
        if verb is assessments.amend and changed:  # I2: void, visibly
            assert not any(is_valid(after["signoffs"][pk]) for pk in stood)
        if verb in (conclusions.propose, conclusions.counter):
            assert not any(is_valid(after["signoffs"][pk]) for pk in stood)
        if verb is signing.sign:  # I5: what was shown
            assert how["content_sha256"] == before["content"]
        if verb is signing.withdraw_signature:  # I8
            assert before["state"] == "signed_by_one"

    def check_row(
        self, by: Membership, model: str, old: dict[str, Any] | None, new: dict[str, Any] | None
    ) -> None:
        row = new or old
        assert row is not None
        party = row["party_id"]
        if model == "signoffs" and old and new and new["voided_at"]:
            assert by.writes  # any party's change voids, never an administrator's
            return
        if model == "conclusions" and old and new and new["answered_at"]:
            assert by.writes
            assert by.party_id != party  # the other party answers
            return
        assert by.party_id == party  # I4: one's own party, never an administrator
        if model in ("signoffs", "submissions"):
            assert by.approves

    @invariant()
    def a_signature_says_all_it_must(self) -> None:
        for row in SignOff.objects.select_related("signed_by"):  # I1
            assert row.signed_by.party_id == row.party_id
            assert row.signed_by.approves
            assert len(row.content_sha256) == 64
            assert row.signed_at - row.factor_at <= timedelta(minutes=5, seconds=1)

    @invariant()
    def signed_means_one_valid_signature_of_each_over_the_current_hash(self) -> None:  # I3
        current = self.before["content"]
        valid = list(SignOff.objects.filter(evaluation=self.evaluation, **isnull(VALID)))
        over_current = {row.party_id for row in valid if row.content_sha256 == current}
        assert len(valid) <= 2
        assert len(over_current) == len(valid), "a valid signature over other content"
        assert (self.before["state"] == "signed") == (len(over_current) == 2)

    @invariant()
    def a_revision_is_what_was_signed(self) -> None:  # I6, I7
        for row in Revision.objects.filter(evaluation=self.evaluation):
            assert row.number == 1
            assert digest(row.content.encode()) == row.content_sha256
            assert digest(row.seal.encode()) == row.revision_sha256
            assert row.signoffs.filter(content_sha256=row.content_sha256).count() == 2
            assert self.before["content"] == row.content_sha256

    @invariant()
    def each_party_sees_the_other_only_once_both_have_handed_in(self) -> None:
        both = Submission.objects.standing().filter(evaluation=self.evaluation).count() == 2
        for by in self.people[:2]:
            others = Assessment.objects.visible_to(by.user).exclude(party=by.party)
            expected = Assessment.objects.exclude(party=by.party)
            assert list(others) == (list(expected) if both else [])
        for by in self.people[-2:]:
            assert not Assessment.objects.visible_to(by.user)

    def text(self) -> str:
        self.texts += 1
        return f"Eksempel: tekst {self.texts:03}."

    def photograph(self) -> dict[str, Any]:
        """Every stored value of the evaluation's rows, its state, and the hash to sign."""
        models: dict[str, Any] = {
            "assessments": Assessment,
            "submissions": Submission,
            "conclusions": Conclusion,
            "signoffs": SignOff,
            "revisions": Revision,
        }
        rows: dict[str, Any] = {
            name: {row["id"]: row for row in model.objects.values()}
            for name, model in models.items()
        }
        told = [Assessment.history, Submission.history, Conclusion.history, SignOff.history]
        fresh = table.fresh(self.evaluation)
        return {
            **rows,
            "history": [history.count() for history in told],
            "state": state_of(fresh),
            "content": to_sign(fresh).sha256,
        }


def is_valid(row: dict[str, Any]) -> bool:
    return all(row[name] is None for name in VALID)


def isnull(names: dict[str, None]) -> dict[str, bool]:
    return {f"{name}__isnull": True for name in names}


QUICK: Final = settings(
    max_examples=4,
    stateful_step_count=10,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.usefixtures("texts")
def test_any_order_of_anybodys_actions() -> None:
    run_state_machine_as_test(Evaluations, settings=QUICK)


@pytest.mark.long
@pytest.mark.usefixtures("texts")
def test_any_long_order_of_anybodys_actions() -> None:
    run_state_machine_as_test(
        Evaluations, settings=settings(QUICK, max_examples=40, stateful_step_count=20)
    )
