"""Regional statuses as rows of a file for the public, a party or an office."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from operator import attrgetter
from typing import Final, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from agreements import vocabulary
from agreements.facts import in_file
from commitments.foundation.days import in_norway
from commitments.places.models import Region
from commitments.regional.models import RegionalStatus
from commitments.register.models import Commitment
from commitments.sources.models import Source
from commitments.web.csv_and_json import AT_A_TIME

NOT_REPORTED: Final = "not_reported"


class RegionalFileRow(NamedTuple):
    """A regional status in a file; the fields are the columns for both export and import.

    A county without a row has «ikke_rapportert». ``tilstand`` is the stage of the row in the
    workflow; an import ignores it and the columns after it.
    """

    ar: int
    referanse: str
    kortnavn: str
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


def regional_rows(
    statuses: Iterable[RegionalStatus], *, as_of: date | None
) -> Iterator[list[RegionalFileRow]]:
    """Yield batches of rows, in the order of the statuses, which must be loaded ``with_all``."""
    made = RegionalRows(as_of)
    left = iter(statuses)
    while batch := list(islice(left, AT_A_TIME)):
        yield [made.row(status) for status in batch]


class RegionalRows:
    """Builds rows of a file; it has the words and URLs that they share."""

    def __init__(self, as_of: date | None) -> None:
        """Take the date of the data; None before anything was published."""
        self._as_of = as_of or ""
        statuses = {**vocabulary.words("progress"), **vocabulary.words("absence")}
        self._statuses = {name: word.slug for name, word in statuses.items()}
        self._states = {name: word.slug for name, word in vocabulary.words("entry").items()}
        with translation.override(settings.LANGUAGE_CODE):  # the same URL in every language
            self._page = settings.ORIGIN + reverse("commitments:county_list")

    def row(self, status: RegionalStatus) -> RegionalFileRow:
        """Build the row of a status with its county, commitment, party and sources."""
        sources = sorted(status.sources.all(), key=attrgetter("place"))
        return RegionalFileRow(
            ar=status.year,
            referanse=status.commitment.ref,
            kortnavn=in_file(status.commitment.short_title),
            fylkesnummer=status.county.code,
            fylke=status.county.name,
            part=status.party.code,
            status=self._statuses.get(status.status, ""),
            kommuner_deltar=status.municipalities,
            kommuner_i_alt=status.municipalities_total,
            tekst=status.narrative,
            sprak=status.language,
            kilder=[source.title for source in sources],
            kilde_adresser=[address_of(source) for source in sources],
            grunn_til_rettelse=status.correction_reason,
            tilstand=self._states[status.state],
            publisert=in_norway(status.published_at) if status.published_at else None,
            adresse=self._address(status.county, f"#status-{status.pk}"),
            per_dato=self._as_of,
        )

    def silent(
        self, county: Region, *, commitment: Commitment, year: int, party: str
    ) -> RegionalFileRow:
        """Build the row of a county without a published status."""
        return RegionalFileRow(
            ar=year,
            referanse=commitment.ref,
            kortnavn=in_file(commitment.short_title),
            fylkesnummer=county.code,
            fylke=county.name,
            part=party,
            status=self._statuses[NOT_REPORTED],
            kommuner_deltar=None,
            kommuner_i_alt=None,
            tekst="",
            sprak="",
            kilder=(),
            kilde_adresser=(),
            grunn_til_rettelse="",
            tilstand="",
            publisert=None,
            adresse=self._address(county, ""),
            per_dato=self._as_of,
        )

    def blank(
        self, county: Region, *, commitment: Commitment, year: int, party: str
    ) -> RegionalFileRow:
        """Build a row to fill in."""
        row = self.silent(county, commitment=commitment, year=year, party=party)
        return row._replace(status="", sprak="nb", adresse="", per_dato="")

    def _address(self, county: Region, anchor: str) -> str:
        return f"{self._page}{county.place}/{anchor}"


def address_of(source: Source) -> str:
    """Return the source's own address, or the URL of its file in the portal."""
    if source.address:
        return source.address
    with translation.override(settings.LANGUAGE_CODE):
        return settings.ORIGIN + reverse("commitments:source_file", args=[source.pk])
