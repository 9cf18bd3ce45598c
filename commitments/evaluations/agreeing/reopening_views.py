"""The parties' page for reopening a signed evaluation."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.pages import link
from commitments.evaluations.acting import address, evaluation_trail, own_evaluation
from commitments.evaluations.agreeing import reopening_actions
from commitments.evaluations.agreeing.forms import ReopeningForm
from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.evaluations.facts import facts
from commitments.evaluations.models import Evaluation
from commitments.evaluations.state import SIGNED, state
from commitments.people.models import Membership
from commitments.people.unsaved import shows_unsaved, unsaved_in
from commitments.web.messages import refused_as_message, refused_on_form

_OVERTAKEN = frozenset({"open_request", "not_signed"})


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_reopening(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """List requests to reopen and their outcome, with a form if both parties have signed."""
    evaluation, by = own_evaluation(request, slug, year)
    if request.method != "POST":
        return _page(request, evaluation, by, ReopeningForm(unsaved_in(request)))
    form = ReopeningForm(request.POST)
    status = refused_on_form(
        request,
        form,
        lambda: reopening_actions.ask(evaluation, by=by, **form.cleaned_data),
        done=_("The other party has been asked to reopen the evaluation."),
        overtaken=_OVERTAKEN,
    )
    if status is None:
        return redirect(address(evaluation, "evaluation_reopening"))
    return _page(request, evaluation, by, form, status=status)


@require_POST
def reopening_agree(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Agree to the other party's request, which starts the next round."""
    evaluation, by = own_evaluation(request, slug, year)
    row = _request(request, evaluation, pk)
    done = _("The evaluation has been reopened. Both parties can amend, conclude and sign again.")
    refused_as_message(request, lambda: reopening_actions.agree(row, by=by), done=done)
    return redirect(address(evaluation, "evaluation_reopening"))


@require_POST
def reopening_withdraw(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Withdraw the own party's request, until the other party has agreed."""
    evaluation, by = own_evaluation(request, slug, year)
    row = _request(request, evaluation, pk)
    done = _("The request has been withdrawn.")
    refused_as_message(request, lambda: reopening_actions.withdraw(row, by=by), done=done)
    return redirect(address(evaluation, "evaluation_reopening"))


def _request(request: HttpRequest, evaluation: Evaluation, pk: int) -> Reopening:
    rows = Reopening.objects.visible_to(request.user).of(evaluation)
    return get_object_or_404(rows.select_related("evaluation"), pk=pk)


def _page(
    request: HttpRequest,
    evaluation: Evaluation,
    by: Membership,
    form: ReopeningForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    rows = Reopening.objects.visible_to(request.user).of(evaluation).with_relations()
    requests = list(rows.order_by("-asked_at"))
    waiting = any(row.agreed_at is None and row.withdrawn_at is None for row in requests)
    context = {
        "evaluation": evaluation,
        "by": by,
        "requests": requests,
        "may_ask": by.approves and not waiting and state(facts(evaluation)) == SIGNED,
        "form": form,
        "errors": form.error_list() if form.is_bound else [],
        "trail": evaluation_trail(
            evaluation, link(_("Reopening"), address(evaluation, "evaluation_reopening"))
        ),
    }
    return render(request, "evaluations/agreeing/reopening.html", context, status=status)
