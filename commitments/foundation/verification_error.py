"""What a verification finds wrong."""

from typing import Final, NamedTuple

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model

# What reading a row raises where a stored value is no longer of its kind.
UNREADABLE: Final = (ValueError, TypeError, AttributeError, LookupError, ObjectDoesNotExist)


class VerificationError(NamedTuple):
    """One thing that is not as it must be: where, and what is wrong there."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def named(row: Model) -> str:
    """A row as people at the command line find it: «commitments.SignOff 3»."""
    return f"{row._meta.label} {row.pk}"
