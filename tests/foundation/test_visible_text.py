"""Invisible characters go, whatever comes in, and nothing that can be seen goes with them."""

import sys
import unicodedata
from collections import Counter
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.foundation.visible_text import invisible_count, unreadable_place, visible

DRAWN: Final = frozenset(  # format characters with a sign of their own
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
LINE_BREAKS: Final = "\n\r\x0b\x0c\x85\u2028\u2029"
HIDDEN: Final = [
    character
    for character in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(character) in {"Cc", "Cf"}
    and character not in DRAWN
    and character not in f"\t{LINE_BREAKS}"
]
# The hidden ones are one in six hundred of all: they come often here, and beside each other.
anything: Final = st.text(
    st.characters() | st.sampled_from([*HIDDEN, *LINE_BREAKS]) | st.sampled_from("aåA\u030a "),
    max_size=60,
)


def signs(text: str) -> Counter[str]:
    """The characters of a text that leave a mark, composed or not."""
    marks = unicodedata.normalize("NFD", text)
    return Counter(
        character
        for character in marks
        if not character.isspace()
        and invisible_count(character) == 0
        and character not in LINE_BREAKS
    )


@given(anything)
def test_no_invisible_character_is_left(text: str) -> None:
    seen = visible(text)

    assert not set(seen) & {*HIDDEN, "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"}
    assert invisible_count(seen) == 0


@given(anything)
def test_what_is_read_once_stays_as_it_is(text: str) -> None:
    once = visible(text)

    assert visible(once) == once
    assert once == unicodedata.normalize("NFC", once)


@given(anything)
def test_no_visible_character_is_lost(text: str) -> None:
    assert signs(visible(text)) == signs(text)


@pytest.mark.parametrize("character", [*HIDDEN[::37], "\u034f", "\u3164", "\ufe0f", "\U000e0100"])
def test_hidden_characters_are_counted(character: str) -> None:
    assert visible(f"skole{character}utvikling") == "skoleutvikling"
    assert invisible_count(f"skole{character}utvikling") == 1


def test_every_hidden_character_goes() -> None:
    assert [hex(ord(character)) for character in HIDDEN if visible(character)] == []


@pytest.mark.parametrize(
    "character", sorted({*DRAWN, "\t", "\xa0", "\u202f", "\u2011", "\u2800", "–", "\ufffd"})
)
def test_characters_that_are_seen_stay(character: str) -> None:
    assert visible(f"a{character}b") == f"a{character}b"
    assert invisible_count(character) == 0


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("slutten av side én.\fBegynnelsen", "slutten av side én.\nBegynnelsen"),
        ("første linje\vandre linje", "første linje\nandre linje"),
        ("første\u2028andre\u2029tredje\x85fjerde", "første\nandre\ntredje\nfjerde"),
        ("skole\x02utvikling", "skoleutvikling"),
        ("kvalitets\u00advurdering, null\u200bbredde og\u00a0fast\ufeff",
         "kvalitetsvurdering, nullbredde og\u00a0fast"),
        ("\u202edriftni ekki\u202c står det her", "driftni ekki står det her"),
        (unicodedata.normalize("NFD", "Märta Sørås på nytt"), "Märta Sørås på nytt"),
        ("a\u200b\u030a", "å"),
        ("\ufeff \x00 \n", ""),
    ],
)  # fmt: skip
def test_text_pasted_from_documents_reads_as_it_looks(pasted: str, read: str) -> None:
    assert visible(pasted) == read


@pytest.mark.parametrize("number", [0xFFFD, 0xD800, 0xDFFF, 0xFDD0, 0xFFFF, 0x10FFFE], ids=hex)
def test_the_place_of_an_unreadable_character_is_named(number: int) -> None:
    character = chr(number)
    text = f"Første linje.\nVi møttes på sk{character}len i Bergen tre ganger."

    assert unreadable_place(text) == (2, "Vi møttes på sk\ufffdlen i Bergen tre gan")


def test_readable_text_has_no_such_place() -> None:
    assert unreadable_place("Å gjøre på nytt\n") is None
