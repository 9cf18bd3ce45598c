"""Spreadsheets of every kind as rows of text, and what of them is refused before it is read."""

import json
import struct
from typing import Any, Final

import pytest

from commitments.regional.importing import child_reader, limits
from tests.support import sample_files
from tests.support.spreadsheets import (
    ods,
    ods_cell,
    ods_of,
    ods_row,
    record,
    xls,
    xls_cell,
    xls_of,
    xlsx,
)

TABLE: Final = (("ar", "tekst", "grunn"), ("2012", "  Møter\npå våren ", ""), ("", "", ""))
READ: Final = [[1, "ar", "tekst", "grunn"], [2, "2012", "  Møter\npå våren ", ""]]
WORKBOOK: Final = xls_of(TABLE)
BEFORE: Final = '<c t="inlineStr"><is><t xml:space="preserve">'


def xlsx_of(table: tuple[tuple[str, ...], ...]) -> bytes:
    rows = ["".join(f"{BEFORE}{cell}</t></is></c>" for cell in row) for row in table]
    return xlsx("".join(f"<row>{row}</row>" for row in rows))


def csv_of(table: tuple[tuple[str, ...], ...]) -> bytes:
    return "".join(
        ";".join(f'"{cell}"' if "\n" in cell else cell for cell in row) + "\r\n" for row in table
    ).encode()


def read(body: bytes, ending: str) -> list[Any]:
    """The rows that have anything in them; the last is an error where there is one."""
    lines = [json.loads(line) for line in child_reader.lines(body, ending)]
    return [line for line in lines if isinstance(line, dict) or any(line[1:])]


def refused(body: bytes, ending: str) -> dict[str, Any]:
    lines = read(body, ending)
    assert isinstance(lines[-1], dict), lines
    return lines[-1]


@pytest.mark.parametrize(
    ("body", "ending"),
    [
        (csv_of(TABLE), "csv"),
        (ods_of(TABLE), "ods"),
        (xls_of(TABLE), "xls"),
        (xlsx_of(TABLE), "xlsx"),
    ],
)
def test_reads_the_same_from_every_kind(body: bytes, ending: str) -> None:
    if ending == "ods":  # where a line break is a paragraph, and blanks have a sign
        body = ods(
            ods_row(*(ods_cell(name) for name in TABLE[0]))
            + ods_row(
                ods_cell("2012"), ods_cell('<text:s text:c="2"/>Møter</text:p><text:p>på våren ')
            )
        )

    assert read(body, ending) == READ


def test_takes_one_quotation_mark_away() -> None:
    assert read(xls_of([["'=cmd", "''"]]), "xls") == [[1, "=cmd", "'"]]
    assert read(b"'=cmd;''", "csv") == [[1, "=cmd", "'"]]


def test_numbers_are_as_people_write_them() -> None:
    assert read(xls_of([[2012.0, 9.5]]), "xls") == [[1, "2012", "9.5"]]


def test_keeps_rows_and_columns_in_their_places() -> None:
    sheet = '<row r="2"><c r="C2" t="str"><v>a</v></c><c r="D2" t="str"><v>b</v></c></row>'

    assert read(xlsx(sheet), "xlsx") == [[2, "", "", "a", "b"]]
    assert read(xls([xls_cell(1, 2, "a"), xls_cell(1, 3, "b")]), "xls") == [[2, "", "", "a", "b"]]


def test_an_old_workbook_of_many_sectors_is_read() -> None:
    table = [[f"{row} {column}" * 20 for column in range(13)] for row in range(500)]

    assert len(read(xls_of(table), "xls")) == 500


CELL: Final = '<c r="A9"/>'
ONE: Final = ods_row(ods_cell("x"))
REFUSED: Final[dict[str, tuple[bytes, str, str, int]]] = {
    "many cells in one row": (xlsx(f'<row r="9">{CELL * 300}</row>'), "xlsx", "200 columns", 9),
    "cells without places": (xlsx(f"<row>{'<c/>' * 201}</row>"), "xlsx", "200 columns", 1),
    "rows without places": (xlsx("<row/>" * 50_002), "xlsx", "50,000 rows", 50_002),
    "much emptiness": (
        xlsx('<row r="1"><c r="GR1"/></row><row r="4000"><c r="A4000"/></row>'),
        "xlsx",
        "700,000 cells",
        4000,
    ),
    "a million cell formats": (xlsx(styles="<xf/>" * 1_000_000), "xlsx", "too many formats", 0),
    "a million shared texts": (xlsx(texts="<si/>" * 1_000_000), "xlsx", "too many formats", 0),
    "a sheet under another name": (
        xlsx('<row r="60000"/>', sheet="data.bin"),
        "xlsx",
        "50,000 rows",
        60_000,
    ),
    "an error in XLSX": (
        xlsx('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>'),
        "xlsx",
        "an error",
        1,
    ),
    "a formula in ODS": (
        ods(ods_row(ods_cell("2", 'table:formula="of:=1+1"'))),
        "ods",
        "formulas",
        0,
    ),
    "merged cells in ODS": (
        ods(ods_row(ods_cell("x", 'table:number-columns-spanned="2"'))),
        "ods",
        "merged",
        0,
    ),
    "an error in ODS": (
        ods(ONE + ods_row(ods_cell("#N/A", 'calcext:value-type="error"'))),
        "ods",
        "an error",
        2,
    ),
    "cells repeated in ODS": (
        ods(ods_row(ods_cell("x", repeated=2_000_000_000))),
        "ods",
        "200 columns",
        1,
    ),
    "rows repeated in ODS": (
        ods(ods_row(ods_cell("x"), repeated=2_000_000)),
        "ods",
        "50,000 rows",
        2_000_000,
    ),
    "both repeated in ODS": (
        ods(ods_row(ods_cell("x", repeated=200), repeated=50_000)),
        "ods",
        "700,000 cells",
        50_000,
    ),
    "blank rows before one in ODS": (
        ods(ods_row("<table:table-cell/>", repeated=10**9) + ONE),
        "ods",
        "50,000 rows",
        10**9 + 1,
    ),
    "a document type in ODS": (
        ods("", **{"styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "ods",
        "document type",
        0,
    ),
    "a password on ODS": (
        ods(
            "",
            **{
                "content.xml": "what only the password makes XML",
                "META-INF/manifest.xml": "<manifest><encryption-data/></manifest>",
            },
        ),
        "ods",
        "password",
        0,
    ),
    "macros in ODS": (ods(ONE, **{"Basic/a.xml": "<a/>"}), "ods", "macros", 0),
    "ODS under the name of XLSX": (ods(ONE), "xlsx", "does not match the file name", 0),
    "a text document under the name of ODS": (
        sample_files.odt(),
        "ods",
        "does not match the file name",
        0,
    ),
    "XLSX under the name of ODS": (xlsx(), "ods", "does not match the file name", 0),
    "XLSX under the name of XLS": (xlsx(), "xls", "does not match the file name", 0),
    "XLS under the name of XLSX": (WORKBOOK, "xlsx", "does not match the file name", 0),
    "XLSX with a password": (
        WORKBOOK + "EncryptedPackage".encode("utf-16-le"),
        "xlsx",
        "password",
        0,
    ),
    "XLS with a password": (xls([], before=record(0x002F, bytes(6))), "xls", "password", 0),
    "macros in XLS": (WORKBOOK + "_VBA_PROJECT_CUR".encode("utf-16-le"), "xls", "macros", 0),
    "a formula in XLS": (
        xls([record(0x0006, struct.pack("<HHH16x", 2, 1, 0))]),
        "xls",
        "formulas",
        0,
    ),
    "an error in XLS": (
        xls([record(0x0205, struct.pack("<HHHBB", 2, 1, 0, 42, 1))]),
        "xls",
        "an error",
        3,
    ),
    "merged cells in XLS": (
        xls([record(0x00E5, struct.pack("<HHHHH", 1, 0, 1, 0, 1))]),
        "xls",
        "merged",
        0,
    ),
    "a far row in XLS": (xls([xls_cell(60_000, 0, "x")]), "xls", "50,000 rows", 60_001),
    "a far column in XLS": (xls([xls_cell(0, 250, "x")]), "xls", "200 columns", 1),
    "much emptiness in XLS": (
        xls([xls_cell(0, 199, "x"), xls_cell(4_000, 0, "x")]),
        "xls",
        "700,000 cells",
        4_001,
    ),
    "XLS without a workbook": (xls([], stream="Notes"), "xls", "does not match the file name", 0),
    "XLS of blank sectors": (WORKBOOK[:76] + bytes(4000), "xls", "does not match the file name", 0),
    "XLS of every byte": (
        WORKBOOK[:8] + bytes(range(256)) * 500,
        "xls",
        "does not match the file name",
        0,
    ),
    "CSV with quotation marks alone": (b'"' * 1_000_001, "csv", "quotation marks", 1),
    "CSV with more cells than a row has": (b";" * 201, "csv", "200 columns", 1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses(name: str) -> None:
    body, ending, reason, row = REFUSED[name]

    error = refused(body, ending)

    assert reason in error["reason"]
    assert error["row"] == row


def test_an_old_workbook_may_have_a_truth_in_a_cell() -> None:
    cell = record(0x0205, struct.pack("<HHHBB", 0, 0, 0, 1, 0))

    assert read(xls([cell]), "xls") == [[1, "True"]]


def test_one_long_text_repeated_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of a few kB can repeat one text in every cell."""
    monkeypatch.setattr(child_reader, "LARGEST_TEXT", 10_000)
    cell = '<c t="s"><v>0</v></c>'
    row = f"<row>{cell * 10}</row>"

    error = refused(xlsx(row * 20, texts=f"<si><t>{'x' * 200}</t></si>"), "xlsx")

    assert "MB of text" in error["reason"]
    assert error["row"] == 5


def test_elements_are_counted_over_all_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commitments.regional.importing.package.MOST_ELEMENTS", 1_000)
    parts = {f"a{number}.xml": f"<a>{'<b/>' * 90}</a>" for number in range(20)}

    assert "too many" in refused(ods(ONE, **parts), "ods")["reason"]


def test_the_limits_leave_room_for_a_full_sheet() -> None:
    heads = 13
    cells = heads * 4  # c, is, t and one to spare

    assert (limits.MOST_ROWS + 1) * heads <= limits.MOST_CELLS
    assert (limits.MOST_ROWS + 1) * (1 + cells) <= limits.MOST_ELEMENTS
