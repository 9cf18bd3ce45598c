"""How an agreement's text is cut into segments, and what each of them is."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from agreements.content import (
    CommitmentText,
    GoalText,
    ProcedureText,
    ReservationText,
    SegmentText,
    SignatureText,
)
from agreements.tables import TomlTable
from agreements.vocabulary import words

_WITH_REF: Final = frozenset({"goal", "commitment", "reservation", "procedure"})
_LIST_MARKER: Final = re.compile(r"(\d+\.|[·•*-]) ")
_LONGEST_MARKER: Final = 5

_Parts = Mapping[str, Sequence[SegmentText]]  # the segments of each reference, as the text goes


@dataclass(frozen=True, slots=True)
class Cut:
    """All segments of a text, and the facts about those that carry some. As the text goes."""

    segments: tuple[SegmentText, ...]
    goals: tuple[GoalText, ...]
    commitments: tuple[CommitmentText, ...]
    reservations: tuple[ReservationText, ...]
    procedures: tuple[ProcedureText, ...]
    signatures: tuple[SignatureText, ...]


def read_cut(tables: Sequence[TomlTable], *, first_year: str, parties: tuple[str, ...]) -> Cut:
    """The segments that these tables describe. Every key of every table is accounted for.

    Raises:
        InvalidTextError: a table contradicts itself, another one or the vocabulary.
    """
    segments = tuple(_segment(table, first_year) for table in tables)
    parts = _parts(segments, tables)
    rows = list(zip(segments, tables, strict=True))

    def of(kind: str) -> list[tuple[SegmentText, TomlTable]]:
        return [(row, table) for row, table in rows if row.kind == kind and row.part == 1]

    commitments = {
        row.ref: _commitment(row, table, parties, _wording(parts[row.ref], segments, tables))
        for row, table in of("commitment")
    }
    cut = Cut(
        segments=segments,
        goals=tuple(_goal(row, table) for row, table in of("goal")),
        commitments=tuple(commitments.values()),
        reservations=tuple(
            _reservation(row, table, parties, commitments) for row, table in of("reservation")
        ),
        procedures=tuple(_procedure(row, table, parties) for row, table in of("procedure")),
        signatures=tuple(
            _signature(row, table, parties) for row, table in of("signature") if _is_named(table)
        ),
    )
    for row, table in rows:
        table.close(f"a later part of {row.ref}" if row.part > 1 else f"a {row.kind}")
    _check_inline_reservations(cut, tables)
    return cut


def _segment(table: TomlTable, first_year: str) -> SegmentText:
    position = table.number("position")
    if position != table.segment:
        raise table.error(f"position is {position}, not {table.segment}")
    kind = table.code("kind", words("kind"))
    ref = _ref(table, first_year) if kind in _WITH_REF else ""
    part = table.number("part", 1) if kind == "commitment" else 1
    text = table.phrase("text")
    return SegmentText(
        position=position,
        kind=kind,
        text=text,
        ref=ref,
        part=part,
        marker=_marker(table, text),
        inline=_inline(table),
        note=table.string("note", ""),
        anchor=_anchor(ref, part) if ref else f"s{position}",
    )


def _ref(table: TomlTable, first_year: str) -> str:
    ref = table.phrase("ref")
    if not ref.startswith(f"{first_year}-"):
        raise table.error(f"ref {ref!r} does not begin with {first_year}-")
    if not re.fullmatch(r"[A-Z]{1,4}[1-9][0-9]{0,5}", ref.removeprefix(f"{first_year}-")):
        raise table.error(f"ref {ref!r} does not end with letters and a number")
    return ref


def _anchor(ref: str, part: int) -> str:
    end = ref.partition("-")[2]
    return end if part == 1 else f"{end}-{part}"


def _marker(table: TomlTable, text: str) -> str:
    marker = table.phrase("marker", "")
    if marker and not text.startswith(f"{marker} "):
        raise table.error(f"the text does not begin with the marker {marker!r} and a space")
    if len(marker) > _LONGEST_MARKER:
        raise table.error(f"marker {marker!r} is longer than {_LONGEST_MARKER} characters")
    if not marker and (begin := _LIST_MARKER.match(text)):
        raise table.error(f"the text begins with {begin[1]!r}, which is not declared as marker")
    return marker


def _inline(table: TomlTable) -> bool:
    inline = table.truth("inline", default=False)
    if inline and table.segment == 1:
        raise table.error("inline, but there is no segment before")
    return inline


def _parts(segments: Sequence[SegmentText], tables: Sequence[TomlTable]) -> _Parts:
    parts: dict[str, list[SegmentText]] = defaultdict(list)
    for segment, table in zip(segments, tables, strict=True):
        if not segment.ref:
            continue
        before = parts[segment.ref]
        if before and (segment.part == 1 or segment.kind != before[0].kind):
            raise table.error(f"ref {segment.ref!r} stands at segment {before[0].position} already")
        if segment.part != len(before) + 1:
            raise table.error(f"part {segment.part} of {segment.ref} comes after {len(before)}")
        before.append(segment)
    return parts


def _wording(
    parts: Sequence[SegmentText], segments: Sequence[SegmentText], tables: Sequence[TomlTable]
) -> Sequence[SegmentText]:
    """A commitment's parts, the inline reservations between them and one right behind them."""
    first, last = parts[0].position, parts[-1].position
    for segment in segments[first - 1 : last]:
        if segment.ref != parts[0].ref and not _is_inline_reservation(segment):
            raise tables[segment.position - 1].error(
                f"stands between the parts of {parts[0].ref} and is no inline reservation"
            )
    behind = [segment for segment in segments[last : last + 1] if _is_inline_reservation(segment)]
    return [*segments[first - 1 : last], *behind]


def _is_inline_reservation(segment: SegmentText) -> bool:
    return segment.kind == "reservation" and segment.inline


def _commitment(
    segment: SegmentText,
    table: TomlTable,
    parties: tuple[str, ...],
    wording: Sequence[SegmentText],
) -> CommitmentText:
    verbs = {entry.labels["nb"].strip("«»"): name for name, entry in words("verb").items()}
    whole = " ".join(part.text for part in wording)
    responsible = table.codes("responsible", parties)
    if table.truth("single_owner") != (len(responsible) == 1):
        raise table.error("single_owner does not follow from responsible")
    return CommitmentText(
        ref=segment.ref,
        position=segment.position,
        group=table.code("group", words("group")),
        actor=table.phrase("actor"),
        modal=table.phrase("modal"),
        responsible=responsible,
        areas=table.codes("areas", words("area")),
        themes=table.codes("themes", words("theme")),
        verb_class=verbs[table.code("verb_class", verbs)],
        deadline=_quotation(table, "deadline", whole),
        condition=_quotation(table, "condition", whole),
        measurable=table.truth("measurable"),
        regional=table.truth("regional"),
        note=segment.note,
        positions=tuple(part.position for part in wording),
        wording=whole,
    )


def _quotation(table: TomlTable, key: str, wording: str) -> str:
    quotation = table.string(key)
    if quotation not in wording:
        raise table.error(f"{key} {quotation!r} does not stand in the wording")
    return quotation


def _goal(segment: SegmentText, table: TomlTable) -> GoalText:
    return GoalText(
        ref=segment.ref,
        position=segment.position,
        areas=table.codes("areas", words("area")),
        st_meld=table.string("st_meld", ""),
    )


def _reservation(
    segment: SegmentText,
    table: TomlTable,
    parties: tuple[str, ...],
    commitments: Mapping[str, CommitmentText],
) -> ReservationText:
    qualifies = table.codes("qualifies", commitments)
    invoked_by = table.codes("invoked_by", parties)
    for party in invoked_by:
        for ref in qualifies:
            if party not in commitments[ref].responsible:
                raise table.error(f"invoked_by names {party}, which does not answer for {ref}")
    return ReservationText(segment.ref, segment.position, qualifies, invoked_by)


def _procedure(segment: SegmentText, table: TomlTable, parties: tuple[str, ...]) -> ProcedureText:
    return ProcedureText(
        ref=segment.ref,
        position=segment.position,
        actor=table.phrase("actor"),
        modal=table.phrase("modal"),
        responsible=table.codes("responsible", parties),
    )


def _is_named(table: TomlTable) -> bool:
    """Whether the signature is a name; otherwise it is place and day."""
    return any(table.has(key) for key in ("name", "title", "party"))


def _signature(segment: SegmentText, table: TomlTable, parties: tuple[str, ...]) -> SignatureText:
    name, title = table.phrase("name"), table.phrase("title")
    if segment.text != f"{name} {title}":
        raise table.error(f"the text is not {name!r} and {title!r}")
    return SignatureText(segment.position, name, title, table.code("party", parties))


def _check_inline_reservations(cut: Cut, tables: Sequence[TomlTable]) -> None:
    """What stands inside the wording of a commitment limits that commitment."""
    limits = {reservation.position: reservation.qualifies for reservation in cut.reservations}
    for commitment in cut.commitments:
        for position in commitment.positions:
            if commitment.ref not in limits.get(position, (commitment.ref,)):
                raise tables[position - 1].error(
                    f"stands in the wording of {commitment.ref}, which it does not qualify"
                )
