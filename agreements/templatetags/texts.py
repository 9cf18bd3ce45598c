"""Words, days and numbers as the reader's language writes them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from agreements import vocabulary

_KEPT: Final = 10_000  # days that a process remembers in words

register = template.Library()


@register.filter
def label(name: str, group: str) -> str:
    """The label of a stored value in the reader's language: ``entry.status|label("progress")``."""
    return vocabulary.word(f"{group}.{name}").label(get_language())


def definition(name: str, group: str) -> str:
    """The one-sentence definition of a stored value in the reader's language."""
    return vocabulary.word(f"{group}.{name}").definition(get_language())


def in_language(texts: Mapping[str, str]) -> str:
    """A text that the portal wrote itself, in the reader's language. Empty if there is none."""
    return texts.get(get_language(), "")


def named(ref: str, short_title: Mapping[str, str]) -> str:
    """A reference with its short title: «2011-F7 Rekruttering av førskolelærere og lærere»."""
    return f"{ref} {in_language(short_title)}".rstrip()


@register.filter
def day(value: date | datetime | None) -> str:
    """«15. oktober 2012», in English «15 October 2012»; an instant as the day it was in Norway."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return _day(value, get_language())


@lru_cache(_KEPT)
def _day(value: date, language: str) -> str:
    return date_format(value, "j F Y" if language == "en" else "j. F Y")


def short_day(value: date) -> str:
    """«1.1.2009», in English «1 Jan 2009»: for a chart, where there is little room."""
    return _short_day(value, get_language())


@lru_cache(_KEPT)
def _short_day(value: date, language: str) -> str:
    return date_format(value, "j M Y" if language == "en" else "j.n.Y")


def instant(value: datetime) -> str:
    """Day and time in Norway: «15. oktober 2012 kl. 10.42», in English «15 October 2012, 10:42»."""
    local = timezone.localtime(value)
    if get_language() == "en":
        return f"{day(local)}, {local:%H:%M}"
    return f"{day(local)} kl. {local:%H.%M}"


def listed(names: Sequence[str]) -> str:
    """Names as a list in a sentence: «KD og KS», «M1, M2 og M3»."""
    if len(names) < 2:  # noqa: PLR2004 # one name is no list
        return "".join(names)
    return gettext("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
