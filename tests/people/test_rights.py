"""How long a second factor counts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commitments.people.rights import FactorTooOldError, require_recent_factor


def test_a_factor_given_within_five_minutes_counts() -> None:
    require_recent_factor(timezone.now() - timedelta(minutes=4, seconds=59))


@pytest.mark.parametrize("age", [timedelta(minutes=5, seconds=1), timedelta(hours=3)])
def test_an_older_factor_is_asked_for_again(age: timedelta) -> None:
    with pytest.raises(FactorTooOldError):
        require_recent_factor(timezone.now() - age)


def test_a_session_without_a_factor_is_asked_for_one() -> None:
    with pytest.raises(FactorTooOldError):
        require_recent_factor(None)
