"""Reads how an agreement's text is divided into segments, and the facts of each."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from agreements.reading import editorial
from agreements.reading.content import (
    CommitmentText,
    GoalText,
    ProcedureText,
    ReservationText,
    SegmentText,
    SignatureText,
)
from agreements.reading.tables import TomlTable
from agreements.vocabulary import words

_WITH_REF: Final = frozenset({"goal", "commitment", "reservation", "procedure"})
_LONGEST_MARKER: Final = 5

_Parts = Mapping[str, Sequence[SegmentText]]  # the segments of each reference, in text order


@dataclass(frozen=True, slots=True)
class Cut:
    """All segments of a text, and the facts of those that have some, in text order."""

    segments: tuple[SegmentText, ...]
    goals: tuple[GoalText, ...]
    commitments: tuple[CommitmentText, ...]
    reservations: tuple[ReservationText, ...]
    procedures: tuple[ProcedureText, ...]
    signatures: tuple[SignatureText, ...]


def read_cut(tables: Sequence[TomlTable], *, first_year: str, parties: Sequence[str]) -> Cut:
    """Read the segments that these tables describe; every key of every table must be known.

    Faults are added to the tables. ``first_year`` is empty if it is not known. If the kind or part
    of a table is faulty, nothing more of it is read, because its other keys depend on them.
    """
    _check_positions(tables)
    segments = tuple(_segment(table, first_year) for table in tables)
    rows = list(zip(segments, tables, strict=True))
    parts = _parts(rows)

    def of(kind: str) -> list[tuple[SegmentText, TomlTable]]:
        return [(row, table) for row, table in rows if row.kind == kind and row.part == 1]

    cut = Cut(
        segments=segments,
        goals=tuple(_goal(row, table) for row, table in of("goal")),
        commitments=tuple(
            _commitment(row, table, parties, _wording(row, parts, segments))
            for row, table in of("commitment")
        ),
        reservations=tuple(_reservation(row, table, parties) for row, table in of("reservation")),
        procedures=tuple(_procedure(row, table, parties) for row, table in of("procedure")),
        signatures=tuple(
            _signature(row, table, parties) for row, table in of("signature") if _is_named(table)
        ),
    )
    for row, table in rows:
        if table.is_sound("kind", "part"):
            owner = f"a later part of {row.ref}" if row.part > 1 else f"a {row.kind}"
            table.close(owner, "kind")
        else:
            table.close_unread()
    return cut


def _check_positions(tables: Sequence[TomlTable]) -> None:
    """Check that each is the place in the file; after a fault, one more than before is enough."""
    before = 0
    for place, table in enumerate(tables, start=1):
        position = table.number("position")
        table.check(
            position in {place, before + 1}, f"position is {position}, not {place}", "position"
        )
        before = position


def _segment(table: TomlTable, first_year: str) -> SegmentText:
    position = table.segment or 0
    kind = table.code("kind", words("kind"))
    known = table.is_sound("kind")
    ref = _ref(table, first_year) if kind in _WITH_REF or (table.has("ref") and not known) else ""
    part = table.number("part", 1) if kind == "commitment" or not known else 1
    return SegmentText(
        position=position,
        kind=kind,
        text=table.phrase("text"),
        ref=ref,
        part=part,
        marker=_marker(table),
        inline=_inline(table),
        short_title=editorial.short_title(table) if ref and part == 1 else None,
        note=editorial.note(table),
        anchor=_anchor(ref, part) if ref else f"s{position}",
    )


def _ref(table: TomlTable, first_year: str) -> str:
    ref = table.phrase("ref")
    table.check(
        not first_year or ref.startswith(f"{first_year}-"),
        f"ref {ref!r} does not begin with {first_year}-",
        "ref",
    )
    table.check(
        re.fullmatch("[A-Z]{1,4}[1-9][0-9]{0,5}", ref.partition("-")[2]),
        f"ref {ref!r} does not end with letters and a number",
        "ref",
    )
    return ref


def _anchor(ref: str, part: int) -> str:
    end = ref.partition("-")[2]
    return end if part == 1 else f"{end}-{part}"


def _marker(table: TomlTable) -> str:
    marker = table.phrase("marker", "")
    reason = f"marker {marker!r} is longer than {_LONGEST_MARKER} characters"
    table.check(len(marker) <= _LONGEST_MARKER, reason, "marker")
    return marker


def _inline(table: TomlTable) -> bool:
    inline = table.truth("inline", default=False)
    table.check(
        not inline or table.segment != 1, "inline, but there is no segment before", "inline"
    )
    return inline


def _parts(rows: Sequence[tuple[SegmentText, TomlTable]]) -> _Parts:
    """Return the segments of each reference, without those that repeat a used reference."""
    parts: dict[str, list[SegmentText]] = defaultdict(list)
    are_sound = True  # whether the references so far are
    for segment, table in rows:
        before = parts[segment.ref]
        if segment.ref and before and segment.part == 1:
            place = before[0].position
            table.fault(f"ref {segment.ref!r} stands at segment {place} already", "ref")
        elif segment.ref:
            reason = f"part {segment.part} of {segment.ref} comes after {len(before)}"
            follows = segment.part == len(before) + 1 or not (before or are_sound)
            table.check(follows, reason, "part", "ref")
            before.append(segment)
        are_sound = are_sound and table.is_sound("ref")
    return parts


def _wording(
    segment: SegmentText, parts: _Parts, segments: Sequence[SegmentText]
) -> Sequence[SegmentText]:
    """Return a commitment's parts, the inline reservations between them, and one right after."""
    own = parts[segment.ref]
    last = own[-1].position if segment in own else segment.position
    behind = [row for row in segments[last : last + 1] if is_inline_reservation(row)]
    return [*segments[segment.position - 1 : last], *behind]


def is_inline_reservation(segment: SegmentText) -> bool:
    """Whether it is a reservation inside the sentence that it limits."""
    return segment.kind == "reservation" and segment.inline


def _commitment(
    segment: SegmentText,
    table: TomlTable,
    parties: Sequence[str],
    wording: Sequence[SegmentText],
) -> CommitmentText:
    verbs = {entry.labels["nb"].strip("«»"): name for name, entry in words("verb").items()}
    whole = " ".join(part.text for part in wording)
    responsible = table.codes("responsible", parties)
    table.check(
        table.truth("single_owner") == (len(responsible) == 1),
        "single_owner does not follow from responsible",
        "single_owner",
        "responsible",
    )
    areas = table.codes("areas", words("area"), may_be_empty=True)
    themes = table.codes("themes", words("theme"))
    measurable = table.truth("measurable")
    basis = table.code("regional", editorial.BASES)
    return CommitmentText(
        ref=segment.ref,
        position=segment.position,
        group=table.code("group", words("group")),
        actor=table.phrase("actor"),
        modal=table.phrase("modal"),
        responsible=responsible,
        areas=areas,
        themes=themes,
        verb_class=verbs.get(table.code("verb_class", verbs), ""),
        scope=table.string("scope"),
        condition=table.string("condition"),
        period=table.string("period"),
        deadline=table.string("deadline"),
        measurable=measurable,
        regional=basis != "none",
        short_title=segment.short_title,
        note=segment.note,
        reasons=editorial.reasons(
            table, areas=areas, themes=themes, measurable=measurable, basis=basis
        ),
        positions=tuple(part.position for part in wording),
        wording=whole,
    )


def _goal(segment: SegmentText, table: TomlTable) -> GoalText:
    return GoalText(
        ref=segment.ref,
        position=segment.position,
        areas=table.codes("areas", words("area")),
        st_meld=table.string("st_meld", ""),
    )


def _reservation(segment: SegmentText, table: TomlTable, parties: Sequence[str]) -> ReservationText:
    return ReservationText(
        ref=segment.ref,
        position=segment.position,
        kind=table.code("limit", words("limit")),
        reason=editorial.reason_of_limit(table),
        qualifies=table.strings("qualifies"),
        invoked_by=table.codes("invoked_by", parties),
    )


def _procedure(segment: SegmentText, table: TomlTable, parties: Sequence[str]) -> ProcedureText:
    return ProcedureText(
        ref=segment.ref,
        position=segment.position,
        actor=table.phrase("actor"),
        modal=table.phrase("modal"),
        responsible=table.codes("responsible", parties),
    )


def _is_named(table: TomlTable) -> bool:
    """Whether the signature is a name; otherwise it is a place and a day."""
    return any(table.has(key) for key in ("name", "title", "party"))


def _signature(segment: SegmentText, table: TomlTable, parties: Sequence[str]) -> SignatureText:
    return SignatureText(
        position=segment.position,
        name=table.phrase("name"),
        title=table.phrase("title"),
        party=table.code("party", parties),
    )
