"""Which version of a text applied, on a day and as far as it was known."""

from datetime import UTC, date, datetime

import pytest

from agreements.models import Agreement, TextVersion
from agreements.text_version import pair_sha256
from tests import make

# Accepted in January 2031 from June 2029, and in February 2031 from May 2029.
LATE, EARLY = date(2029, 6, 1), date(2029, 5, 1)


@pytest.fixture
def agreement(texts: None) -> Agreement:
    """An agreement with three versions."""
    agreement = make.make_agreement()
    for number, month, first_day in ((2, 1, LATE), (3, 2, EARLY)):
        accepted_at = datetime(2031, month, 15, 23, 30, tzinfo=UTC)  # the day after in Norway
        make.make_text_version(
            agreement=agreement, number=number, first_day=first_day, accepted_at=accepted_at
        )
    return agreement


@pytest.mark.parametrize(
    ("per", "kjent", "number"),
    [
        (None, None, 3),
        (date(2029, 4, 30), None, 1),
        (EARLY, None, 3),
        (LATE, None, 3),
        (None, date(2031, 1, 15), 1),
        (None, date(2031, 1, 16), 2),
        (None, date(2031, 2, 16), 3),
        (date(2029, 5, 31), date(2031, 1, 16), 1),
        (LATE, date(2031, 1, 16), 2),
        (LATE, date(1999, 1, 1), 1),
        (None, date.max, 3),
        (date.min, date.min, 1),
    ],
)
def test_the_highest_version_that_applied_and_was_accepted(
    agreement: Agreement, per: date | None, kjent: date | None, number: int
) -> None:
    rows = TextVersion.objects.applied(per=per, kjent=kjent)

    assert rows.get(agreement=agreement).number == number
    assert rows.count() == Agreement.objects.count()


def test_all_but_the_newest_are_superseded(agreement: Agreement) -> None:
    rows = TextVersion.objects.superseded()

    assert set(rows.values_list("agreement", "number")) == {(agreement.pk, 1), (agreement.pk, 2)}


def test_a_version_reads_its_two_files(texts: None) -> None:
    version = TextVersion.objects.of_agreement("2011-2013").get()

    assert version.text.slug == "2011-2013"
    assert version.text.source_text == version.source_text
    assert version.text is TextVersion.objects.get(pk=version.pk).text


def test_the_hash_of_a_pair_is_what_sha256sum_makes_of_it() -> None:
    """printf a >a; printf b >b; sha256sum a b | cut -c-64 | sha256sum."""
    assert pair_sha256("a", "b") == (
        "bf75fafab8e46555836b92f1b04106b795a9ed36bd39b351f103b28819895f33"
    )
