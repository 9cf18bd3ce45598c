"""The parties' names in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_NAMES: Final[Mapping[str, Promise]] = {
    "KD": _("The Ministry of Education and Research (KD)"),
    "KS": _("KS (the association of local authorities)"),
}


def name_of(party: str) -> str:
    """Return the name of the party with this code; the code if it has none."""
    return str(_NAMES.get(party, party))
