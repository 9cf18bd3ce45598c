"""What may be written in an entry: text in one form, or refused by name."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from commitments.foundation.choices import State
from commitments.progress.content import EntryContent
from commitments.progress.models import ProgressEntry
from commitments.publishing.content import checked, holds
from commitments.sources.actions import NewSource
from tests import make
from tests.support import recorders


def codes(error: ValidationError) -> dict[str, list[str | None]]:
    return {name: [each.code for each in errors] for name, errors in error.error_dict.items()}


def test_text_is_kept_in_one_form() -> None:
    typed = EntryContent(
        narrative="  a\r\nb\rc\n a\u030a ", status="done", true_on=date(2012, 1, 1)
    )

    assert checked(ProgressEntry(), typed) == {
        "status": "done",
        "language": "nb",
        "true_on": date(2012, 1, 1),
        "narrative": "a\nb\nc\n å",
        "correction_reason": "",
    }


def test_today_in_norway_is_no_future_day() -> None:
    assert checked(ProgressEntry(), EntryContent(true_on=timezone.localdate()))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({"status": "best"}, {"status": ["invalid_choice"]}),
        ({"language": "en"}, {"language": ["invalid_choice"]}),
        ({"true_on": timezone.localdate() + timedelta(days=2)}, {"true_on": ["future_day"]}),
        ({"narrative": "a\ufffd"}, {"narrative": ["unreadable"]}),
        ({"narrative": "a\uffff"}, {"narrative": ["unreadable"]}),
        ({"narrative": "a" * 10_001}, {"narrative": ["max_length"]}),
        ({"correction_reason": "a" * 1_001}, {"correction_reason": ["max_length"]}),
        (
            {"status": "best", "narrative": "\ufffd"},
            {"status": ["invalid_choice"], "narrative": ["unreadable"]},
        ),
    ],
)
def test_what_cannot_be_taken_is_named_by_field(
    content: dict[str, Any], error: dict[str, list[str]]
) -> None:
    with pytest.raises(ValidationError) as refusal:
        checked(ProgressEntry(), EntryContent(**content))

    assert codes(refusal.value) == error


def test_only_a_correction_has_a_reason() -> None:
    values = checked(ProgressEntry(), EntryContent(correction_reason="Eksempel"))

    assert values["correction_reason"] == ""


@pytest.mark.usefixtures("texts")
class TestStoredContent:
    """Against stored entries."""

    def test_recognises_the_same_content(self) -> None:
        entry = recorders.taken_to(State.DRAFT)

        assert holds(entry, recorders.content())
        assert holds(entry, recorders.content(new_sources=[], sources=list(entry.sources.all())))

    @pytest.mark.parametrize(
        "changed",
        [
            {"narrative": "Eksempel: andre ord."},
            {"status": "done"},
            {"true_on": None},
            {"language": "nn"},
            {"new_sources": []},
            {"new_sources": [NewSource("Eksempel: referat", "https://www.example.no/annet")]},
            {"new_sources": [NewSource("Annet", "https://www.example.no/referat")]},
        ],
    )
    def test_other_words_are_not(self, changed: dict[str, Any]) -> None:
        assert not holds(recorders.taken_to(State.DRAFT), recorders.content(**changed))

    def test_one_more_source_is_other_content(self) -> None:
        entry = recorders.taken_to(State.DRAFT)
        more = make.make_source(entered_by=entry.created_by)

        assert not holds(entry, recorders.content(sources=[more]))
