"""The fields that a party fills in: one list per model, used by everything that names them."""

from dataclasses import dataclass
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FieldKind = Literal["status", "language", "day", "text", "number", "sources"]


@dataclass(frozen=True, slots=True, eq=False)  # a label's hash depends on the reader's language
class StatedField:
    """A field that a person fills in, by its name on the model.

    ``kind`` decides how a value is checked and shown, ``column`` is its column in files. ``total``
    names the field with the total of a number; the two are shown as «3 of 18». ``longest`` is the
    maximum number of characters of a text.
    """

    name: str
    label: Promise
    kind: FieldKind
    column: str
    total: str = ""
    longest: int = 0


STATUS: Final = StatedField("status", _("Status"), "status", "status")
NARRATIVE: Final = StatedField("narrative", _("What was done"), "text", "tekst", longest=10_000)
LANGUAGE: Final = StatedField("language", _("Language of the text"), "language", "sprak")
CORRECTION_REASON: Final = StatedField(
    "correction_reason",
    _("Why the entry is corrected"),
    "text",
    "grunn_til_rettelse",
    longest=1_000,
)
SOURCES: Final = StatedField("sources", _("Sources"), "sources", "kilder")
TEXT_AND_SOURCES: Final = (NARRATIVE, LANGUAGE, CORRECTION_REASON, SOURCES)
COMMON: Final = (STATUS, *TEXT_AND_SOURCES)
