"""The content of a pair of text files, as immutable values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

DOUBTFUL_YEAR: Final = "doubtful_year"
PART_OF_YEAR: Final = "part_of_year"
YEAR_MARKS: Final = (DOUBTFUL_YEAR, PART_OF_YEAR)
FACTS: Final = (
    *("areas", "themes", "measurable", "regional"),
    *("scope", "condition", "period", "deadline"),
)
_JSON: Final = frozenset({"short_title", "note", "reasons", "reason"})  # columns with JSON


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why a pair of text files is refused, in one line.

    ``segment`` is the place of the segment in its file, counted from 1; None if the fault is
    not in a single segment.
    """

    file: str
    reason: str
    segment: int | None = None

    def __str__(self) -> str:
        where = self.file if self.segment is None else f"{self.file}, segment {self.segment}"
        return f"{where}: {self.reason}"


class InvalidTextError(ValueError):
    """Text files that are refused.

    ``faults``: every reason, at least one; by pair of files, then in the order of segments.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        """List all faults, one a line, for the person who maintains the files."""
        self.faults = sorted(faults, key=lambda it: (it.file.rpartition(".")[0], it.segment or 0))
        super().__init__("\n".join(map(str, self.faults)))


class InLanguages(NamedTuple):
    """A text by the portal itself, in each language of the interface."""

    nb: str
    nn: str
    en: str


@dataclass(frozen=True, slots=True)
class Note:
    """The portal's note on a segment or an agreement. ``doubt``: a reader may disagree with it."""

    text: InLanguages
    doubt: bool

    def __str__(self) -> str:
        return self.text.nb


@dataclass(frozen=True, slots=True)
class FactReason:
    """The reason for one of ``FACTS``.

    ``words`` quote the wording, one for each theme; empty if the fact is not based on words.
    ``basis`` is "text" or "actors" for ``regional``, else "". ``text`` is the portal's own
    sentence; None if the words say enough. ``doubt``: a reader may disagree with it.
    """

    fact: str
    words: tuple[str, ...]
    basis: str
    text: InLanguages | None
    doubt: bool

    def __str__(self) -> str:
        return f"{self.fact}: {self.text.nb if self.text else ', '.join(self.words)}"


@dataclass(frozen=True, slots=True)
class SegmentText:
    """A part of an agreement's text, verbatim apart from folded white space, with one kind.

    ``anchor`` is unique in the agreement: the end of the reference («F1», for its later
    parts «F1-2»), or else «s» and the position. ``ref`` and ``marker`` are empty, ``note`` and
    ``short_title`` None, if there is none; ``inline`` continues the sentence of the previous
    segment.
    """

    position: int
    kind: str
    text: str
    ref: str
    part: int
    marker: str
    inline: bool
    short_title: InLanguages | None
    note: Note | None
    anchor: str


@dataclass(frozen=True, slots=True)
class GoalText:
    """An effect that the parties want. ``st_meld``: the white paper it is from, empty if none."""

    ref: str
    position: int
    areas: tuple[str, ...]
    st_meld: str


@dataclass(frozen=True, slots=True)
class CommitmentText:
    """A commitment and every fact about it. Values from closed sets are the vocabulary's names.

    ``positions`` are the segments of its wording: its own parts, the inline reservations
    between them, and one that directly follows the last; ``position`` is the first.
    ``scope`` (what the promise covers), ``condition``, ``period`` and ``deadline`` quote the
    wording, empty if none. ``reasons`` are in the order of ``FACTS``.
    """

    ref: str
    position: int
    group: str
    actor: str
    modal: str
    responsible: tuple[str, ...]
    areas: tuple[str, ...]
    themes: tuple[str, ...]
    verb_class: str
    scope: str
    condition: str
    period: str
    deadline: str
    measurable: bool
    regional: bool
    short_title: InLanguages | None
    note: Note | None
    reasons: tuple[FactReason, ...]
    positions: tuple[int, ...]
    wording: str

    @property
    def searched(self) -> str:
        """The text that is searched: reference, wording and short titles."""
        return " ".join((self.ref, self.wording, *(self.short_title or ())))


@dataclass(frozen=True, slots=True)
class ReservationText:
    """Words that limit commitments: which they qualify, and which parties may invoke them.

    ``kind`` is a name in the vocabulary's group ``limit``; ``reason`` is why it has this kind.
    """

    ref: str
    position: int
    kind: str
    reason: InLanguages
    qualifies: tuple[str, ...]
    invoked_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProcedureText:
    """How the parties are to follow up the agreement, such as the yearly evaluation."""

    ref: str
    position: int
    actor: str
    modal: str
    responsible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignatureText:
    """A name under the text, with its title there and the party that it binds."""

    position: int
    name: str
    title: str
    party: str


@dataclass(frozen=True, slots=True)
class MarkedYearText:
    """An evaluation year that needs words: ``mark`` says why, ``nb``, ``nn`` and ``en`` say more.

    ``doubtful_year``: the year only counts once its evaluation was opened with a document.
    ``part_of_year``: the year counts, but the agreement only applied for part of it.
    """

    year: int
    mark: str
    nb: str
    nn: str
    en: str


@dataclass(frozen=True, slots=True)
class AgreementText:
    """An agreement in its pair of files.

    ``parties`` are in the order of the first lines. ``signed_on`` and ``starts_on`` are None if
    not given; ``ends_on`` is the last day, itself included. ``source_text`` has every line
    break, ``cut_source`` is the whole TOML file. The two SHA-256 are of the text file's bytes
    and of its folded text in UTF-8.
    """

    slug: str
    title: str
    parties: tuple[str, ...]
    signed_on: date | None
    starts_on: date | None
    ends_on: date
    evaluation_years: tuple[int, ...]
    marked_years: tuple[MarkedYearText, ...]
    short_title: InLanguages
    note: Note | None
    source: str
    source_text: str
    source_sha256: str
    text_sha256: str
    cut_source: str
    segments: tuple[SegmentText, ...]
    goals: tuple[GoalText, ...]
    commitments: tuple[CommitmentText, ...]
    reservations: tuple[ReservationText, ...]
    procedures: tuple[ProcedureText, ...]
    signatures: tuple[SignatureText, ...]

    @property
    def undoubted_years(self) -> tuple[int, ...]:
        """The evaluation years that count without a document."""
        doubtful = {row.year for row in self.marked_years if row.mark == DOUBTFUL_YEAR}
        return tuple(year for year in self.evaluation_years if year not in doubtful)

    @property
    def refs(self) -> tuple[str, ...]:
        """Every reference once, in text order."""
        return tuple(dict.fromkeys(segment.ref for segment in self.segments if segment.ref))


def fold(text: str) -> str:
    """Replace every run of white space by one space, and remove it at the ends."""
    return " ".join(text.split())


def columns(read: object, names: Iterable[str]) -> dict[str, Any]:
    """Return the named fields of a parsed value, each as a column stores it.

    The portal's own texts become JSON objects, empty if there is no text; reasons are by fact.
    """
    found = {name: getattr(read, name) for name in names}
    return {name: _json(value) if name in _JSON else value for name, value in found.items()}


def by_fact(reasons: Iterable[FactReason]) -> dict[str, Any]:
    """Return reasons as a column stores them."""
    return {row.fact: _of_reason(row) for row in reasons}


def _json(value: Any) -> dict[str, Any]:
    match value:
        case InLanguages():
            return value._asdict()
        case Note():
            return {**value.text._asdict(), "doubt": value.doubt}
        case tuple():
            return by_fact(value)
    return {}


def _of_reason(reason: FactReason) -> dict[str, Any]:
    return {
        "words": list(reason.words),
        "basis": reason.basis,
        "text": _json(reason.text),
        "doubt": reason.doubt,
    }
