"""The documents of an evaluation, described in docs/evaluation-document.md.

Each field names its key. Verdicts, reasons and gaps are the second half of the vocabulary's
codes. The only database key is the number of a progress entry, which is public. Changing a key or
its meaning needs a new version of the schema. A new key that may be missing does not: its default
is what a document without it means.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from commitments.evaluations import combined_reading
from commitments.evaluations.combined_reading import DISAGREE
from commitments.evaluations.revisions.basis import without_marker
from commitments.evaluations.revisions.document_json import key

ASSESSMENT: Final = "vurdering"
VIEW: Final = "syn"
SILENT: Final = "svarer_ikke"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The format of a document: its name, and the number of the format."""

    name: str = key("navn")
    version: int = key("versjon")


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSource:
    """A source: an address, or a file by name and SHA-256; ``party`` None if the secretariat's."""

    title: str = key("tittel")
    publisher: str = key("utgiver")
    published_on: date | None = key("dato")
    address: str = key("adresse")
    file_name: str = key("fil")
    sha256: str = key("sha256")
    party: str | None = key("part")


@dataclass(frozen=True, slots=True, kw_only=True)
class PickedEntry:
    """A published progress entry that a party refers to, as it was published."""

    number: int = key("oppforing")
    status: str = key("status")
    true_on: date = key("gjelder_dato")
    narrative: str = key("tekst")
    language: str = key("sprak")
    published_at: datetime = key("publisert")
    sources: tuple[CitedSource, ...] = key("kilder")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedVerdict:
    """A party's assessment of a commitment. ``reason``, ``reservation`` and ``gap`` may be ""."""

    verdict: str = key("vurdering")
    reason: str = key("arsak")
    reservation: str = key("forbehold")
    gap: str = key("mangler")
    narrative: str = key("begrunnelse")
    language: str = key("sprak")
    sources: tuple[CitedSource, ...] = key("kilder")
    entries: tuple[PickedEntry, ...] = key("oppforinger")


NOTHING_STATED: Final = SignedVerdict(
    verdict="", reason="", reservation="", gap="", narrative="", language="", sources=(), entries=()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedColumn:
    """A party's column beside one commitment.

    ``role`` is ASSESSMENT if the party is responsible for the commitment, VIEW if it has a view
    on it, else SILENT. ``amended_at`` is when ``stated`` was amended after the reveal, None if
    never; ``handed_in`` is what the party submitted before that. ``written_in`` is the year of
    writing if that was over a year after the year evaluated.
    """

    party: str = key("part")
    role: str = key("rolle")
    stated: SignedVerdict | None = key("sier")
    amended_at: datetime | None = key("endret_etter_innsyn")
    handed_in: SignedVerdict | None = key("levert")
    written_in: int | None = key("skrevet_i_ettertid")

    @property
    def answers(self) -> bool:
        """Whether the party is responsible for the commitment."""
        return self.role == ASSESSMENT

    @property
    def is_view(self) -> bool:
        """Whether it is a view on what only the other party is responsible for."""
        return self.role == VIEW

    @property
    def verdict(self) -> str:
        """The party's verdict; empty if it has none."""
        return self.stated.verdict if self.stated else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRow:
    """A commitment with a column for each party, in the agreement's order."""

    ref: str = key("forpliktelse")
    wording: str = key("ordlyd")
    responsible: tuple[str, ...] = key("ansvarlig")
    columns: tuple[SignedColumn, ...] = key("kolonner")

    @property
    def anchor(self) -> str:
        """The commitment's anchor on the pages of the evaluation and of the agreement: «F12»."""
        return self.ref.partition("-")[2]

    @property
    def words(self) -> str:
        """The wording without its list marker."""
        return without_marker(self.wording)

    @property
    def spoken(self) -> list[SignedColumn]:
        """The columns with an assessment or a view."""
        return [column for column in self.columns if column.stated]

    @property
    def reading(self) -> str:
        """The combined reading of the columns; empty if none is shown."""
        stated = {
            column.party: combined_reading.StatedVerdict(
                column.stated.verdict,
                column.stated.reason,
                column.stated.gap,
                column.stated.reservation,
            )
            for column in self.columns
            if column.stated
        }
        return combined_reading.reading(stated, self.responsible) or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedSubmission:
    """When a party submitted its assessments, and the SHA-256 of what it submitted.

    ``is_after_reveal``: the other party's assessments had already been published alone.
    """

    party: str = key("part")
    submitted_at: datetime = key("levert")
    is_late: bool = key("etter_frist")
    is_after_reveal: bool = key("etter_innsyn", default=False)
    confirmed_gaps: tuple[str, ...] = key("bekreftet_ikke_vurdert")
    sha256: str = key("sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedMeeting:
    """The meeting where the evaluation was made; ``number`` is None if it was bilateral."""

    year: int = key("aar")
    number: int | None = key("nummer")
    held_on: date = key("dato")
    papers: tuple[CitedSource, ...] = key("papirer")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedConclusion:
    """The joint conclusion that both parties have agreed on."""

    text: str = key("tekst")
    language: str = key("sprak")
    party: str = key("foreslatt_av")
    proposed_at: datetime = key("foreslatt")
    accepted_at: datetime = key("godtatt")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedReservation:
    """A reservation that a verdict names, with its wording in the agreement."""

    ref: str = key("referanse")
    wording: str = key("ordlyd")

    @property
    def anchor(self) -> str:
        """The reservation's anchor on the page of the agreement: «R1»."""
        return self.ref.partition("-")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationDocument:
    """An evaluation in one round: everything that the parties sign."""

    schema: Schema = key("skjema", default=Schema(name="kvalitetsavtalen.evaluering", version=1))
    agreement: str = key("avtale")
    title: str = key("tittel")
    text_sha256: str = key("tekst_sha256")
    version_sha256: str = key("tekstversjon_sha256", default="")
    parties: tuple[str, ...] = key("parter")
    year: int = key("aar")
    round: int = key("runde")
    opened_at: datetime = key("apnet")
    opening_source: CitedSource | None = key("apningsdokument")
    deadline_on: date = key("frist")
    meeting: SignedMeeting | None = key("mote")
    submissions: tuple[SignedSubmission, ...] = key("leveringer")
    rows: tuple[SignedRow, ...] = key("vurderinger")
    reservations: tuple[SignedReservation, ...] = key("forbehold")
    conclusion: SignedConclusion | None = key("konklusjon")

    @property
    def disputed(self) -> list[SignedRow]:
        """The commitments on which the parties disagree, in text order."""
        return [row for row in self.rows if row.reading == DISAGREE]

    @property
    def is_assessed_by_both(self) -> bool:
        """Whether at least one commitment has an assessment or a view of each party."""
        return any(sum(bool(column.stated) for column in row.columns) > 1 for row in self.rows)

    @property
    def written_in(self) -> list[int]:
        """The years in which it was written in retrospect, earliest first; empty if in time."""
        columns = (column for row in self.rows for column in row.columns)
        return sorted({column.written_in for column in columns if column.written_in})

    def count_verdicts(self, order: Sequence[str]) -> list[combined_reading.PartyVerdictCount]:
        """Count each party's own verdicts; ``order`` is the order of the verdicts."""
        columns = [column for row in self.rows for column in row.columns if column.answers]
        return [
            combined_reading.PartyVerdictCount.of(
                code, [column.verdict for column in columns if column.party == code], order
            )
            for code in self.parties
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionDocument:
    """What one party submits: its assessments by the commitments' references."""

    schema: Schema = key("skjema", default=Schema(name="kvalitetsavtalen.levering", version=1))
    agreement: str = key("avtale")
    year: int = key("aar")
    round: int = key("runde")
    party: str = key("part")
    verdicts: Mapping[str, SignedVerdict] = key("vurderinger")


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedSignature:
    """A party's signature over the content with this SHA-256."""

    party: str = key("part")
    signer_name: str = key("navn")
    signer_role: str = key("rolle")
    on_behalf_of: str = key("pa_vegne_av")
    signed_at: datetime = key("signert")
    factor_at: datetime = key("faktor")
    content_sha256: str = key("innhold_sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The seal of a revision; its SHA-256 is the revision's.

    ``kind`` is signed or one_sided. ``previous_sha256`` is "" for the first revision.
    """

    schema: Schema = key("skjema", default=Schema(name="kvalitetsavtalen.revisjon", version=1))
    number: int = key("nummer")
    kind: str = key("art")
    content_sha256: str = key("innhold_sha256")
    signatures: tuple[SealedSignature, ...] = key("signaturer")
    published_at: datetime = key("publisert")
    previous_sha256: str = key("forrige_sha256")


StatedColumn = tuple[SignedRow, SignedColumn, SignedVerdict]


def stated_columns(document: EvaluationDocument) -> Iterator[StatedColumn]:
    """Yield the columns of parties that are responsible or have a view, in text order.

    The verdict is NOTHING_STATED if the party has no assessment.
    """
    for row in document.rows:
        for column in row.columns:
            if column.answers or column.stated:
                yield row, column, column.stated or NOTHING_STATED
