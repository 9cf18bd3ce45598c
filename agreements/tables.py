"""Tables of a TOML file, read key by key: each of its type, none unknown."""

import unicodedata
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Final, TypeVar

from agreements.content import InvalidTextError, fold

Value = TypeVar("Value")

_NAMES: Final[Mapping[type, str]] = {
    str: "text",
    int: "whole number",
    bool: "true or false",
    date: "day",
    dict: "table",
    list: "list",
}


class TomlTable:
    """One table of a TOML file. Each method takes a key out and returns its value.

    ``segment`` is the place among the file's segments, counted from 1, or None.
    All methods raise ``InvalidTextError``, which names file, segment and key, for a value
    that is not as described and for a missing key without a ``default``.
    """

    def __init__(self, values: Mapping[str, object], file: str, segment: int | None = None) -> None:
        """Hold a copy, because reading empties it."""
        self._left = dict(values)
        self._file = file
        self.segment = segment

    def error(self, reason: str) -> InvalidTextError:
        """What to raise when this table is wrong for this reason."""
        return InvalidTextError(self._file, reason, segment=self.segment)

    def string(self, key: str, default: str | None = None) -> str:
        """A text, possibly empty, without control characters other than line breaks."""
        value = self._take(key, str, default)
        if any(unicodedata.category(letter) == "Cc" and letter != "\n" for letter in value):
            raise self.error(f"{key} holds a control character")
        return value

    def phrase(self, key: str, default: str | None = None) -> str:
        """A text that is not empty and holds no white space but single spaces inside."""
        if default is not None and not self.has(key):
            return default
        value = self.string(key)
        if not value or value != fold(value):
            raise self.error(f"{key} is empty or its white space is not folded")
        return value

    def code(self, key: str, known: Collection[str]) -> str:
        """One of the known codes."""
        code = self.string(key)
        self._must_know(key, code, known)
        return code

    def codes(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """At least one of the known codes, none of them twice, in the order of the file."""
        codes = self.strings(key)
        for code in codes:
            self._must_know(key, code, known)
        return codes

    def strings(self, key: str) -> tuple[str, ...]:
        """At least one text, none of them twice."""
        return self._distinct(key, self._several(key, str))

    def numbers(self, key: str) -> tuple[int, ...]:
        """At least one whole number, none of them twice."""
        return self._distinct(key, self._several(key, int))

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        return self._take(key, int, default)

    def truth(self, key: str, *, default: bool | None = None) -> bool:
        """True or false."""
        return self._take(key, bool, default)

    def day(self, key: str) -> date:
        """A day, without a time."""
        return self._take(key, date, None)

    def day_if_given(self, key: str) -> date | None:
        """A day, or None where the key is missing."""
        return self.day(key) if self.has(key) else None

    def table(self, key: str) -> "TomlTable":
        """A table below this one."""
        return TomlTable(self._take(key, dict, None), self._file)

    def numbered(self, key: str) -> "list[TomlTable]":
        """At least one table, each of them about the segment at its place in the file."""
        tables = self._several(key, dict)
        return [TomlTable(table, self._file, place) for place, table in enumerate(tables, start=1)]

    def has(self, key: str) -> bool:
        """Whether the key is there and not yet taken."""
        return key in self._left

    def close(self, owner: str) -> None:
        """Refuse whatever has not been taken."""
        if self._left:
            raise self.error(f"{owner} takes no key {', '.join(map(repr, self._left))}")

    def _take(self, key: str, kind: type[Value], default: Value | None) -> Value:
        if default is not None and not self.has(key):
            return default
        if not self.has(key):
            raise self.error(f"lacks the key {key!r}")
        value = self._left.pop(key)
        if not isinstance(value, kind) or not _is_exactly(value, kind):
            raise self.error(f"{key} is no {_NAMES[kind]}")
        return value

    def _several(self, key: str, kind: type[Value]) -> tuple[Value, ...]:
        values = self._take(key, list, None)
        if not values:
            raise self.error(f"{key} is empty")
        if not all(_is_exactly(value, kind) for value in values):
            raise self.error(f"{key} holds something that is no {_NAMES[kind]}")
        return tuple(values)

    def _distinct(self, key: str, values: tuple[Value, ...]) -> tuple[Value, ...]:
        if len(set(values)) < len(values):
            raise self.error(f"{key} names something twice")
        return values

    def _must_know(self, key: str, code: str, known: Collection[str]) -> None:
        if code not in known:
            raise self.error(f"{key}: {code!r} is none of {', '.join(known)}")


def _is_exactly(value: object, kind: type) -> bool:
    """Whether the value is of the kind by TOML's rules: true is no number, a moment is no day."""
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, kind) and not isinstance(value, datetime)
