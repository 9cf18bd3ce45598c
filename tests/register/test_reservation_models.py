"""Reservations, asked for by what they limit and by who may invoke them."""

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements.models import Party
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation

pytestmark = pytest.mark.usefixtures("texts")


def test_those_that_limit_a_commitment_each_with_who_may_invoke_it(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = {ref: Commitment.objects.get(ref=ref) for ref in ("2011-M3", "2011-M1", "2005-F1")}

    with django_assert_num_queries(3):
        found = {
            ref: {str(each): codes for each, codes in Reservation.objects.limiting(row).items()}
            for ref, row in rows.items()
        }

    assert found["2011-M3"] == {"2011-R1": ["KS"]}
    assert found["2011-M1"] == {"2011-R2": ["KD"]}
    assert found["2005-F1"] == {}


def test_those_that_a_party_may_invoke_by_commitment_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    commitments = list(Commitment.objects.of_agreement("2011-2013"))
    party = Party.objects.get(code="KS")

    with django_assert_num_queries(1):
        found = Reservation.objects.invocable_by(party, commitments)

    [limited] = [row.pk for row in commitments if row.ref == "2011-M3"]
    assert {pk: [row.ref for row in rows] for pk, rows in found.items()} == {limited: ["2011-R1"]}


def test_those_of_an_agreement_and_where_they_stand_in_it() -> None:
    rows = Reservation.objects.of_agreement("2011-2013")

    assert [(row.ref, row.anchor) for row in rows] == [("2011-R1", "R1"), ("2011-R2", "R2")]
