"""What every page's frame needs: languages, visitor, mark of the database, who runs the portal."""

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
    """The frame, under the one name that no view gives."""
    return {"page": Frame(request)}


class Frame:
    """Values for ``base.html``; nothing is read from the database until the page asks."""

    loads_scripts = True

    def __init__(self, request: HttpRequest) -> None:
        """Take the request that is answered."""
        self._request = request
        self.origin: str = settings.ORIGIN
        self.owner: str = settings.OWNER
        self.contact: str = settings.CONTACT

    @cached_property
    def language(self) -> str:
        """The code of the language that the page is written in."""
        return get_language() or settings.LANGUAGE_CODE

    @cached_property
    def section(self) -> str:
        """The first part of the page's path, as it is in bokmål."""
        return path_in_bokmal(self._request.path).split("/")[1]

    @cached_property
    def language_links(self) -> list[dict[str, str]]:
        """This page in every language: code, the language's own name, address with filters."""
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

    @cached_property
    def visitor(self) -> dict[str, str] | None:
        """The signed-in person's key and party, or None for a reader.

        ``party`` is empty for others than KD and KS.

        ``half`` is not empty where a second factor is still to be set up.

        Only a request with a session cookie is asked: the session of a reader stays untouched.
        """
        request = self._request
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        user = getattr(request, "user", None)  # absent where a request failed before it was known
        if user is None or not user.is_authenticated:
            return None
        if factor_at(request, user) is None:
            return {"person": str(user.pk), "party": "", "half": "1"}
        acting = Membership.acting(user)
        party = acting.party.code if acting and acting.party else ""
        return {"person": str(user.pk), "party": party, "half": ""}

    @property
    def mark(self) -> str:
        """What invented content the database is for; "" where nothing is invented."""
        return self._changed_and_marked[1]

    @property
    def changed_at(self) -> datetime | None:
        """When what a reader may see last changed; None before any change."""
        return self._changed_and_marked[0]

    @cached_property
    def messages(self) -> BaseStorage | list[Any]:
        """What the last step did, for the person who took it."""
        return get_messages(self._request)

    @cached_property
    def form_head(self) -> SafeString:
        """What every form that is posted begins with."""
        return unsaved.form_head(self._request)

    @property
    def given_back(self) -> bool:
        """Whether a form of the page holds text that is not saved."""
        return getattr(self._request, "shows_unsaved", False)

    @property
    def why_refused(self) -> str:
        """Why that text was refused just now; "" where it was kept from earlier."""
        return getattr(self._request, "refusal", "")

    @property
    def lost_file(self) -> bool:
        """Whether a file was chosen in that form, and has to be chosen again."""
        return unsaved.lost_file(self._request)

    @cached_property
    def _changed_and_marked(self) -> tuple[datetime | None, str]:
        return ContentVersion.changed_and_marked()


class FrameWithoutDatabase(Frame):
    """The frame where the database may not be asked: of a failure, and of a page kept as a file."""

    visitor = None  # nobody is looked up
    _changed_and_marked = (None, "")


class FrameOfFile(FrameWithoutDatabase):
    """The frame of a page that the proxy shows by itself, at any address.

    It loads no script: the copy of typed text that the browser holds must outlive the page.
    """

    loads_scripts = False

    def __init__(self, request: HttpRequest) -> None:
        """Take a request for a page in its language."""
        super().__init__(request)
        self.origin = ""
