"""Pages that explain the portal: method, types of promise, glossary, and two statements."""

from collections import defaultdict
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agreements import vocabulary
from agreements.models import Agreement, EvaluationYear, Segment
from agreements.pages import Link, link, trail
from commitments.context.models import GlossaryTerm
from commitments.context.shown import shown_terms
from commitments.register.models import Commitment
from commitments.register.promise_kinds import Totals, by_verb, of_agreement
from commitments.register.queryset import CommitmentQuerySet
from commitments.register.reasons import doubtful_facts

_MOST_NAMED: Final = 100  # references that a page lists one by one


@login_not_required
@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Explain how the texts are divided, what every word means, and where readers may disagree."""
    doubtful = list(Segment.objects.doubtful())
    here = link(gettext("Method"), "commitments:method")
    context = {
        "agreements": Agreement.objects.with_evaluation_years(
            EvaluationYear.objects.with_counted()
        ),
        "kinds": list(vocabulary.words("kind")),
        "groups": list(vocabulary.words("group")),
        "areas": list(vocabulary.words("area")),
        "themes": list(vocabulary.words("theme")),
        "verbs": list(vocabulary.words("verb")),
        "statuses": list(vocabulary.words("progress")),
        "verdicts": list(vocabulary.words("verdict")),
        "reasons": list(vocabulary.words("reason")),
        "gaps": list(vocabulary.words("gap")),
        "readings": list(vocabulary.words("reading")),
        "promising_goals": [segment for segment in doubtful if segment.kind == "goal"],
        "doubtful": doubtful,
        "doubtful_facts": [
            (row, list(doubtful_facts(row.reasons)))
            for row in Commitment.objects.doubtful().select_related("agreement")
        ],
        **_frame(here),
    }
    return render(request, "pages/explanations/method.html", context)


@login_not_required
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """Show the types of promise in each agreement, in totals that follow from the texts."""
    agreements = list(Agreement.objects.all())
    totals = _totals(agreements, Commitment.objects.all())
    numbers = _totals(agreements, Commitment.objects.naming_numbers())
    named = defaultdict(list)
    for row in Commitment.objects.standing_out()[:_MOST_NAMED]:
        named[row.agreement_id].append(row)
    here = link(gettext("What types of promise are they?"), "commitments:promises")
    context = {
        "verb_rows": by_verb(totals, list(vocabulary.words("verb"))),
        "columns": [
            {
                "agreement": agreement,
                "totals": totals[agreement.slug],
                "numbers": numbers[agreement.slug].commitments,
                "with_deadline": [row for row in named[agreement.pk] if row.deadline],
                "with_period": [row for row in named[agreement.pk] if row.period],
                "definite": [row for row in named[agreement.pk] if row.measurable],
            }
            for agreement in agreements
        ],
        **_frame(link(gettext("Method"), "commitments:method"), here),
    }
    return render(request, "pages/explanations/promises.html", context)


@login_not_required
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Explain words of the agreements and of the portal, and show where they are used."""
    here = link(gettext("Words explained"), "commitments:glossary")
    context = {
        "terms": shown_terms(GlossaryTerm.objects.all()),
        **_frame(link(gettext("Method"), "commitments:method"), here),
    }
    return render(request, "pages/explanations/glossary.html", context)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """State which standard the portal follows, how it was tested, and where to complain."""
    here = link(gettext("Accessibility statement"), "commitments:accessibility")
    return render(request, "pages/explanations/accessibility.html", _frame(here))


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """State what the portal knows about its readers, and who is responsible for that."""
    here = link(gettext("Privacy statement"), "commitments:privacy")
    return render(request, "pages/explanations/privacy.html", _frame(here))


def _frame(*steps: Link) -> dict[str, object]:
    """Return breadcrumbs and citation; the last step is the page."""
    return {"trail": trail(*steps), "citation": steps[-1]["label"]}


def _totals(agreements: list[Agreement], commitments: CommitmentQuerySet) -> dict[str, Totals]:
    """Return the totals of these commitments by the slug of their agreement."""
    cells = commitments.counted()
    return {agreement.slug: of_agreement(cells, agreement.pk) for agreement in agreements}
