"""What the database holds, as hashes to compare before and after."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Final

from django.db import connection

# Sessions and counted tries; the cache lies elsewhere.
COMES_AND_GOES: Final = frozenset({"django_session", "guard_tally"})


def digest() -> dict[str, str]:
    """The hash of every table's rows; sessions and tallies are left out."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - COMES_AND_GOES
        hashes = {}
        for table in sorted(tables):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608  # the name of a table, quoted
            hashes[table] = hash_of(cursor.fetchall())
    return hashes


def hash_of(rows: Iterable[Any]) -> str:
    """The hash of these rows in any order."""
    return sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()
