"""What the parties agree on again."""

import pytest

from tests.support import evaluation_states
from tests.support.evaluation_states import Table


@pytest.fixture
def signed(texts: None) -> Table:
    """An evaluation that both parties have signed."""
    return evaluation_states.evaluation_in("signed")
