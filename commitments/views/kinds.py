"""What the workspace's pages of one entry are about: progress, or the status of a county."""

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.models import ProgressEntry, Recorded, RegionalStatus

_VERBS: Final = (
    "approve",
    "correct",
    "decline_withdrawal",
    "discard",
    "edit",
    "history",
    "propose_withdrawal",
    "review",
    "send_back",
    "submit",
    "withdraw",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A model of what is recorded, and what the names of its addresses begin with."""

    model: type[Recorded]
    prefix: str

    @property
    def rows(self) -> Any:
        """All rows of the model."""
        return self.model._default_manager.all()

    @property
    def history(self) -> Any:
        """All history rows of the model."""
        return self.model.history.all()  # type: ignore[attr-defined]  # the library adds it

    def url(self, verb: str, pk: int) -> str:
        """The address of a step or page of one row."""
        return reverse(f"commitments:{self.prefix}_{verb}", args=[pk])

    def urls(self, pk: int) -> dict[str, str]:
        """The addresses of every step, for templates."""
        return {verb: self.url(verb, pk) for verb in _VERBS}

    def subject(self, row: Any) -> str:
        """What a row, or a row of its history, is about: «2011-F9», «2011-F9, Oslo, 2012»."""
        if self.model is RegionalStatus:
            return _("%(ref)s, %(county)s, %(year)s") % {
                "ref": row.commitment.ref,
                "county": row.county.name,
                "year": row.year,
            }
        return str(row.commitment.ref)


PROGRESS: Final = Kind(ProgressEntry, "entry")
COUNTY: Final = Kind(RegionalStatus, "status")
