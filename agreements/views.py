"""The list of agreements and their bare texts."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from agreements.facts import agreement_facts, json_file
from agreements.models import Agreement, EvaluationYear
from agreements.pages import list_frame, text_frame
from agreements.reading import proof


@login_not_required
@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    """List every agreement in short, with links to its text."""
    agreements = list(Agreement.objects.with_parties().with_counts())
    changed_at = max((agreement.loaded_at for agreement in agreements), default=None)
    context = {"agreements": agreements, "changed_at": changed_at, **list_frame()}
    return render(request, "agreements/agreement_list.html", context)


@login_not_required
@require_safe
def agreement_list_json(request: HttpRequest) -> HttpResponse:
    """Return the facts of every agreement as a file, the same in every language."""
    years = EvaluationYear.objects.with_counted()
    agreements = Agreement.objects.with_parties().with_evaluation_years(years)
    return json_file({"avtaler": [agreement_facts(agreement) for agreement in agreements]})


@login_not_required
@require_safe
def agreement_text(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the text word for word, the kind of each segment, and the proof of completeness."""
    agreement = get_object_or_404(Agreement, slug=slug)
    segments = list(agreement.segments.all())
    source = agreement.source_text
    context = {
        "agreement": agreement,
        "segments": segments,
        "is_changed": agreement.versions.filter(number=2).exists(),
        "coverage": proof.coverage(source, [segment.text for segment in segments]),
        "source_sum": proof.source_check_sum(source, agreement.source_sha256),
        "folded_sum": proof.folded_check_sum(source, agreement.text_sha256),
        **text_frame(agreement),
    }
    return render(request, "agreements/agreement_text.html", context)


@login_not_required
@require_safe
def agreement_source(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the exact bytes of the source file."""
    agreement = get_object_or_404(Agreement, slug=slug)
    content_type = "text/plain; charset=utf-8"
    return HttpResponse(agreement.source_text.encode(), content_type=content_type)
