"""What every page's frame needs: languages, visitor, mark of the database, who runs the portal."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from agreements.pages import PREFIXES, path_in_bokmal
from commitments.foundation.content_version import DatabaseMark
from commitments.people import unsaved
from commitments.people.models import Membership
from commitments.people.step_up import factor_at
from commitments.web.known_query import known_query


def page(request: HttpRequest) -> dict[str, Any]:
    """Values for ``base.html``; nothing is read from the database until the page asks.

    ``given_back``: a form of the page holds text that is not saved; ``why_refused``: the reason, if
    it was refused just now; ``lost_file``: whether a file was chosen in it.
    """
    return {
        "language": get_language(),
        "language_links": _language_links(request),
        "section": path_in_bokmal(request.path).split("/")[1],
        "visitor": SimpleLazyObject(lambda: _visitor(request)),
        "mark": SimpleLazyObject(DatabaseMark.purpose_here),
        "origin": settings.ORIGIN,
        "owner": settings.OWNER,
        "contact": settings.CONTACT,
        "given_back": getattr(request, "shows_unsaved", False),
        "why_refused": getattr(request, "refusal", ""),
        "lost_file": unsaved.lost_file(request),
    }


def _visitor(request: HttpRequest) -> dict[str, str] | None:
    """The signed-in person's key and party, or None for a reader.

    ``party`` is empty for others than KD and KS.

    ``half`` is not empty where a second factor is still to be set up.

    Only a request with a session cookie is asked: the session of a reader stays untouched.
    """
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


def _language_links(request: HttpRequest) -> list[dict[str, str]]:
    """This page in every language: code, the language's own name, address with filters."""
    query = known_query(request).urlencode()
    path = path_in_bokmal(request.path)
    return [
        {
            "code": code,
            "name": name,
            "url": f"{PREFIXES[code]}{path}" + (f"?{query}" if query else ""),
        }
        for code, name in settings.LANGUAGES
    ]
