"""XMP, the XML in which programs describe pictures and documents. Pure."""

import re
from collections.abc import Iterator
from typing import Final

from commitments.sources.unseen.carried import Carried, Kind, carried

_LARGEST: Final = 1024 * 1024  # bytes that are searched; a packet has a few thousand
# Each may be an element or an attribute: programs write both.
_NAMES: Final[dict[str, Kind]] = {
    "dc:creator": "owner",
    "photoshop:AuthorsPosition": "owner",
    "xmpRights:Owner": "owner",
    "dc:rights": "owner",
    "aux:OwnerName": "owner",
    "aux:SerialNumber": "serial",
    "exif:SerialNumber": "serial",
    "exifEX:BodySerialNumber": "serial",
    "aux:LensSerialNumber": "serial",
    "tiff:Make": "device",
    "tiff:Model": "device",
    "exif:GPSLatitude": "place",
    "exif:GPSLongitude": "place",
    "photoshop:City": "place",
    "photoshop:Country": "place",
    "Iptc4xmpCore:Location": "place",
    "xmp:CreatorTool": "program",
    "xmp:CreateDate": "time",
    "photoshop:DateCreated": "time",
    "dc:description": "description",
    "dc:subject": "description",
    "photoshop:Headline": "description",
}
_TAG: Final = re.compile(r"<[^<>]*>")


def read(packet: bytes) -> Iterator[Carried]:
    """Yield the packet's known values, after one item without a text for the packet itself."""
    text = packet[:_LARGEST].decode("utf-8", "replace")
    yield Carried("settings")
    for name, kind in _NAMES.items():
        said = _between(text, f"<{name}>", f"</{name}>") or _between(text, f'{name}="', '"')
        if line := _TAG.sub(" ", said).strip():
            yield carried(kind, line)


def _between(text: str, start: str, end: str) -> str:
    _before, found, rest = text.partition(start)
    return rest.partition(end)[0] if found else ""
