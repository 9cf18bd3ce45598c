"""The filters of published progress: whose entries, on which commitments, as of when."""

from collections.abc import Iterable
from typing import Any, Final

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.models import Agreement
from commitments.progress.models import ProgressEntry
from commitments.progress.queryset import ProgressEntryQuerySet
from commitments.register.filter_facts import areas
from commitments.register.models import Commitment
from commitments.web.known_query import TIMES
from commitments.web.list_filter import DayFilter, ListFilter, choice, words

_FACTS: Final = ("gruppe", "omrade", "tema", "loftetype")  # ``part`` asks whose entry it is


def _known_ref(ref: str) -> None:
    if "\0" in ref or not Commitment.objects.with_ref(ref.upper()).exists():
        raise ValidationError(_("There is no commitment «%(value)s»."), "unknown")


class TimeFilter(ListFilter):
    """The two questions about time alone, asked of the progress on one commitment."""

    per = DayFilter(label=_("Situation as at"))
    kjent = DayFilter(label=_("Published no later than"))

    def __init__(self, query: QueryDict) -> None:
        """Take the query."""
        super().__init__(query, rows=ProgressEntry.objects.all())
        self.form.full_clean()

    @cached_property
    def asks_of_today(self) -> bool:
        """Whether neither question is asked, not even of a day that cannot be taken."""
        return not any(self.data.get(name) for name in TIMES)

    @property
    def kept_query(self) -> str:
        """The questions with «?» before them, for links that keep them; "" for none."""
        return "" if self.filter_errors else self.query().removesuffix("?")

    def entries(self, commitment: Commitment) -> ProgressEntryQuerySet:
        """What the parties stand by, or stood by at the time asked about, as it was true."""
        return ProgressEntry.objects.seen(**self.times).about(commitment).in_order_of_days()

    def every_entry(self) -> ProgressEntryQuerySet:
        """Every entry that a time line shows; none where a day cannot be taken."""
        rows = ProgressEntry.objects.on_time_line(**self.times)
        return rows.none() if self.filter_errors else rows


class ProgressFilter(ListFilter):
    """The published entries that a query asks for, the last published first."""

    forpliktelse = django_filters.CharFilter(
        label=_("Reference of a commitment"),
        max_length=20,
        validators=[_known_ref],
        widget=forms.TextInput(attrs={"class": "ds-input"}),
        error_messages={"max_length": _("There is no commitment «%(value)s».")},
    )
    avtale = choice(_("Agreement"))
    part = choice(_("Party"))
    status = choice(_("Status"), lambda: words("progress"))
    gruppe = choice(_("Group"), lambda: words("group"))
    omrade = choice(_("Area"), areas)
    tema = choice(_("Theme"), lambda: words("theme"))
    loftetype = choice(_("Type of promise"), lambda: words("verb"))
    per = DayFilter(label=_("Situation as at"))
    kjent = DayFilter(label=_("Published no later than"))

    def __init__(self, query: QueryDict, *, agreements: Iterable[Agreement]) -> None:
        """Take the query; agreements and their parties are the choices of two filters."""
        super().__init__(query, rows=ProgressEntry.objects.last_published_first())
        loaded = list(agreements)
        codes = dict.fromkeys(code for agreement in loaded for code in agreement.party_codes)
        self.filters["avtale"].extra["choices"] = [(row.slug, row.short_name) for row in loaded]
        self.filters["part"].extra["choices"] = [(code, code) for code in codes]
        self.form.full_clean()

    @property
    def entries(self) -> ProgressEntryQuerySet:
        """The rows asked for, in order."""
        rows: ProgressEntryQuerySet = self.rows
        return rows

    def _asked(self, taken: dict[str, Any]) -> ProgressEntryQuerySet:
        """What the parties stand by, or stood by at the time asked about.

        Commitments that the texts of that time lack are left out, as in the register.
        """
        rows: ProgressEntryQuerySet = self.queryset
        if ref := taken.get("forpliktelse"):
            rows = rows.on(Commitment.objects.with_ref(ref.upper()))
        if slug := taken.get("avtale"):
            rows = rows.on(Commitment.objects.of_agreement(slug))
        if code := taken.get("part"):
            rows = rows.of_party_code(code)
        if status := taken.get("status"):
            rows = rows.with_status(vocabulary.name_of("progress", status))
        texts = self._texts_of(taken)
        facts: dict[str, str] = {name: taken[name] for name in _FACTS if name in taken}
        if texts.older or facts:
            rows = rows.on(Commitment.objects.that_applied(texts).with_facts(facts, texts))
        return rows.seen(per=taken.get("per"), kjent=taken.get("kjent"))
