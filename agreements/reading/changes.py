"""Compares two parsed texts of an agreement: each word and each fact by its name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from difflib import SequenceMatcher
from itertools import takewhile, zip_longest
from typing import Any, Final, TypeAlias

from agreements.reading.content import (
    AgreementText,
    FactReason,
    MarkedYearText,
    Note,
    ReservationText,
    SegmentText,
    fold,
)

Value: TypeAlias = (
    "str | int | date | Note | tuple[str, ...] | tuple[int, ...] | tuple[FactReason, ...] | None"
)

# Parts of an agreement that have facts: the field, and the name of one part.
_PARTS: Final[Mapping[str, str]] = {
    "goals": "goal",
    "commitments": "commitment",
    "reservations": "reservation",
    "procedures": "procedure",
    "signatures": "signature",
    "marked_years": "marked_year",
}
# Apart from layout and comments, the cut file only has what is parsed from it.
_READ_ELSEWHERE: Final = frozenset({"segments", "cut_source", *_PARTS})
# Fields that change with the words: the words themselves, their hashes and their places.
_OF_WORDS: Final = frozenset(
    {
        *("text", "wording", "source_text", "source_sha256", "text_sha256"),
        *("position", "positions", "part", "anchor"),
    }
)
# The portal's own words about a fact, which no assessment is based on.
_OF_PORTAL: Final = frozenset({"short_title", "note", "reason", "reasons"})
# Facts of the agreement itself that all its commitments depend on.
_OF_ALL: Final = frozenset({"parties", "signed_on", "starts_on", "ends_on"})
# Changes of what a reservation limits: the list, or the whole reservation.
_LIMITS: Final = frozenset({"reservation", "reservation.qualifies"})
_SHOWN: Final = 60  # characters of a value in a message

_Places: TypeAlias = Mapping[int, int]  # position before → position after, of segments that stayed


@dataclass(frozen=True, slots=True)
class TextChange:
    """One difference.

    ``kind`` is ``agreement``, ``segment``, ``goal``, ``commitment``, ``reservation``,
    ``procedure``, ``signature`` or ``marked_year``; ``ref`` is the reference or the year, or
    else the anchor («s12»), and empty for the agreement. ``field`` is the name in
    ``agreements.content``; empty means that the whole was added or removed, with its words as
    the only value. ``before`` and ``after`` are the parsed values; None if it did not exist.
    ``is_words``: the change is in the words or their place, not in a fact.
    """

    kind: str
    ref: str
    field: str
    before: Value
    after: Value
    is_words: bool

    @property
    def name(self) -> str:
        """Kind and field: «commitment.responsible»."""
        return f"{self.kind}.{self.field}" if self.field else self.kind

    def __str__(self) -> str:
        where = f"{self.ref} {self.name}".lstrip()
        start = _difference(self.before, self.after)
        return f"{where}: {_shown(self.before, start)} → {_shown(self.after, start)}"


def differences(before: AgreementText, after: AgreementText) -> tuple[TextChange, ...]:
    """Return every difference, in the order agreement, segments, facts; empty if both are equal.

    A segment that only moves because others were added or removed before it is not a difference.
    """
    pairs = list(_pairs(before.segments, after.segments))
    places = {old.position: new.position for old, new in pairs if old and new}
    names = [row.name for row in fields(AgreementText) if row.name not in _READ_ELSEWHERE]
    found = list(_of_fields(("agreement", ""), names, before, after, places))
    for old, new in pairs:
        found += _of_segment(old, new, before, after, places)
    for part, kind in _PARTS.items():
        found += _of_part(kind, getattr(before, part), getattr(after, part), places)
    return tuple(found)


def concerned(
    changes: Iterable[TextChange], before: AgreementText, after: AgreementText
) -> frozenset[str]:
    """Return the references of the commitments that depend on a changed fact.

    A fact of a reservation concerns the commitments that it limits before or after. A change in
    what it limits only concerns those added or removed. The days and the parties of the
    agreement concern all.
    """
    limits: dict[str, set[str]] = {}
    for row in (*before.reservations, *after.reservations):
        limits.setdefault(row.ref, set()).update(row.qualifies)
    own = {row.ref for row in (*before.commitments, *after.commitments)}
    found: set[str] = set()
    for change in changes:
        if change.is_words or change.field in _OF_PORTAL:
            continue
        if change.kind == "agreement":
            found |= own if change.field in _OF_ALL else set()
        elif change.name in _LIMITS:
            found |= _refs(change.before) ^ _refs(change.after)
        else:
            found |= limits.get(change.ref, {change.ref} & own)
    return frozenset(found)


def _refs(value: Value) -> set[str]:
    """Return the references in a list of them; empty for None."""
    return set(map(str, value)) if isinstance(value, tuple) else set()


def _pairs(
    before: Sequence[SegmentText], after: Sequence[SegmentText]
) -> Iterator[tuple[SegmentText | None, SegmentText | None]]:
    """Pair each segment with itself in the other text; None if it was added or removed."""
    matcher = SequenceMatcher(
        None, [_identity(row) for row in before], [_identity(row) for row in after], autojunk=False
    )
    for _tag, first, end, other_first, other_end in matcher.get_opcodes():
        yield from zip_longest(before[first:end], after[other_first:other_end])


def _identity(segment: SegmentText) -> tuple[str, str | int]:
    return (segment.ref, segment.part) if segment.ref else (segment.kind, segment.text)


def _of_segment(
    old: SegmentText | None,
    new: SegmentText | None,
    before: AgreementText,
    after: AgreementText,
    places: _Places,
) -> Iterator[TextChange]:
    if old is None or new is None:
        row: Any = old or new
        yield _whole("segment", _name(row), old.text if old else None, new.text if new else None)
        return
    names = [row.name for row in fields(SegmentText) if row.name not in {"position", "anchor"}]
    yield from _of_fields(("segment", _name(new)), names, old, new, places)
    if old.position - before.segments.index(old) != new.position - after.segments.index(new):
        yield TextChange(
            "segment", _name(new), "position", old.position, new.position, is_words=True
        )
    if _own_anchor(old) != _own_anchor(new):
        yield TextChange("segment", _name(new), "anchor", old.anchor, new.anchor, is_words=True)


def _name(segment: SegmentText) -> str:
    return segment.ref or segment.anchor


def _own_anchor(segment: SegmentText) -> str:
    """Return the anchor; empty if it only counts the segments."""
    return "" if segment.anchor == f"s{segment.position}" else segment.anchor


def _of_part(
    kind: str, before: Sequence[Any], after: Sequence[Any], places: _Places
) -> Iterator[TextChange]:
    """Compare rows by reference, marked years by year, and signatures by their place."""
    old_rows = {_key(row, places): row for row in before}
    new_rows = {_key(row, {}): row for row in after}
    for key in dict.fromkeys((*old_rows, *new_rows)):
        old, new = old_rows.get(key), new_rows.get(key)
        if old and new:
            names = [row.name for row in fields(new)]
            yield from _of_fields((kind, key), names, old, new, places)
        else:
            yield _whole(kind, key, _value(old), _value(new))


def _key(row: Any, places: _Places) -> str:
    if isinstance(row, MarkedYearText):
        return str(row.year)
    return str(getattr(row, "ref", "")) or f"s{places.get(row.position, row.position)}"


def _value(row: Any) -> Value:
    """Return the most telling value of a row added or removed; None if it does not exist."""
    if row is None:
        return None
    if isinstance(row, ReservationText):
        return row.qualifies
    found: Value = next(
        getattr(row, name) for name in ("wording", "name", "ref", "nb") if hasattr(row, name)
    )
    return found


def _whole(kind: str, ref: str, before: Value, after: Value) -> TextChange:
    return TextChange(kind, ref, "", before, after, is_words=kind in {"segment", "commitment"})


def _of_fields(
    where: tuple[str, str], names: Iterable[str], old: Any, new: Any, places: _Places
) -> Iterator[TextChange]:
    """Compare the fields of two parsed rows of this kind and reference."""
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        moved = _moved(before, places) if name in {"position", "positions"} else before
        if moved != after:
            yield TextChange(*where, name, before, after, is_words=name in _OF_WORDS)


def _moved(value: Any, places: _Places) -> Any:
    """Translate one or more places in the text before to those in the text after."""
    if isinstance(value, tuple):
        return tuple(places.get(one) for one in value)
    return places.get(value)


def _shown(value: Value, start: int) -> str:
    """Return a value in quotation marks, cut around the place where it begins to differ."""
    if value is None:
        return "–"
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    end = start + _SHOWN
    return f"«{'…' if start else ''}{fold(text[start:end])}{'…' if text[end:] else ''}»"


def _difference(before: Value, after: Value) -> int:
    """Return where to begin showing two long texts: a little before they differ."""
    if not (isinstance(before, str) and isinstance(after, str)):
        return 0
    pairs = zip(before, after, strict=False)
    alike = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return max(0, alike - _SHOWN // 3)
