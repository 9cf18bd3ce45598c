"""The filters of published progress: by party, commitment and time."""

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

# ``part`` is not among them: it filters by the entry's party.
_FACTS: Final = ("gruppe", "omrade", "tema", "loftetype")


def _known_ref(ref: str) -> None:
    if "\0" in ref or not Commitment.objects.with_ref(ref.upper()).exists():
        raise ValidationError(_("There is no commitment «%(value)s»."), "unknown")


class TimeFilter(ListFilter):
    """Filters the progress on one commitment by the two times only."""

    per = DayFilter(label=_("Situation as at"))
    kjent = DayFilter(label=_("Published no later than"))

    def __init__(self, query: QueryDict) -> None:
        """Take the query."""
        super().__init__(query, rows=ProgressEntry.objects.all())
        self.form.full_clean()

    @cached_property
    def asks_of_today(self) -> bool:
        """Whether neither time is given, not even an invalid one."""
        return not any(self.data.get(name) for name in TIMES)

    @property
    def kept_query(self) -> str:
        """The times as a query with «?» for links that keep them; "" if there are none."""
        return "" if self.filter_errors else self.query().removesuffix("?")

    def entries(self, commitment: Commitment) -> ProgressEntryQuerySet:
        """Return the entries published at the requested time, ordered by the day they describe."""
        return ProgressEntry.objects.seen(**self.times).about(commitment).in_order_of_days()

    def every_entry(self) -> ProgressEntryQuerySet:
        """Return every entry on a timeline; empty if a time is invalid."""
        rows = ProgressEntry.objects.on_time_line(**self.times)
        return rows.none() if self.filter_errors else rows


class ProgressFilter(ListFilter):
    """The published entries that match a query, the last published first."""

    first = ("forpliktelse", "avtale", "part", "status")

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
        """The matching rows, in order."""
        rows: ProgressEntryQuerySet = self.rows
        return rows

    def _asked(self, taken: dict[str, Any]) -> ProgressEntryQuerySet:
        """Return the matching entries that are published now, or were at the requested time.

        Commitments that are not in the texts of that time are left out, as in the register.
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
