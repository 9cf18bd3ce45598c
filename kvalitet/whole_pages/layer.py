"""The WSGI application around Django's: it keeps whole pages and answers with them.

A request that is answered here builds nothing of Django's. Only what Django has answered with 200
to the same scheme, host, path and known query is kept, so a refusal is always Django's own.
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
_AWAITED_SECONDS: Final = 30.0  # how long a page is waited for that is being made


class WholePages:
    """Answers readers with pages that it keeps; everything else goes to Django and back unchanged.

    HEAD gets the headers of GET and no body, whatever answered it. Requests with a session go to
    Django, which may take the readers' page from the environ and fill in what is theirs.
    """

    def __init__(self, django: Application) -> None:
        """Stand around Django, with nothing kept yet."""
        self._application = django
        self._keeps = not settings.CACHES["default"]["BACKEND"].endswith("DummyCache")
        self._shelves: dict[Version, Shelf] = {}
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The answer, as WSGI has it."""
        answer = self._answer(environ)
        start_response(answer.status, answer.headers)
        if environ["REQUEST_METHOD"] != "HEAD":
            return answer.body
        _close(answer.body)  # a stream is not begun
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
        """What a reader without a session gets there at this moment; None if it is not kept."""
        now = version.newest()
        if now is None:
            return None
        made = copy_context().run(self._page, now, address, environ | {"REQUEST_METHOD": "GET"})
        if isinstance(made, Reply):
            _close(made.body)
            return None
        return made

    def _page(self, now: Version, address: Address, environ: Environ) -> Page | Reply | None:
        """The page that is kept or was made now; Django's answer if it is no page to keep.

        None if it is known that nothing is kept here: then Django is to be asked.
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
            else:  # another request may be answered with a page
                shelf.give_up(address)
        return made

    def _made(self, etag: str, environ: Environ) -> Page | Reply:
        """The page as another process or Django makes it."""
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
        """The pages of this version; those of the one before stay for who has just read it."""
        with self._lock:
            shelf = self._shelves.get(now)
            if shelf is None:
                last = list(self._shelves.items())[-1:]
                shelf = Shelf()
                self._shelves = {**dict(last), now: shelf}
            return shelf


def _streams(answer: Reply) -> bool:
    """Whether the body is made while it is sent: Django's response tells."""
    return getattr(answer.body, "streaming", True)


def _is_for_everyone(answer: Reply) -> bool:
    """Whether Django has answered with a whole page that does not depend on who asks."""
    headers = {name.lower(): value for name, value in answer.headers}
    return (
        answer.status == _OK
        and not _streams(answer)
        and not headers.keys() & {"set-cookie", "cache-control", "content-encoding"}
        and headers.get("vary", "").lower() in {"", "accept-encoding"}
    )


def _has_it(sent: str, etag: str) -> bool:
    """Whether an ``If-None-Match`` names this state of the page (RFC 9110, 13.1.2)."""
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
