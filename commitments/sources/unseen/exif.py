"""EXIF, as cameras write it into pictures: a TIFF file of numbered fields. Pure."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from commitments.sources.unseen.carried import Carried, Kind, carried

Directory = Mapping[int, bytes]  # a field's stored value, by the field's number

_SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_MOST_FIELDS: Final = 200  # in one directory; a camera writes fewer than a hundred
_LARGEST_FIELD: Final = 4 * 1024  # bytes that are read
_ORIENTATION: Final = 0x0112
_EXIF, _GPS, _INTEROP = 0x8769, 0x8825, 0xA005  # fields with the offset of another directory
_TEXTS: Final[Mapping[int, Kind]] = {
    0x010E: "description", 0x010F: "device", 0x0110: "device", 0x0131: "program", 0x0132: "time",
    0x013B: "owner", 0x013C: "device", 0x8298: "owner", 0x9003: "time", 0x9004: "time",
    0x9286: "description", 0xA420: "serial", 0xA430: "owner", 0xA431: "serial", 0xA433: "device",
    0xA434: "device", 0xA435: "serial", 0xC614: "device", 0xC62F: "serial",
}  # fmt: skip
_WIDE_TEXTS: Final[Mapping[int, Kind]] = {  # in UTF-16, as Windows writes them
    0x9C9B: "description", 0x9C9C: "description", 0x9C9D: "owner", 0x9C9E: "description",
    0x9C9F: "description",
}  # fmt: skip
# How the picture is stored and displayed, which is visible anyway.
_PLAIN: Final = frozenset(
    {
        *(0x00FE, 0x0100, 0x0101, 0x0102, 0x0103, 0x0106, _ORIENTATION, 0x0115, 0x011A, 0x011B),
        *(0x0128, 0x0201, 0x0202, 0x0211, 0x0212, 0x0213, 0x0214, _EXIF, _GPS, 0x9000, 0x9101),
        *(0xA000, 0xA001, 0xA002, 0xA003, _INTEROP),
    }
)
_GPS_DAY: Final = 0x1D
_TURNS: Final = range(1, 9)
_ENDIAN: Final[Mapping[str, Literal["little", "big"]]] = {"<": "little", ">": "big"}


class Exif(NamedTuple):
    """The picture's orientation (1 to 8, or 0 if missing), and its other content."""

    orientation: int
    carried: list[Carried]


class _Tiff(NamedTuple):
    """The bytes, and their byte order."""

    body: bytes
    order: str

    def number(self, size: str, at: int) -> int:
        if at < 0 or at + struct.calcsize(size) > len(self.body):
            return 0
        (found,) = struct.unpack_from(self.order + size, self.body, at)
        return int(found)

    def directory(self, at: int) -> tuple[Directory, int]:
        """Return the fields at this offset, and the offset of the next directory."""
        count = min(self.number("H", at), _MOST_FIELDS)
        fields: dict[int, bytes] = {}
        for place in range(at + 2, at + 2 + 12 * count, 12):
            size = _SIZES.get(self.number("H", place + 2), 0) * self.number("I", place + 4)
            size = min(size, _LARGEST_FIELD)
            where = place + 8 if size <= 4 else self.number("I", place + 8)  # noqa: PLR2004 (bytes of the cell)
            fields[self.number("H", place)] = self.body[where : where + size]
        return fields, self.number("I", at + 2 + 12 * count)


def read(body: bytes) -> Exif:
    """Parse the fields; a damaged part is ignored."""
    order = {b"II": "<", b"MM": ">"}.get(body[:2])
    if order is None:
        return Exif(0, [Carried("settings")])
    tiff = _Tiff(body, order)
    fields, following = tiff.directory(tiff.number("I", 4))
    found = list(_read(fields))
    for name, reader in ((_EXIF, _read), (_GPS, _Gps(order).read)):
        if name in fields:
            found += reader(tiff.directory(_first(fields[name], order))[0])
    if following:
        found.append(Carried("thumbnail"))
    turned = int.from_bytes(fields.get(_ORIENTATION, b"")[:2], _ENDIAN[order])
    return Exif(turned if turned in _TURNS else 0, found)


def of_orientation(orientation: int) -> bytes:
    """Write EXIF with nothing but the orientation."""
    field = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    return b"MM\0\x2a" + struct.pack(">IH", 8, 1) + field + struct.pack(">I", 0)


def _read(fields: Directory) -> Iterator[Carried]:
    for name, value in fields.items():
        if name in _TEXTS:
            text = value.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0")
            yield from _text(_TEXTS[name], text.decode("utf-8", "replace"))
        elif name in _WIDE_TEXTS:
            yield from _text(_WIDE_TEXTS[name], value.decode("utf-16-le", "replace"))
        elif name not in _PLAIN:
            yield Carried("settings")


def _text(kind: Kind, text: str) -> Iterator[Carried]:
    """Yield a text; not the blanks that some cameras write instead of one."""
    readable = text.replace("\0", " ").replace("\ufffd", "").strip(" :")
    if readable:
        yield carried(kind, readable)


class _Gps:
    """Reads the place and time of a satellite receiver."""

    def __init__(self, order: str) -> None:
        self._order = order

    def read(self, fields: Directory) -> Iterator[Carried]:
        if not fields:
            return
        latitude = self._degrees(fields.get(2, b""), fields.get(1, b"")[:1] == b"S")
        longitude = self._degrees(fields.get(4, b""), fields.get(3, b"")[:1] == b"W")
        known = latitude is not None and longitude is not None
        yield Carried("place", f"{latitude:.4f} {longitude:.4f}" if known else "")
        yield from _text("time", fields.get(_GPS_DAY, b"").decode("ascii", "replace"))

    def _degrees(self, value: bytes, negative: bool) -> float | None:  # noqa: FBT001 (one of two halves)
        """Convert degrees, minutes and seconds, each a fraction; None if they cannot be read."""
        parts = struct.unpack(self._order + "6I", value[:24]) if len(value) >= 24 else ()  # noqa: PLR2004 (six numbers)
        if not parts or 0 in parts[1::2]:
            return None
        degrees = sum(_fractions(parts))
        return -degrees if negative else degrees


def _fractions(parts: Sequence[int]) -> Iterator[float]:
    for place, unit in enumerate((1, 60, 3600)):
        yield parts[2 * place] / parts[2 * place + 1] / unit


def _first(value: bytes, order: str) -> int:
    return int(struct.unpack(order + "I", value[:4].ljust(4, b"\0"))[0])
