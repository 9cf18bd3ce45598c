"""Responses with a table as a file: streamed, dated, and refused in plain text."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Final

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.urls.converters import StringConverter
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.pages import Link
from commitments.web.cells import Row
from commitments.web.csv_and_json import csv_file, json_file
from commitments.web.known_query import TIMES
from commitments.web.list_filter import FilterError
from commitments.web.xlsx import TooManyRowsError, xlsx_file
from kvalitet.guard.logs import note

ENDINGS: Final = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}  # with their labels
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TableEnding(StringConverter):
    """``<table:ending>`` in a path; an unknown ending does not match."""

    regex = "|".join(ENDINGS)


@dataclass(frozen=True, slots=True)
class TableFile:
    """Rows to be written as a file of any kind.

    ``name`` says what the rows are («framdrift»): it names the file, the list in the JSON and the
    sheet. ``as_of`` is the day that the rows describe.
    """

    name: str
    columns: Sequence[str]
    batches: Iterator[Sequence[Row]]
    as_of: date | None
    selection: Mapping[str, str] = field(default_factory=dict)

    def answer(self, ending: str, *, among: Container[str] = ENDINGS) -> HttpResponseBase:
        """Return the rows as a file of this kind.

        Raises:
            Http404: the kind is not offered.
        """
        if ending not in among:
            raise Http404
        return {"csv": self._csv, "xlsx": self._xlsx, "json": self._json}[ending]()

    def _csv(self) -> HttpResponseBase:
        return self._streamed(
            csv_file(self.columns, self.batches), "csv", "text/csv; charset=utf-8"
        )

    def _json(self) -> HttpResponseBase:
        """The filters in use come before the rows."""
        pieces = json_file(self.name, self.batches, as_of=self.as_of, selection=self.selection)
        return self._streamed(pieces, "json", "application/json")

    def _xlsx(self) -> HttpResponseBase:
        """413 if a spreadsheet has no room for the rows."""
        try:
            file = xlsx_file(self.columns, self.batches, sheet=self.name, as_of=self.as_of)
        except TooManyRowsError:
            text = _("A spreadsheet has no room for so many rows. Download the CSV file.")
            return _plain(text, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        note("exported", what=self.name, kind="xlsx")
        return FileResponse(
            file, as_attachment=True, filename=self._file_name("xlsx"), content_type=_XLSX
        )

    def _streamed(
        self, pieces: Iterator[bytes], ending: str, content_type: str
    ) -> StreamingHttpResponse:
        note("exported", what=self.name, kind=ending)
        headers = {"Content-Disposition": f'attachment; filename="{self._file_name(ending)}"'}
        return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)

    def _file_name(self, ending: str) -> str:
        """Name the file with the day of reading, and with the times in the query."""
        times = [f"{name}-{self.selection[name]}" for name in TIMES if name in self.selection]
        return "-".join([self.name, *times, f"{timezone.localdate().isoformat()}.{ending}"])


def downloads(name: str, *args: object, query: str = "") -> list[Link]:
    """Return links to a table as a file of each kind; the URL ``name`` takes the ending."""
    return [
        {"label": label, "url": reverse(f"commitments:{name}", args=[*args, ending]) + query}
        for ending, label in ENDINGS.items()
    ]


def refused(errors: Iterable[FilterError]) -> HttpResponse:
    """400: the invalid values, one line for each error."""
    return _plain("\n".join(error.text for error in errors), HTTPStatus.BAD_REQUEST)


def _plain(text: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
