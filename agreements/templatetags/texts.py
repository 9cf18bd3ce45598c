"""Words, days and numbers as the reader's language writes them."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from agreements import vocabulary

register = template.Library()


@register.filter
def label(name: str, group: str) -> str:
    """The label of a stored value in the reader's language: ``entry.status|label:"progress"``."""
    return vocabulary.word(f"{group}.{name}").label(get_language() or "nb")


@register.filter
def definition(name: str, group: str) -> str:
    """The one-sentence definition of a stored value in the reader's language."""
    return vocabulary.word(f"{group}.{name}").definition(get_language() or "nb")


@register.filter
def day(value: date | datetime | None) -> str:
    """«15. oktober 2012», in English «15 October 2012»; an instant as the day it was in Norway."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return date_format(value, "j F Y" if get_language() == "en" else "j. F Y")


@register.filter
def instant(value: datetime) -> str:
    """Day and time in Norway: «15. oktober 2012 kl. 10.42», in English «15 October 2012, 10:42»."""
    local = timezone.localtime(value)
    if get_language() == "en":
        return f"{day(local)}, {local:%H:%M}"
    return f"{day(local)} kl. {local:%H.%M}"
