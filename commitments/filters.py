"""The register's filters: what a reader may ask for, and what to drop when nothing is found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.models import Agreement
from commitments.models import Commitment
from commitments.models.commitment_queryset import CommitmentQuerySet

Choices = list[tuple[str, str]]
Ask = Callable[[CommitmentQuerySet, str], CommitmentQuerySet]

ORDERS: Final = ("referanse", "ansvarlig", "loftetype")  # values of ``sorter``; «-» before reverses
_LONGEST_SEARCH: Final = 200  # characters
_LONGEST_SHOWN: Final = 60  # characters of a value that is repeated to the reader
_UNREADABLE: Final = "\ufffd"  # what broken UTF-8 in an address is read as


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use: what it asks for, in words, and the query that is left without it."""

    name: str
    label: str
    value: str
    query_without: str


@dataclass(frozen=True, slots=True)
class WayOut:
    """A filter in use without which something is found, and how many commitments."""

    chip: Chip
    hits: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that cannot be taken: what is wrong with it, and the query without it."""

    text: str
    query_without: str


def _words(group: str) -> Choices:
    """The values of a filter by words of the vocabulary, with labels in the reader's language."""
    language = get_language() or "nb"
    return [(word.slug, word.label(language)) for word in vocabulary.words(group).values()]


def _in_group(commitments: CommitmentQuerySet, slug: str) -> CommitmentQuerySet:
    groups = vocabulary.words("group").values()
    return commitments.in_group(next(word.name for word in groups if word.slug == slug))


def _in_order(commitments: CommitmentQuerySet, order: str) -> CommitmentQuerySet:
    ordered = {
        "referanse": commitments.in_text_order,
        "ansvarlig": commitments.in_order_of_parties,
        "loftetype": commitments.in_order_of_kinds,
    }[order.removeprefix("-")]()
    return ordered.reverse() if order.startswith("-") else ordered


def _readable(text: str) -> None:
    if _UNREADABLE in text:
        raise ValidationError(_("The search holds characters that cannot be read."), "unreadable")


def _choice(label: Promise, ask: Ask, values: Callable[[], Choices] | None = None) -> Any:
    """A filter with a closed set of values; without ``values`` the filter set brings them."""
    return django_filters.ChoiceFilter(
        label=label,
        method=lambda commitments, _name, value: ask(commitments, value),
        choices=values or (),
        empty_label=_("All"),
        widget=forms.Select(attrs={"class": "ds-input"}),
        error_messages={"invalid_choice": _("«%(value)s» is no value of «%(filter)s».")},
    )


class CommitmentFilter(django_filters.FilterSet):  # type: ignore[misc] # it ships no types
    """The commitments that a query asks for, in the order it asks for; none where it is faulty.

    Made from ``known_query``, which holds one value for a name. What is not a
    filter of this list is not looked at.
    """

    q = django_filters.CharFilter(
        label=_("Search in the wording"),
        method=lambda commitments, _name, text: commitments.found_by(text),
        max_length=_LONGEST_SEARCH,
        validators=[_readable],
        widget=forms.TextInput(attrs={"class": "ds-input", "type": "search"}),
        error_messages={"max_length": _("The search is longer than 200 characters.")},
    )
    avtale = _choice(_("Agreement"), CommitmentQuerySet.of_agreement)
    part = _choice(_("Responsible party"), CommitmentQuerySet.answered_for_by)
    gruppe = _choice(_("Group"), _in_group, lambda: _words("group"))
    omrade = _choice(_("Area"), CommitmentQuerySet.about_area, lambda: _words("area"))
    tema = _choice(_("Theme"), CommitmentQuerySet.about_theme, lambda: _words("theme"))
    loftetype = _choice(_("Kind of promise"), CommitmentQuerySet.of_kind, lambda: _words("verb"))
    sorter = _choice(_("Order"), _in_order, lambda: [(o, o) for n in ORDERS for o in (n, f"-{n}")])

    def __init__(self, query: QueryDict, *, agreements: Iterable[Agreement]) -> None:
        """Take the query; agreements and their parties are the choices of two filters."""
        super().__init__(query, queryset=Commitment.objects.in_text_order())
        loaded = list(agreements)
        codes = dict.fromkeys(code for agreement in loaded for code in agreement.party_codes)
        self.filters["avtale"].extra["choices"] = [(row.slug, row.short_name) for row in loaded]
        self.filters["part"].extra["choices"] = [(code, code) for code in codes]
        self.filters["sorter"].extra["widget"] = forms.HiddenInput()
        self.form.full_clean()

    @property
    def commitments(self) -> CommitmentQuerySet:
        """The rows asked for, in order."""
        return Commitment.objects.none() if self.problems else self._rows()

    @property
    def problems(self) -> list[Problem]:
        """What cannot be taken, one entry for each fault, in the order of the form."""
        return [
            Problem(self._sentence(name, error), self.query(**{name: ""}))
            for name, errors in self.form.errors.as_data().items()
            for error in errors
        ]

    @property
    def chips(self) -> list[Chip]:
        """The filters in use, in the order of the form."""
        return [
            Chip(name, str(field.label), self._in_words(name, value), self.query(**{name: ""}))
            for name, field in self.form.fields.items()
            if name != "sorter" and (value := self._taken(name))
        ]

    def ways_out(self) -> list[WayOut]:
        """The single filters to drop for something to be found, by one query for all of them."""
        chips = {chip.name: chip for chip in self.chips}
        counted = Commitment.objects.aggregate(
            **{
                name: Count("pk", filter=Q(pk__in=self._rows(without=name).order_by().values("pk")))
                for name in chips
            }
        )
        return [WayOut(chip, counted[name]) for name, chip in chips.items() if counted[name]]

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
        return {chip.name: self._taken(chip.name) for chip in self.chips}

    @property
    def kept(self) -> dict[str, str]:
        """What a form that changes the order alone must send along: the filters as typed."""
        return {
            name: value
            for name in self.filters
            if name != "sorter" and (value := self.data.get(name, ""))
        }

    def _rows(self, *, without: str = "") -> CommitmentQuerySet:
        rows: CommitmentQuerySet = self.queryset
        for name, each in self.filters.items():
            if name != without and (value := self._taken(name)):
                rows = each.filter(rows, value)
        return rows

    def _taken(self, name: str) -> str:
        """The value of a filter, "" where it is not asked for or cannot be taken."""
        return self.form.cleaned_data.get(name) or ""

    def _in_words(self, name: str, value: str) -> str:
        if name == "q":
            return Truncator(value).chars(_LONGEST_SHOWN)
        return str(dict(self.form.fields[name].choices)[value])

    def _sentence(self, name: str, error: ValidationError) -> str:
        if error.code == "null_characters_not_allowed":
            return gettext("The search holds characters that cannot be read.")
        typed = self.data[name].replace("\0", _UNREADABLE)
        return str(error.message) % {
            "value": Truncator(typed).chars(_LONGEST_SHOWN),
            "filter": self.form.fields[name].label,
        }
