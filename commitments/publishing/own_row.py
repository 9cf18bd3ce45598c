"""Finds the own party's row that a page of the workspace is about."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from commitments.people.acting import writer
from commitments.people.models import Membership
from commitments.publishing.workflow import WorkflowRow


def own_row(
    request: HttpRequest, pk: int, model: type[WorkflowRow]
) -> tuple[WorkflowRow, Membership]:
    """Return a row of the acting user's party, and the user's membership.

    Raises:
        Http404: the row does not exist, or is not visible to the user.
        PermissionDenied: it is another party's published row.
    """
    rows: Any = model._default_manager.all()
    row: WorkflowRow = get_object_or_404(rows.visible_to(request.user).for_review(), pk=pk)
    by = writer(request, model.TEXTS.no_writer)
    if row.party_id != by.party_id:
        raise PermissionDenied(model.TEXTS.other_party % {"party": row.party.code})
    return row, by
