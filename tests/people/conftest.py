"""Who decides about people."""

import pytest

from commitments.people.models import Membership, Role
from tests import make


@pytest.fixture
def secretariat() -> Membership:
    """A person in the secretariat."""
    return make.make_membership(role=Role.SECRETARIAT)


@pytest.fixture
def approver() -> Membership:
    """An approver of KD."""
    return make.make_membership(role=Role.APPROVER)
