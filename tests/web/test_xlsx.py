"""Cells that no spreadsheet takes for a formula: what is written is read back, by both programs."""

import csv
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import StringIO
from typing import IO, Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.foundation.days import in_norway
from commitments.progress.file import EntryFileRow
from commitments.web import xlsx
from commitments.web.csv_and_json import csv_file
from commitments.web.xlsx import TooManyRowsError, xlsx_file

DAY = date(2012, 3, 15)
INSTANT = in_norway(datetime(2026, 11, 22, 11, 30, 15, 7, tzinfo=UTC))
ROW = EntryFileRow(
    oppforing=7,
    referanse="2005-F2",
    kortnavn="Nettverk med lærerutdanningen",
    avtale="2005-2009",
    part="KD",
    status="i_gang",
    gjelder_dato=DAY,
    tekst="Eksempel: tre møter.",
    sprak="nb",
    kilder=["Referat", "Brev"],
    kilde_adresser=["https://example.no/1", "https://example.no/2"],
    registrert=INSTANT,
    publisert=INSTANT,
    skrevet_i_ettertid=2026,
    utenfor_avtaleperioden=True,
    rettet=False,
    grunn_til_rettelse="",
    adresse="http://localhost:8000/forpliktelser/2005-F2/#oppforing-7",
    per_dato=DAY,
)
RISKY = "=+-@\t'\uff1d\uff0b\uff0d\uff20"
# What the store lets through: no control characters but line and tab, no half pairs.
STORED = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\t")
    | st.sampled_from(RISKY),
    min_size=1,
)


def as_xlsx(rows: Sequence[EntryFileRow]) -> IO[bytes]:
    return xlsx_file(EntryFileRow._fields, [rows], sheet="framdrift", as_of=DAY)


def sheet(rows: Sequence[EntryFileRow]) -> list[dict[str, Any]]:
    with as_xlsx(rows) as file:
        heads, *found = openpyxl.load_workbook(file).active.values  # type: ignore[union-attr]
    return [dict(zip(map(str, heads), values, strict=True)) for values in found]


def table(rows: Sequence[EntryFileRow]) -> list[dict[str, str]]:
    text = b"".join(csv_file(EntryFileRow._fields, [rows])).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


@settings(deadline=None)
@given(STORED)
def test_a_text_is_read_back_from_csv_by_taking_one_sign_away(text: str) -> None:
    """ASVS v5.0.0-1.2.10."""
    cell = table([ROW._replace(tekst=text)])[0]["tekst"]

    assert cell[:1] not in set(RISKY) - {"'"}
    assert cell.removeprefix("'") == text


@settings(deadline=None)
@given(STORED)
def test_a_text_is_read_back_from_a_spreadsheet_as_text(text: str) -> None:
    """ASVS v5.0.0-1.2.10."""
    with as_xlsx([ROW._replace(tekst=text)]) as file:
        page = openpyxl.load_workbook(file).active
        cell = page.cell(2, EntryFileRow._fields.index("tekst") + 1)  # type: ignore[union-attr]

    assert cell.data_type == "s"
    assert str(cell.value).removeprefix("'") == text


@pytest.mark.parametrize("first", RISKY)
def test_the_same_sign_stands_in_both_files(first: str) -> None:
    row = ROW._replace(tekst=f"{first}1+1", kilder=[f"{first}cmd"])

    for cells in (sheet([row])[0], table([row])[0]):
        assert (cells["tekst"], cells["kilder"]) == (f"'{first}1+1", f"'{first}cmd")


def test_numbers_and_days_are_such_in_a_spreadsheet() -> None:
    [cells] = sheet([ROW])

    assert (cells["oppforing"], cells["skrevet_i_ettertid"]) == (7, 2026)
    assert cells["gjelder_dato"] == datetime(2012, 3, 15)  # noqa: DTZ001  # it has no zones
    assert cells["registrert"] == datetime(2026, 11, 22, 12, 30, 15)  # noqa: DTZ001
    assert (cells["utenfor_avtaleperioden"], cells["rettet"]) == ("ja", "nei")
    assert cells["grunn_til_rettelse"] is None


def test_csv_writes_the_same_values() -> None:
    [cells] = table([ROW])

    assert (cells["oppforing"], cells["skrevet_i_ettertid"]) == ("7", "2026")
    assert (cells["gjelder_dato"], cells["per_dato"]) == ("2012-03-15", "2012-03-15")
    assert cells["registrert"] == "2026-11-22T12:30:15+01:00"
    assert cells["kilde_adresser"] == "https://example.no/1; https://example.no/2"


def test_the_same_rows_are_the_same_bytes() -> None:
    with as_xlsx([ROW]) as one, as_xlsx([ROW]) as other:
        assert one.read() == other.read()


def test_a_text_too_long_for_a_cell_says_so() -> None:
    [cells] = sheet([ROW._replace(tekst="a" * 40_000)])

    assert len(cells["tekst"]) == 32_767
    assert cells["tekst"].endswith("a …")


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)

    with as_xlsx([ROW, ROW]), pytest.raises(TooManyRowsError):
        as_xlsx([ROW, ROW, ROW])
