"""Verification for everyone: of one revision, and without the portal."""

from pathlib import Path
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agreements.pages import Link, link, trail
from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.redaction_models import Redaction
from commitments.evaluations.revisions.seal_checks import Check, VerificationResult
from commitments.evaluations.revisions.verify import checked, newest
from commitments.foundation.canonical import time_text
from commitments.foundation.public_act import PublicAct
from commitments.foundation.verification_error import UNREADABLE
from commitments.trust import etterprov
from kvalitet.guard.keys import LARGEST

_HASHES: Final = ("content", "seal", "previous")  # always shown in full, whether they match or not
_NAMES: Final = {
    "content": gettext_lazy("SHA-256 of the content"),
    "seal": gettext_lazy("SHA-256 of the revision: content, signatures and chain"),
    "previous": gettext_lazy("SHA-256 of the previous revision"),
    "sealed_content": gettext_lazy("SHA-256 of the content, as the seal has it"),
    "sealed_previous": gettext_lazy("SHA-256 of the previous revision, as the seal has it"),
    "number": gettext_lazy("Number"),
    "kind": gettext_lazy("Signed or one-sided"),
    "published": gettext_lazy("Time of publication"),
    "agreement": gettext_lazy("Agreement"),
    "year": gettext_lazy("Year evaluated"),
    "round": gettext_lazy("Round"),
    "signatures": gettext_lazy("The signatures"),
    "parties": gettext_lazy("The parties that have signed"),
    "signed_content": gettext_lazy("SHA-256 that the signatures apply to"),
}


@login_not_required
@never_cache
@require_safe
def revision_verify(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponse:
    """Verify a revision now, and show whether it is what was published."""
    rows = Revision.objects.in_year(slug, year).filter(number=number)
    key = rows.values_list("pk", flat=True).first()
    if key is None:
        raise Http404
    result, revision = _result(key)
    context = {
        "slug": slug,
        "year": year,
        "number": number,
        "result": result,
        "revision": revision,
        "hashes": _named(check for check in result.checks if check.name in _HASHES),
        "differing": _named(check for check in result.differing if check.name not in _HASHES),
        "redactions": Redaction.objects.filter(revision=key),
        "downloads": _downloads(slug, year, number),
        "trail": trail(
            link(
                _("Evaluation of %(year)s") % {"year": year},
                "commitments:evaluation_detail",
                slug,
                year,
            ),
            link(_("Verify"), request.path),
        ),
    }
    return render(request, "trust/revision.html", context)


@login_not_required
@require_safe
def revision_seal(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponse:
    """Send a revision's seal: the bytes whose SHA-256 is the revision's, in every language."""
    revision = get_object_or_404(Revision.objects.in_year(slug, year), number=number)
    return HttpResponse(revision.seal.encode(), content_type="application/json")


@login_not_required
@require_safe
def verification(request: HttpRequest) -> HttpResponse:
    """Explain how to verify public content; list newest checksums, reopenings and redactions."""
    here = link(_("Verify for yourself"), "commitments:verification")
    context = {
        "act": PublicAct.objects.last(),
        "newest": newest().without_content(),
        "reopenings": Reopening.objects.agreed().with_relations().latest_first(),
        "redactions": Redaction.objects.latest_first(),
        "script": Path(etterprov.__file__).read_text("utf-8"),
        "trail": trail(link(_("Method"), "commitments:method"), here),
        "citation": here["label"],
        "downloads": [
            link("etterprov.py", "commitments:verification_script"),
            link("JSON", "commitments:verification_json"),
        ],
    }
    return render(request, "trust/verify.html", context)


@login_not_required
@require_safe
def verification_script(request: HttpRequest) -> HttpResponse:
    """Send the script that verifies a revision without the portal."""
    script = Path(etterprov.__file__).read_bytes()
    headers = {"Content-Disposition": 'attachment; filename="etterprov.py"'}
    return HttpResponse(script, content_type="text/x-python; charset=utf-8", headers=headers)


@login_not_required
@require_safe
def verification_json(request: HttpRequest) -> HttpResponse:
    """List every revision's checksums, for those who keep copies; the same in every language."""
    rows = Revision.objects.with_evaluation().without_content().in_order_of_years()
    found = [
        {
            "avtale": row.evaluation.agreement.slug,
            "aar": row.evaluation.year,
            "nummer": row.number,
            "art": row.kind,
            "innhold_sha256": row.content_sha256,
            "revisjon_sha256": row.revision_sha256,
            "forrige_sha256": row.previous_sha256,
        }
        for row in rows
    ]
    act = PublicAct.objects.last()
    return JsonResponse(
        {"siste_handling": _facts(act) if act else None, "revisjoner": found},
        json_dumps_params={"ensure_ascii": False},
    )


@login_not_required
@require_safe
def public_act_json(request: HttpRequest, number: int) -> HttpResponse:
    """Send a public act's checksum, which covers all earlier acts; the same in every language."""
    if number > LARGEST:
        raise Http404
    return JsonResponse(_facts(get_object_or_404(PublicAct, number=number)))


def _facts(act: PublicAct) -> dict[str, object]:
    return {"nummer": act.number, "tidspunkt": time_text(act.acted_at), "sha256": act.sha256}


def _result(key: int) -> tuple[VerificationResult, Revision | None]:
    """Verify a revision. A row that cannot be read counts as different."""
    try:
        revision = Revision.objects.with_evaluation().get(pk=key)
        return checked(revision), revision
    except UNREADABLE:
        return VerificationResult("differs", ()), None


def _named(checks: Any) -> list[dict[str, Any]]:
    """Add each check's name in the reader's language."""
    return [_named_check(check) for check in checks]


def _named_check(check: Check) -> dict[str, Any]:
    return {
        "label": _NAMES[check.name],
        "stored": check.stored,
        "computed": check.computed,
        "holds": check.holds,
    }


def _downloads(slug: str, year: int, number: int) -> list[Link]:
    """Return links to the script and its inputs: the content, its seal and the previous seal."""
    files = [
        link(_("The content (JSON)"), "commitments:revision_json", slug, year, number),
        link(_("The seal (JSON)"), "commitments:revision_seal", slug, year, number),
    ]
    if number > 1:
        label = _("The seal of the previous revision (JSON)")
        files.append(link(label, "commitments:revision_seal", slug, year, number - 1))
    return [*files, link("etterprov.py", "commitments:verification_script")]
