"""Every county, commitment, year and party: each page still asks the same, and files stream."""

import time
from datetime import date
from itertools import product
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.places.models import Region
from commitments.regional.filter import years_of
from commitments.regional.models import RegionalStatus
from commitments.register.models import Commitment
from tests import make
from tests.support import recorders, regional_states

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.usefixtures("texts")]

MUNICIPALITIES: Final = 430
LONGEST: Final = 5.0  # seconds for any answer; what is unbounded takes minutes
PUBLIC: Final = (
    "/",
    "/fylker/",
    "/fylker/?forpliktelse=2011-F9&ar=2012&part=KS",
    "/fylker/12-hordaland/",
    f"/forpliktelser/{regional_states.REF}/",
    "/fylker.csv",
    "/fylker.json",
    "/fylker.xlsx",
    "/fylker/12-hordaland.csv",
    "/fylker/12-hordaland.json",
    "/fylker/12-hordaland.xlsx",
)
PARTY: Final = (
    "/arbeid/",
    "/arbeid/fylker/",
    f"/arbeid/fylker/{regional_states.REF}/2012/",
    "/arbeid/fylker/eksport.csv",
    "/arbeid/fylker/mal/2011-2013/2012.csv",
)
OFFICE: Final = (
    "/arbeid/",
    "/arbeid/fylke/12-hordaland/?ar=2012",
    "/arbeid/fylke/12-hordaland.csv",
)


def fill(authors: list[Membership], approvers: dict[str, Membership]) -> int:
    """A published row in every cell that is still empty; how many were made."""
    taken = set(RegionalStatus.objects.values_list("county", "commitment", "year", "party"))
    rows = []
    for author, commitment in product(authors, Commitment.objects.of_counties()):
        assert author.party
        if author.party in commitment.responsible.all():
            for county, year in product(Region.objects.counties(), years_of(commitment)):
                if (county.pk, commitment.pk, year, author.party_id) not in taken:
                    row = make.workflow_fields(
                        State.PUBLISHED, author, approvers[author.party.code]
                    )
                    place = {"county": county, "commitment": commitment, "year": year}
                    rows.append(RegionalStatus(state=State.PUBLISHED, **place, **row))
    RegionalStatus.objects.bulk_create(rows)
    sources = {author.party_id: make.make_source(entered_by=author).pk for author in authors}
    RegionalStatus.authors.through.objects.bulk_create(
        RegionalStatus.authors.through(regionalstatus_id=row.pk, membership_id=row.created_by_id)
        for row in rows
    )
    RegionalStatus.sources.through.objects.bulk_create(
        RegionalStatus.sources.through(regionalstatus_id=row.pk, source_id=sources[row.party_id])
        for row in rows
    )
    Region.objects.bulk_create(
        Region(
            code=f"{number // 25 + 1:02}{number % 25 + 1:02}",
            name=f"Prøvekommunen {number}",
            kind=Region.Kind.MUNICIPALITY,
            valid_from=date(2005, 1, 1),
        )
        for number in range(MUNICIPALITIES)
    )
    return len(rows)


def prices(client: Client, addresses: tuple[str, ...]) -> dict[str, int]:
    """How many queries each answer takes, read to its end."""
    found = {}
    for address in addresses:
        start = time.monotonic()
        with CaptureQueriesContext(connection) as sent:
            answer: Any = client.get(address)
            body = b"".join(answer) if answer.streaming else answer.content
        assert (answer.status_code, bool(body)) == (200, True), address
        assert time.monotonic() - start < LONGEST, address
        found[address] = len(sent)
    return found


def test_query_count_does_not_grow_with_reported_subjects() -> None:
    authors = [recorders.editor(party) for party in ("KD", "KS")]
    approvers = {party: recorders.approver(party) for party in ("KD", "KS")}
    for author, year in product(authors, (2011, 2012)):
        regional_states.taken_to(
            State.PUBLISHED,
            by=author,
            subject=regional_states.subject_of(year=year),
            municipalities=2,
        )
    visits = (
        (Client(), PUBLIC),
        (recorders.client_of(authors[1]), PARTY),
        (recorders.client_of(regional_states.viewer("12")), OFFICE),
    )
    few = [prices(client, addresses) for client, addresses in visits]

    assert fill(authors, approvers) > 2_000

    many = [prices(client, addresses) for client, addresses in visits]
    grown = {
        address: (before[address], after[address])
        for before, after in zip(few, many, strict=True)
        for address in before
        if after[address] > before[address]
    }
    assert grown == {}
