"""Files for import: templates filled in with the stored rows, and a party's own export."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from agreements.models import Agreement, EvaluationYear, Party
from commitments.foundation.choices import State
from commitments.foundation.content_version import ContentVersion
from commitments.people.acting import writer
from commitments.places.models import Region
from commitments.regional.file import RegionalFileRow, RegionalRows, regional_rows
from commitments.regional.models import RegionalStatus
from commitments.register.models import Commitment
from commitments.web.table_file import TableFile

_SHEETS: Final = ("csv", "xlsx")  # that an import can read


@require_safe
def import_template(request: HttpRequest, slug: str, year: int, ending: str) -> HttpResponseBase:
    """Return a row for every county and commitment of a year, with the stored content."""
    by = writer(request)
    counted = EvaluationYear.objects.counted().filter(year=year)
    agreement = get_object_or_404(Agreement.objects.filter(evaluation_years__in=counted), slug=slug)
    assert by.party is not None  # noqa: S101  # only members of a party can get here
    batches = _template(agreement, year, by.party)
    name = f"mal-{by.party.code.lower()}-{year}"
    return TableFile(name, RegionalFileRow._fields, batches, None).answer(ending, among=_SHEETS)


@require_safe
def own_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Return every current row of the own party; importing the file again changes nothing."""
    by = writer(request)
    rows = RegionalStatus.objects.of_party(by.party_id).current().with_all().in_order()
    as_of = ContentVersion.changed_on()
    batches = regional_rows(_open_ones(rows), as_of=as_of)
    table = TableFile("fylkesstatus", RegionalFileRow._fields, batches, as_of)
    return table.answer(ending, among=_SHEETS)


def _open_ones(rows: Iterable[RegionalStatus]) -> Iterator[RegionalStatus]:
    """Yield one row for each subject: the open one if a published one is being corrected."""
    found: dict[tuple[int, int, int, int], RegionalStatus] = {}
    for row in rows:
        if row.state != State.PUBLISHED or row.subject_key not in found:
            found[row.subject_key] = row
    yield from found.values()


def _template(agreement: Agreement, year: int, party: Party) -> Iterator[list[RegionalFileRow]]:
    commitments = Commitment.objects.regional_in(agreement).answered_for_by(party.code)
    counties = list(Region.objects.counties())
    counts = Region.objects.municipality_counts([year])
    rows = RegionalStatus.objects.of_party(party).current().for_year(year).with_all()
    statuses = {(row.commitment_id, row.county_id): row for row in _open_ones(rows.in_order())}
    made = RegionalRows(None)
    for commitment in commitments.in_text_order():
        yield [
            made.row(status)
            if (status := statuses.get((commitment.pk, county.pk)))
            else made.blank(county, commitment=commitment, year=year, party=party.code)._replace(
                kommuner_i_alt=counts.get((county.code, year))
            )
            for county in counties
        ]
