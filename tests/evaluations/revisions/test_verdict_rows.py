"""Published verdicts as rows: what the newest revision says, and written anew the same."""

from typing import Any

import pytest

from commitments.evaluations.revisions.actions import replace_verdicts
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.evaluations.years.grounds import read
from tests.support import evaluation_states
from tests.support.signed_evaluations import finish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]


def test_the_rows_say_what_the_revision_says() -> None:
    laid = evaluation_states.laid()
    laid.assess("KD", evaluation_states.ONLY_KS, verdict="partly_fulfilled")
    laid.assess("KS", evaluation_states.ONLY_KS, verdict="cannot_be_verified", gap="records")
    laid.assess("KS", evaluation_states.REF, verdict="not_fulfilled", reason="policy_changed")
    finish(laid)
    revision = Revision.objects.get()

    rows = PublishedVerdict.objects.values_list(
        "commitment__ref", "party__code", "year", "verdict", "reason", "gap", "is_view"
    )

    assert sorted(rows) == sorted(stated_in(revision))
    assert set(PublishedVerdict.objects.values_list("written_in", flat=True)) == {None, 2026}


def test_a_row_gives_the_grounds_and_sources_that_were_signed() -> None:
    laid = evaluation_states.laid()
    laid.assess("KD", evaluation_states.REF, narrative="Eksempel: gjort.")
    finish(laid)
    stated = [
        (row.ref, column.party, column.stated)
        for row in Revision.objects.get().document.rows
        for column in row.columns
        if column.stated
    ]

    rows = PublishedVerdict.objects.decided().in_text_order()

    assert stated
    assert [
        (row.commitment.ref, row.party.code, read({(1, ""): row.statement}, [])[1, ""].stated)
        for row in rows
    ] == stated


def test_writing_the_rows_anew_changes_nothing() -> None:
    evaluation_states.evaluation_in("signed")
    revision = Revision.objects.get()
    before = list(PublishedVerdict.objects.values_list("commitment", "party", "verdict"))

    replace_verdicts(revision)

    assert list(PublishedVerdict.objects.values_list("commitment", "party", "verdict")) == before


def stated_in(revision: Revision) -> list[tuple[Any, ...]]:
    """The columns of the content as rows."""
    document = revision.document
    return [
        (
            row.ref,
            column.party,
            document.year,
            *(
                (stated.verdict, stated.reason, stated.gap)
                if (stated := column.stated)
                else ("", "", "")
            ),
            column.role == "syn",
        )
        for row in document.rows
        for column in row.columns
        if column.role != "svarer_ikke"
    ]
