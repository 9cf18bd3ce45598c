"""The signing page: the exact content and its SHA-256, and a form to sign it with."""

from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple, Self

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements import vocabulary
from agreements.pages import link
from commitments.evaluations.acting import address, evaluation_trail, files_of, own_evaluation
from commitments.evaluations.agreeing import signing_actions
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.forms import SignatureForm
from commitments.evaluations.agreeing.signing_actions import StaleContentError
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.table import AssessmentTable
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions.document import EvaluationDocument
from commitments.evaluations.revisions.document_json import parse
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.record import sources_of, to_sign
from commitments.evaluations.revisions.verdict_bases import changed_since
from commitments.people import step_up
from commitments.people.models import Membership
from commitments.people.unsaved import shows_unsaved, unsaved_in
from commitments.web.messages import refused_as_message


class Changes(NamedTuple):
    """Amendments, and any newly accepted conclusion, since the content was shown."""

    amended: list[Assessment]
    conclusion: datetime | None

    @classmethod
    def since(cls, evaluation: Evaluation, shown_at: str) -> Self:
        """Find the changes since that time, or since the opening if it cannot be read."""
        try:
            moment = datetime.fromisoformat(shown_at)
        except ValueError:
            moment = evaluation.opened_at
        moment = moment if moment.tzinfo else evaluation.opened_at
        amended = Assessment.objects.of_round(evaluation).amended_after(moment).with_relations()
        accepted = Conclusion.objects.of_round(evaluation).accepted().last()
        answered_at = accepted.answered_at if accepted else None
        is_new = answered_at is not None and answered_at > moment
        return cls(list(amended.in_text_order()), answered_at if is_new else None)


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_sign(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Show the whole content as it would be published, its SHA-256, and the form to sign it."""
    evaluation, by = own_evaluation(request, slug, year)
    table = AssessmentTable(evaluation, by)
    if table.phase in {"writing", "handed_in"}:
        return redirect(address(evaluation))
    if request.method != "POST":
        return _page(request, table, SignatureForm(unsaved_in(request)))
    form = SignatureForm(request.POST)
    if form.is_valid():
        try:
            signing_actions.sign(
                evaluation, by=by, factor_at=step_up.factor_at(request), **form.cleaned_data
            )
        except StaleContentError:
            return _stale(request, table)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("%(party)s has signed.") % {"party": table.party.code})
            return redirect(address(evaluation, "evaluation_sign"))
    return _page(request, table, form)


@require_POST
def signature_withdraw(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Withdraw the party's signature, unless the other party has signed too."""
    evaluation, by = own_evaluation(request, slug, year)
    done = _("The signature has been withdrawn. That it was given remains visible.")
    refused_as_message(
        request, lambda: signing_actions.withdraw_signature(evaluation, by=by), done=done
    )
    return redirect(address(evaluation, "evaluation_sign"))


def _page(
    request: HttpRequest,
    table: AssessmentTable,
    form: SignatureForm,
    *,
    stale: Changes | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    evaluation, by = table.evaluation, table.by
    content = to_sign(evaluation)
    document = parse(EvaluationDocument, content.text)
    signoffs = list(_signoffs(request, evaluation))
    own = next((row for row in signoffs if row.is_valid and row.party_id == by.party_id), None)
    before = Revision.objects.of(evaluation).signed().last()
    context = {
        "before": before,
        "changed": changed_since(before.text_version_id, document.agreement) if before else [],
        "evaluation": evaluation,
        "table": table,
        "content": document,
        "files": files_of(sources_of(evaluation)),
        "reservations": {row.ref: row for row in document.reservations},
        "names": evaluation.agreement.commitments.names(),
        "sha256": content.sha256,
        "counted": document.count_verdicts(vocabulary.names("verdict")),
        "signoffs": signoffs,
        "own": own,
        "may_sign": _may_sign(table, by, own, content.sha256) and document.conclusion is not None,
        "form": form,
        "errors": form.error_list() if form.is_bound and stale is None else [],
        "stale": stale is not None,
        "changes": stale,
        "shown_at": timezone.now().isoformat(),
        "trail": evaluation_trail(
            evaluation, link(_("Sign"), address(evaluation, "evaluation_sign"))
        ),
    }
    return render(request, "evaluations/agreeing/sign.html", context, status=status)


def _may_sign(table: AssessmentTable, by: Membership, own: SignOff | None, sha256: str) -> bool:
    """Whether the person can sign now: no proposal is open, and the party has not signed this."""
    signed = own is not None and own.content_sha256 == sha256
    return by.approves and table.phase == "revealed" and not signed and not table.facts.proposed


def _signoffs(request: HttpRequest, evaluation: Evaluation) -> QuerySet[SignOff]:
    rows = SignOff.objects.visible_to(request.user).of_round(evaluation).with_relations()
    return rows.order_by("signed_at")


def _stale(request: HttpRequest, table: AssessmentTable) -> HttpResponse:
    """Show a 409 page with the current content, and its changes since it was shown."""
    form = SignatureForm(request.POST)
    changes = Changes.since(table.evaluation, request.POST.get("shown_at", ""))
    return _page(request, table, form, stale=changes, status=HTTPStatus.CONFLICT)
