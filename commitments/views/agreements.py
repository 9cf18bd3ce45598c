"""An agreement with what its text obliges to: the annotated page and the file."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from agreements import layout
from agreements.facts import json_file
from agreements.models import Agreement, Segment
from agreements.pages import agreement_frame
from commitments import margin
from commitments.exports.agreement import agreement_file
from commitments.models import Commitment, ContentVersion, ProgressEntry, PublishedVerdict
from commitments.models.yearly_duty import followed_up

Note = margin.CommitmentNote | margin.ReservationNote | str


@login_not_required
@require_safe
def agreement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole text in one column; beside each sentence what it is and who answers for it."""
    agreement = _agreement(slug)
    segments = list(agreement.segments.with_signatures())
    blocks = layout.arrange(
        [_piece(segment) for segment in segments],
        source_text=agreement.source_text,
        title=agreement.title,
    )
    notes = _notes(agreement, segments)
    context = {
        "agreement": agreement,
        "years": agreement.evaluation_years.all(),
        "contents": layout.contents(blocks),
        "changed_at": ContentVersion.changed_at_last(),
        "blocks": [
            (block, [(row, notes.get(row.first.anchor, "")) for row in block.rows])
            for block in blocks
        ],
        **agreement_frame(agreement),
    }
    return render(request, "commitments/agreement_detail.html", context)


@login_not_required
@require_safe
def agreement_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The agreement as a file, the same in every language."""
    return json_file(agreement_file(_agreement(slug)))


def _agreement(slug: str) -> Agreement:
    agreements = Agreement.objects.with_parties().with_evaluation_years(followed_up())
    return get_object_or_404(agreements, slug=slug)


def _piece(segment: Segment) -> layout.Piece:
    return layout.Piece(
        kind=segment.kind,
        text=segment.text,
        ref=segment.ref,
        anchor=segment.anchor,
        marker=segment.marker,
        inline=segment.inline,
        note=segment.note,
    )


def _notes(agreement: Agreement, segments: list[Segment]) -> dict[str, Note]:
    """What the margin says beyond the kind, by address; beside a name the code of its party."""
    commitments = Commitment.objects.of_agreement(agreement.slug).by_answer_and_reservation()
    rows = commitments.with_last_statements(ProgressEntry.objects.seen())
    rows = rows.with_last_verdicts(PublishedVerdict.objects.seen())
    found = margin.notes(rows.values_list(*margin.COLUMNS), agreement.party_codes)
    notes: dict[str, Note] = {}
    for segment in segments:
        if hasattr(segment, "signature"):
            notes[segment.anchor] = segment.signature.party.code
        elif note := found.commitments.get(segment.ref) or found.reservations.get(segment.ref):
            notes[segment.anchor] = note
    return notes
