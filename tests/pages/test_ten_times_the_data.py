"""Pages about all commitments: what they ask the database does not depend on how many there are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from agreements.models import Agreement
from commitments.register.models import Commitment
from tests.make import make_commitment

pytestmark = pytest.mark.usefixtures("texts")


@pytest.mark.parametrize(("path", "most"), [("/", 15), ("/metode/lofter/", 8)])
def test_costs_the_same_with_ten_times_the_data(
    client: Client, path: str, most: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    agreement = Agreement.objects.get(slug="2011-2013")
    for place in range(1_000, 1_000 + 9 * Commitment.objects.count()):
        make_commitment(agreement=agreement, position=place)

    with django_assert_max_num_queries(most):
        assert client.get(path).status_code == 200
