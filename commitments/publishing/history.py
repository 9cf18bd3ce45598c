"""The history of recorded rows, for their own party."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.pages import link, work_trail
from commitments.people.acting import writer
from commitments.publishing.models import Statement
from commitments.publishing.versions import steps
from commitments.web.paging import Pages, page_links, page_of

PAGE_SIZE: Final = 20  # steps


@require_safe
def entry_history(request: HttpRequest, pk: int, model: type[Statement]) -> HttpResponse:
    """List every step of an own entry, even of a discarded one, the latest first."""
    writer(request)
    history: Any = model.history  # type: ignore[attr-defined]  # the library adds it
    rows = history.visible_to(request.user).of_entry(pk)
    pages = Pages(rows, PAGE_SIZE)
    if not pages.rows_in_all:
        raise Http404
    number = page_of(request, pages)
    first = (number - 1) * PAGE_SIZE
    found = list(rows[first : first + PAGE_SIZE + 1])  # one more, to compare the oldest with
    latest = found[0]
    context = {
        "latest": latest,
        "subject": model.subject_of(latest),
        "steps": steps(found, last=number == pages.last),
        "pages": page_links(pages, number),
        "trail": work_trail(
            link(latest.commitment.named, latest.commitment),
            link(_("Entry"), f"commitments:{model.url_prefix}_review", pk),
            link(_("History"), request.path),
        ),
    }
    return render(request, "publishing/history.html", context)
