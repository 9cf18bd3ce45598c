"""Normalises typed text, or refuses it with a reason."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from commitments.foundation.choices import Language
from commitments.foundation.visible_text import unreadable_place, visible


def readable(text: str, longest: int) -> str:
    """Normalise the text: NFC, LF line ends, trimmed, without invisible characters.

    Raises:
        ValidationError: the text contains characters that could not be decoded (code
            ``unreadable``), or is longer than ``longest`` (``max_length``).
    """
    text = visible(text)
    if place := unreadable_place(text):
        raise ValidationError(
            _("Line %(line)s has a character that cannot be read: «%(around)s». Write it again."),
            code="unreadable",
            params=place._asdict(),
        )
    if len(text) > longest:
        raise ValidationError(
            _("The text has %(length)s characters. It can have at most %(longest)s."),
            code="max_length",
            params={"length": len(text), "longest": longest},
        )
    return text


def required(text: str, field_name: str, longest: int, missing: str = "") -> str:
    """Normalise the text of a field that may not be empty; ``missing`` is the error if it is.

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
    """Return the language if the parties write in it.

    Raises:
        ValidationError: keyed ``language``, code ``invalid_choice``.
    """
    if language not in Language.values:
        invalid = ValidationError(_("Choose bokmål or nynorsk."), code="invalid_choice")
        raise ValidationError({"language": invalid})
    return language
