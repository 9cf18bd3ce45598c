"""Shortens wordings for lists: cut between words, with the first search hit visible."""

from collections.abc import Sequence
from typing import Final

Piece = tuple[str, bool]  # a stretch of text, and whether it is a hit

ROOM: Final = 120  # characters of a wording in a list
_BEFORE: Final = 40  # characters shown before a hit that is too far back


def excerpt(pieces: Sequence[Piece], room: int = ROOM) -> list[Piece]:
    """Shorten a text in pieces to about ``room`` characters, with «…» for what is left out.

    A text that fits is returned unchanged. The excerpt begins at the beginning of the text if that
    includes the first hit, otherwise a few words before the hit. It fills the room as far as
    possible.
    """
    text = "".join(piece for piece, _hit in pieces)
    if len(text) <= room:
        return list(pieces)
    start = _start(text, _first_hit(pieces), room)
    end = _end(text, start, room)
    kept = _window(pieces, start, end)
    before = [("… ", False)] if start else []
    after = [(" …", False)] if end < len(text) else []
    return [*before, *kept, *after]


def _first_hit(pieces: Sequence[Piece]) -> tuple[int, int]:
    """Return start and end of the first hit; (0, 0) if there is none."""
    place = 0
    for piece, hit in pieces:
        if hit:
            return place, place + len(piece)
        place += len(piece)
    return 0, 0


def _start(text: str, hit: tuple[int, int], room: int) -> int:
    begins, ends = hit
    if ends <= room:
        return 0
    earliest = max(0, ends - room, min(begins - _BEFORE, len(text) - room))
    space = text.find(" ", earliest, begins)
    return begins if space < 0 else space + 1


def _end(text: str, start: int, room: int) -> int:
    if len(text) - start <= room:
        return len(text)
    space = text.rfind(" ", start + 1, start + room + 1)
    return start + room if space < 0 else start + len(text[start:space].rstrip(" ,;:–"))


def _window(pieces: Sequence[Piece], start: int, end: int) -> list[Piece]:
    kept = []
    place = 0
    for piece, hit in pieces:
        inside = piece[max(start - place, 0) : max(end - place, 0)]
        if inside:
            kept.append((inside, hit))
        place += len(piece)
    return kept
