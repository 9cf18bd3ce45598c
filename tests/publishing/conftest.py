"""The two people of KD by whom a row is written and published."""

import pytest

from commitments.people.models import Membership
from tests.support import recorders


@pytest.fixture
def eva() -> Membership:
    """An editor of KD."""
    return recorders.editor()


@pytest.fixture
def arne() -> Membership:
    """An approver of KD."""
    return recorders.approver()
