"""The fields of what a party records: one list per model, read by everything that names them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.models.words import Language, Status

Kind = Literal["status", "language", "day", "text", "number", "sources"]

CHOICES: Final[Mapping[Kind, type[TextChoices]]] = {"status": Status, "language": Language}


@dataclass(frozen=True, slots=True)
class StatedField:
    """A field that a person fills in, by its name on the model.

    ``kind`` decides how a value is checked and shown, ``column`` is its column in files.
    ``total`` names the field with the total of a number; the two are shown as «3 of 18».
    """

    name: str
    label: Promise
    kind: Kind
    column: str
    total: str = ""


STATUS: Final = StatedField("status", _("Status"), "status", "status")
NARRATIVE: Final = StatedField("narrative", _("What was done"), "text", "tekst")
LANGUAGE: Final = StatedField("language", _("Language of the text"), "language", "sprak")
CORRECTION_REASON: Final = StatedField(
    "correction_reason", _("Why the entry is corrected"), "text", "grunn_til_rettelse"
)
SOURCES: Final = StatedField("sources", _("Sources"), "sources", "kilder")
COMMON: Final = (STATUS, NARRATIVE, LANGUAGE, CORRECTION_REASON, SOURCES)
