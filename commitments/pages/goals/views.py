"""The goals: a list of all, a page for each with its commitments, and both as files."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agreements.models import Agreement, Goal
from agreements.pages import link, trail
from agreements.templatetags.texts import label, listed
from commitments.context.shown import facts_about
from commitments.evaluations.revisions import matrix
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.evaluations.state import ONE_SIDED
from commitments.evaluations.years.lines import lines_of
from commitments.foundation.content_version import ContentVersion
from commitments.pages.goals.file import GoalFileRow, goal_rows
from commitments.pages.goals.groups import GoalGroup, GroupedGoal, grouped
from commitments.register.models import Commitment
from commitments.web.known_query import known_query
from commitments.web.table_file import TableFile, downloads

_YEAR: Final = matrix.COLUMNS.index("year")


class GoalSection(NamedTuple):
    """Goals of one agreement from the same white paper, which is empty if none is named.

    ``areas`` are those of the first goal, in the reader's language. ``is_purpose``: they come
    from no white paper, but others of their agreement do.
    """

    agreement: Agreement
    st_meld: str
    areas: str
    is_purpose: bool
    goals: Sequence[GroupedGoal]


class JudgedYear(NamedTuple):
    """The latest year with a published evaluation, and its verdicts by a commitment's reference.

    ``is_one_sided``: only one party published it.
    """

    year: int
    is_one_sided: bool
    by_ref: dict[str, matrix.MatrixYear]


@login_not_required
@require_safe
def goal_list(request: HttpRequest) -> HttpResponse:
    """List every goal of the agreements, with how many commitments go with it."""
    goals = _grouped(Goal.objects.for_page())
    context = {
        "sections": _sections(goals),
        "number": len(goals),
        "trail": trail(link(gettext("Goals"), "commitments:goal_list")),
        "downloads": downloads("goal_list_file"),
    }
    return render(request, "pages/goals/list.html", context)


@login_not_required
@require_safe
def goal_list_file(_request: HttpRequest, ending: str) -> HttpResponseBase:
    """Return every goal with its commitments as a file, the same bytes in every language."""
    return _file("mal", _grouped(Goal.objects.for_page()), ending)


@login_not_required
@require_safe
def goal_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a goal's page; redirect to it from a reference in lower case."""
    if ref != ref.upper():
        query = known_query(request).urlencode()
        page = reverse("commitments:goal_detail", args=[ref.upper()])
        return redirect(f"{page}?{query}" if query else page, permanent=True)
    goal = _goal(ref)
    agreement = goal.segment.agreement
    codes = agreement.party_codes
    [(_goal_again, groups)] = grouped([goal], _commitments().with_answers(codes))
    context = {
        "goal": goal,
        "agreement": agreement,
        "codes": codes,
        "areas": _areas(goal),
        "groups": groups,
        "judged": _judged(agreement, groups),
        "facts": facts_about([goal.ref]),
        "trail": trail(
            link(gettext("Goals"), "commitments:goal_list"), link(goal.segment.named, goal)
        ),
        "downloads": downloads("goal_file", goal.ref),
    }
    return render(request, "pages/goals/page.html", context)


@login_not_required
@require_safe
def goal_file(_request: HttpRequest, ref: str, ending: str) -> HttpResponseBase:
    """Return a goal with its commitments as a file, the same bytes in every language."""
    return _file(f"mal-{ref.lower()}", _grouped([_goal(ref.upper())]), ending)


def _goal(ref: str) -> Goal:
    """Return the goal with this reference.

    Raises:
        Http404: there is none.
    """
    rows = Goal.objects.for_page().filter(ref=ref)
    parties = "segment__agreement__agreement_parties__party"
    found = rows.prefetch_related(parties).first()
    if found is None:
        raise Http404
    return found


def _commitments() -> Any:
    return Commitment.objects.in_text_order().for_list()


def _grouped(goals: Iterable[Goal]) -> list[GroupedGoal]:
    return grouped(goals, _commitments())


def _file(name: str, goals: Iterable[GroupedGoal], ending: str) -> HttpResponseBase:
    as_of = ContentVersion.changed_on()
    batches = goal_rows(goals, as_of=as_of)
    return TableFile(name, GoalFileRow._fields, batches, as_of).answer(ending)


def _sections(goals: Iterable[GroupedGoal]) -> list[GoalSection]:
    found = []
    for _key, own in groupby(goals, key=lambda row: row.goal.segment.agreement_id):
        papers = [(key, list(rows)) for key, rows in groupby(own, key=lambda row: row.goal.st_meld)]
        for st_meld, rows in papers:
            goal, is_purpose = rows[0].goal, not st_meld and len(papers) > 1
            agreement = goal.segment.agreement
            found.append(GoalSection(agreement, st_meld, _areas(goal), is_purpose, rows))
    return found


def _areas(goal: Goal) -> str:
    return listed([label(row.area, "area") for row in goal.areas.all()])


def _judged(agreement: Agreement, groups: Iterable[GoalGroup]) -> JudgedYear | None:
    """Return both parties' verdicts of the latest published year; None without any."""
    published = PublishedVerdict.objects.seen().of_agreement(agreement.slug).order_by()
    rows = list(published.with_version().values_list(*matrix.COLUMNS))
    if not rows:
        return None
    year = max(row[_YEAR] for row in rows)
    rows = [row for row in rows if row[_YEAR] == year]
    commitments = [commitment for group in groups for commitment, _link in group.rows]
    lines = lines_of(commitments, agreement.party_codes, [year], rows)
    by_ref = {line.promise.ref: line.years[0] for line in lines}
    kinds = {found.published.kind for found in by_ref.values() if found.published}
    return JudgedYear(year, ONE_SIDED in kinds, by_ref)
