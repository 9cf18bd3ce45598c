"""Which evaluation in the workspace is meant, and for which party one acts."""

from collections.abc import Iterable
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import AgreementParty
from agreements.pages import Link, link, work_trail
from commitments.evaluations.models import Evaluation
from commitments.foundation.prepared_query import Prepared
from commitments.people.models import Membership
from commitments.sources.models import Source

_LAST_YEAR: Final = 9999
EVALUATION: Final = Prepared(
    lambda slug, year: Evaluation.objects.with_relations().of_agreement(slug).of_year(year)
)
_IS_PARTY: Final = Prepared(
    lambda agreement, party: AgreementParty.objects.filter(
        agreement=agreement, party=party
    ).values_list("pk")
)


def opened(slug: str, year: int) -> Evaluation:
    """The evaluation of an agreement's year.

    Raises:
        Http404: nobody has opened it.
    """
    found = EVALUATION.first(slug, year) if year <= _LAST_YEAR else None
    if found is None:
        raise Http404
    return found


def own_evaluation(request: HttpRequest, slug: str, year: int) -> tuple[Evaluation, Membership]:
    """The evaluation, and the membership under which the person acts for a party to it.

    Raises:
        Http404: nobody has opened it.
        PermissionDenied: the person writes for no party to the agreement.
    """
    evaluation = opened(slug, year)
    by = Membership.acting(request.user)
    if by is None or not by.writes:
        raise PermissionDenied(_("Only editors and approvers of a party assess and sign."))
    if not _IS_PARTY(evaluation.evaluation_year.agreement_id, by.party_id or 0):
        raise PermissionDenied(_("Your party is no party to this agreement."))
    return evaluation, by


def address(evaluation: Evaluation, name: str = "evaluation_assess", *parts: object) -> str:
    """The address of one of the evaluation's pages in the workspace."""
    args = [evaluation.agreement.slug, evaluation.year, *parts]
    return reverse(f"commitments:{name}", args=args)


def files_of(sources: Iterable[Source]) -> dict[str, str]:
    """Where the files among these sources are read, by their SHA-256."""
    return {
        row.sha256: reverse("commitments:source_file", args=[row.pk])
        for row in sources
        if row.sha256
    }


def evaluation_trail(evaluation: Evaluation, *steps: Link) -> list[Link]:
    """The way from the workspace to the evaluation, and on to one of its pages."""
    return work_trail(
        link(_("Evaluations"), "commitments:evaluation_work_list"),
        link(_("Evaluation of %(year)s") % {"year": evaluation.year}, address(evaluation)),
        *steps,
    )
