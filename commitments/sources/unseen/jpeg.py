"""JPEG segments: finds and removes those that are hidden content. Pure."""

import re
import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from commitments.sources.unseen import exif, iptc, xmp
from commitments.sources.unseen.carried import Carried, carried

_MOST_SEGMENTS: Final = 5_000
_MOST_READ: Final = 50  # of the hidden segments
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length
_EOI, _SOS, _APP0, _APP1, _APP2, _APP13, _APP14 = 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xED, 0xEE
_COMMENT: Final = 0xFE
_LEADS: Final = re.compile(b"\xff+")  # the first byte may be repeated as padding
_NEXT_MARKER: Final = re.compile(b"\xff[\x01-\xcf\xd8-\xfe]")  # within the picture data
_EXIF: Final = b"Exif\0"
_XMP: Final = (b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0")
_PROFILE: Final = b"ICC_PROFILE\0"
_JFIF: Final = b"JFIF\0"
_JFIF_SIZE: Final = 14  # bytes before its optional thumbnail


class JpegSegment(NamedTuple):
    """A marker with its content, and the picture data if the marker begins it."""

    marker: int
    start: int
    stop: int
    content: bytes  # without marker and length, and without picture data

    @property
    def shows(self) -> bool:
        """Whether the picture needs the segment to look the same."""
        if _APP0 <= self.marker <= 0xEF:  # noqa: PLR2004 (the last of the applications' markers)
            if self.marker == _APP0:
                return self.content.startswith(_JFIF) and len(self.content) <= _JFIF_SIZE
            profile = self.marker == _APP2 and self.content.startswith(_PROFILE)
            return profile or (self.marker == _APP14 and self.content.startswith(b"Adobe"))
        return self.marker not in {_COMMENT, *range(0xF0, 0xFE), 0x02, *range(0x03, 0xC0)}


def segments(body: bytes) -> Iterator[JpegSegment]:
    """Yield all segments between the first marker and the one that ends the picture, in order.

    Raises:
        ValueError: the end is missing, a length is wrong, or there are too many segments.
    """
    position = 2
    for _turn in range(_MOST_SEGMENTS):
        leads = _LEADS.match(body, position)
        if leads is None or leads.end() >= len(body):
            break
        start, marker = leads.end() - 1, body[leads.end()]
        if marker == _EOI:
            yield JpegSegment(marker, start, start + 2, b"")
            return
        position = start + 2
        content = b""
        if marker not in _BARE:
            length = int.from_bytes(body[position : position + 2], "big")
            content, position = body[position + 2 : position + length], position + length
            if length < 2 or position > len(body) or marker == 0:  # noqa: PLR2004 (its own size)
                break
        if marker == _SOS:
            following = _NEXT_MARKER.search(body, position)
            if following is None:
                break
            position = following.start()
        yield JpegSegment(marker, start, position, content)
    raise ValueError("the segments of the picture do not come to an end")


def carries(body: bytes) -> Iterator[Carried]:
    """Yield the picture's hidden content."""
    found = list(segments(body))
    hidden = [segment for segment in found if not segment.shows]
    for segment in hidden[:_MOST_READ]:
        yield from _read(segment)
    if hidden[_MOST_READ:]:
        yield Carried("other")
    if found[-1].stop != len(body):
        yield Carried("behind")


def without(body: bytes) -> bytes:
    """Return the picture without its hidden content; other bytes and orientation stay the same."""
    kept, orientation = [], 0
    for segment in segments(body):
        if segment.shows:
            kept.append(body[segment.start : segment.stop])
        elif segment.marker == _APP0 and segment.content.startswith(_JFIF):
            kept.append(_segment(_APP0, segment.content[: _JFIF_SIZE - 2] + b"\0\0"))
        elif _is_exif(segment) and not orientation:
            orientation = exif.read(segment.content[6:]).orientation
    if orientation > 1:
        kept.insert(0, _segment(_APP1, b"Exif\0\0" + exif.of_orientation(orientation)))
    return body[:2] + b"".join(kept)


def _read(segment: JpegSegment) -> Iterator[Carried]:
    if _is_exif(segment):
        yield from exif.read(segment.content[6:]).carried
    elif segment.marker == _APP1 and segment.content.startswith(_XMP):
        yield from xmp.read(segment.content)
    elif segment.marker == _APP13:
        yield from iptc.read(segment.content)
    elif segment.marker == _COMMENT:
        yield carried("description", segment.content.decode("utf-8", "replace"))
    elif segment.marker == _APP0:
        yield Carried("thumbnail")
    else:
        yield carried("other", re.sub(rb"[^ -~].*", b"", segment.content[:30]).decode("ascii"))


def _is_exif(segment: JpegSegment) -> bool:
    return segment.marker == _APP1 and segment.content.startswith(_EXIF)


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
