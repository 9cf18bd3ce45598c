"""The document that is signed: the same content gives the same bytes on both databases."""

from typing import Final

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from commitments.evaluations.assessing.table import AssessmentTable
from commitments.evaluations.revisions.record import document_of, sources_of, to_sign
from commitments.register.reservation_models import Reservation
from commitments.sources.actions import NewSource
from tests.support import evaluation_states, recorders, sample_files

pytestmark = pytest.mark.usefixtures("texts")

# SHA-256 of the document below. It changes with the schema, the agreement's text and nothing else.
SIGNED: Final = "ba62fe7fa857977279d308dfd5158cdbf81e367b76c1a604c3eb0f365d6feb7f"


@time_machine.travel(evaluation_states.NOW, tick=False)
def test_the_same_content_gives_the_same_bytes_on_every_database() -> None:
    found = evaluation_states.laid()
    file = NewSource("Eksempel: notat", file=recorders.upload("notat.pdf", sample_files.PDF))
    found.assess("KD", narrative="Eksempel:\r\nbla\u030abær \U0001f600", new_sources=[file])
    found.assess(
        "KD",
        "2011-F3",
        verdict="reservation_used",
        reservation=Reservation.objects.get(ref="2011-R2"),
    )
    found.assess("KS", evaluation_states.ONLY_KS, verdict="fulfilled", language="nn")
    found.assess("KD", evaluation_states.ONLY_KS, verdict="cannot_be_verified", gap="records")
    found.submit("KD")
    found.submit("KS")
    found.amend("KS", evaluation_states.ONLY_KS, verdict="partly_fulfilled")

    assert to_sign(evaluation_states.fresh(found.evaluation)).sha256 == SIGNED


def test_reading_again_gives_the_same_bytes() -> None:
    found = evaluation_states.evaluation_in("signed_by_one")

    assert to_sign(evaluation_states.fresh(found.evaluation)) == to_sign(
        evaluation_states.fresh(found.evaluation)
    )


def test_reads_different_reservations_as_different_reasons() -> None:
    reservation = Reservation.objects.get(ref="2011-R2")
    other = Reservation.objects.get(ref="2011-R1")  # KS may invoke it
    other.qualifies.add(recorders.commitment(evaluation_states.REF))
    found = evaluation_states.laid()
    found.assess("KD", verdict="reservation_used", reservation=reservation)
    found.assess("KS", verdict="reservation_used", reservation=other)
    found.submit("KD")
    found.submit("KS")

    [signed] = [
        row for row in document_of(found.evaluation).rows if row.ref == evaluation_states.REF
    ]
    [seen] = AssessmentTable(
        evaluation_states.fresh(found.evaluation), found.editors["KD"], only=evaluation_states.REF
    ).rows
    assert signed.reading == seen.reading == "agree_other_reason"


def test_only_the_reservations_that_are_named_stand_in_it() -> None:
    found = evaluation_states.evaluation_in("revealed")
    assert document_of(found.evaluation).reservations == ()

    found.amend(
        "KD",
        verdict="reservation_used",
        reservation=Reservation.objects.get(ref="2011-R2"),
    )

    [limit] = document_of(found.evaluation).reservations
    assert limit.ref == "2011-R2"
    assert limit.wording == Reservation.objects.get(ref="2011-R2").segment.text


def test_a_view_is_marked_as_one() -> None:
    found = evaluation_states.laid()
    found.assess("KD", evaluation_states.ONLY_KS)

    [row] = [
        row for row in document_of(found.evaluation).rows if row.ref == evaluation_states.ONLY_KS
    ]

    assert [(column.party, column.role) for column in row.columns] == [
        ("KD", "syn"),
        ("KS", "vurdering"),
    ]
    assert row.responsible == ("KS",)


def test_what_was_handed_in_and_amended_away_is_still_a_source() -> None:
    found = evaluation_states.evaluation_in("revealed")

    found.amend("KD", new_sources=[NewSource("Eksempel: nytt", "https://www.example.no/nytt")])

    titles = sorted(source.title for source in sources_of(found.evaluation))
    assert titles == ["Eksempel: nytt", "Eksempel: referat", "Eksempel: referat"]


def test_reading_costs_the_same_for_any_number_of_assessments(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    found = evaluation_states.evaluation_in("conclusion_accepted")
    evaluation = evaluation_states.fresh(found.evaluation)
    with django_assert_num_queries(11):
        to_sign(evaluation)
    for commitment in evaluation_states.commitments()[3:9]:
        found.amend("KD", commitment.ref)

    evaluation = evaluation_states.fresh(found.evaluation)

    with django_assert_num_queries(11):
        to_sign(evaluation)
