"""The base of filtered lists: filters in use, their errors, and filters to drop."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

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
_UNREADABLE: Final = "\ufffd"  # broken UTF-8 in an address is read as this


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A filter in use: its label and value in words, and the query without it."""

    name: str
    label: str
    value: str
    query_without: str


@dataclass(frozen=True, slots=True)
class FilterToDrop:
    """A filter in use, without which this number of rows would be found."""

    chip: FilterChip
    hits: int


@dataclass(frozen=True, slots=True)
class FilterError:
    """An invalid value: what is wrong with it, and the query without it."""

    text: str
    query_without: str


def words(group: str) -> Choices:
    """Return a vocabulary group as filter values, with labels in the reader's language."""
    language = get_language()
    return [(word.slug, word.label(language)) for word in vocabulary.words(group).values()]


def choice(label: Promise, values: Callable[[], Choices] | None = None) -> Any:
    """Make a filter with a closed set of values; without ``values`` the filter set sets them."""
    return django_filters.ChoiceFilter(
        label=label,
        choices=values or (),
        empty_label=_("All"),
        widget=forms.Select(attrs={"class": "ds-input"}),
        error_messages={"invalid_choice": _("«%(value)s» is not a valid choice for «%(filter)s».")},
    )


class DayFilter(django_filters.Filter):  # type: ignore[misc] # it ships no types
    """A filter by one of the two times; each list decides what it means for its rows."""

    field_class = QueryDayField


def readable(text: str) -> None:
    """Refuse text with characters that could not be read.

    Raises:
        ValidationError: code ``unreadable``.
    """
    if _UNREADABLE in text:
        raise ValidationError(
            _("The search contains characters that cannot be read."), "unreadable"
        )


class _RowCount(Subquery):
    """The number of rows of a query, as a column of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


class ListFilter(django_filters.FilterSet):  # type: ignore[misc] # it ships no types
    """The rows that match a query. Empty if a value is invalid.

    Made from ``known_query``, which has one value for each name. Names that are not a filter of
    this list are ignored.
    """

    first: ClassVar[tuple[str, ...]] = ()  # filters that are not folded; all of them if empty

    def __init__(self, query: QueryDict, *, rows: QuerySet[Any]) -> None:
        """Take the query and all rows of the list, in their default order."""
        super().__init__(query, queryset=rows)

    @property
    def rows(self) -> Any:
        """Return the matching rows, in the requested order."""
        return self.queryset.none() if self.filter_errors else self._asked(self._all_taken())

    @property
    def times(self) -> dict[str, date | None]:
        """Return the two times, as keyword arguments of QuerySet methods."""
        return {name: self._taken(name) or None for name in TIMES}

    @cached_property
    def texts(self) -> AppliedTexts:
        """Return the words and facts that applied then; the newest if a value is invalid."""
        return NEWEST if self.filter_errors else AppliedTexts.of(**self.times)

    @property
    def filter_errors(self) -> list[FilterError]:
        """Return the invalid values, one entry for each error, in the order of the form."""
        return [
            FilterError(self._sentence(name, error), self.query(**{name: ""}))
            for name, errors in self.form.errors.as_data().items()
            for error in errors
        ]

    @property
    def chips(self) -> list[FilterChip]:
        """Return the filters in use, in the order of the form."""
        return [
            FilterChip(
                name, str(field.label), self._in_words(name, value), self.query(**{name: ""})
            )
            for name, field in self.form.fields.items()
            if name != "sorter" and (value := self._taken(name))
        ]

    @property
    def chosen_words(self) -> str:
        """Return the filters in use, for the page's title; "" if there are none."""
        return ", ".join(self._in_title(chip) for chip in self.chips)

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """Return the fields that most readers use."""
        return [field for field in self.form.visible_fields() if not self._is_folded(field.name)]

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        """Return the fields that are folded until one of them is in use."""
        return [field for field in self.form.visible_fields() if self._is_folded(field.name)]

    @property
    def folded_in_use(self) -> int:
        """Return how many folded filters have a value, valid or not."""
        return sum(bool(self.data.get(field.name)) for field in self.folded_fields)

    def filters_to_drop(self) -> list[FilterToDrop]:
        """Return the single filters whose removal gives rows, by one query for all of them.

        Rows beyond ``MOST_COUNTED`` are not counted.
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
        """Return this list's query with changes, beginning with «?».

        "" removes a name. The page number is dropped unless ``side`` is given.
        """
        query = QueryDict(mutable=True)
        for name in self.filters:
            if value := changes.get(name, self.data.get(name, "")):
                query[name] = value
        if side := changes.get("side", ""):
            query["side"] = side
        return f"?{query.urlencode()}" if query else "?"

    @property
    def selection(self) -> dict[str, str]:
        """Return the names and values of the filters in use, as addresses write them."""
        return {chip.name: str(self._taken(chip.name)) for chip in self.chips}

    @property
    def kept(self) -> dict[str, str]:
        """Return the filters as typed, for the form that only changes the order."""
        return {
            name: value
            for name in self.filters
            if name != "sorter" and (value := self.data.get(name, ""))
        }

    def _asked(self, taken: dict[str, Any]) -> Any:  # noqa: ARG002 # each list asks its own rows
        """Return the rows that match these filters, by name and value, in order."""
        return self.queryset

    def _without(self, name: str) -> Any:
        """Return the rows that match all filters but one."""
        return self._asked({key: value for key, value in self._all_taken().items() if key != name})

    def _all_taken(self) -> dict[str, Any]:
        """Return the filters in use with their values."""
        return {name: value for name in self.filters if (value := self._taken(name))}

    def _texts_of(self, taken: dict[str, Any]) -> AppliedTexts:
        """Return the words and facts that would apply if only these filters were in use."""
        times = {name: taken.get(name) for name in TIMES}
        return self.texts if times == self.times else AppliedTexts.of(**times)

    def _taken(self, name: str) -> Any:
        """Return the value of a filter, "" if it is not set or is invalid."""
        return self.form.cleaned_data.get(name) or ""

    def _is_folded(self, name: str) -> bool:
        return bool(self.first) and name not in self.first

    def _in_title(self, chip: FilterChip) -> str:
        """Return a choice by itself, a day after its label, a typed text in quotation marks."""
        if chip.name in TIMES:
            return f"{chip.label[0].lower()}{chip.label[1:]} {chip.value}"
        field = self.form.fields[chip.name]
        return chip.value if isinstance(field, forms.ChoiceField) else f"«{chip.value}»"

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
