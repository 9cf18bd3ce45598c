"""The columns of files: bokmål names in ASCII, the values of a row, cells that are no formulas."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

Value = str | bool | int | date | Sequence[str] | None

_BETWEEN: Final = "; "  # several values in one cell
# What a spreadsheet takes for the beginning of a formula, and the sign that neutralises it.
_RISKY: Final = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20'")  # \uff..: full width


class CommitmentFileRow(NamedTuple):
    """A commitment in a file; the fields are the columns, in this order.

    Groups, areas, themes, kinds of promise and statuses are the values that filters take.
    ``frist`` (own deadline) and ``vilkar`` (condition) quote the wording and are empty
    where it has none; ``forbehold`` are references of reservations. ``kan_slas_opp``: a
    definite thing or event that an outsider can look up. ``per_dato`` is the day the
    row stands for: the one asked about by ``kjent``, else that on which what the portal
    publishes last changed. ``status_kd`` and ``status_ks`` are what each party last
    published, with the day it was true; empty where the party does not answer and never did.
    ``vurdering_kd`` and ``vurdering_ks`` are the verdicts of the parties that answer in the
    last published evaluation, or of the year asked for by ``ar``; ikke_vurdert with a year
    says that the evaluation has none, without a year that nothing is published. Who answers for
    a verdict is who did when it was published. ``samlet`` is the combined reading, which takes a
    view of the other party into account; empty where none is shown. ``ordlyd_vurdert`` and
    ``ansvarlig_vurdert`` are the wording and the parties that the verdicts were given on; empty
    where they are those of the row.
    """

    referanse: str
    avtale: str
    gruppe: str
    ansvarlig: Sequence[str]
    aktor: str
    ordlyd: str
    loftetype: str
    omrade: Sequence[str]
    tema: Sequence[str]
    frist: str
    vilkar: str
    forbehold: Sequence[str]
    kan_slas_opp: bool
    kan_variere_mellom_fylker: bool
    merknad: str
    per_dato: date | str
    status_kd: str = ""
    status_kd_dato: date | None = None
    status_ks: str = ""
    status_ks_dato: date | None = None
    vurdering_kd: str = ""
    vurdering_kd_aar: int | None = None
    vurdering_ks: str = ""
    vurdering_ks_aar: int | None = None
    samlet: str = ""
    ordlyd_vurdert: str = ""
    ansvarlig_vurdert: Sequence[str] = ()


class EntryFileRow(NamedTuple):
    """A published progress entry in a file; the fields are the columns, in this order.

    ``gjelder_dato`` is the day it was true, ``sprak`` the language of ``tekst``.
    ``kilder`` are titles, ``kilde_adresser`` where each of them is found, in the same
    order. ``skrevet_i_ettertid`` is the year of writing where that was over a year after
    the day it was true. ``rettet``: it corrects an earlier version. ``adresse`` is its
    place in the portal, ``per_dato`` the day the row stands for, as of a commitment.
    """

    oppforing: int
    referanse: str
    avtale: str
    part: str
    status: str
    gjelder_dato: date
    tekst: str
    sprak: str
    kilder: Sequence[str]
    kilde_adresser: Sequence[str]
    registrert: datetime
    publisert: datetime
    skrevet_i_ettertid: int | None
    utenfor_avtaleperioden: bool
    rettet: bool
    grunn_til_rettelse: str
    adresse: str
    per_dato: date | str


class RegionalFileRow(NamedTuple):
    """A regional status in a file; the fields are the columns, in this order, both ways.

    A county without a row says «ikke_rapportert». ``tilstand`` is where the row is on its
    way to the public; it and what follows are not read when the file is imported.
    """

    ar: int
    referanse: str
    fylkesnummer: str
    fylke: str
    part: str
    status: str
    kommuner_deltar: int | None
    kommuner_i_alt: int | None
    tekst: str
    sprak: str
    kilder: Sequence[str]
    kilde_adresser: Sequence[str]
    grunn_til_rettelse: str
    tilstand: str
    publisert: datetime | None
    adresse: str
    per_dato: date | str


class VerdictFileRow(NamedTuple):
    """What one party holds on one commitment in a published evaluation, in a file.

    ``rolle`` is vurdering (the party answers for it) or syn (a view on what the other answers
    for). ``vurdering``, ``arsak`` and ``mangler`` are the vocabulary's labels as filters write
    them; ikke_vurdert where the party published none. ``samlet`` is the combined reading,
    empty where none is shown. ``kilder`` are titles, ``kilde_adresser`` addresses, or names of
    files, in the same order. ``endret_etter_innsyn``: when it was amended after the reveal;
    ``levert_vurdering`` is the verdict handed in then. ``skrevet_i_ettertid`` is the year of
    writing where that was over a year after the year evaluated. ``art``: signed or ensidig.
    """

    referanse: str
    avtale: str
    aar: int
    part: str
    rolle: str
    vurdering: str
    arsak: str
    forbehold: str
    mangler: str
    samlet: str
    begrunnelse: str
    sprak: str
    oppforinger: Sequence[str]
    kilder: Sequence[str]
    kilde_adresser: Sequence[str]
    endret_etter_innsyn: datetime | None
    levert_vurdering: str
    skrevet_i_ettertid: int | None
    revisjon: int
    art: str
    innhold_sha256: str
    ordlyd: str


class MatrixFileRow(NamedTuple):
    """A commitment in one evaluation year as one party holds it; a row also where it holds nothing.

    The words are those of ``VerdictFileRow``. ``revisjon`` is empty for a year without a published
    evaluation: ikke_vurdert says then that nothing is published, and nothing of what was done.
    """

    referanse: str
    avtale: str
    aar: int
    part: str
    rolle: str
    vurdering: str
    arsak: str
    mangler: str
    samlet: str
    skrevet_i_ettertid: int | None
    revisjon: int | None
    art: str
    per_dato: date | str


Row = CommitmentFileRow | EntryFileRow | RegionalFileRow | VerdictFileRow | MatrixFileRow

COLUMNS: Final = CommitmentFileRow._fields
PROGRESS_COLUMNS: Final = EntryFileRow._fields
REGIONAL_COLUMNS: Final = RegionalFileRow._fields
VERDICT_COLUMNS: Final = VerdictFileRow._fields
MATRIX_COLUMNS: Final = MatrixFileRow._fields


def record(row: Row) -> dict[str, Any]:
    """The row as JSON holds it: lists as lists, days as «2012-03-15», null for nothing."""
    return {
        name: _PLAIN.get(type(value), _same)(value)
        for name, value in zip(row._fields, row, strict=True)
    }


def cells(row: Row) -> list[str]:
    """The row as CSV holds it: «ja» and «nei», several values with a semicolon between."""
    return [_CELLS[type(value)](value) for value in row]


def in_one_cell(value: Value) -> str | int | date | None:
    """The value as a spreadsheet holds it: numbers and days as such, all else as safe text."""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if value is None or isinstance(value, (int, date)):
        return value
    return safe(value if isinstance(value, str) else _BETWEEN.join(value))


def safe(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula.

    One ``'`` is put before a text that begins with what begins a formula, or with ``'``
    itself, so that taking exactly one away gives the text back (security.md, C13).
    """
    return f"'{text}" if text[:1] in _RISKY else text


def _joined(values: Sequence[str]) -> str:
    return safe(_BETWEEN.join(values))


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _same(value: object) -> object:
    return value


# A file has millions of cells, so each is written by its type and not by questions about it.
_CELLS: Final[dict[type, Callable[[Any], str]]] = {
    str: safe,
    bool: lambda value: "ja" if value else "nei",
    int: str,
    date: date.isoformat,
    datetime: _instant,
    type(None): lambda _value: "",
    list: _joined,
    tuple: _joined,
}
_PLAIN: Final[dict[type, Callable[[Any], object]]] = {
    str: lambda value: value or None,
    date: date.isoformat,
    datetime: _instant,
}
