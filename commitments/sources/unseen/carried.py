"""One thing that a file carries and does not show. Pure."""

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
MOST: Final = 30  # different things of one file


class Carried(NamedTuple):
    """What kind of thing it is, and what it says; "" if only its being there can be told.

    The text of a ``place`` that a receiver measured is «latitude longitude» in signed degrees.
    """

    kind: Kind
    text: str = ""


def carried(kind: Kind, text: str) -> Carried:
    """The thing with its text on one line, readable and not too long."""
    line = " ".join(visible(text[: 10 * LONGEST]).split())
    return Carried(kind, line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…")


def listed(found: Iterable[Carried]) -> list[Carried]:
    """Each thing once, in order; of a kind that says something, no row without a text."""
    unique = list(dict.fromkeys(found))
    told = {each.kind for each in unique if each.text}
    return [each for each in unique if each.text or each.kind not in told][:MOST]
