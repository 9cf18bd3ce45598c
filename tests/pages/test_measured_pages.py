"""What lists cost where there is much to list: which indexes answer, how heavy a page is."""

import pytest
from django.db import connection
from django.test import Client

from commitments.operating import measuring
from tests.support.plans import covers, plans_of


@pytest.fixture(autouse=True)
def _measured(empty: None) -> None:
    """So many entries on each commitment that the database looks for an index."""
    measuring.fill(60, each=12, laid=lambda _rows: None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def test_an_index_alone_gives_the_totals_of_the_front_page(client: Client) -> None:
    (totals,) = (plan for sql, plan in plans_of(lambda: client.get("/")) if '"silent"' in sql)

    assert covers(totals, "progressentry_reported")


def test_fifty_rows_of_the_register_are_no_more_than_their_content(client: Client) -> None:
    response = client.get("/forpliktelser/")

    assert response.text.count('role="rowheader"') == 50
    assert len(response.content) <= 45_000
