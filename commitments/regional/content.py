"""What a person can write about a county, and its validation."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from commitments.places.models import Region
from commitments.publishing.content import StatementContent
from commitments.regional.models import RegionalStatus

MOST_MUNICIPALITIES: Final = 1_000  # in a county; the largest number ever was 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalContent(StatementContent):
    """What a person can write in a regional status.

    ``municipalities`` is how many take part, None if not stated. Without
    ``municipalities_total`` the number that the county had on 1 January of the year is used.
    """

    municipalities: int | None = None
    municipalities_total: int | None = None

    def own_values(self, row: Any) -> dict[str, Any]:
        """Validate and return the two numbers, both or neither."""
        taking_part, total = self.municipalities, self.municipalities_total
        if taking_part is None:
            if total is not None and total != total_of(row):
                text = _("Say how many municipalities take part.")
                raise _error("municipalities", text, "incomplete")
            return {"municipalities": None, "municipalities_total": None}
        total = total_of(row) if total is None else total
        if total is None or not 0 < total <= MOST_MUNICIPALITIES:
            text = _("Say how many municipalities there are in the county.")
            raise _error("municipalities_total", text, "invalid")
        if not 0 <= taking_part <= total:
            text = _("No more municipalities can take part than there are in the county.")
            raise _error("municipalities", text, "too_many")
        return {"municipalities": taking_part, "municipalities_total": total}


def total_of(row: RegionalStatus) -> int | None:
    """Return how many municipalities the county had on 1 January of the year; None if unknown."""
    counts = Region.objects.municipality_counts([row.year])
    return counts.get((row.county.code, row.year))


def _error(name: str, text: str, code: str) -> ValidationError:
    return ValidationError({name: ValidationError(text, code=code)})
