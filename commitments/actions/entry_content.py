"""What a person can write in a progress entry, and the rules it must meet."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.actions.sources import NewSource
from commitments.models import Language, ProgressEntry, Source, Status
from commitments.models.progress import LONGEST_NARRATIVE

LONGEST_REASON: Final = 1_000  # characters
LONGEST_NOTE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Content:
    """What a person can write in an entry; anything may be lacking in a draft."""

    status: str = ""
    narrative: str = ""
    language: str = Language.NB
    true_on: date | None = None
    correction_reason: str = ""
    sources: list[Source] = field(default_factory=list)
    new_sources: list[NewSource] = field(default_factory=list)


def checked(entry: ProgressEntry, content: Content) -> dict[str, Any]:
    """The values to store, text in NFC with LF line ends.

    Raises:
        ValidationError: keyed by field; codes ``invalid_choice``, ``future_day``,
            ``unreadable``, ``max_length``.
    """
    faults: dict[str, ValidationError] = {}
    if content.status and content.status not in Status.values:
        faults["status"] = ValidationError(_("Choose one of the statuses."), code="invalid_choice")
    if content.language not in Language.values:
        faults["language"] = ValidationError(_("Choose bokmål or nynorsk."), code="invalid_choice")
    if content.true_on and content.true_on > timezone.localdate():
        faults["true_on"] = ValidationError(
            _("The day cannot be in the future."), code="future_day"
        )
    texts = {}
    for name, longest in (("narrative", LONGEST_NARRATIVE), ("correction_reason", LONGEST_REASON)):
        try:
            texts[name] = readable(getattr(content, name), longest)
        except ValidationError as error:
            faults[name] = error
    if faults:
        raise ValidationError(dict(faults))
    if not entry.corrects_id:
        texts["correction_reason"] = ""
    return {
        "status": content.status,
        "language": content.language,
        "true_on": content.true_on,
        **texts,
    }


def readable(text: str, longest: int) -> str:
    """The text in NFC with LF line ends.

    Raises:
        ValidationError: it holds control characters or characters that could not be decoded
            (code ``unreadable``), or more characters than there is room for (``max_length``).
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if "\ufffd" in text or any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in text):
        raise ValidationError(
            _("The text has characters that cannot be read. Write them again."), code="unreadable"
        )
    if len(text) > longest:
        raise ValidationError(
            _("The text has %(length)s characters; there is room for %(longest)s."),
            code="max_length",
            params={"length": len(text), "longest": longest},
        )
    return text


def required(text: str, field_name: str, longest: int) -> str:
    """The readable text of a field that may not be empty.

    Raises:
        ValidationError: keyed by ``field_name``; codes as ``readable`` and ``required``.
    """
    try:
        found = readable(text, longest)
        if not found:
            raise ValidationError(_("Say why."), code="required")
    except ValidationError as error:
        raise ValidationError({field_name: error}) from error
    return found


def require_complete(entry: ProgressEntry) -> None:
    """Refuse what a draft may lack but an approver needs.

    Raises:
        ValidationError: keyed by field (code ``incomplete``).
    """
    faults = {}
    if not entry.status:
        faults["status"] = _("Choose a status.")
    if entry.true_on is None:
        faults["true_on"] = _("Say which day this was true.")
    if not entry.narrative:
        faults["narrative"] = _("Say what was done.")
    if entry.status != Status.NOT_STARTED and not entry.sources.exists():
        faults["sources"] = _(
            "Add at least one source: write an address that begins with https://, or upload a file."
            " Only «not started» can do without."
        )
    if entry.corrects_id and not entry.correction_reason:
        faults["correction_reason"] = _("Say why the entry is corrected.")
    if faults:
        raise ValidationError(
            {name: ValidationError(text, code="incomplete") for name, text in faults.items()}
        )
