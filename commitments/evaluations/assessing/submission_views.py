"""The page that confirms a submission and lists what is missing, and taking it back."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.pages import link
from commitments.evaluations.acting import address, evaluation_trail, own_evaluation
from commitments.evaluations.assessing import submission_actions
from commitments.evaluations.assessing.submission_actions import UnconfirmedGapsError
from commitments.evaluations.assessing.table import AssessmentTable
from commitments.evaluations.rights import require_signer
from commitments.web.form_errors import FormError
from commitments.web.messages import refused_as_message


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_hand_in(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Explain submission and list what is incomplete or left out; then submit."""
    evaluation, by = own_evaluation(request, slug, year)
    require_signer(by, evaluation)
    table = AssessmentTable(evaluation, by)
    texts: list[str] = []
    status = HTTPStatus.OK
    if request.method == "POST":
        confirmed = request.POST.getlist("gap") if "confirmed" in request.POST else []
        try:
            submission_actions.submit(evaluation, by=by, confirmed_gaps=confirmed)
        except UnconfirmedGapsError:
            texts = [_("Confirm that these commitments will be shown as «not assessed».")]
        except ValidationError as error:
            texts = error.messages
        else:
            messages.success(request, _("%(party)s has submitted.") % {"party": table.party.code})
            return redirect(address(evaluation))
        status = HTTPStatus.CONFLICT if table.phase != "writing" else HTTPStatus.OK
    elif table.phase != "writing":
        return redirect(address(evaluation))
    context = {
        "evaluation": evaluation,
        "table": table,
        "counted": table.counted(),
        "errors": [FormError(text, "") for text in texts],
        "page_url": address(evaluation),
        "trail": evaluation_trail(
            evaluation, link(_("Submit"), address(evaluation, "evaluation_hand_in"))
        ),
    }
    return render(request, "evaluations/assessing/submit.html", context, status=status)


@require_POST
def evaluation_take_back(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Take the submission back, unless the other party has submitted too."""
    evaluation, by = own_evaluation(request, slug, year)
    done = _("The submission has been taken back. You can continue writing.")
    refused_as_message(request, lambda: submission_actions.take_back(evaluation, by=by), done=done)
    return redirect(address(evaluation))
