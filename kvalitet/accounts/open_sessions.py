"""A user's current sessions, read from the session table. Nothing is stored besides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from kvalitet.accounts.models import User

BROWSER: Final = "browser"  # session key of the browser's name
# The order matters: most browsers also claim to be those further down.
_BROWSERS: Final = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS: Final = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser in which the user is signed in.

    ``name`` is shown instead of the session's key, which is secret. ``browser`` is empty if the
    browser did not identify itself. ``began_at`` is None until the first page after sign-in.
    """

    name: str
    browser: str
    began_at: datetime | None
    key: str


def browser_named(user_agent: str) -> str:
    """Return «Firefox, Windows»: enough to recognise one's own browsers, and no more."""
    found = (
        next((name for mark, name in names.items() if mark in user_agent), "")
        for names in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(filter(None, found))


def name_of(key: str) -> str:
    """Return the name that pages and forms use for a session's key."""
    return sha256(key.encode()).hexdigest()[:16]


def open_sessions(user: User) -> list[OpenSession]:
    """Return the user's valid sessions, the newest first.

    Reads every session that has not expired. Only people who sign in have one.
    """
    rows = Session.objects.filter(expire_date__gt=timezone.now())
    found = [(row.session_key, row.get_decoded()) for row in rows]
    own = [_session(key, session_data) for key, session_data in found if _opens(session_data, user)]
    oldest = datetime.min.replace(tzinfo=UTC)
    return sorted(own, key=lambda session: session.began_at or oldest, reverse=True)


def _opens(session_data: Mapping[str, Any], user: User) -> bool:
    of_user = session_data.get(SESSION_KEY) == str(user.pk)
    return of_user and constant_time_compare(
        session_data.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
    )


def _session(key: str, session_data: Mapping[str, Any]) -> OpenSession:
    began_at = (
        datetime.fromtimestamp(session_data["began"], UTC) if "began" in session_data else None
    )
    return OpenSession(name_of(key), str(session_data.get(BROWSER, "")), began_at, key)
