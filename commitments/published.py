"""A published evaluation as pages and files show it, read from a revision's content alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from commitments import verdicts
from commitments.evaluation_content import ASSESSMENT, VIEW
from commitments.verdicts import DISAGREE, NOT_ASSESSED


class Cited(NamedTuple):
    """A source: an address, or a file by name and SHA-256; ``party`` "" is the secretariat."""

    title: str
    publisher: str
    day: date | None
    address: str
    file: str
    sha256: str
    party: str

    @classmethod
    def read(cls, found: Mapping[str, Any]) -> Self:
        """A source of the document."""
        return cls(
            found["tittel"],
            found["utgiver"],
            _day(found["dato"]),
            found["adresse"],
            found["fil"],
            found["sha256"],
            found["part"] or "",
        )


class Picked(NamedTuple):
    """A published progress entry that a party rests on, as it stood."""

    number: int
    status: str
    true_on: date | None
    text: str
    language: str
    sources: list[Cited]


@dataclass(frozen=True, slots=True)
class Limit:
    """A reservation that a verdict names, in the agreement's own words."""

    ref: str
    words: str

    @property
    def anchor(self) -> str:
        """Where it stands in its agreement's page: «R1»."""
        return _anchor(self.ref)


@dataclass(frozen=True, slots=True)
class Held:
    """What a party holds on one commitment; ``reason`` and ``gap`` may be ""."""

    verdict: str
    reason: str
    gap: str
    limit: Limit | None
    text: str
    language: str
    sources: list[Cited]
    entries: list[Picked]


@dataclass(frozen=True, slots=True)
class Column:
    """What one party says beside one commitment.

    ``said`` is None where it says nothing. ``amended_at``: it was changed after the reveal,
    and ``handed_in`` is what was handed in (None: nothing). ``written_in`` is the year of
    writing where that was over a year after the year evaluated.
    """

    party: str
    answers: bool
    is_view: bool
    said: Held | None
    amended_at: datetime | None
    handed_in: Held | None
    written_in: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A commitment with a column for each party, in the order of the agreement's first lines."""

    ref: str
    wording: str
    answering: list[str]
    columns: list[Column]

    @property
    def anchor(self) -> str:
        """Its place in the page of the evaluation, and in that of the agreement: «F12»."""
        return _anchor(self.ref)

    @property
    def spoken(self) -> list[Column]:
        """The columns that say something."""
        return [column for column in self.columns if column.said]

    @property
    def reading(self) -> str:
        """What the columns say together, "" where no combined reading is shown."""
        said = {
            column.party: verdicts.Said(column.said.verdict, column.said.reason, column.said.gap)
            for column in self.columns
            if column.said
        }
        return verdicts.reading(said, self.answering) or ""


class HandedIn(NamedTuple):
    """A party's hand-in: when, whether late, and the hash of what it handed in."""

    party: str
    at: datetime
    is_late: bool
    sha256: str


class Sitting(NamedTuple):
    """The meeting where the evaluation was made; ``number`` None: a bilateral one."""

    year: int
    number: int | None
    day: date | None
    papers: list[Cited]


class Concluded(NamedTuple):
    """The joint conclusion that stands."""

    text: str
    language: str
    party: str
    proposed_at: datetime
    accepted_at: datetime


class Counted(NamedTuple):
    """What a party's own verdicts amount to; its views are not among them.

    ``verdicts`` has the verdicts that occur, in the order of the vocabulary.
    """

    party: str
    assessed: int
    answers: int
    verdicts: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class PublishedEvaluation:
    """An evaluation in the state that a revision froze."""

    agreement: str
    year: int
    parties: list[str]
    deadline_on: date | None
    opened_at: datetime
    opening: Cited | None
    meeting: Sitting | None
    hand_ins: list[HandedIn]
    rows: list[Row]
    conclusion: Concluded | None

    @property
    def disputed(self) -> list[Row]:
        """The commitments on which the parties disagree, as the text goes."""
        return [row for row in self.rows if row.reading == DISAGREE]

    @property
    def written_in(self) -> list[int]:
        """The years in which it was written in retrospect, the first first; none: in time."""
        years = (column.written_in for row in self.rows for column in row.columns)
        return sorted({year for year in years if year})

    def counted(self, order: Sequence[str]) -> list[Counted]:
        """What each party's verdicts amount to; ``order`` is that of the verdicts."""
        return [self._counted(code, order) for code in self.parties]

    def _counted(self, code: str, order: Sequence[str]) -> Counted:
        own = [column for row in self.rows for column in row.columns if column.party == code]
        given = [column.said.verdict if column.said else "" for column in own if column.answers]
        assessed, answers = verdicts.assessed_of(given)
        counts = Counter(verdicts.counted(given))
        named = [(verdict, counts[verdict]) for verdict in (*order, NOT_ASSESSED)]
        return Counted(code, assessed, answers, [(name, count) for name, count in named if count])


def read(document: Mapping[str, Any]) -> PublishedEvaluation:
    """The evaluation that a document of schema version 1 holds."""
    limits = {row["referanse"]: Limit(row["referanse"], row["ordlyd"]) for row in _limits(document)}
    meeting, concluded = document["mote"], document["konklusjon"]
    return PublishedEvaluation(
        agreement=document["avtale"],
        year=document["aar"],
        parties=document["parter"],
        deadline_on=_day(document["frist"]),
        opened_at=_instant(document["apnet"]),
        opening=Cited.read(document["apningsdokument"]) if document["apningsdokument"] else None,
        meeting=meeting
        and Sitting(
            meeting["aar"], meeting["nummer"], _day(meeting["dato"]), _sources(meeting["papirer"])
        ),
        hand_ins=[
            HandedIn(row["part"], _instant(row["levert"]), row["etter_frist"], row["sha256"])
            for row in document["leveringer"]
        ],
        rows=[_row(row, limits) for row in document["vurderinger"]],
        conclusion=concluded
        and Concluded(
            concluded["tekst"],
            concluded["sprak"],
            concluded["foreslatt_av"],
            _instant(concluded["foreslatt"]),
            _instant(concluded["godtatt"]),
        ),
    )


def _limits(document: Mapping[str, Any]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = document["forbehold"]
    return found


def _row(found: Mapping[str, Any], limits: Mapping[str, Limit]) -> Row:
    answering = found["ansvarlig"]
    columns = [
        Column(
            party=column["part"],
            answers=column["rolle"] == ASSESSMENT,
            is_view=column["rolle"] == VIEW,
            said=_held(column["sier"], limits),
            amended_at=column["endret_etter_innsyn"] and _instant(column["endret_etter_innsyn"]),
            handed_in=_held(column["levert"], limits),
            written_in=column["skrevet_i_ettertid"],
        )
        for column in found["kolonner"]
    ]
    return Row(found["forpliktelse"], found["ordlyd"], answering, columns)


def _held(found: Mapping[str, Any] | None, limits: Mapping[str, Limit]) -> Held | None:
    if found is None:
        return None
    return Held(
        verdict=found["vurdering"],
        reason=found["arsak"],
        gap=found["mangler"],
        limit=limits.get(found["forbehold"]),
        text=found["begrunnelse"],
        language=found["sprak"],
        sources=_sources(found["kilder"]),
        entries=[
            Picked(
                entry["oppforing"],
                entry["status"],
                _day(entry["gjelder_dato"]),
                entry["tekst"],
                entry["sprak"],
                _sources(entry["kilder"]),
            )
            for entry in found["oppforinger"]
        ],
    )


def _sources(found: Sequence[Mapping[str, Any]]) -> list[Cited]:
    return [Cited.read(source) for source in found]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _anchor(ref: str) -> str:
    return ref.partition("-")[2]
