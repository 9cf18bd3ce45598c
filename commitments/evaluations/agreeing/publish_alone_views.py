"""The page where a party publishes its assessments alone, after the grace period."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.pages import link
from commitments.evaluations.acting import address, evaluation_trail, own_evaluation
from commitments.evaluations.agreeing import publish_alone_actions
from commitments.evaluations.facts import facts
from commitments.evaluations.rights import require_signer
from commitments.foundation.days import end_of
from commitments.people import step_up
from commitments.web.form_errors import FormError


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_publish_alone(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Explain publishing alone and ask for confirmation; then publish."""
    evaluation, by = own_evaluation(request, slug, year)
    party = require_signer(by, evaluation)
    texts: list[str] = []
    if request.method == "POST":
        factor_at = step_up.factor_at(request)
        try:
            revision = publish_alone_actions.publish_alone(evaluation, by=by, factor_at=factor_at)
        except ValidationError as error:
            texts = error.messages
        else:
            messages.success(request, _("Your party's assessments have been published."))
            return redirect(revision)
    found = facts(evaluation)
    context = {
        "evaluation": evaluation,
        "party": party,
        "errors": [FormError(text, "") for text in texts],
        "handed_in": party.code in found.handed_in,
        "grace_over": timezone.now() > end_of(evaluation.grace_until_on),
        "missing": [code for code in found.parties if code not in found.handed_in],
        "published": bool(found.revisions),
        "trail": evaluation_trail(
            evaluation, link(_("Publish alone"), address(evaluation, "evaluation_publish_alone"))
        ),
    }
    status = HTTPStatus.CONFLICT if texts else HTTPStatus.OK
    return render(request, "evaluations/agreeing/publish_alone.html", context, status=status)
