"""Canonical JSON (RFC 8785): the same content always gives the same bytes on every machine."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Final

_LARGEST: Final = 2**53 - 1  # RFC 8785, 3.2.2.3: larger integers are not exact everywhere


def canonical(value: object) -> bytes:
    """Encode the value as canonical JSON in UTF-8.

    Texts are normalised to NFC with LF line ends, instants to UTC with six decimals. Days are
    written as «2012-03-15».

    Raises:
        TypeError: the value contains something other than objects with text keys, lists,
            texts, integers, true, false, null, days and instants. Decimal numbers are refused:
            nothing here needs them, and they are hard to write alike.
        ValueError: a text cannot be encoded, two keys of an object are the same, a number
            is too large, or an instant has no time zone.
    """
    return _written(value).encode("utf-8")


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes, as 64 lower-case hexadecimal digits."""
    return sha256(content).hexdigest()


def plain_text(text: str) -> str:
    """Normalise the text to NFC with LF line ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def time_text(value: date) -> str:
    """Format an instant in UTC with six decimals, or a day as «2012-03-15».

    Raises:
        ValueError: the instant has no time zone.
    """
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None:
        raise ValueError("an instant without a time zone could be any of many")
    moment = value.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(timespec="microseconds") + "Z"


def _written(value: object) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int):
        return _number(value)
    if isinstance(value, (str, date)):  # a datetime is a date too
        return _text(value if isinstance(value, str) else time_text(value))
    if isinstance(value, Mapping):
        return _object(value)
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
        return "[" + ",".join(map(_written, value)) + "]"
    raise TypeError(f"canonical JSON has no place for {type(value).__name__}")


def _number(value: int) -> str:
    if abs(value) > _LARGEST:
        raise ValueError(f"{value} is beyond what every reader of JSON holds exactly")
    return str(int(value))


def _text(text: str) -> str:
    # The standard library escapes exactly what RFC 8785, 3.2.2.2 requires.
    return json.dumps(plain_text(str(text)), ensure_ascii=False)


def _object(members: Mapping[object, object]) -> str:
    named = {}
    for name, value in members.items():
        if not isinstance(name, str):
            raise TypeError("the keys of an object are texts")
        key = plain_text(name)
        if key in named:
            raise ValueError(f"two members are named {key!r}")
        named[key] = value
    # RFC 8785, 3.2.3: by UTF-16 code units, which differs from Python's order beyond U+FFFF.
    ordered = sorted(named, key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join(f"{_text(name)}:{_written(named[name])}" for name in ordered) + "}"
