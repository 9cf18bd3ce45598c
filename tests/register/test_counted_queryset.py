"""How many commitments there are of each kind, and how many nobody has said anything about."""

import pytest

from commitments.foundation.choices import State
from commitments.register.models import Commitment
from tests.support import recorders
from tests.support.published_entries import publish_entry, withdraw

pytestmark = pytest.mark.usefixtures("texts")


def test_silent_commitments_are_counted_with_the_rest() -> None:
    publish_entry(ref="2005-F2")
    withdraw(publish_entry(ref="2005-F3"))
    recorders.taken_to(State.SUBMITTED, by=recorders.editor(), ref="2005-F4")

    assert sum(cell.silent for cell in Commitment.objects.counted()) == 34


def test_counts_who_is_responsible_and_what_the_text_calls_them(texts: None) -> None:
    found = [
        (row.party, row.actor, row.is_shared, row.commitments)
        for row in Commitment.objects.of_agreement("2005-2009").counted_responsibilities()
    ]

    assert ("KD", "Staten", False, 5) in found
    assert ("KS", "KS", False, 6) in found
    assert sum(number for party, *_others, number in found if party == "KD") == 12
    assert sum(number for party, *_others, number in found if party == "KS") == 13
    assert ("KD", "Partene", True, 5) in found
    assert ("KS", "Partene", True, 5) in found
