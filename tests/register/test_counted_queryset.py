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
