"""Histories: of a commitment for everyone, of an entry for its own party."""

from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.pages import link, trail, work_trail
from commitments.pages.text_versions import text_versions
from commitments.people.acting import writer
from commitments.progress.models import ProgressEntry
from commitments.publishing.versions import published, steps
from commitments.regional.models import RegionalStatus
from commitments.register.models import Commitment
from commitments.web.paging import Pages, page_links, page_of

PAGE_SIZE: Final = 20  # versions or steps


@login_not_required
@require_safe
def commitment_history(request: HttpRequest, ref: str) -> HttpResponse:
    """Every version that was published, with what it corrects and why; the last first."""
    commitment = get_object_or_404(Commitment.objects.select_related("agreement"), ref=ref)
    pages = Pages(commitment.progress_entries.public_versions(), PAGE_SIZE)
    number = page_of(request, pages)
    context = {
        "commitment": commitment,
        "versions": [published(entry) for entry in pages.rows(number)],
        "text_versions": text_versions(commitment.agreement, ref=ref),
        "pages": page_links(pages, number),
        "trail": trail(
            link(_("Commitments"), "commitments:commitment_list"),
            link(ref, commitment),
            link(_("History"), request.path),
        ),
    }
    return render(request, "commitments/commitment_history.html", context)


@require_safe
def entry_history(
    request: HttpRequest, pk: int, model: type[ProgressEntry | RegionalStatus]
) -> HttpResponse:
    """Every step of an entry of the own party, also of one that was discarded; the last first."""
    writer(request)
    rows = model.history.visible_to(request.user).of_entry(pk)
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
            link(latest.commitment.ref, latest.commitment),
            link(_("Entry"), model(pk=pk).get_work_url()),
            link(_("History"), request.path),
        ),
    }
    return render(request, "commitments/entry_history.html", context)
