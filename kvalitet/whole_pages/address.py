"""The parts of a request that decide which page it gets, read without Django's request."""

from typing import Any, Final, NamedTuple

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.handlers.wsgi import get_bytes_from_wsgi, get_str_from_wsgi
from django.http import QueryDict
from django.http.cookie import parse_cookie

from commitments.web.known_query import known
from kvalitet.guard.proxies import is_trusted

Environ = dict[str, Any]

READER_PAGE: Final = "kvalitet.reader_page"  # the reader's page, in an environ
_LONGEST: Final = 2_000  # characters of path and query; longer requests are not cached
_SCHEME: Final = settings.SECURE_PROXY_SSL_HEADER[0]


class Address(NamedTuple):
    """Everything that requests for the same page have in common."""

    scheme: str
    host: str
    script: str
    path: str
    query: str


def address_of(environ: Environ) -> Address | None:
    """Return the address of a cacheable page; None if Django has to respond each time.

    Values are not normalised: another spelling of a host or a path is another address, to which
    Django itself responds once.
    """
    host, path = environ.get("HTTP_HOST"), environ.get("PATH_INFO", "")
    # Django decodes the query by a charset given there.
    if not host or "charset" in environ.get("CONTENT_TYPE", "").lower():
        return None
    if path.startswith(settings.STATIC_URL) or path in settings.PROBES:
        return None
    sent = environ.get("QUERY_STRING", "")
    if len(host) + len(path) + len(sent) > _LONGEST:
        return None
    query = _known(environ) if sent else ""
    if query is None:
        return None
    return Address(_scheme(environ), host, environ.get("SCRIPT_NAME", ""), path, query)


def has_session(environ: Environ) -> bool:
    """Whether the browser has sent a session cookie, valid or not."""
    sent = environ.get("HTTP_COOKIE", "")
    name = settings.SESSION_COOKIE_NAME
    return name in sent and name in parse_cookie(get_str_from_wsgi(environ, "HTTP_COOKIE", ""))


def _scheme(environ: Environ) -> str:
    """Return the scheme: a trusted proxy's header, otherwise the connection's."""
    told: str | None = environ.get(_SCHEME)
    peer = environ.get("REMOTE_ADDR", "")
    if told is not None and is_trusted(peer, tuple(settings.TRUSTED_PROXIES)):
        return told
    return str(environ.get("wsgi.url_scheme", ""))


def _known(environ: Environ) -> str | None:
    """Return the query's known parameters; None if Django would refuse to read it."""
    try:
        return known(QueryDict(get_bytes_from_wsgi(environ, "QUERY_STRING", ""))).urlencode()
    except (BadRequest, SuspiciousOperation):
        return None
