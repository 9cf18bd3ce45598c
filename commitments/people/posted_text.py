"""A posted form, as it is stored, shown and sent again."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import markupsafe
from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import get_language_from_path

from commitments.web.form_labels import text_labels


@dataclass(frozen=True, slots=True)
class PostedForm:
    """A posted form: its author, its address, the page it was on, and its fields.

    ``address`` is without the language prefix. ``session`` identifies the author's session without
    a query.
    """

    author: int
    session: str
    address: str
    page: str
    fields: QueryDict
    has_files: bool

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Return the typed texts, each with its field's label."""
        labels = text_labels(self.fields)
        return [
            (labels[name], text)
            for name, texts in self.fields.lists()
            if name in labels
            for text in texts
            if text.strip()
        ]

    @property
    def excerpt(self) -> str:
        """The beginning of its longest text."""
        return Truncator(max((text for _label, text in self.texts), key=len, default="")).words(8)

    @property
    def subject(self) -> str:
        """The subject, such as «2011-F5, 2012»; empty if the address does not name it."""
        match = match_of(self.address)
        told = match.kwargs if match else {}
        return ", ".join(str(told[name]) for name in ("ref", "number", "year") if name in told)

    @property
    def action(self) -> str:
        """The address in the language of the page."""
        language = get_language_from_path(self.page)
        return f"/{language}{self.address}" if language else self.address

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return every field with its values, in order, for sending the form again."""
        return [(name, value) for name, values in self.fields.lists() for value in values]

    def is_shown_on(self, page: HttpResponse) -> bool:
        """Whether the page shows every text; its form, or the form's row, may be gone."""
        shown = page.content.decode()
        return all(
            # Django and Jinja2 escape differently.
            escape(text) in shown or markupsafe.escape(text) in shown
            for _label, text in self.texts
        )


def match_of(address: str) -> ResolverMatch | None:
    """Resolve one of our addresses; None if it has no view."""
    path = urlsplit(address).path
    with translation.override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(path)
        except Resolver404:
            return None
