"""A form that was sent, as it is kept, shown and sent again."""

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
    """A form that was sent: its author, where to, the page it stood on, and its fields.

    ``address`` is without the language before it. ``session`` tells the author's sign-in from
    others without asking the database.
    """

    author: int
    session: str
    address: str
    page: str
    fields: QueryDict
    has_files: bool

    @property
    def texts(self) -> list[tuple[str, str]]:
        """What was typed, each with the label of its field."""
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
        """What the form is about, such as «2011-F5, 2012»; empty if its address does not tell."""
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
        """Every field with its values, in order, as the form is sent again."""
        return [(name, value) for name, values in self.fields.lists() for value in values]

    def is_shown_on(self, page: HttpResponse) -> bool:
        """Whether the page shows every text: the form may be gone from it, as what it is about."""
        shown = page.content.decode()
        return all(
            escape(text) in shown or markupsafe.escape(text) in shown  # Django's spelling, Jinja2's
            for _label, text in self.texts
        )


def match_of(address: str) -> ResolverMatch | None:
    """The view at an address of ours; None where there is none."""
    path = urlsplit(address).path
    with translation.override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(path)
        except Resolver404:
            return None
