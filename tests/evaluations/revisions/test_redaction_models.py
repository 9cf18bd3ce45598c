"""Redactions as they are asked for: of one model's rows, and as the public list shows them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from commitments.evaluations.revisions.redaction_models import Redaction
from tests import make

pytestmark = pytest.mark.django_db


def of_a_row(label: str, **facts: Any) -> Redaction:
    """A passage struck out of a row of this model."""
    return make.make_redaction(revision=None, label=label, **{"row": "1", **facts})


def test_those_of_one_models_rows() -> None:
    make.make_redaction()
    of_a_row("commitments.Submission")
    wanted = [of_a_row("commitments.Assessment", row=row) for row in ("1", "2")]

    assert list(Redaction.objects.of_rows("commitments.Assessment")) == wanted


def test_the_public_list_has_the_latest_first_and_others_the_first() -> None:
    second, third, first = (
        make.make_redaction(
            revision=None, label="a.B", row="1", redacted_at=datetime(2026, 3, day, tzinfo=UTC)
        )
        for day in (2, 3, 1)
    )

    assert list(Redaction.objects.latest_first()) == [third, second, first]
    assert list(Redaction.objects.all()) == [first, second, third]


def test_the_public_list_costs_one_query_and_reads_no_long_text(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _turn in range(3):
        make.make_redaction()
    of_a_row("commitments.Assessment")

    with django_assert_num_queries(1):
        places = {
            (
                row.revision.number,
                row.revision.evaluation.year,
                row.revision.evaluation.agreement.slug,
            )
            for row in Redaction.objects.latest_first()
            if row.revision
        }

    assert len(places) == 3
    revision = Redaction.objects.latest_first().filter(label="")[0].revision
    assert revision
    assert {"content", "seal"} <= revision.get_deferred_fields()
    assert {"source_text", "cut_source"} <= revision.evaluation.agreement.get_deferred_fields()
