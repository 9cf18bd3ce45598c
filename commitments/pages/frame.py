"""Context for every page's frame: languages, user, mark of the database, and owner."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from agreements.pages import PREFIXES, path_in_bokmal
from commitments.foundation.content_version import ContentVersion
from commitments.people import unsaved
from commitments.people.models import Membership
from commitments.people.step_up import factor_at
from commitments.web.known_query import known_query


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the frame, under a name that no view uses."""
    return {"page": Frame(request)}


class Frame:
    """Values for ``base.html``; the database is only queried when the template needs it."""

    loads_scripts = True

    def __init__(self, request: HttpRequest) -> None:
        """Take the current request."""
        self._request = request
        self.origin: str = settings.ORIGIN
        self.owner: str = settings.OWNER
        self.contact: str = settings.CONTACT

    @cached_property
    def language(self) -> str:
        """The code of the page's language."""
        return get_language() or settings.LANGUAGE_CODE

    @cached_property
    def section(self) -> str:
        """The first part of the page's path, as in bokmål."""
        return path_in_bokmal(self._request.path).split("/")[1]

    @cached_property
    def language_links(self) -> list[dict[str, str]]:
        """This page in every language: code, the language's own name, URL with filters."""
        query = known_query(self._request).urlencode()
        path = path_in_bokmal(self._request.path)
        return [
            {
                "code": code,
                "name": name,
                "url": f"{PREFIXES[code]}{path}" + (f"?{query}" if query else ""),
            }
            for code, name in settings.LANGUAGES
        ]

    @property
    def address(self) -> str:
        """The page's full address in its language, with filters."""
        urls = {link["code"]: link["url"] for link in self.language_links}
        return self.origin + urls[self.language]

    @cached_property
    def visitor(self) -> dict[str, str] | None:
        """The signed-in user's key and party; None if not signed in.

        ``party`` is empty unless it is KD or KS. ``half`` is not empty if a second factor has not
        been set up yet. Without a session cookie the session is not accessed at all.
        """
        request = self._request
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        user = getattr(request, "user", None)  # missing if the request failed before it was set
        if user is None or not user.is_authenticated:
            return None
        if factor_at(request, user) is None:
            return {"person": str(user.pk), "party": "", "half": "1"}
        acting = Membership.acting(user)
        party = acting.party.code if acting and acting.party else ""
        return {"person": str(user.pk), "party": party, "half": ""}

    @property
    def mark(self) -> str:
        """The purpose of the database's invented content; empty if nothing is invented."""
        return self._changed_and_marked[1]

    @property
    def changed_at(self) -> datetime | None:
        """When public content last changed; None before any change."""
        return self._changed_and_marked[0]

    @cached_property
    def messages(self) -> BaseStorage | list[Any]:
        """Messages about the last step, for the user who took it."""
        return get_messages(self._request)

    @cached_property
    def form_head(self) -> SafeString:
        """The hidden fields at the start of every posted form."""
        return unsaved.form_head(self._request)

    @property
    def given_back(self) -> bool:
        """Whether a form on the page has unsaved text."""
        return getattr(self._request, "shows_unsaved", False)

    @property
    def why_refused(self) -> str:
        """Why that text was refused just now; empty if it was stored earlier."""
        return getattr(self._request, "refusal", "")

    @property
    def lost_file(self) -> bool:
        """Whether a file was chosen in that form and must be chosen again."""
        return unsaved.lost_file(self._request)

    @cached_property
    def _changed_and_marked(self) -> tuple[datetime | None, str]:
        return ContentVersion.changed_and_marked()


class FrameWithoutDatabase(Frame):
    """The frame when the database must not be queried: in errors, and in pages stored as files."""

    visitor = None  # no user is looked up
    _changed_and_marked = (None, "")


class FrameOfFile(FrameWithoutDatabase):
    """The frame of a page that the proxy serves by itself, at any URL.

    It loads no scripts: the browser's copy of typed text must outlive the page.
    """

    loads_scripts = False

    def __init__(self, request: HttpRequest) -> None:
        """Take a request for a page in its language."""
        super().__init__(request)
        self.origin = ""
