"""The two questions about time: the rows that answer them are those that the history tells of."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import time_machine
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from commitments.foundation.choices import State
from commitments.progress.models import ProgressEntry
from commitments.progress.queryset import ProgressEntryQuerySet
from tests.support import recorders
from tests.support.published_entries import correct, publish_entry, withdraw

OSLO: Final = ZoneInfo("Europe/Oslo")
FIRST: Final = datetime(2026, 1, 1, tzinfo=UTC)
FIRST_TRUE: Final = date(2005, 6, 1)
DAYS: Final = 50
ASKED: Final = 3  # of these days, also by the address

STEPS: Final = st.lists(
    st.tuples(
        st.sampled_from(["tell", "tell", "tell", "correct", "correct", "withdraw", "draft"]),
        st.integers(1, 20 * 24 * 60),  # minutes until it happens
        st.sampled_from(["KD", "KS"]),
        st.integers(0, 3_000),  # days from the first on which something was true
        st.sampled_from(["not_started", "in_progress", "in_difficulty", "done", "stopped"]),
    ),
    min_size=3,
    max_size=10,
)
KNOWN: Final = st.lists(st.integers(-3, 210), min_size=DAYS, max_size=DAYS)
TRUE: Final = st.lists(st.integers(-3, 3_003), min_size=DAYS, max_size=DAYS)


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.generate],  # a life takes a second: making a failing one smaller takes an hour
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS, known=KNOWN, true=TRUE)
def test_the_answers_are_those_of_the_history(
    texts: None,
    steps: list[tuple[str, int, str, int, str]],
    known: list[int],
    true: list[int],
) -> None:
    with transaction.atomic():
        end = live(steps)
        rows = ProgressEntry.objects
        with time_machine.travel(end, tick=False):
            for kjent, per in zip(days(FIRST.date(), known), days(FIRST_TRUE, true), strict=True):
                then, now = standing(kjent), standing(end.astimezone(OSLO).date())
                assert keys_of(rows.known_by(kjent)) == by_state(then, State.PUBLISHED)
                assert keys_of(rows.seen(kjent=kjent)) == by_state(then, State.PUBLISHED)
                assert keys_of(rows.on_time_line(kjent=kjent)) == by_state(
                    then, State.PUBLISHED, State.WITHDRAWN
                )
                assert keys_of(rows.seen(per=per)) == by_state(now, State.PUBLISHED, per=per)
                assert keys_of(rows.seen(per=per, kjent=kjent)) == by_state(
                    then, State.PUBLISHED, per=per
                )
                assert keys_of(rows.seen(kjent=kjent).latest_per_party()) == latest(then)
            reader = Client()
            today = end.astimezone(OSLO).date()
            for kjent in [day for day in days(FIRST.date(), known) if day <= today][:ASKED]:
                assert listed(reader, f"kjent={kjent}") == by_state(
                    standing(kjent), State.PUBLISHED
                )
            for per in list(days(FIRST_TRUE, true))[:ASKED]:
                assert listed(reader, f"per={per}") == by_state(now, State.PUBLISHED, per=per)
        transaction.set_rollback(True)


def live(steps: list[tuple[str, int, str, int, str]]) -> datetime:
    """Let the parties act, one step after another; the instant after the last step."""
    now = FIRST
    published: list[ProgressEntry] = []
    for verb, minutes, party, day, status in steps:
        now += timedelta(minutes=minutes)
        at = now.isoformat()
        true_on = FIRST_TRUE + timedelta(days=day)
        if verb == "draft":
            with time_machine.travel(now, tick=False):
                recorders.taken_to(State.SUBMITTED, by=recorders.editor(party), true_on=true_on)
        elif verb == "correct" and published:
            old = published.pop(day % len(published))
            published.append(correct(old, at=at, status=status, true_on=true_on))
        elif verb == "withdraw" and published:
            withdraw(published.pop(day % len(published)), at=at)
        else:
            published.append(publish_entry(true_on.isoformat(), status, party=party, at=at))
    return now + timedelta(minutes=1)


def standing(day: date) -> list[ProgressEntry]:
    """Every entry as the last row of its history said at the end of that day in Norway."""
    last: dict[int, ProgressEntry] = {}
    for row in ProgressEntry.history.order_by("history_date", "history_step"):
        if row.history_date.astimezone(OSLO).date() <= day:
            last[row.id] = row
    return list(last.values())


def by_state(rows: list[ProgressEntry], *states: State, per: date | None = None) -> set[int]:
    """Those in one of these states that were true by a day."""
    return {
        row.id
        for row in rows
        if row.state in states and row.true_on and (per is None or row.true_on <= per)
    }


def latest(rows: list[ProgressEntry]) -> set[int]:
    """The last of each party among the published ones."""
    found: dict[int, ProgressEntry] = {}
    for row in sorted(
        (row for row in rows if row.state == State.PUBLISHED),
        key=lambda row: (row.true_on, row.published_at, row.id),
    ):
        found[row.party_id] = row
    return {row.id for row in found.values()}


def listed(reader: Client, query: str) -> set[int]:
    """The entries that a reader gets who asks."""
    answer = reader.get(f"/framdrift.json?{query}")
    return {row["oppforing"] for row in json.loads(answer.getvalue())["framdrift"]}


def keys_of(rows: ProgressEntryQuerySet) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def days(first: date, numbers: list[int]) -> Iterator[date]:
    return (first + timedelta(days=number) for number in numbers)
