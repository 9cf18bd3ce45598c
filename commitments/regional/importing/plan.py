"""Plans the import of a file of regional statuses: each row's content, change and errors."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements import vocabulary
from agreements.models import Party
from commitments.foundation.choices import Language, State
from commitments.foundation.identity_numbers import found_in
from commitments.foundation.visible_text import invisible_count, visible
from commitments.places.models import Region
from commitments.publishing.content import checked
from commitments.regional.actions import Change, CountySubject, require_changeable, says
from commitments.regional.content import RegionalContent
from commitments.regional.file import NOT_REPORTED, RegionalFileRow
from commitments.regional.filter import years_of
from commitments.regional.importing.citations import Citations
from commitments.regional.importing.clock import Clock
from commitments.regional.importing.file_errors import FileError, InvalidFileError
from commitments.regional.importing.table_reader import TableRow, read
from commitments.regional.models import RegionalStatus
from commitments.register.models import Commitment

NEEDED: Final = tuple(
    name for name in RegionalFileRow._fields[:13] if name not in {"kortnavn", "fylke"}
)
MOST_ERRORS: Final = 10_000  # nobody reads more, and each takes memory
_TEXTS: Final = ("tekst", "kilder", "kilde_adresser", "grunn_til_rettelse")
_COLUMNS: Final = {item.name: item.column for item in RegionalStatus.FIELDS}


@dataclass(frozen=True, slots=True)
class PlannedStatus:
    """A row of the file that can be imported: subject, content, existing row, and the change."""

    number: int
    subject: CountySubject
    content: RegionalContent
    current: RegionalStatus | None
    change: Change


class CleanedCell(NamedTuple):
    """A cell from which invisible characters were removed, and how many."""

    row: int
    column: str
    removed: int


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The effect of importing a file; it must not be imported if there are errors."""

    rows: list[PlannedStatus] = field(default_factory=list)
    errors: list[FileError] = field(default_factory=list)
    cleaned: list[CleanedCell] = field(default_factory=list)
    empty: int = 0

    def of(self, change: Change) -> list[PlannedStatus]:
        """Return the rows with this change."""
        return [row for row in self.rows if row.change == change]

    @property
    def changing(self) -> list[PlannedStatus]:
        """The rows that would write anything."""
        return [row for row in self.rows if row.change != "unchanged"]

    @property
    def fingerprint(self) -> str:
        """A SHA-256 of the plan; it differs if stored rows have changed since it was shown."""
        lines = [
            f"{row.number} {row.change} {row.current.pk} {row.current.version}"
            if row.current
            else f"{row.number} {row.change}"
            for row in self.rows
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def plan(name: str, body: bytes, party: Party) -> ImportPlan:
    """Read a party's file and compare it with the stored rows, without writing anything."""
    clock = Clock()
    reader = _Reader(party)
    try:
        for row in read(name, body, RegionalFileRow._fields, NEEDED):
            clock.check()
            reader.take(row)
            if len(reader.plan.errors) > MOST_ERRORS:
                text = _("There are more than 10,000 errors. The rows after this are not read.")
                reader.plan.errors.insert(0, FileError(text, row.number))
                break
    except InvalidFileError as error:
        return ImportPlan(errors=[error.file_error])
    return reader.plan


class _Reader:
    """Reads row by row; loads everything that it compares with once."""

    def __init__(self, party: Party) -> None:
        self.plan = ImportPlan()
        self._party = party
        self._commitments = {row.ref: row for row in Commitment.objects.of_counties()}
        self._counties = {county.code: county for county in Region.objects.counties()}
        self._statuses = {word.slug: name for name, word in vocabulary.words("progress").items()}
        self._statuses[vocabulary.word(f"absence.{NOT_REPORTED}").slug] = ""
        years = {year for row in self._commitments.values() for year in years_of(row)}
        self._counts = Region.objects.municipality_counts(years)
        own = RegionalStatus.objects.of_party(party).current().with_all()
        self._current: dict[tuple[int, int, int], RegionalStatus] = {}
        for row in own.order_by("-published_at", "created_at"):  # open rows before published ones
            key = (row.county_id, row.commitment_id, row.year)
            if row.state != State.PUBLISHED or key not in self._current:
                self._current[key] = row
        self._citations = Citations(party)
        self._seen: dict[tuple[int, int, int], int] = {}

    def take(self, row: TableRow) -> None:
        """Plan one row, or add its errors."""
        before = len(self.plan.errors)
        row = self._cleaned(row)
        self._refuse_identity_numbers(row)
        subject = self._subject(row)
        if subject is None:
            return
        if _is_empty(row, self._statuses):
            self.plan = replace(self.plan, empty=self.plan.empty + 1)
            return
        key = (subject.county.pk, subject.commitment.pk, subject.year)
        if key in self._seen:
            text = _("Row %(row)s has the same county, commitment and year.")
            self._add_error(row, "fylkesnummer", text % {"row": self._seen[key]})
            return
        self._seen[key] = row.number
        current = self._current.get(key)
        content = self._content(row, subject, current)
        if content is None or len(self.plan.errors) > before:
            return
        self._compare(row, subject, content, current)

    def _cleaned(self, row: TableRow) -> TableRow:
        """Return the row without invisible characters, and list the cells that had any."""
        for column, text in row.cells.items():
            if count := invisible_count(text):
                self.plan.cleaned.append(CleanedCell(row.number, column, count))
        return TableRow(row.number, {name: visible(text) for name, text in row.cells.items()})

    def _compare(
        self,
        row: TableRow,
        subject: CountySubject,
        content: RegionalContent,
        current: RegionalStatus | None,
    ) -> None:
        blank = RegionalStatus(
            county=subject.county,
            commitment=subject.commitment,
            year=subject.year,
            party=self._party,
        )
        try:
            unchanged = says(current, content) if current else _checked(blank, content)
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                for text in ValidationError(errors).messages:
                    self._add_error(row, _COLUMNS.get(name, "tekst"), text)
            return
        if current and not unchanged:
            try:
                require_changeable(current)
            except ValidationError as error:
                self._add_error(row, "status", error.messages[0])
                return
        change: Change = "unchanged" if unchanged else "changed" if current else "new"
        self.plan.rows.append(PlannedStatus(row.number, subject, content, current, change))

    def _subject(self, row: TableRow) -> CountySubject | None:
        cells = row.cells
        commitment = self._commitments.get(cells["referanse"].strip().upper())
        code = cells["fylkesnummer"].strip()
        county = self._counties.get(code.zfill(2))
        name = cells.get("fylke", "").strip()
        if commitment is None:
            text = _("There is no commitment with this reference that can vary between counties.")
            self._add_error(row, "referanse", text)
        if county is None:
            self._add_error(row, "fylkesnummer", _("There is no such county."))
        elif name and name.casefold() != county.name.casefold():
            text = _("County %(code)s is called %(name)s.")
            self._add_error(row, "fylke", text % {"code": county.code, "name": county.name})
        if cells["part"].strip().upper() != self._party.code:
            text = _("The file is imported for %(party)s and cannot have rows for others.")
            self._add_error(row, "part", text % {"party": self._party.code})
        elif commitment and self._party not in commitment.responsible.all():
            text = _("%(party)s is not responsible for %(ref)s.")
            values = {"party": self._party.code, "ref": commitment.named}
            self._add_error(row, "referanse", text % values)
        year = self._whole(row, "ar")
        if commitment and year is not None and year not in years_of(commitment):
            text = _("%(year)s is not an evaluation year of the agreement.") % {"year": year}
            self._add_error(row, "ar", text)
            year = None
        if year is None and not cells["ar"].strip():
            self._add_error(row, "ar", _("Write the year."))
        if commitment is None or county is None or year is None:
            return None
        return CountySubject(county, commitment, year)

    def _content(
        self, row: TableRow, subject: CountySubject, current: RegionalStatus | None
    ) -> RegionalContent | None:
        status = row.cells["status"].strip().lower()
        status = vocabulary.current_slugs().get(status, status)
        if status and status not in self._statuses:
            known = ", ".join(slug for slug, name in self._statuses.items() if name)
            text = _("There is no such status. Write one of these: %(known)s.")
            self._add_error(row, "status", text % {"known": known})
            return None
        taking_part = self._whole(row, "kommuner_deltar")
        total = self._whole(row, "kommuner_i_alt")
        known_total = self._counts.get((subject.county.code, subject.year))
        if taking_part is None and total == known_total:
            total = None  # the template has it in every row
        elif taking_part is not None and total is None:
            total = known_total
        try:
            sources, new = self._citations.read(row.cells, current)
        except InvalidFileError as error:
            self._add_error(row, error.file_error.column, error.file_error.reason)
            return None
        return RegionalContent(
            status=self._statuses.get(status, ""),
            narrative=row.cells["tekst"],
            language=row.cells["sprak"].strip().lower() or Language.NB,
            municipalities=taking_part,
            municipalities_total=total,
            correction_reason=row.cells.get("grunn_til_rettelse", ""),
            sources=sources,
            new_sources=new,
        )

    def _whole(self, row: TableRow, column: str) -> int | None:
        text = row.cells[column].strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or len(text) > 5:  # noqa: PLR2004  # no endless numbers
            self._add_error(row, column, _("Write a whole number."))
            return None
        return int(text)

    def _refuse_identity_numbers(self, row: TableRow) -> None:
        for column, text in row.cells.items():
            if found_in(text):
                reason = _("The cell contains a national identity number. Remove it.")
                # The number itself must not be repeated.
                self.plan.errors.append(FileError(reason, row.number, column))

    def _add_error(self, row: TableRow, column: str, reason: str) -> None:
        value = row.cells.get(column, "")
        shown = "" if found_in(value) else value[:60]
        self.plan.errors.append(FileError(reason, row.number, column, shown))


def _is_empty(row: TableRow, statuses: Mapping[str, str]) -> bool:
    """Whether it is a row of the template that nobody has filled in."""
    status = row.cells["status"].strip().lower()
    filled = [row.cells.get(name, "").strip() for name in (*_TEXTS, "kommuner_deltar")]
    return not any(filled) and not statuses.get(status, status)


def _checked(blank: RegionalStatus, content: RegionalContent) -> bool:
    """Validate the content of a new row; False, as there is no stored row to equal.

    Raises:
        ValidationError: a value is not allowed; keyed by field.
    """
    checked(blank, content)
    return False
