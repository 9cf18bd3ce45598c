"""Reads tables of a TOML file key by key: each must have the right type, and all be known."""

import unicodedata
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, Final, TypeVar

from agreements.reading.content import Fault, fold

Value = TypeVar("Value")

# The name of each type, and the value that replaces a faulty one.
_KINDS: Final[Mapping[type, tuple[str, Any]]] = {
    str: ("text", ""),
    int: ("whole number", 0),
    bool: ("true or false", False),
    date: ("day", date.max),
    dict: ("table", {}),
    list: ("list", []),
}


class TomlTable:
    """One table of a TOML file. Each method removes a key and returns its value.

    ``segment`` is the place among the file's segments, counted from 1, or None. A value that
    is not as described, and a missing key without a ``default``, is added to ``faults``, which
    the tables of a file share; reading continues with an empty value of the type. ``close``
    reports missing keys.
    """

    def __init__(
        self,
        values: Mapping[str, object],
        file: str,
        faults: list[Fault],
        segment: int | None = None,
    ) -> None:
        """Copy the values, because reading removes them."""
        self._left = dict(values)
        self._file = file
        self._faults = faults
        self._missing: list[str] = []
        self._faulty: set[str] = set()
        self.segment = segment

    def fault(self, reason: str, *keys: str) -> None:
        """Add a fault of this table, and put these keys in doubt."""
        self._faults.append(Fault(self._file, reason, self.segment))
        self._faulty.update(keys)

    def check(self, holds: object, otherwise: str, key: str, *others: str) -> None:
        """Add a fault of ``key`` unless the rule holds or one of its keys is already faulty.

        The rule depends on ``key`` and ``others``.
        """
        if not holds and self.is_sound(key, *others):
            self.fault(otherwise, key)

    def is_sound(self, *keys: str) -> bool:
        """Whether no fault of these keys has been found so far."""
        return self._faulty.isdisjoint(keys)

    def string(self, key: str, default: str | None = None) -> str:
        """Read a text, possibly empty, without control characters other than line breaks."""
        value = self._take(key, str, default)
        self.check(
            not any(unicodedata.category(it) == "Cc" and it != "\n" for it in value),
            f"{key} holds a control character",
            key,
        )
        return value

    def phrase(self, key: str, default: str | None = None) -> str:
        """Read a text that is not empty and only has single spaces inside as white space."""
        if default is not None and not self.has(key):
            return default
        value = self.string(key)
        folded = fold(value)
        self.check(
            bool(value) and value == folded, f"{key} is empty or its white space is not folded", key
        )
        return folded

    def code(self, key: str, known: Collection[str]) -> str:
        """Read one of the known codes."""
        code = self.string(key)
        self.must_know(key, (code,), known)
        return code

    def codes(
        self, key: str, known: Collection[str], *, may_be_empty: bool = False
    ) -> tuple[str, ...]:
        """Read known codes in order, at least one unless ``may_be_empty``, none twice."""
        codes = self._several(key, str) if may_be_empty else self.strings(key)
        self.must_know(key, codes, known)
        return codes

    def must_know(self, key: str, codes: Collection[str], known: Collection[str]) -> None:
        """Add a fault if any of the codes is unknown."""
        unknown = ", ".join(repr(code) for code in codes if code not in known)
        self.check(not unknown, f"{key}: {unknown} is none of {', '.join(known)}", key)

    def strings(self, key: str) -> tuple[str, ...]:
        """Read at least one text, none of them twice."""
        values = self._several(key, str)
        self.check(values, f"{key} is empty", key)
        return values

    def numbers(self, key: str) -> tuple[int, ...]:
        """Read whole numbers, none of them twice; possibly none."""
        return self._several(key, int)

    def number(self, key: str, default: int | None = None) -> int:
        """Read a whole number."""
        return self._take(key, int, default)

    def truth(self, key: str, *, default: bool | None = None) -> bool:
        """Read true or false."""
        return self._take(key, bool, default)

    def day(self, key: str) -> date:
        """Read a day, without a time."""
        return self._take(key, date, None)

    def day_if_given(self, key: str) -> date | None:
        """Read a day; None if the key is missing."""
        return self.day(key) if self.has(key) else None

    def table(self, key: str) -> "TomlTable":
        """Read a table below this one."""
        return TomlTable(self._take(key, dict, None), self._file, self._faults, self.segment)

    def numbered(self, key: str) -> "list[TomlTable]":
        """Read at least one table, each about the segment at its place in the file."""
        tables = self._take(key, list, None)
        self.check(tables, f"{key} is empty", key)
        self._check_each(key, tables, dict)
        return [
            TomlTable(table, self._file, self._faults, place)
            for place, table in enumerate(tables, start=1)
            if self.is_sound(key)
        ]

    def tables(self, key: str) -> "list[TomlTable]":
        """Read the tables of a list; empty if the key is missing."""
        tables = self._take(key, list, [])
        self._check_each(key, tables, dict)
        sound = self.is_sound(key)
        return [TomlTable(table, self._file, self._faults) for table in tables if sound]

    def has(self, key: str) -> bool:
        """Whether the key exists and has not been read."""
        return key in self._left

    @property
    def keys(self) -> list[str]:
        """The keys that have not been read."""
        return list(self._left)

    def close(self, owner: str, *doubtful: str) -> None:
        """Add faults for keys that are missing or have not been read.

        The latter put the ``doubtful`` keys in doubt, too.
        """
        reasons = self._lacks()
        if self._left:
            reasons.append(f"{owner} takes no key {', '.join(map(repr, self._left))}")
            self._faulty.update(self._left, doubtful)
        if reasons:
            self.fault("; ".join(reasons))

    def close_unread(self) -> None:
        """Add faults for missing keys, but not for unread ones, which may belong here."""
        for reason in self._lacks():
            self.fault(reason)

    def _lacks(self) -> list[str]:
        return [f"lacks the key {', '.join(map(repr, self._missing))}"] if self._missing else []

    def _take(self, key: str, kind: type[Value], default: Value | None) -> Value:
        stand_in: Value = _KINDS[kind][1]
        if not self.has(key):
            if default is not None:
                return default
            self._missing.append(key)
            self._faulty.add(key)
            return stand_in
        value = self._left.pop(key)
        if not isinstance(value, kind) or not _is_exactly(value, kind):
            self.fault(f"{key} is no {_KINDS[kind][0]}", key)
            return stand_in
        return value

    def _several(self, key: str, kind: type[Value]) -> tuple[Value, ...]:
        values = self._take(key, list, None)
        self._check_each(key, values, kind)
        if not self.is_sound(key):
            return ()
        self.check(len(set(values)) == len(values), f"{key} names something twice", key)
        return tuple(values)

    def _check_each(self, key: str, values: list[object], kind: type) -> None:
        self.check(
            all(_is_exactly(value, kind) for value in values),
            f"{key} holds something that is no {_KINDS[kind][0]}",
            key,
        )


def _is_exactly(value: object, kind: type) -> bool:
    """Whether the value has the type by TOML's rules: true is not a number, a time not a day."""
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, kind) and not isinstance(value, datetime)
