"""The parties: a list of them, and for each everything it promised and said."""

from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agreements.models import Agreement, Party
from agreements.pages import Link, link, trail
from commitments.evaluations.counting import claims
from commitments.evaluations.counting.claims import Responsibilities
from commitments.foundation.content_version import ContentVersion
from commitments.pages.parties.file import PartyFileRow, party_rows
from commitments.pages.parties.names import name_of
from commitments.pages.parties.read import read
from commitments.register.models import Commitment
from commitments.web.table_file import TableFile, downloads


class PartySummary(NamedTuple):
    """A party with its name, and what it is responsible for in each of its agreements."""

    code: str
    name: str
    others: list[str]
    counts: Responsibilities
    agreements: list[tuple[Agreement, Responsibilities]]


@login_not_required
@require_safe
def party_list(request: HttpRequest) -> HttpResponse:
    """Show who the parties are, and what each is responsible for in each agreement."""
    context = {
        "parties": _summaries(),
        "trail": trail(_list_link()),
        "citation": gettext("Parties"),
    }
    return render(request, "pages/parties/list.html", context)


@login_not_required
@require_safe
def party_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything that one party promised and said; redirect from a code in lower case."""
    if code != code.upper():
        return redirect("commitments:party_detail", code.upper(), permanent=True)
    party = _party(code)
    record = read(party)
    title = _title(code)
    context = {
        "party": code,
        "name": name_of(code),
        "record": record,
        "others": [(other, _title(other)) for other in record.others],
        "title": title,
        "downloads": downloads("party_file", code),
        "trail": trail(_list_link(), link(title, party)),
    }
    return render(request, "pages/parties/page.html", context)


@login_not_required
@require_safe
def party_file(request: HttpRequest, code: str, ending: str) -> HttpResponseBase:
    """Return what a party is responsible for as a file, the same bytes in every language."""
    as_of = ContentVersion.changed_on()
    rows = party_rows(read(_party(code)), as_of=as_of)
    return TableFile(f"part-{code}", PartyFileRow._fields, rows, as_of).answer(ending)


def _summaries() -> list[PartySummary]:
    """Return every party of the agreements, in the order of their first lines."""
    agreements = list(Agreement.objects.with_parties().without_texts())
    counted = Commitment.objects.counted_responsibilities()
    totals = Commitment.objects.counted_by_agreement()
    codes = list(dict.fromkeys(code for row in agreements for code in row.party_codes))
    found = []
    for code in codes:
        own = []
        for row in agreements:
            if code in row.party_codes:
                here = [count for count in counted if count.agreement == row.slug]
                total = totals.get(row.slug, 0)
                own.append((row, claims.responsibilities(here, code, total, avtale=row.slug)))
        counts = claims.responsibilities(counted, code, sum(totals.values()))
        others = [other for other in codes if other != code]
        found.append(PartySummary(code, name_of(code), others, counts, own))
    return found


def _party(code: str) -> Party:
    """Return a party to at least one agreement.

    Raises:
        Http404: no party has this code.
    """
    return get_object_or_404(Party.objects.of_agreements(), code=code)


def _list_link() -> Link:
    return link(gettext("Parties"), "commitments:party_list")


def _title(party: str) -> str:
    return gettext("All that %(party)s promised and said") % {"party": party}
