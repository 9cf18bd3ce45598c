"""Counting tries: a window that slides, one count for all workers, nothing kept of who tried."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest
import time_machine
from django.db import connection

from kvalitet.guard.limits import FACTOR, TooManyTriesError, TryLimit, folded, network, spend
from kvalitet.guard.models import Tally

THRICE: Final = TryLimit("test", 3, 60)
NOON: Final = "2026-11-25 12:00 +0000"


def spent(limit: TryLimit, subject: str = "kari") -> bool:
    try:
        spend(limit, subject)
    except TooManyTriesError:
        return False
    return True


@pytest.mark.django_db
def test_as_many_tries_as_the_limit_says() -> None:
    assert [spent(THRICE) for _try in range(5)] == [True, True, True, False, False]


@pytest.mark.django_db
def test_the_window_slides() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _try in range(3):
            assert spent(THRICE)
            clock.shift(20)
        clock.shift(-1)
        with pytest.raises(TooManyTriesError) as refusal:
            spend(THRICE, "kari")
        assert refusal.value.seconds == 1
        clock.shift(1)

        assert [spent(THRICE), spent(THRICE)] == [True, False]


@pytest.mark.django_db
def test_a_try_that_was_right_is_taken_back() -> None:
    for _try in range(10):
        spend(THRICE, "kari")()

    assert spent(THRICE)


@pytest.mark.django_db
def test_each_subject_and_each_limit_is_counted_by_itself() -> None:
    for _try in range(3):
        spend(THRICE, "kari")

    assert not spent(THRICE, "kari")
    assert spent(THRICE, "ola")
    assert spent(FACTOR, "kari")


@pytest.mark.django_db
def test_nothing_is_kept_of_who_tried_and_nothing_for_long() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        spend(THRICE, "kari@kd.example.no")
        assert "kari" not in str(list(Tally.objects.values_list()))
        clock.shift(61)
        spend(THRICE, "ola")

    assert Tally.objects.count() == 1


@pytest.mark.django_db
def test_a_try_costs_few_queries(django_assert_max_num_queries: object) -> None:
    spend(THRICE, "kari")

    with django_assert_max_num_queries(7):  # type: ignore[operator]  # a fixture
        spend(THRICE, "kari")


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_counted_in_turn() -> None:
    def attempt(_number: int) -> bool:
        try:
            return spent(FACTOR)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(attempt, range(24)))

    assert sum(taken) == FACTOR.tries


@pytest.mark.parametrize(
    "written", ["kari@kd.no", " KARI@kd.no ", "Kari@KD.no", "kar\u0131@kd.no", "\uff2bari@kd.no"]
)
def test_every_way_to_write_an_address_is_one(written: str) -> None:
    assert folded(written) == folded("kari@kd.no")


def test_a_connection_has_its_whole_network() -> None:
    assert network("192.0.2.7") == "192.0.2.7/32"
    assert network("2001:db8:1:2:3:4:5:6") == network("2001:db8:1:2::1") == "2001:db8:1:2::/64"
    assert network("2001:db8:1:3::1") != network("2001:db8:1:2::1")
