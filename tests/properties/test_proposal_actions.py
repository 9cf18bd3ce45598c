"""Answers and changes in any order: the newest answers to the current words make the state."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.context import answer_actions
from commitments.context.proposal_models import ProposalAnswer
from commitments.context.shown import state_of
from commitments.trust import everything
from tests.support import outside_texts
from tests.support.outside_texts import approver, proposal

PARTIES: Final = ("KD", "KS")
STEPS: Final = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["confirm", "object"]), st.sampled_from(PARTIES)),
        st.tuples(st.just("change"), st.sampled_from(["Noe annet:", "Noe tredje:"])),
    ),
    max_size=8,
)


def expected(said: dict[str, str]) -> str:
    if "objected" in said.values():
        return "objected"
    return ("proposed", "confirmed_by_one", "confirmed")[len(said)]


def take(step: str, what: str, people: dict[str, Any]) -> None:
    """One step; an answer that the party has given already is refused and changes nothing."""
    version = proposal().version
    if step == "confirm":
        answer_actions.confirm(proposal(), by=people[what], version=version)
    else:
        known: dict[str, Any] = {"reason": outside_texts.REASON, "language": "nn"}
        answer_actions.object_to(proposal(), by=people[what], version=version, **known)


@pytest.mark.usefixtures("texts")
@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_the_newest_answers_to_the_current_words_count(steps: list[tuple[str, str]]) -> None:
    with transaction.atomic(), TemporaryDirectory() as folder:
        people = {party: approver(party) for party in PARTIES}
        said: dict[str, str] = {}
        words, given_answers = "", 0
        for step, what in steps:
            answer = "confirmed" if step == "confirm" else "objected"
            if step == "change":
                outside_texts.change_proposal(Path(folder), what)
                said, words = ({}, what) if what != words else (said, words)
            elif said.get(what) == answer:
                with pytest.raises(ValidationError) as refusal:
                    take(step, what, people)
                assert refusal.value.code == "same_answer"
            else:
                take(step, what, people)
                said[what], given_answers = answer, given_answers + 1
            state, answers = state_of(proposal())
            assert state == expected(said)
            assert {row.party.code: row.answer for row in answers} == said
        assert ProposalAnswer.objects.count() == given_answers
        assert list(everything.recorded_errors()) == []
        transaction.set_rollback(True)
