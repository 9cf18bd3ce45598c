"""What each party last said about a commitment, and the words that stand for silence."""

from datetime import date

import pytest

from commitments.pages.last_statement import LastStatement, last_statement
from commitments.progress.models import ProgressEntry
from commitments.register.models import Commitment
from tests.support import recorders
from tests.support.published_entries import publish_entry

pytestmark = pytest.mark.usefixtures("texts")


def test_gives_each_responsible_partys_last_statement() -> None:
    publish_entry("2008-06-01", "done", party="KS")
    rows = Commitment.objects.with_ref(recorders.REF).last_statements_by_party(
        ProgressEntry.objects.seen().statement_values()
    )

    found = [
        last_statement(code, text) for code, text in rows.values_list("party", "last_statement")
    ]

    assert found == [LastStatement("KD"), LastStatement("KS", "done", date(2008, 6, 1))]
    assert [statement.value for statement in found] == ["ingen_opplysninger", "gjennomfort"]
