"""Two texts word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.foundation.word_difference import word_difference


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("a b c", "a b c", [("both", "a b c")]),
        ("a b c", "a x c", [("both", "a"), ("before", "b"), ("after", "x"), ("both", "c")]),
        ("a c", "a b c", [("both", "a"), ("after", "b"), ("both", "c")]),
        ("a, b", "a b", [("before", "a,"), ("after", "a"), ("both", "b")]),
        ("", "a", [("after", "a")]),
        ("a", "", [("before", "a")]),
        ("", "", []),
        ("a\n b", "a b", [("both", "a b")]),
    ],
)
def test_names_what_was_taken_out_and_put_in(
    before: str, after: str, pieces: list[tuple[str, str]]
) -> None:
    assert word_difference(before, after) == pieces


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30))
def test_the_pieces_hold_both_texts(before: str, after: str) -> None:
    pieces = word_difference(before, after)

    for left_out, text in (("after", before), ("before", after)):
        kept = " ".join(piece.text for piece in pieces if piece.kind != left_out)
        assert kept.split() == text.split()
