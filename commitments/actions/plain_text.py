"""Text as people type it: read into one form, or refused with a reason."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from commitments.models import Language


def readable(text: str, longest: int) -> str:
    """The text in NFC with LF line ends and nothing around it.

    Raises:
        ValidationError: it holds control characters or characters that could not be decoded
            (code ``unreadable``), or more characters than there is room for (``max_length``).
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if any(_is_unreadable(character) for character in text):
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


def required(text: str, field_name: str, longest: int, missing: str = "") -> str:
    """The readable text of a field that may not be empty; ``missing`` says what to write.

    Raises:
        ValidationError: keyed by ``field_name``; codes as ``readable`` and ``required``.
    """
    try:
        found = readable(text, longest)
    except ValidationError as error:
        raise ValidationError({field_name: error}) from error
    if not found:
        invalid = ValidationError(missing or _("Say why."), code="required")
        raise ValidationError({field_name: invalid})
    return found


def known_language(language: str) -> str:
    """A language in which the parties write.

    Raises:
        ValidationError: keyed ``language``, code ``invalid_choice``.
    """
    if language not in Language.values:
        invalid = ValidationError(_("Choose bokmål or nynorsk."), code="invalid_choice")
        raise ValidationError({"language": invalid})
    return language


def _is_unreadable(character: str) -> bool:
    """Control characters but line and tab, half pairs, and the mark of a failed decoding."""
    if character in "\n\t":
        return False
    return character == "\ufffd" or unicodedata.category(character) in {"Cc", "Cs"}
