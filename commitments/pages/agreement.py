"""An agreement and its commitments: the annotated page and the file."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from agreements import layout, read_rows
from agreements.facts import json_file
from agreements.models import Agreement, Segment
from agreements.pages import agreement_frame
from commitments.context.glossary import MarkedWords
from commitments.context.shown import facts_about, glossary
from commitments.evaluations.revisions.verdict_bases import other_bases
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.evaluations.yearly_duty import followed_up
from commitments.pages import agreement_notes
from commitments.pages.agreement_file import agreement_file
from commitments.pages.text_versions import text_versions
from commitments.progress.filter import TimeFilter
from commitments.progress.models import ProgressEntry
from commitments.register.models import Commitment
from commitments.web.known_query import known_query
from commitments.web.table_file import refused

Note = agreement_notes.CommitmentNote | agreement_notes.ReservationNote | Segment | str


@login_not_required
@require_safe
def agreement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the whole text in one column, with notes on each sentence and who is responsible.

    An invalid day gives 400, and the text as it applies today.
    """
    list_filter = TimeFilter(known_query(request))
    agreement = _agreement(slug, list_filter)
    segments = _segments(agreement, list_filter)
    blocks = layout.arrange(
        [_piece(segment) for segment in segments],
        source_text=agreement.source_text,
        title=agreement.title,
    )
    notes = _notes(agreement, segments, list_filter)
    context = {
        "agreement": agreement,
        "years": [row for row in agreement.evaluation_years.all() if row.pk],
        "list_filter": list_filter,
        "is_older": agreement.pk in list_filter.texts.older,
        "text_versions": text_versions(agreement, kjent=list_filter.times["kjent"]),
        "contents": layout.contents(blocks),
        "marked": _marked(blocks),
        "facts": facts_about(_names(agreement, segments), kjent=list_filter.times["kjent"]),
        "blocks": [
            (block, [(row, notes.get(row.first.anchor, "")) for row in block.rows])
            for block in blocks
        ],
        **agreement_frame(agreement, list_filter.kept_query),
    }
    status = HTTPStatus.BAD_REQUEST if list_filter.filter_errors else HTTPStatus.OK
    return render(request, "pages/agreement/page.html", context, status=status)


@login_not_required
@require_safe
def agreement_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the agreement as a file, the same in every language."""
    list_filter = TimeFilter(known_query(request))
    if list_filter.filter_errors:
        return refused(list_filter.filter_errors)
    return json_file(agreement_file(_agreement(slug, list_filter), list_filter.texts))


def _agreement(slug: str, list_filter: TimeFilter) -> Agreement:
    """Return the agreement in the version that applied."""
    agreements = Agreement.objects.with_parties().with_evaluation_years(followed_up())
    agreement = get_object_or_404(agreements, slug=slug)
    if text := list_filter.texts.older.get(agreement.pk):
        read_rows.lay_over(agreement, text)
    return agreement


def _segments(agreement: Agreement, list_filter: TimeFilter) -> list[Segment]:
    if text := list_filter.texts.older.get(agreement.pk):
        return read_rows.segments(text)
    return list(agreement.segments.with_signatures())


def _names(agreement: Agreement, segments: list[Segment]) -> list[str]:
    """Return the slug, and the references without a page of their own."""
    refs = (row.ref for row in segments if row.ref and row.kind != "commitment")
    return [agreement.slug, *dict.fromkeys(refs)]


def _marked(blocks: Iterable[layout.Block]) -> dict[str, list[MarkedWords]]:
    """Return each segment's words in pieces, by anchor; a term is marked once in each row."""
    found, _terms = glossary()
    marked: dict[str, list[MarkedWords]] = {}
    for block in blocks:
        for row in block.rows:
            pieces = found.marked(piece.words for piece in row.pieces)
            marked |= {piece.anchor: words for piece, words in zip(row.pieces, pieces, strict=True)}
    return marked


def _piece(segment: Segment) -> layout.Piece:
    return layout.Piece(
        kind=segment.kind,
        text=segment.text,
        ref=segment.ref,
        anchor=segment.anchor,
        marker=segment.marker,
        inline=segment.inline,
        has_note=bool(segment.note),
    )


def _notes(
    agreement: Agreement, segments: list[Segment], list_filter: TimeFilter
) -> dict[str, Note]:
    """Return the margin's notes by anchor; beside a goal its segment, beside a name its party."""
    found = _margin(agreement, list_filter)
    notes: dict[str, Note] = {}
    for segment in segments:
        if hasattr(segment, "signature"):
            notes[segment.anchor] = segment.signature.party.code
        elif segment.kind == "goal":
            notes[segment.anchor] = segment
        elif note := found.commitments.get(segment.ref) or found.reservations.get(segment.ref):
            notes[segment.anchor] = note
    return notes


def _margin(agreement: Agreement, list_filter: TimeFilter) -> agreement_notes.MarginNotes:
    """Return the margin's notes, limited by the filter's days."""
    rows = list(_margin_rows(agreement, list_filter))
    others = other_bases(agreement_notes.versions(rows), agreement_notes.shown(rows))
    disputes = PublishedVerdict.objects.seen(**list_filter.times).of_agreement(agreement.slug)
    years = dict(disputes.still_disputed().values_list("commitment__ref", "year"))
    return agreement_notes.notes(rows, agreement.party_codes, others, years)


def _margin_rows(agreement: Agreement, list_filter: TimeFilter) -> Any:
    commitments = Commitment.objects.of_agreement(agreement.slug)
    statements = ProgressEntry.objects.seen(**list_filter.times).statement_values()
    verdicts = PublishedVerdict.objects.seen(**list_filter.times).verdict_values()
    text = list_filter.texts.older.get(agreement.pk)
    if text is None:
        rows = commitments.by_party_and_reservation().with_last_statements(statements)
        return rows.with_last_verdicts(verdicts).values_list(*agreement_notes.COLUMNS)
    rows = commitments.with_last_statements(statements, list_filter.texts)
    columns = ("ref", "party", "last_statement", "last_verdict")
    said = rows.with_last_verdicts(verdicts).values_list(*columns)
    return agreement_notes.rows_of(text, {(ref, party): last for ref, party, *last in said})
