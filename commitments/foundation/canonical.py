"""Canonical JSON (RFC 8785): the same content gives the same bytes on every machine, for ever."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Final

_LARGEST: Final = 2**53 - 1  # RFC 8785, 3.2.2.3: integers beyond it are not exact everywhere


def canonical(value: object) -> bytes:
    """The value as canonical JSON, in UTF-8.

    Texts are brought into NFC with LF line ends, instants into UTC with six decimals,
    days are written as «2012-03-15».

    Raises:
        TypeError: the value holds something else than objects with text keys, lists,
            texts, whole numbers, true, false, null, days and instants. Numbers with
            decimals are refused: nothing here needs them, and they are hard to write alike.
        ValueError: a text cannot be encoded, two keys of an object are the same, a number
            is too large, or an instant has no time zone.
    """
    return _written(value).encode("utf-8")


def digest(content: bytes) -> str:
    """The SHA-256 of bytes, as 64 small hexadecimal digits."""
    return sha256(content).hexdigest()


def plain_text(text: str) -> str:
    """The text in NFC with LF line ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def time_text(value: date) -> str:
    """An instant in UTC with six decimals, or a day as «2012-03-15».

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
    if isinstance(value, (str, date)):  # an instant is a date too
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
    # The standard library escapes what RFC 8785, 3.2.2.2 escapes, and nothing else.
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
