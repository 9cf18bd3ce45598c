"""Makes streamed files arrive either whole or visibly broken."""

from collections.abc import Callable, Iterator
from itertools import chain
from tempfile import TemporaryFile
from typing import Final
from wsgiref.util import FileWrapper

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

_MARKS_THE_END: Final = "1.1"  # from this HTTP version on, a stream marks its end
_PIECE: Final = 65_536  # bytes of a stored file sent at a time


class BrokenFileError(RuntimeError):
    """The file has more or fewer bytes than its length says."""


class StreamMiddleware:
    """Reads the first piece of every stream before the status is sent, and checks its length.

    An error in the first piece becomes an ordinary error page. A later error reaches the server,
    which closes the connection: the client then misses the last chunk, or bytes of the
    ``Content-Length``. HTTP/1.0 has no chunks, and a closed connection looks like the end. If the
    client or a proxy speaks HTTP/1.0, the file is therefore stored whole and sent with its length.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response. Its stream has been started, unless the request is a HEAD.

        Raises:
            BrokenFileError: the first piece is longer than the file.
        """
        response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and request.method != "HEAD":
            _begin(response, stored=_takes_a_close_for_the_end(request))
        return response


def _takes_a_close_for_the_end(request: HttpRequest) -> bool:
    """Whether the client, or a proxy in ``Via``, speaks HTTP/1.0."""
    hops = [request.META["SERVER_PROTOCOL"], *request.headers.get("Via", "").split(",")]
    spoken: list[str] = [hop.split()[0].rpartition("/")[2] for hop in hops if hop.strip()]
    return min(spoken) < _MARKS_THE_END


def _begin(response: StreamingHttpResponse, *, stored: bool) -> None:
    pieces: Iterator[bytes] = iter(response)
    if response.has_header("Content-Length"):
        pieces = _measured(pieces, int(response["Content-Length"]))
    elif stored:
        _store(response, pieces)
        return
    first = next(pieces, b"")
    response.streaming_content = chain([first], pieces)


def _measured(pieces: Iterator[bytes], length: int) -> Iterator[bytes]:
    """Yield the pieces, and raise BrokenFileError unless their total length is ``length``."""
    left = length
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            break
        yield piece
    if left:
        message = f"A file has {'more' if left < 0 else 'fewer'} than the {length} bytes promised."
        raise BrokenFileError(message)


def _store(response: StreamingHttpResponse, pieces: Iterator[bytes]) -> None:
    """Write the stream to disk and send it from there, with its length."""
    file = TemporaryFile()  # noqa: SIM115 # the response closes it
    try:
        file.writelines(pieces)
    except BaseException:
        file.close()
        raise
    response["Content-Length"] = str(file.tell())
    file.seek(0)
    response.streaming_content = FileWrapper(file, _PIECE)
