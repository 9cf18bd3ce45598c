"""Rewrites a zip file with some members changed; the others keep their packed bytes. Pure."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

_LOCAL: Final = struct.Struct("<IHHHHHIIIHH")
_CENTRAL: Final = struct.Struct("<IHHHHHHIIIHHHHHII")
_END: Final = struct.Struct("<IHHHHIIH")
_UTF8: Final = 0x800  # flag bit of a member's name


def rewritten(body: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Return the archive with these members' content, in the same order and without gaps.

    Raises:
        ValueError: a member is not where the index says.
    """
    out, index = io.BytesIO(), []
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for info in archive.infolist():
            packed, size, checksum = _raw(body, info), info.file_size, info.CRC
            if (content := changed.get(info.filename)) is not None:
                size, checksum = len(content), zlib.crc32(content)
                packed = content if info.compress_type == zipfile.ZIP_STORED else _deflated(content)
            year, month, day, hour, minute, second = info.date_time
            name = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")
            common = (
                20,
                info.flag_bits & _UTF8,
                info.compress_type,
                hour << 11 | minute << 5 | second // 2,
                max(year - 1980, 0) << 9 | month << 5 | day,
                checksum,
                len(packed),
                size,
                len(name),
                0,
            )
            index.append(
                _CENTRAL.pack(0x02014B50, 20, *common, 0, 0, 0, info.external_attr, out.tell())
                + name
            )
            out.write(_LOCAL.pack(0x04034B50, *common) + name + packed)
    start, listing = out.tell(), b"".join(index)
    count = len(index)
    end = _END.pack(0x06054B50, 0, 0, count, count, len(listing), start, 0)
    return out.getvalue() + listing + end


def _raw(body: bytes, info: zipfile.ZipInfo) -> bytes:
    """Return a member's packed bytes."""
    head = body[info.header_offset : info.header_offset + _LOCAL.size]
    if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        raise ValueError("a member is not where the index says")
    start = info.header_offset + _LOCAL.size + sum(_LOCAL.unpack(head)[-2:])
    packed = body[start : start + info.compress_size]
    if len(packed) != info.compress_size:
        raise ValueError("a member is cut off")
    return packed


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()
