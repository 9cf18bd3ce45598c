"""Finds the evaluation that a workspace page is about, and the party that the user acts for."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import AgreementParty
from agreements.pages import Link, link, work_trail
from commitments.evaluations.models import Evaluation
from commitments.people.models import Membership
from commitments.sources.models import Source


def opened(request: HttpRequest, slug: str, year: int) -> Evaluation:
    """Return the evaluation of an agreement's year.

    Raises:
        Http404: the evaluation has not been opened.
    """
    rows = Evaluation.objects.visible_to(request.user).with_relations()
    return get_object_or_404(rows.of_agreement(slug).of_year(year))


def own_evaluation(request: HttpRequest, slug: str, year: int) -> tuple[Evaluation, Membership]:
    """Return the evaluation, and the membership by which the user acts for a party to it.

    Raises:
        Http404: the evaluation has not been opened.
        PermissionDenied: the user does not write for a party to the agreement.
    """
    evaluation = opened(request, slug, year)
    by = Membership.acting(request.user)
    if by is None or not by.writes:
        raise PermissionDenied(_("Only a party's editors and approvers can assess and sign."))
    parties = AgreementParty.objects.filter(agreement=evaluation.evaluation_year.agreement_id)
    if not parties.filter(party=by.party_id).exists():
        raise PermissionDenied(_("Your party is not a party to this agreement."))
    return evaluation, by


def address(evaluation: Evaluation, name: str = "evaluation_assess", *parts: object) -> str:
    """Return the URL of one of the evaluation's pages in the workspace."""
    args = [evaluation.agreement.slug, evaluation.year, *parts]
    return reverse(f"commitments:{name}", args=args)


def files_of(sources: Iterable[Source]) -> dict[str, str]:
    """Return the URLs of the files among these sources, by SHA-256."""
    return {
        row.sha256: reverse("commitments:source_file", args=[row.pk])
        for row in sources
        if row.sha256
    }


def evaluation_trail(evaluation: Evaluation, *steps: Link) -> list[Link]:
    """Return breadcrumbs from the workspace to the evaluation, and on to one of its pages."""
    return work_trail(
        link(_("Evaluations"), "commitments:evaluation_work_list"),
        link(_("Evaluation of %(year)s") % {"year": evaluation.year}, address(evaluation)),
        *steps,
    )
