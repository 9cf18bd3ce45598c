"""The history of a commitment for everyone: all that was published, and how its words changed."""

from dataclasses import dataclass
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.pages import link, trail
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.pages.text_versions import text_versions
from commitments.publishing.models import Statement
from commitments.publishing.versions import Change, corrected
from commitments.register.models import Commitment
from commitments.web.paging import Pages, page_links, page_of

PAGE_SIZE: Final = 20  # versions


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A version the public has read, and how it differs from the one it corrects."""

    entry: Statement
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class PublishedAssessments:
    """What one revision of a yearly evaluation says of a commitment."""

    revision: Revision
    year: int
    verdicts: list[PublishedVerdict]


@login_not_required
@require_safe
def commitment_history(request: HttpRequest, ref: str) -> HttpResponse:
    """Every version that was published, with what it corrects and why, and every assessment.

    The last is first in both.
    """
    commitment = get_object_or_404(Commitment.objects.select_related("agreement"), ref=ref)
    pages = Pages(commitment.progress_entries.public_versions(), PAGE_SIZE)
    number = page_of(request, pages)
    context = {
        "commitment": commitment,
        "assessed": _assessed(commitment),
        "versions": [_published(entry) for entry in pages.rows(number)],
        "text_versions": text_versions(commitment.agreement, ref=ref),
        "pages": page_links(pages, number),
        "trail": trail(
            link(_("Commitments"), "commitments:commitment_list"),
            link(commitment.named, commitment),
            link(_("History"), request.path),
        ),
    }
    return render(request, "publishing/commitment_history.html", context)


def _assessed(commitment: Commitment) -> list[PublishedAssessments]:
    """What each revision says, replaced ones included: one query."""
    found: dict[int, PublishedAssessments] = {}
    rows = PublishedVerdict.objects.about(commitment).with_parties()
    for row in rows.order_by("-revision__published_at", "-revision", "party"):
        revision = PublishedAssessments(row.revision, row.year, [])
        found.setdefault(row.revision_id, revision).verdicts.append(row)
    return list(found.values())


def _published(entry: Statement) -> PublishedVersion:
    """The entry with its difference from what it corrects; none where it corrects nothing."""
    return PublishedVersion(entry, corrected(entry))
