"""Probes, robots.txt, security.txt, the sitemap, and the prefix that bokmål does not have."""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import is_valid_path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agreements.models import Agreement, EvaluationYear, Goal, Party
from agreements.pages import PREFIXES
from commitments.places.models import Region
from commitments.register.models import Commitment
from commitments.web.known_query import known_query

_PAGES: Final = (  # pages without arguments
    "commitments:front",
    "agreements:agreement_list",
    "commitments:commitment_list",
    "commitments:progress_list",
    "commitments:assessment_list",
    "commitments:goal_list",
    "commitments:party_list",
    "commitments:county_list",
    "commitments:method",
    "commitments:promises",
    "commitments:glossary",
    "commitments:accessibility",
    "commitments:privacy",
)
_VALID_FOR: Final = timedelta(days=180)  # RFC 9116, 2.5.5: less than a year


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Respond with 200 if the process is alive."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Respond with 200 if the database is available and every migration has run, else 503."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return HttpResponse("database\n", status=503, content_type="text/plain; charset=utf-8")
    if waiting:
        return HttpResponse("migrations\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say what crawlers may read."""
    return _lines(request, "robots.txt", {"origin": settings.ORIGIN})


@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Say where to report a vulnerability (RFC 9116)."""
    expires_on = timezone.localdate() + _VALID_FOR
    context = {
        "contact": settings.CONTACT,
        "expires_on": expires_on,
        "origin": settings.ORIGIN,
        "languages": PREFIXES,
    }
    return _lines(request, "security.txt", context)


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page in every language."""
    years = EvaluationYear.objects.all()  # doubtful years have pages too
    agreements = list(Agreement.objects.with_evaluation_years(years).without_texts())
    commitments = Commitment.objects.in_text_order().only("ref")
    texts = [reverse("agreements:agreement_text", args=[row.slug]) for row in agreements]
    context = {
        "paths": [
            *map(reverse, _PAGES),
            *(row.get_absolute_url() for row in agreements),
            *texts,
            *(page for row in agreements for page in _year_by_year(row)),
            *(row.get_absolute_url() for row in commitments),
            *(row.get_absolute_url() for row in Goal.objects.all()),
            *(row.get_absolute_url() for row in Party.objects.of_agreements()),
            *(row.get_absolute_url() for row in Region.objects.counties()),
        ],
        "prefixes": PREFIXES,
        "origin": settings.ORIGIN,
    }
    return _lines(request, "sitemap.xml", context, "application/xml")


@login_not_required
@require_safe
def bokmal(request: HttpRequest, path: str) -> HttpResponse:
    """Redirect «/nb/…» to the page in bokmål, which has no prefix."""
    place = f"/{path}"
    if not is_valid_path(place):  # also what a browser would take for another site
        raise Http404
    query = known_query(request).urlencode()
    return redirect(f"{place}?{query}".rstrip("?"), permanent=True)


def _lines(
    request: HttpRequest, template: str, context: dict[str, Any], kind: str = "text/plain"
) -> HttpResponse:
    """Render a text and end its last line, which Jinja2 does not."""
    text = render_to_string(template, context, request)
    return HttpResponse(f"{text}\n", content_type=f"{kind}; charset=utf-8")


def _year_by_year(agreement: Agreement) -> list[str]:
    """Return the pages about an agreement's evaluation years."""
    slug = agreement.slug
    return [
        reverse("commitments:matrix", args=[slug]),
        reverse("commitments:all_years", args=[slug]),
        reverse("commitments:evaluation_list", args=[slug]),
        *(
            reverse("commitments:evaluation_detail", args=[slug, row.year])
            for row in agreement.evaluation_years.all()
        ),
    ]
