"""Forms for recording progress: for a new entry, and for one that is still open."""

from http import HTTPStatus
from typing import Final
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from commitments.foundation.prepared_query import Prepared
from commitments.people.acting import writer
from commitments.people.models import Membership
from commitments.people.unsaved import shows_unsaved, unsaved_in
from commitments.progress import actions as progress
from commitments.progress.form import EntryForm
from commitments.progress.models import ProgressEntry
from commitments.progress.queryset import ProgressEntryQuerySet
from commitments.publishing import edit_actions
from commitments.publishing.form_page import FormPage
from commitments.publishing.own_row import own_row
from commitments.register.models import Commitment
from commitments.register.rights import require_recorder
from commitments.sources.chosen_file import chosen_files
from commitments.web.blank_forms import made_here, name_row, token_in_address


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def entry_draft(request: HttpRequest, ref: str) -> HttpResponse:
    """Show or save the form for a new entry on a commitment; sent twice, it creates one.

    Redirects to the entry that the form at this URL has created, or to a draft that the person has
    begun.
    """
    by = writer(request)
    commitment = Commitment.of_page(ref)
    if commitment is None:
        raise Http404
    party = require_recorder(by, commitment)
    if request.method != "POST":
        unsaved = unsaved_in(request)
        if unsaved is None and (begun := _begun(request, by, commitment)):
            return redirect(begun.step_url("edit"))
        form = EntryForm(unsaved, commitment=commitment, party=party)
        name_row(form, request)
        return FormPage(request, form).answer()
    form = EntryForm(request.POST, chosen_files(request), commitment=commitment, party=party)
    act = progress.draft_and_submit if "send" in request.POST else progress.draft
    return FormPage(request, form).save(
        lambda: act(commitment, form.content(), by=by, token=form.cleaned_data["token"] or uuid4()),
    )


def _begun(request: HttpRequest, by: Membership, commitment: Commitment) -> ProgressEntry | None:
    """Return this person's entry that the form would duplicate, if any."""
    whose = (by.party_id or 0, commitment.pk, by.user_id)
    if token_in_address(request):
        return made_here(request, _own(*whose))
    return _AT_HAND.first(*whose)


def _own(party: int, commitment: int, user: int) -> ProgressEntryQuerySet:
    own = ProgressEntry.objects.of_party(party).filter(commitment=commitment)
    return own.filter(created_by__user=user)


_AT_HAND: Final = Prepared(lambda *whose: _own(*whose).at_hand()[:1])


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show or save the form for an editable entry; a conflict shows both texts."""
    try:
        entry, by = own_row(request, pk, ProgressEntry)
    except Http404:
        return _discarded(request, pk)
    commitment = Commitment.objects.for_page().get(pk=entry.commitment_id)
    if request.method != "POST":
        if not entry.is_editable:
            return redirect(entry.get_work_url())
        form = EntryForm(unsaved_in(request), commitment=commitment, party=entry.party, entry=entry)
        return FormPage(request, form).answer()
    form = EntryForm(
        request.POST, chosen_files(request), commitment=commitment, party=entry.party, entry=entry
    )
    act = edit_actions.edit_and_submit if "send" in request.POST else edit_actions.edit
    try:
        return FormPage(request, form).save(
            lambda: act(entry, form.content(), by=by, version=form.cleaned_data["version"] or 0)
        )
    except ProgressEntry.DoesNotExist:
        return _discarded(request, pk)


def _discarded(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was typed into an entry that a colleague has discarded, in a new form.

    Raises:
        Http404: the own party has had no such entry, or nothing was typed.
    """
    rows = ProgressEntry.history.visible_to(request.user).of_entry(pk)
    row = rows.first()
    if request.method != "POST" or row is None:
        raise Http404
    by: Membership = writer(request)
    commitment = Commitment.objects.for_page().get(pk=row.commitment_id)
    posted = request.POST.copy()
    posted["token"] = str(uuid4())
    party = require_recorder(by, commitment)
    form = EntryForm(posted, chosen_files(request), commitment=commitment, party=party)
    return FormPage(request, form, discarded=True).answer(HTTPStatus.CONFLICT)
