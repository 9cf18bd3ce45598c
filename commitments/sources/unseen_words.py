"""Describes hidden content in plain words."""

from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from commitments.sources.unseen.carried import Carried, Kind

_NAMES: Final[dict[Kind, object]] = {
    "place": _("where it was made"),
    "device": _("camera or other device"),
    "serial": _("serial number"),
    "owner": _("owner or photographer"),
    "time": _("when it was made"),
    "program": _("program"),
    "description": _("description"),
    "settings": _("technical data of the camera or the program"),
    "thumbnail": _("a small copy of the picture, perhaps as it was before it was cut"),
    "behind": _("another picture or other data behind the picture"),
    "author": _("who wrote it"),
    "editor": _("who saved it last"),
    "company": _("company or manager"),
    "property": _("property"),
    "comment": _("comment"),
    "change": _("tracked change"),
    "attachment": _("attached file"),
    "signature": _("digital signature, which no longer holds if anything is removed"),
    "other": _("data of another type"),
}


def line(found: Carried) -> str:
    """Describe one item of hidden content."""
    name = str(_NAMES[found.kind])
    if not found.text:
        return name
    return f"{name}: {_place(found.text) if found.kind == 'place' else found.text}"


def names(found: list[Carried]) -> str:
    """List the kinds of hidden content, each once."""
    return ", ".join(dict.fromkeys(str(_NAMES[each.kind]) for each in found))


def _place(text: str) -> str:
    """Format degrees as people write them. Other places are in words already."""
    try:
        latitude, longitude = map(float, text.split())
    except ValueError:
        return text
    north = pgettext("latitude", "N") if latitude >= 0 else pgettext("latitude", "S")
    east = pgettext("longitude", "E") if longitude >= 0 else pgettext("longitude", "W")
    degrees = [number_format(abs(angle), 4) for angle in (latitude, longitude)]
    return f"{degrees[0]}° {north}, {degrees[1]}° {east}"
