"""A field for one of the two questions about time: a day up to today."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.foundation.days import read_day


class QueryDayField(forms.Field):
    """A day as addresses write it, «2012-03-15»; None where nothing is typed.

    Any other way of writing it is refused (code ``invalid``), and so is a day in the
    future (code ``future``): nobody knows yet what will have been said by then.
    """

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "ds-input"})
    default_error_messages = {
        "invalid": _("«%(value)s» is no day for «%(filter)s». Write a day like 2012-03-15."),
        "future": _("«%(value)s» lies in the future. «%(filter)s» takes a day up to today."),
    }

    def to_python(self, value: object) -> date | None:
        """The day, or None.

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
