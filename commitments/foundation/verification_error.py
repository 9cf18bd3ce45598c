"""The failures that a verification reports."""

from typing import Final, NamedTuple

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model

# Raised by reading a row whose stored value is no longer valid.
UNREADABLE: Final = (ValueError, TypeError, AttributeError, LookupError, ObjectDoesNotExist)


class VerificationError(NamedTuple):
    """One verification failure: where it was found and what is wrong."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def named(row: Model) -> str:
    """Return a row's name for the command line: «commitments.SignOff 3»."""
    return f"{row._meta.label} {row.pk}"
