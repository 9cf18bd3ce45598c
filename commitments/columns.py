"""The columns of files: bokmål names in ASCII, the values of a row, cells that are no formulas."""

from collections.abc import Sequence
from typing import Final, NamedTuple

Value = str | bool | Sequence[str]

_BETWEEN: Final = "; "  # several values in one cell
# What a spreadsheet takes for the beginning of a formula, and the sign that neutralises it.
_RISKY: Final = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20'")  # \uff..: full width


class CommitmentRow(NamedTuple):
    """A commitment in a file; the fields are the columns, in this order.

    Groups, areas, themes and kinds of promise are the values that filters take.
    ``frist`` (own deadline) and ``vilkar`` (condition) quote the wording and are empty
    where it has none; ``forbehold`` are references of reservations. ``kan_slas_opp``: a
    definite thing or event that an outsider can look up. ``per_dato`` is the day on
    which what the portal publishes last changed: the same content, the same rows.
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
    per_dato: str


COLUMNS: Final = CommitmentRow._fields


def record(row: CommitmentRow) -> dict[str, Value | None]:
    """The row as JSON holds it: lists as lists, null where the text has nothing."""
    return {name: None if value == "" else value for name, value in row._asdict().items()}


def cells(row: CommitmentRow) -> list[str]:
    """The row as CSV holds it: «ja» and «nei», several values with a semicolon between."""
    return [_cell(value) for value in row]


def safe(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula.

    One ``'`` is put before a text that begins with what begins a formula, or with ``'``
    itself, so that taking exactly one away gives the text back (security.md, C13).
    """
    return f"'{text}" if text.startswith(_RISKY) else text


def _cell(value: Value) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nei"
    return safe(value if isinstance(value, str) else _BETWEEN.join(value))
