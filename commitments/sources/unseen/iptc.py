"""IPTC, the notes of news agencies, in Photoshop's blocks in a JPEG. Pure."""

from collections.abc import Iterator
from typing import Final

from commitments.sources.unseen.carried import Carried, Kind, carried

_HEAD: Final = b"Photoshop 3.0\0"
_MOST: Final = 200  # notes that are read
_MARK: Final = b"\x1c\x02"  # before each note: its number, length and text follow
_NAMES: Final[dict[int, Kind]] = {
    5: "description", 25: "description", 55: "time", 80: "owner", 85: "owner", 90: "place",
    92: "place", 95: "place", 101: "place", 105: "description", 110: "owner", 115: "owner",
    116: "owner", 118: "owner", 120: "description", 122: "author",
}  # fmt: skip


def read(content: bytes) -> Iterator[Carried]:
    """Yield the notes; other kinds of blocks give one item without a text."""
    yield Carried("settings" if content.startswith(_HEAD) else "other")
    for part in content.split(_MARK, _MOST)[1:]:
        length = int.from_bytes(part[1:3], "big")
        kind = _NAMES.get(part[0]) if len(part) >= 3 + length else None
        if kind and length:
            yield carried(kind, part[3 : 3 + length].decode("utf-8", "replace"))
