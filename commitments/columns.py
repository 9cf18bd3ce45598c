"""The columns of files: bokmål names in ASCII, the values of a row, cells that are no formulas."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

Value = str | bool | int | date | Sequence[str] | None

_BETWEEN: Final = "; "  # several values in one cell
# What a spreadsheet takes for the beginning of a formula, and the sign that neutralises it.
_RISKY: Final = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20'")  # \uff..: full width


class CommitmentRow(NamedTuple):
    """A commitment in a file; the fields are the columns, in this order.

    Groups, areas, themes, kinds of promise and statuses are the values that filters take.
    ``frist`` (own deadline) and ``vilkar`` (condition) quote the wording and are empty
    where it has none; ``forbehold`` are references of reservations. ``kan_slas_opp``: a
    definite thing or event that an outsider can look up. ``per_dato`` is the day the
    row stands for: the one asked about by ``kjent``, else that on which what the portal
    publishes last changed. ``status_kd`` and ``status_ks`` are what each party last
    published, with the day it was true; empty where the party does not answer.
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


class ProgressRow(NamedTuple):
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


class RegionalRow(NamedTuple):
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


Row = CommitmentRow | ProgressRow | RegionalRow

COLUMNS: Final = CommitmentRow._fields
PROGRESS_COLUMNS: Final = ProgressRow._fields
REGIONAL_COLUMNS: Final = RegionalRow._fields


def record(row: Row) -> dict[str, Any]:
    """The row as JSON holds it: lists as lists, days as «2012-03-15», null for nothing."""
    return {name: _plain(value) for name, value in zip(row._fields, row, strict=True)}


def cells(row: Row) -> list[str]:
    """The row as CSV holds it: «ja» and «nei», several values with a semicolon between."""
    # Most cells are text; a file has millions of them.
    return [safe(value) if type(value) is str else _cell(value) for value in row]


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


def _plain(value: Value) -> object:
    if type(value) is str:
        return value or None
    if isinstance(value, date):
        return value.isoformat()
    return value


def _cell(value: Value) -> str:
    if isinstance(value, str):  # most are: the short way
        return safe(value)
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(in_one_cell(value))
