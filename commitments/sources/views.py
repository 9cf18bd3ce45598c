"""Downloads of source files, which browsers must save and never run, and their removal."""

from collections.abc import Iterator
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements.pages import link, work_trail
from commitments.people.acting import writer
from commitments.people.models import Visitor
from commitments.sources.actions import QUOTA, remove_file
from commitments.sources.models import Source
from commitments.web.form_errors import FormError
from commitments.web.paging import Pages, page_links, page_of
from kvalitet.guard.streams import BrokenFileError


@login_not_required
@require_safe
def source_file(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Send the file: to everyone once something published cites it, before that to its party."""
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


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    """List the own party's unused files, to be removed, and how much room is left."""
    return _listed(request)


@require_POST
def source_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove an unused file. A repeated request changes nothing and redirects as usual."""
    by = writer(request)
    source = get_object_or_404(Source.objects.visible_to(request.user), pk=pk)
    try:
        remove_file(source, by=by)
    except ValidationError as error:
        return _listed(request, error.messages)
    messages.success(request, _("The file has been removed."))
    return redirect("commitments:source_list")


def _listed(request: HttpRequest, refusals: list[str] | None = None) -> HttpResponse:
    by = writer(request)
    own = Source.objects.filter(party=by.party)
    pages = Pages(Source.objects.removable().filter(party=by.party))
    number = page_of(request, pages)
    context = {
        "party": by.party.code if by.party else "",
        "used": own.room_used(),
        "quota": QUOTA,
        "sources": pages.rows(number),
        "pages": page_links(pages, number),
        "errors": [FormError(text, "") for text in refusals or []],
        "trail": work_trail(link(_("Files that no entry uses"), "commitments:source_list")),
    }
    status = HTTPStatus.CONFLICT if refusals else HTTPStatus.OK
    return render(request, "sources/list.html", context, status=status)


def _chunks(source: Source) -> Iterator[bytes]:
    """Yield the file in pieces; it is opened for the first and closed after the last.

    Raises:
        BrokenFileError: the stored file's length is not that of the upload.
    """
    with source.file.storage.open(str(source.file.name)) as file:
        if file.size != source.size:
            message = f"The file of source {source.pk} has {file.size} bytes, not {source.size}."
            raise BrokenFileError(message)
        yield from file.chunks()


def _visitor(request: HttpRequest) -> Visitor:
    """Return the user. The session is read only if there is one, so readers get no cookie."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return AnonymousUser()
    return request.user
