"""One commitment: its wording, facts and reservations, and what the parties have published."""

from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agreements import read_rows
from agreements.pages import link, trail
from commitments.context.glossary import MarkedWords
from commitments.context.shown import ShownTerm, facts_about, glossary
from commitments.foundation.prepared_query import Prepared
from commitments.pages.answer.context import answer
from commitments.pages.goals.beside import goals_beside
from commitments.pages.text_versions import ShownVersion, text_versions
from commitments.progress.filter import TimeFilter
from commitments.progress.models import ProgressEntry
from commitments.progress.queryset import ProgressEntryQuerySet
from commitments.progress.timeline import TimeLine
from commitments.regional.pages.coverage import CountyCoverage
from commitments.register.models import Commitment
from commitments.register.older_version import lay_over, limits, linked_words
from commitments.register.queryset import CommitmentQuerySet
from commitments.register.reasons import sentences
from commitments.web.known_query import known_query
from commitments.web.table_file import downloads

_LONG: Final = 220  # characters of a wording that is set smaller


@login_not_required
@require_safe
def commitment_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a commitment's page; redirect to it from a reference in lower case.

    An invalid day gives 400, and nothing that the parties have published is shown.
    """
    query = known_query(request)
    if ref != ref.upper():
        page = reverse("commitments:commitment_detail", args=[ref.upper()])
        return redirect(f"{page}?{query.urlencode()}" if query else page, permanent=True)
    list_filter = TimeFilter(query)
    texts = list_filter.texts
    commitment = _commitment(ref, list_filter)
    lay_over(commitment, texts)
    words = linked_words(commitment, texts)
    reservations = limits(commitment, texts)
    names = [commitment.ref, *(limit.reservation.ref for limit in reservations)]
    heading, wording, terms = _explained(commitment)
    line = TimeLine(request, commitment, list_filter, words)
    context = {
        "commitment": commitment,
        "agreement": commitment.agreement,
        "words": words,
        "reasons": sentences(commitment.reasons),
        "reservations": reservations,
        "heading": heading,
        "wording": wording,
        "is_long": len(commitment.words) > _LONG,
        "terms": terms,
        "facts": facts_about(names, kjent=list_filter.times["kjent"]),
        "list_filter": list_filter,
        "goals": {} if texts.older else goals_beside(commitment),
        "is_older": commitment.agreement_id in texts.older,
        "text_versions": _text_versions(commitment, list_filter),
        "coverage": CountyCoverage.of(words) if commitment.regional else None,
        "line": line,
        **answer(commitment, list_filter, words, line),
        "marked_years": {row["year"]: read_rows.marked_year(row) for row in words["marked_year"]},
        **_frame(commitment, list_filter),
    }
    status = HTTPStatus.BAD_REQUEST if list_filter.filter_errors else HTTPStatus.OK
    return render(request, "pages/commitment/page.html", context, status=status)


def _commitment(ref: str, list_filter: TimeFilter) -> Any:
    """Return the commitment with everything on its page, limited by the filter's days.

    Raises:
        Http404: there was no commitment with this reference.
    """
    if list_filter.asks_of_today:
        found = _AS_IT_IS.first(ref)
    else:
        rows = _rows(ref, list_filter.every_entry()).that_applied(list_filter.texts)
        found = rows.first()
    if found is None:
        raise Http404
    return found.with_segments()


def _rows(ref: str, entries: ProgressEntryQuerySet) -> CommitmentQuerySet:
    rows = Commitment.objects.for_page().prefetch_related(None).with_ref(ref).with_mark()
    return rows.with_entries_counted(entries).with_last_change(ProgressEntry.objects.public())


_AS_IT_IS: Final = Prepared(lambda ref: _rows(ref, ProgressEntry.objects.on_time_line()))


def _explained(
    commitment: Any,
) -> tuple[list[MarkedWords], list[tuple[Any, list[MarkedWords]]], list[ShownTerm]]:
    """Return the heading and each segment in pieces, and the glossary terms in them.

    A term without a mark is listed if its word is part of a longer explained one.
    """
    found, terms = glossary()
    segments = list(commitment.segments.all())
    marked = found.marked([commitment.heading, *(segment.words for segment in segments)])
    keys = dict.fromkeys(found.terms(marked))
    keys |= dict.fromkeys(key for key, term in terms.items() if commitment.ref in term.refs)
    wording = list(zip(segments, marked[1:], strict=True))
    return marked[0], wording, [terms[key] for key in keys]


def _text_versions(commitment: Any, list_filter: TimeFilter) -> list[ShownVersion]:
    """Return changes of words and facts, as far as they were known on the requested day."""
    if not commitment.is_changed:
        return []
    kjent = list_filter.times["kjent"]
    return text_versions(commitment.agreement, ref=commitment.ref, kjent=kjent)


def _frame(commitment: Commitment, list_filter: TimeFilter) -> dict[str, object]:
    """Return breadcrumbs, last change and files."""
    ref = commitment.ref
    query = list_filter.kept_query
    history = link(gettext("History"), "commitments:commitment_history", ref)
    return {
        "query": query,
        "changed_at": _last_change(commitment),
        "downloads": [*downloads("commitment_file", ref, query=query), history],
        "trail": trail(
            link(gettext("Commitments"), "commitments:commitment_list"),
            link(commitment.named, commitment),
        ),
    }


def _last_change(commitment: Any) -> datetime:
    """Return when its text was loaded, or something about it was last published or withdrawn."""
    changes: list[datetime | None] = [commitment.last_published_at, commitment.withdrawn_at]
    loaded_at: datetime = commitment.agreement.loaded_at
    return max([loaded_at, *(change for change in changes if change)])
