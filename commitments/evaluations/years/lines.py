"""The lines of an agreement's matrix, read from the database."""

from collections.abc import Iterable
from itertools import compress
from typing import Any

from agreements.models import Agreement
from commitments.evaluations.revisions import matrix
from commitments.evaluations.revisions.basis import Bases, Basis
from commitments.evaluations.revisions.matrix import MatrixLine, MatrixPromise
from commitments.evaluations.revisions.verdict_bases import other_bases
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.register.models import Commitment


class AgreementLines:
    """The lines of one agreement: every line for counting, some of them for showing.

    The agreement must be loaded with its parties and its evaluation years. Two queries; showing
    makes one more, and one if a text was changed.
    """

    def __init__(self, agreement: Agreement) -> None:
        """Read every line. Their promises have neither a title nor words."""
        self._codes = agreement.party_codes
        self._years = [row.year for row in agreement.evaluation_years.all()]
        verdicts = PublishedVerdict.objects.seen().of_agreement(agreement.slug)
        self._rows = list(verdicts.order_by().with_version().values_list(*matrix.COLUMNS))
        commitments = Commitment.objects.of_agreement(agreement.slug).in_text_order()
        answers = [f"answers_{code}" for code in self._codes]
        found = commitments.with_answers(self._codes).values_list("pk", "ref", "group", *answers)
        self.every = self._lines(
            MatrixPromise(key, ref, "", "", list(compress(self._codes, answering)), group)
            for key, ref, group, *answering in found
        )

    def shown(self, lines: Iterable[MatrixLine]) -> list[MatrixLine]:
        """Return these lines with titles, words and the bases that differ, in their order."""
        keys = [line.promise.key for line in lines]
        commitments = Commitment.objects.filter(pk__in=keys).for_list().with_answers(self._codes)
        by_key: dict[int, Any] = {row.pk: row for row in commitments}
        rows = [by_key[key] for key in keys]
        promises = [MatrixPromise.of(row, self._answering(row)) for row in rows]
        shown = {
            row.ref: Basis(row.wording, tuple(promise.answering))
            for row, promise in zip(rows, promises, strict=True)
        }
        return self._lines(promises, other_bases(matrix.versions(self._rows), shown))

    def _answering(self, row: Any) -> list[str]:
        return [code for code in self._codes if getattr(row, f"answers_{code}")]

    def _lines(
        self, promises: Iterable[MatrixPromise], bases: Bases | None = None
    ) -> list[MatrixLine]:
        return matrix.lines(promises, self._years, self._codes, self._rows, bases or {})
