"""Who reads the counties: an office of two of them, and the browser."""

import pytest
from django.test import Client

from commitments.people.models import Membership
from tests.support import recorders, regional_states


@pytest.fixture
def viewer() -> Membership:
    """A reader at the offices of Hordaland, and Sogn og Fjordane."""
    return regional_states.viewer("12", "14")


@pytest.fixture
def office(viewer: Membership) -> Client:
    """The reader's browser."""
    return recorders.client_of(viewer)
