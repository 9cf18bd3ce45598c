"""The orders in which commitments are listed."""

import pytest

from commitments.progress.models import ProgressEntry
from commitments.register.models import Commitment
from tests.support.published_entries import publish_entry

pytestmark = pytest.mark.usefixtures("texts")


def test_orders_commitments_by_last_publication() -> None:
    publish_entry(ref="2005-F2", at="2026-03-02 12:00 +0000")
    publish_entry(ref="2005-F3", at="2026-03-01 12:00 +0000")
    rows = Commitment.objects.in_order_of_publication(ProgressEntry.objects.seen())

    assert [row.ref for row in rows.reverse()[:2]] == ["2005-F2", "2005-F3"]
    assert rows[0].ref == "2005-M1"
