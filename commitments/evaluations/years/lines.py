"""The lines of an agreement's matrix, read from the database."""

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Any

from agreements.models import Agreement
from commitments.evaluations.revisions import matrix
from commitments.evaluations.revisions.basis import Basis
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
        promises = (
            MatrixPromise(key, ref, "", "", list(compress(self._codes, answering)), group)
            for key, ref, group, *answering in found
        )
        self.every = matrix.lines(promises, self._years, self._codes, self._rows, {})

    def shown(self, lines: Iterable[MatrixLine]) -> list[MatrixLine]:
        """Return these lines with titles, words and the bases that differ, in their order."""
        keys = [line.promise.key for line in lines]
        commitments = Commitment.objects.filter(pk__in=keys).for_list().with_answers(self._codes)
        by_key: dict[int, Any] = {row.pk: row for row in commitments}
        rows = [by_key[key] for key in keys]
        return lines_of(rows, self._codes, self._years, self._rows)


def lines_of(
    commitments: Iterable[Any],
    codes: Sequence[str],
    years: Sequence[int],
    rows: Sequence[Sequence[Any]],
) -> list[MatrixLine]:
    """Return the lines of commitments that were loaded ``with_answers`` of these parties.

    ``rows`` are published verdicts in the columns of the matrix. One query if a text was changed.
    """
    promises, shown = [], {}
    for row in commitments:
        promise = MatrixPromise.with_answers(row, codes)
        promises.append(promise)
        shown[row.ref] = Basis(row.wording, tuple(promise.answering))
    return matrix.lines(promises, years, codes, rows, other_bases(matrix.versions(rows), shown))
