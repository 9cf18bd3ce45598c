"""The WSGI application around Django's, which caches whole pages and returns them.

A request answered from the cache builds none of Django's objects. A page is cached only if Django
responded with 200 to the same scheme, host, path and known query, so Django makes every refusal.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextvars import copy_context
from functools import partial
from threading import Lock
from typing import Any, Final

from django.conf import settings
from django.utils.http import parse_etags

from kvalitet.whole_pages import shared
from kvalitet.whole_pages.address import READER_PAGE, Address, Environ, address_of, has_session
from kvalitet.whole_pages.page import Headers, Page, Reply
from kvalitet.whole_pages.shelf import Shelf
from kvalitet.whole_pages.version import Version, version

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_OK: Final = "200 OK"
_READS: Final = frozenset({"GET", "HEAD"})
_AWAITED_SECONDS: Final = 30.0  # how long to wait for a page that another thread makes


class WholePages:
    """Returns cached pages to readers and passes everything else to Django unchanged.

    HEAD gets the headers of GET and no body, cached or not. Requests with a session go to Django,
    which may take the readers' page from the environ and fill in the user's parts.
    """

    def __init__(self, django: Application) -> None:
        """Wrap Django, with an empty cache."""
        self._application = django
        self._keeps = not settings.CACHES["default"]["BACKEND"].endswith("DummyCache")
        self._shelves: dict[Version, Shelf] = {}
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Respond as a WSGI application."""
        answer = self._answer(environ)
        start_response(answer.status, answer.headers)
        if environ["REQUEST_METHOD"] != "HEAD":
            return answer.body
        _close(answer.body)  # a stream is not started
        return ()

    def _answer(self, environ: Environ) -> Reply:
        reads = self._keeps and environ["REQUEST_METHOD"] in _READS
        address = address_of(environ) if reads else None
        if address is None:
            return self._django(environ)
        if has_session(environ):
            reader = {name: said for name, said in environ.items() if name != "HTTP_COOKIE"}
            environ[READER_PAGE] = partial(self._readers_page, reader, address)
            return self._django(environ)
        now = version.current()
        made = self._page(now, address, environ) if now else None
        if not isinstance(made, Page):
            return made or self._django(environ)
        if _has_it(environ.get("HTTP_IF_NONE_MATCH", ""), made.etag):
            return made.unchanged()
        return made.answer(environ.get("HTTP_ACCEPT_ENCODING", ""))

    def _readers_page(self, environ: Environ, address: Address) -> Page | None:
        """Return the page that a reader without a session gets now; None if it cannot be cached."""
        now = version.newest()
        if now is None:
            return None
        made = copy_context().run(self._page, now, address, environ | {"REQUEST_METHOD": "GET"})
        if isinstance(made, Reply):
            _close(made.body)
            return None
        return made

    def _page(self, now: Version, address: Address, environ: Environ) -> Page | Reply | None:
        """Return the cached or new page, or Django's response if it cannot be cached.

        None if the address is known not to be cacheable: then Django must respond.
        """
        shelf = self._shelf(now)
        awaited, is_mine = shelf.find(address)
        if not is_mine:
            return _result(awaited)
        made: Page | Reply | None = None
        try:
            made = self._made(shared.etag_of(now, address), environ)
        finally:
            if isinstance(made, Page):
                shelf.fill(address, made)
            elif made and made.status == _OK and _streams(made):
                shelf.fill(address, None)
            else:  # another request may get a cacheable page
                shelf.give_up(address)
        return made

    def _made(self, etag: str, environ: Environ) -> Page | Reply:
        """Get the page from another process or from Django."""
        if shared.is_local():
            return self._asked(etag, environ)
        place = shared.SharedPage(etag)
        page = place.found()
        if page is not None:
            return page
        made: Page | Reply | None = None
        try:
            made = self._asked(etag, environ)
        finally:
            place.keep(made if isinstance(made, Page) else None)
        return made

    def _asked(self, etag: str, environ: Environ) -> Page | Reply:
        answer = self._django(environ)
        if not _is_for_everyone(answer):
            return answer
        try:
            return Page.packed(etag, answer.headers, b"".join(answer.body))
        finally:
            _close(answer.body)

    def _django(self, environ: Environ) -> Reply:
        begun: list[tuple[str, Headers]] = []
        body = self._application(environ, lambda status, headers: begun.append((status, headers)))
        return Reply(*begun[0], body)

    def _shelf(self, now: Version) -> Shelf:
        """Return this version's pages.

        The previous version's stay for requests that have just read it.
        """
        with self._lock:
            shelf = self._shelves.get(now)
            if shelf is None:
                last = list(self._shelves.items())[-1:]
                shelf = Shelf()
                self._shelves = {**dict(last), now: shelf}
            return shelf


def _streams(answer: Reply) -> bool:
    """Whether the body is generated while it is sent, as Django's response says."""
    return getattr(answer.body, "streaming", True)


def _is_for_everyone(answer: Reply) -> bool:
    """Whether Django's response is a whole page that is the same for everyone."""
    headers = {name.lower(): value for name, value in answer.headers}
    return (
        answer.status == _OK
        and not _streams(answer)
        and not headers.keys() & {"set-cookie", "cache-control", "content-encoding"}
        and headers.get("vary", "").lower() in {"", "accept-encoding"}
    )


def _has_it(sent: str, etag: str) -> bool:
    """Whether ``If-None-Match`` has the page's present ETag (RFC 9110, 13.1.2)."""
    if sent in {"", etag}:
        return sent == etag
    named = parse_etags(sent)
    return named == ["*"] or etag.removeprefix("W/") in {tag.removeprefix("W/") for tag in named}


def _result(awaited: "Future[Page | None]") -> Page | None:
    try:
        return awaited.result(_AWAITED_SECONDS)
    except TimeoutError:
        return None


def _close(body: Iterable[bytes]) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()
