"""Who enters sources."""

import pytest

from commitments.people.models import Membership
from tests.support import recorders


@pytest.fixture
def eva() -> Membership:
    """An editor of KD."""
    return recorders.editor()
