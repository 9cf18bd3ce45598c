"""One item of a file's hidden content. Pure."""

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from commitments.foundation.visible_text import visible

Kind = Literal[
    "place",
    "device",
    "serial",
    "owner",
    "time",
    "program",
    "description",
    "settings",
    "thumbnail",
    "behind",
    "author",
    "editor",
    "company",
    "property",
    "comment",
    "change",
    "attachment",
    "signature",
    "other",
]

LONGEST: Final = 120  # characters of a text that is shown
MOST: Final = 30  # different items of one file


class Carried(NamedTuple):
    """A kind of hidden content and its text; "" if it is only known to be there.

    The text of a ``place`` from a satellite receiver is «latitude longitude» in signed degrees.
    """

    kind: Kind
    text: str = ""


def carried(kind: Kind, text: str) -> Carried:
    """Make an item, with its text readable, on one line and not too long."""
    line = " ".join(visible(text[: 10 * LONGEST]).split())
    return Carried(kind, line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…")


def listed(found: Iterable[Carried]) -> list[Carried]:
    """Return the distinct items in order, without textless ones of a kind that also has a text."""
    unique = list(dict.fromkeys(found))
    told = {each.kind for each in unique if each.text}
    return [each for each in unique if each.text or each.kind not in told][:MOST]
