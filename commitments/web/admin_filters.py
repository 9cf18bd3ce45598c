"""Admin list filters by vocabulary words, in the reader's language."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.templatetags.texts import label


class WordFilter(admin.SimpleListFilter):
    """Filters by a field that stores the second half of a vocabulary code."""

    group = ""

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """Return every word of the group."""
        return [(name, label(name, self.group)) for name in vocabulary.names(self.group)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        """Return the rows with the chosen word, or all."""
        value = self.value()
        return queryset.filter(**{str(self.parameter_name): value}) if value else queryset


class StateFilter(WordFilter):
    """By the stage of an entry."""

    title, parameter_name, group = _("stage"), "state", "entry"


class GroupFilter(WordFilter):
    """By the group of a commitment."""

    title, parameter_name, group = _("group"), "group", "group"


class PromiseFilter(WordFilter):
    """By the type of promise."""

    title, parameter_name, group = _("type of promise"), "verb_class", "verb"


class RoleFilter(WordFilter):
    """By the role of a membership."""

    title, parameter_name, group = _("role"), "role", "role"
