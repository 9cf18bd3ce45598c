"""Spreadsheets for tests, written from their parts: what no library would write is easy here."""

import struct
from collections.abc import Iterable, Sequence
from typing import Final

from tests.support import sample_files

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD  # marks of sectors
_SECTOR: Final = 512  # bytes


def xlsx(rows: str = "", *, styles: str = "", texts: str = "", sheet: str = "sheet1.xml") -> bytes:
    """A workbook with these rows (XML), cell formats and shared texts."""
    types = sample_files.content_types(
        "xl/workbook.xml", f"{sample_files.OOXML}{sample_files.SHEET}.main+xml"
    )
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="Data" sheetId="1" r:id="r0"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", f"worksheets/{sheet}"),
            ("styles", "styles.xml"),
            ("sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs>{styles}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
        f"xl/worksheets/{sheet}": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>'
        "</worksheet>",
    }
    return sample_files.archive(parts)


def _relations(*targets: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'


def ods(rows: str, **more: str) -> bytes:
    """A document with one table of these rows (XML), and more members."""
    names = "".join(f' xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'<office:document-content{names} xmlns:calcext="urn:calc"><office:body>'
        f'<office:spreadsheet><table:table table:name="Data">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    members = {"mimetype": ODS, "content.xml": content, **more}
    members["META-INF/manifest.xml"] = members.pop("META-INF/manifest.xml", "<manifest/>")
    return sample_files.archive(members, stored=("mimetype",))


def ods_row(*cells: str, repeated: int = 1) -> str:
    start = f'<table:table-row table:number-rows-repeated="{repeated}">'
    return f"{start}{''.join(cells)}</table:table-row>"


def ods_cell(text: str, more: str = "", *, repeated: int = 1) -> str:
    return (
        f'<table:table-cell office:value-type="string" {more}'
        f' table:number-columns-repeated="{repeated}"><text:p>{text}</text:p></table:table-cell>'
    )


def ods_of(table: Sequence[Sequence[str]]) -> bytes:
    """A table as LibreOffice saves it: blank to the last column and row."""
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = [ods_row(*(ods_cell(cell) for cell in row), blank) for row in table]
    return ods("".join(rows) + ods_row(blank, repeated=1_048_000))


def xls_of(table: Sequence[Sequence[str | float]]) -> bytes:
    """A table as an old spreadsheet."""
    return xls(
        [
            xls_cell(row, column, cell)
            for row, cells in enumerate(table)
            for column, cell in enumerate(cells)
        ]
    )


def xls_cell(row: int, column: int, cell: str | float) -> bytes:
    if isinstance(cell, str):
        text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
        return record(0x0204, struct.pack("<HHH", row, column, 0) + text)
    return record(0x0203, struct.pack("<HHHd", row, column, 0, cell))


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def xls(records: Iterable[bytes], *, stream: str = "Workbook", before: bytes = b"") -> bytes:
    """An old spreadsheet with one sheet of these records, and others before the sheet's."""
    sheet = record(0x0809, struct.pack("<HH12x", 0x0600, 0x0010)) + b"".join(records)
    start = record(0x0809, struct.pack("<HH12x", 0x0600, 0x0005)) + before
    place = len(start) + 4 + 12 + 4
    name = record(0x0085, struct.pack("<IBBBB", place, 0, 0, 4, 0) + b"Data")
    end = record(0x000A, b"")
    return _compound(stream, start + name + end + sheet + end)


def _compound(name: str, stream: bytes) -> bytes:
    """The container: a header, the table of sectors, the directory, and the stream."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // _SECTOR)
    tables = -(-(count + 2) // 127)
    chain = [*range(tables + 2, tables + 1 + count), _END]
    fat = [*[_FAT] * tables, _END, *chain]
    fat += [_FREE] * (tables * 128 - len(fat))
    header = struct.pack(
        "<8s16xHHHHH10xIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(tables, tables, 0, 4096, _END, 0, _END, 0),
    )
    places = [*range(tables), *[_FREE] * (109 - tables)]
    directory = _entry("Root Entry", 5, _END, 0, child=1) + _entry(name, 2, tables + 1, len(stream))
    return b"".join(
        (
            header + struct.pack("<109I", *places),
            struct.pack(f"<{len(fat)}I", *fat),
            directory.ljust(_SECTOR, b"\0"),
            stream.ljust(count * _SECTOR, b"\0"),
        )
    )


def _entry(name: str, kind: int, start: int, length: int, child: int = _FREE) -> bytes:
    wide = name.encode("utf-16-le")
    head = wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide) + 2, kind, 1)
    return head + struct.pack("<III36xIQ", _FREE, _FREE, child, start, length)
