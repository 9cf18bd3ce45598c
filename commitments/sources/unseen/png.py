"""PNG chunks: finds and removes those that are hidden content. Pure."""

import struct
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from commitments.sources.unseen import exif, xmp
from commitments.sources.unseen.carried import Carried, Kind, carried

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_MOST_CHUNKS: Final = 50_000
_LARGEST_TEXT: Final = 64 * 1024  # unpacked bytes of one text
_OVERHEAD: Final = 12  # bytes of a chunk besides its content
_EXIF: Final = b"eXIf"
_XMP: Final = "XML:com.adobe.xmp"
_SHOWS: Final = frozenset(
    {
        *(b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"mDCv", b"cLLi"),
        *(b"sBIT", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT"),
    }
)
_KEYWORDS: Final[dict[str, Kind]] = {
    "author": "owner",
    "copyright": "owner",
    "software": "program",
    "source": "device",
    "creation time": "time",
}


class PngChunk(NamedTuple):
    """A chunk: its type of four letters, and its content."""

    kind: bytes
    start: int
    stop: int
    content: bytes

    @property
    def shows(self) -> bool:
        """Whether the picture needs the chunk to look the same. Capitals mark critical chunks."""
        return self.kind[:1].isupper() or self.kind in _SHOWS


def chunks(body: bytes) -> Iterator[PngChunk]:
    """Yield the chunks, from the first to the one that ends both picture and file.

    Raises:
        ValueError: one is damaged, one of the two is missing, or there are too many.
    """
    position, kind = len(SIGNATURE), b""
    for _turn in range(_MOST_CHUNKS):
        if position + _OVERHEAD > len(body) or not body.startswith(SIGNATURE):
            break
        (length,) = struct.unpack_from(">I", body, position)
        stop = position + _OVERHEAD + length
        if stop > len(body):
            break
        checked = body[position + 4 : stop - 4]
        first, kind = not kind, checked[:4]
        (checksum,) = struct.unpack_from(">I", body, stop - 4)
        if zlib.crc32(checked) != checksum or first != (kind == b"IHDR"):
            break
        yield PngChunk(kind, position, stop, checked[4:])
        if kind == b"IEND":
            if stop != len(body):
                break
            return
        position = stop
    raise ValueError("the chunks of the picture are damaged")


def carries(body: bytes) -> Iterator[Carried]:
    """Yield the picture's hidden content."""
    for chunk in chunks(body):
        if not chunk.shows:
            yield from _read(chunk)


def without(body: bytes) -> bytes:
    """Return the picture without its hidden content; other bytes and orientation stay the same."""
    kept = [SIGNATURE]
    for chunk in chunks(body):
        if chunk.shows:
            kept.append(body[chunk.start : chunk.stop])
        elif chunk.kind == _EXIF:
            orientation = exif.read(chunk.content).orientation
            if orientation > 1:
                kept.append(_chunk(_EXIF, exif.of_orientation(orientation)))
    return b"".join(kept)


def _read(chunk: PngChunk) -> Iterator[Carried]:
    if chunk.kind == _EXIF:
        yield from exif.read(chunk.content).carried
    elif chunk.kind in {b"tEXt", b"zTXt", b"iTXt"}:
        keyword, _zero, rest = chunk.content.partition(b"\0")
        name = keyword.decode("latin-1")
        text = _TEXTS[chunk.kind](rest)
        if name == _XMP:
            yield from xmp.read(text.encode())
        elif name.startswith("Raw profile type"):
            yield carried("other", name)
        else:
            yield carried(_KEYWORDS.get(name.lower(), "description"), text)
    elif chunk.kind == b"tIME" and len(chunk.content) == 7:  # noqa: PLR2004 (bytes of a time)
        year, month, day = struct.unpack_from(">HBB", chunk.content)
        yield Carried("time", f"{year:04}-{month:02}-{day:02}")
    else:
        yield carried("other", chunk.kind.decode("latin-1"))


def _plain(rest: bytes) -> str:
    return rest[:_LARGEST_TEXT].decode("latin-1")


def _packed(rest: bytes) -> str:
    return _unpacked(rest[1:]).decode("latin-1")


def _international(rest: bytes) -> str:
    flags, rest = rest[:2], rest[2:]
    _language, _zero, rest = rest.partition(b"\0")
    _translated, _zero, text = rest.partition(b"\0")
    return (_unpacked(text) if flags[:1] == b"\1" else text[:_LARGEST_TEXT]).decode(
        "utf-8", "replace"
    )


_TEXTS: Final = {b"tEXt": _plain, b"zTXt": _packed, b"iTXt": _international}


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _LARGEST_TEXT)
    except zlib.error:
        return b""


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
