"""The sources that a row cites: the party's own, and new ones by title and address."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.regional.file import address_of
from commitments.regional.importing.file_errors import InvalidFileError
from commitments.regional.models import RegionalStatus
from commitments.sources.actions import LONGEST, NewSource
from commitments.sources.models import Source

BETWEEN: Final = ";"  # between titles and between addresses, with or without a space after it
_is_address: Final = URLValidator(schemes=["http", "https"])


class Citations:
    """Reads the two columns of sources, after loading the party's own sources once."""

    def __init__(self, party: Party) -> None:
        """Load every source of the party by its title and address, its files by their URL."""
        own = list(Source.objects.of_party(party).order_by("entered_at"))
        self._known = {(source.title, address_of(source)): source for source in reversed(own)}

    def read(
        self, cells: Mapping[str, str], current: RegionalStatus | None
    ) -> tuple[list[Source], list[NewSource]]:
        """Return the party's sources and the new ones that the row cites.

        Raises:
            InvalidFileError: titles and addresses do not match, or one of them is invalid.
        """
        titles, addresses = cells["kilder"].strip(), cells["kilde_adresser"].strip()
        attached = sorted(current.sources.all(), key=attrgetter("place")) if current else []
        if (titles, addresses) == _joined(attached):
            return attached, []
        by_likeness = {(source.title, address_of(source)): source for source in attached}
        sources: list[Source] = []
        new: list[NewSource] = []
        for title, address in _pairs(titles, addresses):
            found = by_likeness.get((title, address)) or self._known.get((title, address))
            if found and found.removed_at:
                raise InvalidFileError(
                    _("A colleague has removed a file you chose."), column="kilde_adresser"
                )
            if found:
                sources.append(found)
            else:
                new.append(_new(title, address))
        return sources, new


def _joined(sources: list[Source]) -> tuple[str, str]:
    """Return the two cells as a file has them."""
    return (
        "; ".join(source.title for source in sources).strip(),
        "; ".join(address_of(source) for source in sources),
    )


def _pairs(titles: str, addresses: str) -> list[tuple[str, str]]:
    first = [part.strip() for part in titles.split(BETWEEN) if part.strip()]
    second = [part.strip() for part in addresses.split("; ") if part.strip(" ;")]
    if len(second) == 1 and len(first) > 1:  # one source with a semicolon in its title
        first = [titles]
    if len(first) != len(second):
        raise InvalidFileError(
            _("There must be as many source titles as addresses."), column="kilder"
        )
    return list(dict.fromkeys(zip(first, second, strict=True)))


def _new(title: str, address: str) -> NewSource:
    if len(title) > LONGEST["title"]:
        raise InvalidFileError(_("The title is too long."), column="kilder")
    try:
        _is_address(address)
    except ValidationError as error:
        raise InvalidFileError(
            _("Write an address that begins with https://."), column="kilde_adresser"
        ) from error
    if len(address) > LONGEST["address"]:
        raise InvalidFileError(_("The address is too long."), column="kilde_adresser")
    return NewSource(title, address)
