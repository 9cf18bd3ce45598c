"""The margin of an agreement: notes on its commitments and its reservations."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from agreements.reading.content import AgreementText, columns
from agreements.templatetags.texts import named
from commitments.evaluations.revisions.basis import Bases, Basis
from commitments.pages.last_statement import LastStatement, last_statement

# Columns of ``by_party_and_reservation``, ``with_last_statements`` and ``with_last_verdicts``.
COLUMNS: Final = (
    "ref",
    "short_title",
    "wording",
    "verb_class",
    "party",
    "answers",
    "limited_by",
    "limit_kind",
    "invoker",
    "last_statement",
    "last_verdict",
)


@dataclass(frozen=True, slots=True)
class CommitmentNote:
    """A commitment's type of promise, its parties' last statements, and its reservations.

    Parties are in the agreement's order, references of reservations in text order. A party that
    is no longer responsible is included if it made a statement when it was. ``disputed_in``: the
    year for which the parties still disagree, None if they do not.
    """

    ref: str
    named: str
    verb_class: str
    statements: tuple[LastStatement, ...]
    limited_by: tuple[str, ...]
    disputed_in: int | None = None

    @property
    def answers(self) -> tuple[str, ...]:
        """Codes of the responsible parties."""
        return tuple(statement.party for statement in self.statements if statement.answers)

    @property
    def anchor(self) -> str:
        """The commitment's anchor on the pages of its agreement and of evaluations."""
        return _anchor(self.ref)

    @property
    def limit_anchors(self) -> list[str]:
        """The reservations' anchors on the page of the agreement."""
        return [_anchor(ref) for ref in self.limited_by]


@dataclass(frozen=True, slots=True)
class ReservationNote:
    """A reservation: the commitments it limits, the others, and who may invoke it.

    Commitments are references in text order, parties are in the agreement's order.
    """

    ref: str
    kind: str
    limits: tuple[str, ...]
    leaves: tuple[str, ...]
    invoked_by: tuple[str, ...]

    @property
    def limit_anchors(self) -> list[str]:
        """The anchors of the commitments it limits, on the page of the agreement."""
        return [_anchor(ref) for ref in self.limits]

    @property
    def leave_anchors(self) -> list[str]:
        """The anchors of the commitments it does not limit, if they are fewer; else empty."""
        return [_anchor(ref) for ref in self.leaves] if len(self.leaves) < len(self.limits) else []


@dataclass(frozen=True, slots=True)
class MarginNotes:
    """All notes of an agreement by reference, in text order."""

    commitments: dict[str, CommitmentNote]
    reservations: dict[str, ReservationNote]


def shown(rows: Iterable[Sequence[Any]]) -> dict[str, Basis]:
    """Return the present words and responsible parties in rows of ``COLUMNS``, by reference."""
    answering: dict[str, dict[str, None]] = defaultdict(dict)
    wordings: dict[str, str] = {}
    for ref, _title, wording, _kind, party, answers, *_others in rows:
        wordings[ref] = wording
        if answers:
            answering[ref][party] = None
    return {ref: Basis(wording, tuple(answering[ref])) for ref, wording in wordings.items()}


def versions(rows: Iterable[Sequence[Any]]) -> set[int | None]:
    """Return the text versions that the verdicts in rows of ``COLUMNS`` are based on."""
    return {verdict["version"] for *_others, verdict in rows if verdict}


def notes(
    rows: Iterable[Sequence[Any]],
    parties: Sequence[str],
    other_bases: Bases,
    disputes: Mapping[str, int],
) -> MarginNotes:
    """Build the notes from rows of ``COLUMNS``.

    ``parties`` are the codes in the agreement's order; ``other_bases`` are those that differ
    from what the page shows of a commitment; ``disputes`` are the years for which the parties
    still disagree, by reference.
    """
    verbs: dict[str, str] = {}
    names: dict[str, str] = {}
    said: dict[str, dict[str, LastStatement]] = defaultdict(dict)
    limited_by: dict[str, dict[str, None]] = defaultdict(dict)
    invokers: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, str] = {}
    for ref, title, _wording, verb_class, party, answers, *limiting, last, verdict in rows:
        verbs[ref], names[ref] = verb_class, named(ref, title)
        is_on_others = bool(verdict) and (verdict["version"], ref) in other_bases
        said[ref][party] = last_statement(
            party, last, verdict, answers=answers, is_on_others=is_on_others
        )
        reservation, kind, invoker = limiting
        if reservation:
            limited_by[ref][reservation] = None
            invokers[reservation].add(invoker)
            kinds[reservation] = kind

    def ordered(codes: Container[str]) -> tuple[str, ...]:
        return tuple(code for code in parties if code in codes)

    def statements(ref: str) -> tuple[LastStatement, ...]:
        found = (said[ref][code] for code in ordered(said[ref]))
        return tuple(statement for statement in found if not statement.is_silent)

    return MarginNotes(
        {
            ref: CommitmentNote(
                ref,
                names[ref],
                verb_class,
                statements(ref),
                tuple(limited_by[ref]),
                disputes.get(ref),
            )
            for ref, verb_class in verbs.items()
        },
        {
            reservation: ReservationNote(
                reservation,
                kinds[reservation],
                tuple(ref for ref in verbs if reservation in limited_by[ref]),
                tuple(ref for ref in verbs if reservation not in limited_by[ref]),
                ordered(codes),
            )
            for reservation, codes in invokers.items()
        },
    )


def rows_of(
    text: AgreementText, said: Mapping[tuple[str, str], Sequence[Any]]
) -> Iterator[Sequence[Any]]:
    """Yield rows of ``COLUMNS`` from a parsed text.

    ``said`` has the last two columns by reference and party.
    """
    reservations = sorted(text.reservations, key=lambda row: row.position)
    for row in sorted(text.commitments, key=lambda row: row.position):
        limits = [
            (limit.ref, limit.kind, invoker)
            for limit in reservations
            if row.ref in limit.qualifies
            for invoker in limit.invoked_by
        ]
        title = columns(row, ("short_title",))["short_title"]
        facts = (row.ref, title, row.wording, row.verb_class)
        for party, limit in product(text.parties, limits or [("", "", "")]):
            answers = party in row.responsible
            yield *facts, party, answers, *limit, *said[row.ref, party]


def _anchor(ref: str) -> str:
    """Return the anchor of a reference on the page of its agreement."""
    return ref.partition("-")[2]
