"""Form fields for optional days and days in addresses, and numbers in hidden fields."""

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.foundation.days import read_day

_MOST_DIGITS: Final = len("2147483647")
DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y")


class OptionalDayField(forms.DateField):
    """An optional day. In a browser without a date picker it can be typed as 15.10.2012."""

    def __init__(self, **options: Any) -> None:
        """Use the browser's own date picker."""
        super().__init__(
            required=False,
            input_formats=DAY_FORMATS,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("Write the date like this: 15.10.2012.")},
            **options,
        )


class QueryDayField(forms.Field):
    """A day as addresses write it, «2012-03-15»; None if empty.

    Any other format is refused (code ``invalid``), and so is a day in the future (code ``future``),
    about which nothing is known yet.
    """

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "ds-input"})
    default_error_messages = {
        "invalid": _("«%(value)s» is not a date. Write «%(filter)s» like this: 2012-03-15."),
        "future": _(
            "«%(value)s» is in the future. For «%(filter)s», choose today or an earlier date."
        ),
    }

    def to_python(self, value: object) -> date | None:
        """Return the day, or None.

        Raises:
            ValidationError: codes ``invalid`` and ``future``.
        """
        if not value:
            return None
        try:
            day = read_day(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], "invalid") from None
        if day > timezone.localdate():
            raise ValidationError(self.error_messages["future"], "future")
        return day


def whole_number(text: str) -> int:
    """Return the number; 0, which no row has as its version, if the text is not one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
