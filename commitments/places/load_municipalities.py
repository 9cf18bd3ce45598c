"""Imports municipalities from Klass code lists, with their validity."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from commitments.foundation.public_act import PublicAct
from commitments.places import successors
from commitments.places.models import Region
from commitments.places.ssb_klass import CodeList, MunicipalityPeriod, merged


@dataclass(frozen=True, slots=True)
class Imported:
    """The number of periods now, and of those that were added, changed and removed."""

    total: int
    new: int
    changed: int
    removed: int

    @property
    def unchanged(self) -> int:
        """Periods that were the same before."""
        return self.total - self.new - self.changed


@transaction.atomic
def take_in(lists: Iterable[CodeList], *, dry_run: bool = False) -> Imported:
    """Update the municipalities from the lists; with ``dry_run`` only count."""
    rows = {_period(row): row for row in Region.objects.municipalities()}
    wanted = merged(rows, lists, since=successors.FIRST_DAY)
    known = {(period.code, period.valid_from): row for period, row in rows.items()}
    new = [period for period in wanted if (period.code, period.valid_from) not in known]
    changed = [period for period in wanted if period not in rows and period not in new]
    kept = {(period.code, period.valid_from) for period in wanted}
    removed = [row for key, row in known.items() if key not in kept]
    if not dry_run and (new or changed or removed):
        for period in changed:
            row = known[period.code, period.valid_from]
            row.name, row.valid_to = period.name, period.valid_to
            row.save()
        renamed = [known[period.code, period.valid_from] for period in changed]
        laid = Region.objects.bulk_create(
            Region(
                kind=Region.Kind.MUNICIPALITY,
                code=period.code,
                name=period.name,
                valid_from=period.valid_from,
                valid_to=period.valid_to,
            )
            for period in new
        )
        PublicAct.record(*renamed, *laid, gone=removed)
        Region.objects.filter(pk__in=[row.pk for row in removed]).delete()
    return Imported(len(wanted), len(new), len(changed), len(removed))


def _period(row: Region) -> MunicipalityPeriod:
    return MunicipalityPeriod(row.code, row.valid_from, row.name, row.valid_to)
