"""Files of sources, handed out as they came in, to be saved and never run."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from commitments.models import Source, Visitor


@login_not_required
@require_safe
def source_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file: to everyone once something published cites it, before that to the own party."""
    source = get_object_or_404(Source.objects.with_file().visible_to(_visitor(request)), pk=pk)
    try:
        content = source.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content, as_attachment=True, filename=source.file_name, content_type=source.media_type
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
    return response


def _visitor(request: HttpRequest) -> Visitor:
    """Who asks; the session is read only where there is one, so that readers get no cookie."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return AnonymousUser()
    return request.user
