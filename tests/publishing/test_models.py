"""What every recorded row knows of itself: what it lacks, its correction, what it corrects."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from commitments.publishing import workflow
from commitments.publishing.models import WHILE_CORRECTED
from tests.support import recorders
from tests.support.published_entries import correct, publish_entry

pytestmark = pytest.mark.usefixtures("texts")


@pytest.fixture
def published(eva: Membership) -> ProgressEntry:
    return recorders.taken_to(State.PUBLISHED, by=eva)


def stored(entry: ProgressEntry) -> ProgressEntry:
    """The entry with nothing remembered."""
    return ProgressEntry.objects.get(pk=entry.pk)


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({}, []),
        ({"status": ""}, ["status"]),
        ({"true_on": None}, ["true_on"]),
        ({"narrative": ""}, ["narrative"]),
        ({"new_sources": []}, ["sources"]),
        ({"new_sources": [], "status": "not_started"}, []),
        ({"narrative": "", "status": "", "new_sources": []}, ["status", "narrative", "sources"]),
    ],
)
def test_what_an_approver_needs_is_missing(changed: dict[str, Any], missing: list[str]) -> None:
    entry = recorders.taken_to(State.DRAFT, **changed)

    assert list(entry.missing()) == missing


def test_a_correction_needs_its_reason(published: ProgressEntry, eva: Membership) -> None:
    assert list(workflow.correct(published, by=eva).missing()) == ["correction_reason"]


def test_the_open_correction_is_the_one_on_its_way(
    published: ProgressEntry, eva: Membership
) -> None:
    assert stored(published).open_correction is None

    draft = workflow.correct(published, by=eva)

    assert stored(published).open_correction == draft
    workflow.discard(draft, by=eva, version=draft.version)
    assert stored(published).open_correction is None


def test_what_was_corrected_has_no_open_correction() -> None:
    first = publish_entry()
    second = correct(first)

    assert stored(first).open_correction is None
    assert stored(second).open_correction is None


@pytest.mark.parametrize("step", WHILE_CORRECTED)
def test_what_is_being_corrected_takes_no_such_step(
    step: str, published: ProgressEntry, eva: Membership
) -> None:
    assert stored(published).refusal(step, eva) is None
    workflow.correct(published, by=eva)

    refusal = stored(published).refusal(step, eva)

    assert isinstance(refusal, ValidationError)
    assert refusal.code == "open_correction"


def test_a_correction_takes_the_place_of_the_row_it_corrects() -> None:
    first, other = publish_entry(), publish_entry()
    second = correct(first)

    assert list(second.superseded()) == [first]
    assert list(other.superseded()) == []
