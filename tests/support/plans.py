"""How the database means to answer a query, on SQLite and on PostgreSQL."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def plans_of(ask: Callable[[], object]) -> list[tuple[str, str]]:
    """Each query that is sent, with its plan as text."""
    with CaptureQueriesContext(connection) as sent:
        ask()
    return [(query["sql"], _plan(query["sql"])) for query in sent.captured_queries]


def covers(plan: str, index: str) -> bool:
    """Whether the plan reads what it needs from this index alone."""
    if connection.vendor == "postgresql":
        return f"Index Only Scan using {index} " in plan
    return f"USING COVERING INDEX {index} " in plan


def _plan(sql: str) -> str:
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
