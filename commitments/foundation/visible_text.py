"""Text as people see it: no invisible characters, one kind of line break. Pure.

PDF and Word put invisible characters into copied text. They break search, make equal texts differ,
and some reverse the direction of reading. A no-break space stays: it is seen as a space, and keeps
«§ 3» and «10 000» on one line.
"""

import re
import unicodedata
from typing import Final, NamedTuple

# Line and form feeds of other systems, and Unicode's line and paragraph separators.
_LINE_BREAKS: Final = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# Control characters except tab and line feed, format characters except the few of Arabic, Syriac
# and Kaithi that are drawn, and everything else that Unicode allows a program to show as nothing.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Lone surrogates, the replacement character, and code points that are never characters.
_UNREADABLE: Final = re.compile(
    "[\ud800-\udfff\ufffd\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 1 << 16)
    )
    + "]"
)
_AROUND: Final = 20  # characters shown on each side of an unreadable one


class UnreadablePlace(NamedTuple):
    """The first unreadable character of a text: its line, counted from 1, and its context."""

    line: int
    around: str


def visible(text: str) -> str:
    """Normalise to NFC with LF line ends, remove invisible characters, and trim."""
    text = _LINE_BREAKS.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).strip()


def invisible_count(text: str) -> int:
    """Count the characters that ``visible`` removes or turns into a line break."""
    return sum(1 for found in (_INVISIBLE, _LINE_BREAKS) for _match in found.finditer(text))


def unreadable_place(text: str) -> UnreadablePlace | None:
    """Find the first unreadable character of a visible text; None if there is none."""
    for number, line in enumerate(text.split("\n"), start=1):
        if found := _UNREADABLE.search(line):
            around = line[max(0, found.start() - _AROUND) : found.end() + _AROUND]
            return UnreadablePlace(number, _UNREADABLE.sub("\ufffd", around).strip())
    return None
