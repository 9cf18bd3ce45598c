"""The public history of a commitment: everything published, and changes of its words."""

from dataclasses import dataclass
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.pages import link, trail
from commitments.evaluations import combined_reading
from commitments.evaluations.combined_reading import DISAGREE, StatedVerdict
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
    """A version that has been public, and how it differs from the one it corrects."""

    entry: Statement
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class PublishedAssessments:
    """The verdicts on a commitment in one revision of a yearly evaluation."""

    revision: Revision
    year: int
    verdicts: list[PublishedVerdict]

    @property
    def is_disputed(self) -> bool:
        """Whether the parties disagree in this revision; a view that differs counts too."""
        stated = {
            row.party.code: StatedVerdict(row.verdict, row.reason, row.gap, row.reservation)
            for row in self.verdicts
        }
        answering = [row.party.code for row in self.verdicts if not row.is_view]
        return combined_reading.reading(stated, answering) == DISAGREE


@login_not_required
@require_safe
def commitment_history(request: HttpRequest, ref: str) -> HttpResponse:
    """Show every published version, with what it corrects and why, and every assessment.

    The latest is first in both lists.
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
    """Return the verdicts of each revision, replaced ones included, in one query."""
    found: dict[int, PublishedAssessments] = {}
    rows = PublishedVerdict.objects.about(commitment).with_parties()
    for row in rows.order_by("-revision__published_at", "-revision", "party"):
        revision = PublishedAssessments(row.revision, row.year, [])
        found.setdefault(row.revision_id, revision).verdicts.append(row)
    return list(found.values())


def _published(entry: Statement) -> PublishedVersion:
    """Compare the entry with what it corrects, if anything."""
    return PublishedVersion(entry, corrected(entry))
