"""Text that people type: read once into one form, or refused by name."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from commitments.foundation.plain_text import readable, required


@given(st.text(max_size=200))
def test_readable_text_is_read_once(text: str) -> None:
    try:
        once = readable(text, 500)
    except ValidationError:
        return

    assert readable(once, 500) == once
    assert "\r" not in once


def test_a_required_text_says_which_field() -> None:
    with pytest.raises(ValidationError) as refusal:
        required(" \n", "note", 10)

    assert [
        (name, each.code) for name, errors in refusal.value.error_dict.items() for each in errors
    ] == [("note", "required")]
