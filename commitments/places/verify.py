"""Compares counties and offices with the files that they were loaded from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from commitments.foundation.verification_error import VerificationError, named
from commitments.places import successors
from commitments.places.models import Office, OfficeCounty, Region

Fact = tuple[Any, ...]  # model, and its columns


def errors(folder: Path = successors.FOLDER) -> Iterator[VerificationError]:
    """Report rows that are not in the files, and lines of the files without a row."""
    stated, stored = set(_stated(folder)), dict(_stored())
    for fact in stored.keys() - stated:
        yield VerificationError(stored[fact], "it is not what its file says")
    for kind, *columns in sorted(stated - stored.keys(), key=str):
        where = f"{kind._meta.label} ({columns[0]})"
        yield VerificationError(where, "there is no row as its file says")


def _stated(folder: Path) -> Iterator[Fact]:
    merged_on = {}
    for row in successors.rows("offices.csv", folder):
        merged_on[row["name"]] = successors.day(row["merged_on"])
        yield Office, row["name"], merged_on[row["name"]], row["successor"]
    for row in successors.rows("counties.csv", folder):
        code, office = row["code"], row["office"]
        yield Region, code, row["name"], successors.FIRST_DAY, successors.day(row["valid_to"])
        yield OfficeCounty, code, office, successors.FIRST_DAY, merged_on[office]


def _stored() -> Iterator[tuple[Fact, str]]:
    for office in Office.objects.all():
        yield (Office, office.name, office.merged_on, office.successor), named(office)
    for row in Region.objects.counties():
        yield (Region, row.code, row.name, row.valid_from, row.valid_to), named(row)
    for link in OfficeCounty.objects.select_related("office", "county"):
        columns = (link.county.code, link.office.name, link.valid_from, link.valid_to)
        yield (OfficeCounty, *columns), named(link)
