"""A page as it is sent: its headers, and its body in each supported encoding."""

import gzip
from collections.abc import Iterable
from functools import lru_cache
from http import HTTPStatus
from typing import Final, NamedTuple

import brotli

Headers = list[tuple[str, str]]

CACHE_CONTROL: Final = "public, max-age=0, must-revalidate"
# Headers that depend on the encoding or are written again here. Readers' languages do not vary.
_OWN: Final = frozenset({"cache-control", "content-length", "etag", "vary"})
_OF_BODY: Final = frozenset({"Content-Disposition", "Content-Type"})
_GZIP_LEVEL: Final = 6
_BROTLI_QUALITY: Final = 5  # a fifth smaller than gzip, in the same time
_UNPACKED: Final = 64  # pages also cached uncompressed, for clients that accept no encoding


class Reply(NamedTuple):
    """A WSGI response: the status line, the headers and the body."""

    status: str
    headers: Headers
    body: Iterable[bytes]


class Page(NamedTuple):
    """One cached page; ``headers`` are Django's."""

    etag: str
    headers: tuple[tuple[str, str], ...]
    gzip: bytes
    brotli: bytes

    @classmethod
    def packed(cls, etag: str, headers: Headers, body: bytes) -> "Page":
        """Compress a response of Django's with these headers and this body."""
        return cls(
            etag,
            tuple(header for header in headers if header[0].lower() not in _OWN),
            gzip.compress(body, _GZIP_LEVEL, mtime=0),
            brotli.compress(body, brotli.MODE_TEXT, _BROTLI_QUALITY),
        )

    @property
    def size(self) -> int:
        """Return roughly how many bytes the page takes in the cache."""
        headers = sum(len(name) + len(value) for name, value in self.headers)
        return len(self.gzip) + len(self.brotli) + headers

    @property
    def plain(self) -> bytes:
        """Return the uncompressed body."""
        return _unpacked(self.gzip)

    def answer(self, accepted: str) -> Reply:
        """Return the page in the best encoding that ``Accept-Encoding`` names."""
        coding = coding_of(accepted)
        body = {"br": self.brotli, "gzip": self.gzip}[coding] if coding else self.plain
        headers = [*self.headers, *self._own, ("Content-Length", str(len(body)))]
        if coding:
            headers.append(("Content-Encoding", coding))
        return Reply("200 OK", headers, (body,))

    def unchanged(self) -> Reply:
        """Return a 304 response: the client has the page already."""
        status = HTTPStatus.NOT_MODIFIED
        headers = [header for header in self.headers if header[0] not in _OF_BODY]
        return Reply(f"{status.value} {status.phrase}", [*headers, *self._own], ())

    @property
    def _own(self) -> Headers:
        return [("Vary", "Accept-Encoding"), ("ETag", self.etag), ("Cache-Control", CACHE_CONTROL)]


@lru_cache(maxsize=256)
def coding_of(accepted: str) -> str:
    """Return «br», «gzip», or "" for the uncompressed body (RFC 9110, 12.5.3).

    The client's preference decides; brotli, the smaller, comes first among equals. A client that
    refuses everything gets the body uncompressed.
    """
    weights: dict[str, float] = {}
    for item in accepted.lower().split(","):
        name, _semicolon, parameters = item.partition(";")
        weights[name.strip()] = _weight(parameters)
    named = weights.get("*", 0.0)
    wanted = [(weights.get(coding, named), coding) for coding in ("br", "gzip")]
    weight, best = max(wanted, key=lambda found: found[0])  # the first among equals
    return best if weight > 0 and weight >= weights.get("identity", 0.0) else ""


def _weight(parameters: str) -> float:
    """Return an item's ``q``; 1 if it is missing, 0 if it is not a number from 0 to 1."""
    name, _equals, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


@lru_cache(maxsize=_UNPACKED)
def _unpacked(body: bytes) -> bytes:
    return gzip.decompress(body)
