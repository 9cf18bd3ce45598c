"""How entries are asked for: when they were true, when they were known, the latest of each."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.choices import State
from commitments.progress.models import ProgressEntry
from commitments.progress.queryset import ProgressEntryQuerySet
from commitments.register.models import Commitment
from tests.support import recorders
from tests.support.published_entries import correct, publish_entry, withdraw

pytestmark = pytest.mark.usefixtures("texts")


def keys(rows: ProgressEntryQuerySet) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def entries(**times: date) -> list[int]:
    return keys(ProgressEntry.objects.seen(**times).order_by("true_on", "published_at"))


def test_only_what_is_published_is_seen() -> None:
    for state in (State.DRAFT, State.SUBMITTED, State.RETURNED):
        recorders.taken_to(state, by=recorders.editor())
    withdraw(publish_entry())
    published = publish_entry()

    assert entries() == [published.pk]


def test_per_leaves_what_was_true_by_that_day() -> None:
    early, late = publish_entry("2007-03-15"), publish_entry("2007-03-16")

    assert entries(per=date(2007, 3, 15)) == [early.pk]
    assert entries(per=date(2007, 3, 16)) == [early.pk, late.pk]
    assert entries(per=date(2007, 3, 14)) == []


def test_kjent_shows_the_version_of_that_day() -> None:
    first = publish_entry(at="2026-03-01 12:00 +0000")
    second = correct(first, at="2026-04-01 12:00 +0000", status="done")

    assert entries(kjent=date(2026, 2, 28)) == []
    assert entries(kjent=date(2026, 3, 31)) == [first.pk]
    assert entries(kjent=date(2026, 4, 1)) == [second.pk]


def test_kjent_shows_what_was_withdrawn_later_as_it_stood() -> None:
    entry = publish_entry(at="2026-03-01 12:00 +0000")
    withdraw(entry, at="2026-05-01 12:00 +0000")

    assert entries(kjent=date(2026, 4, 30)) == [entry.pk]
    assert entries(kjent=date(2026, 5, 1)) == []


def test_a_day_ends_by_the_clocks_in_norway() -> None:
    before = publish_entry(at="2026-07-01 21:59 +0000")
    after = publish_entry(at="2026-07-01 22:00 +0000")

    assert entries(kjent=date(2026, 7, 1)) == [before.pk]
    assert entries(kjent=date(2026, 7, 2)) == [before.pk, after.pk]


def test_both_questions_can_be_asked_at_once() -> None:
    publish_entry("2007-03-15", at="2026-05-01 12:00 +0000")
    wanted = publish_entry("2007-03-15", at="2026-03-01 12:00 +0000")
    publish_entry("2008-03-15", at="2026-03-01 12:00 +0000")

    assert entries(per=date(2007, 12, 31), kjent=date(2026, 4, 1)) == [wanted.pk]


def test_the_time_line_keeps_tombstones_and_no_corrected_version() -> None:
    first = publish_entry(at="2026-03-01 12:00 +0000")
    second = correct(first, at="2026-04-01 12:00 +0000")
    withdraw(second, at="2026-05-01 12:00 +0000")
    line = ProgressEntry.objects.on_time_line

    assert keys(line()) == [second.pk]
    assert keys(line(kjent=date(2026, 3, 31))) == [first.pk]
    assert keys(line(kjent=date(2026, 6, 1))) == [second.pk]
    assert keys(line(kjent=date(2026, 2, 28))) == []
    assert keys(line(per=date(2007, 3, 14))) == []


def test_the_latest_is_the_last_true_day_then_the_last_published() -> None:
    publish_entry("2007-03-15", at="2026-03-05 12:00 +0000")
    publish_entry("2008-03-15", at="2026-03-01 12:00 +0000")
    latest = publish_entry("2008-03-15", at="2026-03-02 12:00 +0000")
    other = publish_entry("2006-03-15", party="KS")

    assert set(keys(ProgressEntry.objects.seen().latest_per_party())) == {latest.pk, other.pk}


def test_a_connection_is_not_asked_whether_it_can_read_values_by_name(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    vars(connection.features).pop("supports_json_field", None)
    rows = Commitment.objects.with_ref(recorders.REF).last_statements_by_party(
        ProgressEntry.objects.seen().statement_values()
    )

    with django_assert_num_queries(1):
        list(rows.values_list("last_statement"))


def test_a_page_and_the_latest_are_read_together() -> None:
    first, second, third = (
        publish_entry(day) for day in ("2006-01-01", "2007-01-01", "2008-01-01")
    )
    line = ProgressEntry.objects.seen().in_order_of_days()

    page = ProgressEntry.objects.of_page(line[:2], and_also=[line.latest_first()[:1]])
    rows: list[Any] = list(page)

    assert {(row.pk, row.on_page) for row in rows} == {
        (first.pk, True),
        (second.pk, True),
        (third.pk, False),
    }
