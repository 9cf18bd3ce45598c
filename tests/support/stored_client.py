"""A test client whose requests pass the pages that are kept in front of Django."""

from http.cookies import SimpleCookie
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from kvalitet.whole_pages.layer import WholePages


class StoredClient(Client):
    """Asks as a reader over the line does; clients of one ``layer`` share its pages."""

    def __init__(self, layer: WholePages | None = None, **defaults: Any) -> None:
        """Come without cookies, to pages of one's own or to those of another client."""
        super().__init__(**{"HTTP_HOST": "localhost", **defaults})
        self.layer = layer or WholePages(WSGIHandler())
        self.handler = self._answered  # type: ignore[assignment]

    def other(self) -> "StoredClient":
        """Another reader at the same server."""
        return StoredClient(self.layer)

    def _answered(self, environ: dict[str, Any]) -> HttpResponse:
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        body = self.layer(environ, lambda status, headers: begun.append((status, headers)))
        [(status, headers)] = begun
        whole = b"".join(body)
        if isinstance(body, HttpResponseBase):
            body.close()
        streams = getattr(body, "streaming", False)
        kind: Any = StreamingHttpResponse if streams else HttpResponse
        answer: HttpResponse = kind([whole] if streams else whole, status=int(status[:3]))
        del answer["Content-Type"]
        for name, value in headers:
            if name == "Set-Cookie":
                answer.cookies.update(SimpleCookie(value))
            else:
                answer[name] = value
        answer.wsgi_request = WSGIRequest(environ)  # type: ignore[attr-defined]  # Django's client asks
        return answer
