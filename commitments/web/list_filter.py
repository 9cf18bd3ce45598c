"""What every filtered list has: filters in use, their errors, and the filters to drop."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import IntegerField, QuerySet, Subquery
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.applied_texts import NEWEST, AppliedTexts
from agreements.templatetags.texts import day
from commitments.web.day_fields import QueryDayField
from commitments.web.known_query import TIMES
from commitments.web.paging import MOST_COUNTED

Choices = list[tuple[str, str]]

_LONGEST_SHOWN: Final = 60  # characters of a value that is repeated to the reader
_UNREADABLE: Final = "\ufffd"  # what broken UTF-8 in an address is read as


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A filter in use: what it asks for, in words, and the query that is left without it."""

    name: str
    label: str
    value: str
    query_without: str


@dataclass(frozen=True, slots=True)
class FilterToDrop:
    """A filter in use without which something is found, and how many rows."""

    chip: FilterChip
    hits: int


@dataclass(frozen=True, slots=True)
class FilterError:
    """A value that cannot be taken: what is wrong with it, and the query without it."""

    text: str
    query_without: str


def words(group: str) -> Choices:
    """The values of a filter by words of the vocabulary, with labels in the reader's language."""
    language = get_language()
    return [(word.slug, word.label(language)) for word in vocabulary.words(group).values()]


def choice(label: Promise, values: Callable[[], Choices] | None = None) -> Any:
    """A filter with a closed set of values; without ``values`` the filter set brings them."""
    return django_filters.ChoiceFilter(
        label=label,
        choices=values or (),
        empty_label=_("All"),
        widget=forms.Select(attrs={"class": "ds-input"}),
        error_messages={"invalid_choice": _("«%(value)s» is not a valid choice for «%(filter)s».")},
    )


class DayFilter(django_filters.Filter):  # type: ignore[misc] # it ships no types
    """One of the two questions about time; the list itself says what it means for its rows."""

    field_class = QueryDayField


def readable(text: str) -> None:
    """Refuse text that could not be read.

    Raises:
        ValidationError: code ``unreadable``.
    """
    if _UNREADABLE in text:
        raise ValidationError(
            _("The search contains characters that cannot be read."), "unreadable"
        )


class _RowCount(Subquery):
    """How many rows a query has, as a number among the columns of another."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


class ListFilter(django_filters.FilterSet):  # type: ignore[misc] # it ships no types
    """The rows that a query asks for; none where a value cannot be taken.

    Made from ``known_query``, which holds one value for a name. What is not a
    filter of this list is not looked at.
    """

    def __init__(self, query: QueryDict, *, rows: QuerySet[Any]) -> None:
        """Take the query and all rows of the list, in their usual order."""
        super().__init__(query, queryset=rows)

    @property
    def rows(self) -> Any:
        """The rows asked for, in the order asked for."""
        return self.queryset.none() if self.filter_errors else self._asked(self._all_taken())

    @property
    def times(self) -> dict[str, date | None]:
        """The two questions about time, as QuerySet methods take them."""
        return {name: self._taken(name) or None for name in TIMES}

    @cached_property
    def texts(self) -> AppliedTexts:
        """The words and facts that applied; the newest where a day cannot be taken."""
        return NEWEST if self.filter_errors else AppliedTexts.of(**self.times)

    @property
    def filter_errors(self) -> list[FilterError]:
        """What cannot be taken, one entry for each error, in the order of the form."""
        return [
            FilterError(self._sentence(name, error), self.query(**{name: ""}))
            for name, errors in self.form.errors.as_data().items()
            for error in errors
        ]

    @property
    def chips(self) -> list[FilterChip]:
        """The filters in use, in the order of the form."""
        return [
            FilterChip(
                name, str(field.label), self._in_words(name, value), self.query(**{name: ""})
            )
            for name, field in self.form.fields.items()
            if name != "sorter" and (value := self._taken(name))
        ]

    def filters_to_drop(self) -> list[FilterToDrop]:
        """The single filters to drop for something to be found, by one query for all of them.

        More rows than ``MOST_COUNTED`` are not counted.
        """
        chips = {chip.name: chip for chip in self.chips}
        counts = {
            name: _RowCount(self._without(name).order_by().values("pk")[: MOST_COUNTED + 1])
            for name in chips
        }
        counted = self.queryset.model.objects.order_by().values(**counts)[:1] if counts else []
        return [
            FilterToDrop(chips[name], hits) for row in counted for name, hits in row.items() if hits
        ]

    def query(self, **changes: str) -> str:
        """This list's query with other values, «?» before it; "" drops a name. Page 1 again."""
        query = QueryDict(mutable=True)
        for name in self.filters:
            if value := changes.get(name, self.data.get(name, "")):
                query[name] = value
        if side := changes.get("side", ""):
            query["side"] = side
        return f"?{query.urlencode()}" if query else "?"

    @property
    def selection(self) -> dict[str, str]:
        """The names and values of the filters in use, as addresses write them."""
        return {chip.name: str(self._taken(chip.name)) for chip in self.chips}

    @property
    def kept(self) -> dict[str, str]:
        """What a form that changes the order alone must send along: the filters as typed."""
        return {
            name: value
            for name in self.filters
            if name != "sorter" and (value := self.data.get(name, ""))
        }

    def _asked(self, taken: dict[str, Any]) -> Any:  # noqa: ARG002 # each list asks its own rows
        """The rows that these filters leave, by name and value, in order."""
        return self.queryset

    def _without(self, name: str) -> Any:
        """The rows that all filters but one leave."""
        return self._asked({key: value for key, value in self._all_taken().items() if key != name})

    def _all_taken(self) -> dict[str, Any]:
        """The filters in use with their values."""
        return {name: value for name in self.filters if (value := self._taken(name))}

    def _texts_of(self, taken: dict[str, Any]) -> AppliedTexts:
        """The words and facts that applied if only these filters were in use."""
        times = {name: taken.get(name) for name in TIMES}
        return self.texts if times == self.times else AppliedTexts.of(**times)

    def _taken(self, name: str) -> Any:
        """The value of a filter, "" where it is not asked for or cannot be taken."""
        return self.form.cleaned_data.get(name) or ""

    def _in_words(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return day(value)
        field = self.form.fields[name]
        if isinstance(field, forms.ChoiceField):
            labels: Any = field.choices
            return str(dict(labels)[value])
        return Truncator(value).chars(_LONGEST_SHOWN)

    def _sentence(self, name: str, error: ValidationError) -> str:
        if error.code == "null_characters_not_allowed":
            return gettext("The search contains characters that cannot be read.")
        value = self.data[name].replace("\0", _UNREADABLE)
        return str(error.message) % {
            "value": Truncator(value).chars(_LONGEST_SHOWN),
            "filter": self.form.fields[name].label,
        }
