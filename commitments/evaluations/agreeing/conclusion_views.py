"""The page of the joint conclusion: each party's proposals, and the responses."""

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.pages import link
from commitments.evaluations.acting import address, evaluation_trail, own_evaluation
from commitments.evaluations.agreeing import conclusion_actions
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.forms import ConclusionForm
from commitments.evaluations.assessing.table import AssessmentTable
from commitments.evaluations.models import Evaluation
from commitments.people.models import Membership
from commitments.people.unsaved import shows_unsaved, unsaved_in
from commitments.web.messages import refused_as_message, refused_on_form

_OVERTAKEN = frozenset({"answered", "open_proposal", "signed"})


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def conclusion_list(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """List the round's proposals and responses, with a form to propose or counter-propose."""
    evaluation, by = own_evaluation(request, slug, year)
    if request.method != "POST":
        unsaved = unsaved_in(request)
        return _page(request, evaluation, by, ConclusionForm(unsaved), restored=unsaved is not None)
    form = ConclusionForm(request.POST)
    done = _("The proposal has been sent to the other party.")
    status = refused_on_form(
        request, form, lambda: _propose(evaluation, by, form), done=done, overtaken=_OVERTAKEN
    )
    if status is None:
        return redirect(address(evaluation, "conclusion_list"))
    return _page(request, evaluation, by, form, status=status)


@require_POST
def conclusion_accept(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponse:
    """Accept the other party's proposal as it is."""
    evaluation, by = own_evaluation(request, slug, year)
    proposal = _proposal(request, evaluation, number)
    done = _("The conclusion has been accepted. Both parties can sign now.")
    refused_as_message(request, lambda: conclusion_actions.accept(proposal, by=by), done=done)
    return redirect(address(evaluation, "conclusion_list"))


@require_POST
def conclusion_withdraw(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponse:
    """Withdraw the own party's proposal, until the other party has responded."""
    evaluation, by = own_evaluation(request, slug, year)
    proposal = _proposal(request, evaluation, number)
    done = _("The proposal has been withdrawn.")
    refused_as_message(
        request, lambda: conclusion_actions.withdraw_proposal(proposal, by=by), done=done
    )
    return redirect(address(evaluation, "conclusion_list"))


def _proposal(request: HttpRequest, evaluation: Evaluation, number: int) -> Conclusion:
    rows = Conclusion.objects.visible_to(request.user).of_round(evaluation)
    return get_object_or_404(rows.select_related("evaluation"), number=number)


def _propose(evaluation: Evaluation, by: Membership, form: ConclusionForm) -> Conclusion:
    """Propose, or counter the proposal that the form was shown with."""
    data = form.cleaned_data
    text, language, number = data["text"], data["language"], data["answers"]
    if not number:
        return conclusion_actions.propose(evaluation, text=text, language=language, by=by)
    answered = Conclusion.objects.of_round(evaluation).filter(number=number).first()
    if answered is None:
        raise ValidationError(_("There is no such proposal."), code="answered")
    return conclusion_actions.counter(answered, text=text, language=language, by=by)


def _page(  # noqa: PLR0913 (the ways in which the page is shown, all by name)
    request: HttpRequest,
    evaluation: Evaluation,
    by: Membership,
    form: ConclusionForm,
    *,
    restored: bool = False,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    table = AssessmentTable(evaluation, by)
    rows = Conclusion.objects.visible_to(request.user).of_round(evaluation).with_party()
    proposals = list(rows.order_by("-number"))
    awaiting = next((row for row in proposals if row.state == "proposed"), None)
    may_write = table.phase == "revealed"
    context = {
        "evaluation": evaluation,
        "table": table,
        "proposals": proposals,
        "awaiting": awaiting,
        "own": awaiting is not None and awaiting.party_id == by.party_id,
        "may_write": may_write,
        "form": form,
        "errors": form.error_list() if form.is_bound and not restored else [],
        "trail": evaluation_trail(
            evaluation, link(_("The joint conclusion"), address(evaluation, "conclusion_list"))
        ),
    }
    return render(request, "evaluations/agreeing/conclusions.html", context, status=status)
