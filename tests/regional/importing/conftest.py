"""Who takes files in: an editor of KS, and the browser."""

import pytest
from django.test import Client

from commitments.people.models import Membership
from tests.support import recorders


@pytest.fixture
def by() -> Membership:
    """An editor of KS."""
    return recorders.editor("KS")


@pytest.fixture
def ks(by: Membership) -> Client:
    """The editor's browser."""
    return recorders.client_of(by)
