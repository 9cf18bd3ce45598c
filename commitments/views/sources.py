"""Files of sources, handed out as they came in, to be saved and never run."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from commitments.models import Source, Visitor


@login_not_required
@require_safe
def source_file(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The file: to everyone once something published cites it, before that to the own party."""
    source = get_object_or_404(Source.objects.with_file().visible_to(_visitor(request)), pk=pk)
    if not source.file.storage.exists(str(source.file.name)):
        raise Http404
    name = content_disposition_header(as_attachment=True, filename=source.file_name)
    headers = {
        "Content-Disposition": str(name),
        "Content-Length": str(source.size),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=0, must-revalidate",
    }
    return StreamingHttpResponse(_chunks(source), content_type=source.media_type, headers=headers)


def _chunks(source: Source) -> Iterator[bytes]:
    """The file in pieces; opened when the first is asked for, closed after the last."""
    with source.file.storage.open(str(source.file.name)) as file:
        yield from file.chunks()


def _visitor(request: HttpRequest) -> Visitor:
    """Who asks; the session is read only where there is one, so that readers get no cookie."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return AnonymousUser()
    return request.user
