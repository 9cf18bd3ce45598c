"""The version of each agreement's words and facts that the filter's two days select.

The rows have the newest version, and pages query them. If an older version applied, its parsed
text is used instead.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

from django.db.models import Case, Expression, F, Field, Subquery, Value, When

from agreements.reading.content import AgreementText, CommitmentText, ReservationText
from agreements.text_version import TextVersion

Says = Callable[["AppliedCommitment"], bool]


@dataclass(frozen=True, slots=True)
class AppliedCommitment:
    """A commitment in an older version of its agreement."""

    facts: CommitmentText
    text: AgreementText

    @property
    def marker(self) -> str:
        """The list marker of its first segment; empty if none."""
        return self.text.segments[self.facts.position - 1].marker

    @property
    def words(self) -> str:
        """The wording without its list marker."""
        return self.facts.wording.removeprefix(self.marker).lstrip()

    @property
    def answers(self) -> list[str]:
        """The codes of the responsible parties, in the agreement's order."""
        return [code for code in self.text.parties if code in self.facts.responsible]

    @property
    def reservations(self) -> list[ReservationText]:
        """The reservations that limit it, in text order."""
        own = [row for row in self.text.reservations if self.facts.ref in row.qualifies]
        return sorted(own, key=lambda row: row.position)


class AppliedTexts:
    """The agreements for which an older version applied; for all others the rows apply.

    ``older`` is by the agreements' primary keys.
    """

    def __init__(self, older: Mapping[int, AgreementText] | None = None) -> None:
        """Take the older versions that applied."""
        self.older = older or {}
        self._commitments = {
            row.ref: AppliedCommitment(row, text)
            for text in self.older.values()
            for row in text.commitments
        }

    @classmethod
    def of(cls, *, per: date | None = None, kjent: date | None = None) -> Self:
        """Return the versions that the two days select: no query without them, else one."""
        if per is None and kjent is None:
            return cls()
        rows = TextVersion.objects.applied(per=per, kjent=kjent).superseded()
        return cls({row.agreement_id: row.text for row in rows})

    def commitment(self, ref: str) -> AppliedCommitment | None:
        """Return the commitment in an older version; None if its row already applies."""
        return self._commitments.get(ref)

    def __getitem__(self, ref: str) -> AppliedCommitment:
        """Return the commitment in an older version.

        Raises:
            KeyError: its row already applies.
        """
        return self._commitments[ref]

    def refs(self, says: Says) -> list[str]:
        """Return the references of commitments in older versions for which ``says`` is true."""
        return [ref for ref, row in self._commitments.items() if says(row)]

    def expression(
        self,
        column: "Expression | Subquery | F | str",
        value: Callable[[AppliedCommitment], object],
        output_field: "Field[Any, Any]",
    ) -> "Expression | Subquery | F":
        """Return a sort expression: ``column``, or the value in an older version."""
        default = F(column) if isinstance(column, str) else column
        if not self._commitments:
            return default
        whens = [
            When(ref=ref, then=Value(value(row), output_field))
            for ref, row in self._commitments.items()
        ]
        return Case(*whens, default=default, output_field=output_field)


NEWEST: Final = AppliedTexts()
