"""Who acts in the workspace, and which row of the own party is meant."""

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from commitments.people.models import Membership, Role
from commitments.publishing.models import Statement
from commitments.publishing.workflow_models import Workflow
from kvalitet.accounts.models import User

WorkflowRow = TypeVar("WorkflowRow", bound=Workflow)


def person(request: HttpRequest) -> User:
    """The signed-in person's row, read anew; behind a page that asks for sign-in."""
    return User.objects.get(pk=str(request.user.pk))


def acting(request: HttpRequest) -> Membership:
    """The membership under which the person acts, whatever the role.

    Raises:
        PermissionDenied: the person acts for nobody, or no longer.
    """
    by = Membership.acting(request.user)
    if by is None:
        raise PermissionDenied(_("Only an approver of the party can do this."))
    return by


def writer(request: HttpRequest, model: type[Workflow] = Statement) -> Membership:
    """The membership under which an editor or approver acts.

    Raises:
        PermissionDenied: the person writes for no party, or not yet, or no longer.
    """
    by = Membership.acting(request.user)
    if by is None or not by.writes:
        raise PermissionDenied(model.TEXTS.no_writer)
    return by


def secretariat(request: HttpRequest) -> Membership:
    """The membership under which someone of the secretariat acts.

    Raises:
        PermissionDenied: the person is not of the secretariat, or no longer.
    """
    acting = Membership.acting(request.user)
    if acting is None or acting.role != Role.SECRETARIAT:
        raise PermissionDenied(_("Only the secretariat can do this."))
    return acting


def own_row(
    request: HttpRequest, pk: int, model: type[WorkflowRow]
) -> tuple[WorkflowRow, Membership]:
    """A row of the acting person's party, and the membership.

    Raises:
        Http404: nobody may know whether there is such a row.
        PermissionDenied: it is another party's, and published.
    """
    rows: Any = model._default_manager.all()
    row: WorkflowRow = get_object_or_404(rows.visible_to(request.user).for_review(), pk=pk)
    by = writer(request, model)
    if row.party_id != by.party_id:
        raise PermissionDenied(model.TEXTS.other_party % {"party": row.party.code})
    return row, by
