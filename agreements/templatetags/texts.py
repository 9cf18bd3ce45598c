"""Words, days and numbers in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from agreements import vocabulary

_KEPT: Final = 10_000  # days that a process caches in words

register = template.Library()


@register.filter
def label(name: str, group: str) -> str:
    """Return a stored value's label for the reader: ``entry.status|label("progress")``."""
    return vocabulary.word(f"{group}.{name}").label(get_language())


def definition(name: str, group: str) -> str:
    """Return the one-sentence definition of a stored value in the reader's language."""
    return vocabulary.word(f"{group}.{name}").definition(get_language())


def in_language(texts: Mapping[str, str]) -> str:
    """Return the portal's own text in the reader's language; empty if there is none."""
    return texts.get(get_language(), "")


def named(ref: str, short_title: Mapping[str, str]) -> str:
    """Return a reference with its short title: «2011-F7 Rekruttering av førskolelærere …»."""
    return f"{ref} {in_language(short_title)}".rstrip()


@register.filter
def day(value: date | datetime | None) -> str:
    """Return «15. oktober 2012», or «15 October 2012»; the day in Norway for a date and time."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return _day(value, get_language())


@lru_cache(_KEPT)
def _day(value: date, language: str) -> str:
    return date_format(value, "j F Y" if language == "en" else "j. F Y")


def short_day(value: date) -> str:
    """Return «1.1.2009», or «1 Jan 2009» in English, for charts with little room."""
    return _short_day(value, get_language())


@lru_cache(_KEPT)
def _short_day(value: date, language: str) -> str:
    return date_format(value, "j M Y" if language == "en" else "j.n.Y")


def instant(value: datetime) -> str:
    """Return the time in Norway: «15. oktober 2012 kl. 10.42» or «15 October 2012, 10:42»."""
    local = timezone.localtime(value)
    if get_language() == "en":
        return f"{day(local)}, {local:%H:%M}"
    return f"{day(local)} kl. {local:%H.%M}"


def listed(names: Sequence[str]) -> str:
    """Join names as in a sentence: «KD og KS», «M1, M2 og M3»."""
    if len(names) < 2:  # noqa: PLR2004 # one name is no list
        return "".join(names)
    return gettext("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
