"""What readers read of the database: the columns and tables in the SQL of the pages they get."""

import re
from collections import defaultdict
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any, Final

from django.db import connection
from django.test import Client

from tests.support.visitors import drained

_PLACE: Final = re.compile(r'\b(?:FROM|JOIN)\s+\(*"?(\w+)"?(?:\s+(?:AS\s+)?"?([A-Z]+\d+)"?)?')
_COLUMN: Final = re.compile(r'"?\b(\w+)"?\."(\w+)"')
_LINK: Final = re.compile(r'\bhref="(/[^"#?]*)')
_NO_PAGE: Final = re.compile(r"^/(?:static|arbeid|konto|admin|en|nn)\b|^/(?:sjekk|healthz|readyz)")


class Reading:
    """The SQL of some requests; ``columns`` are «table.column», ``tables`` those asked at all."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._statements: set[str] = set()

    def recorded(self) -> AbstractContextManager[None]:
        """A stretch whose statements count."""
        return connection.execute_wrapper(self._note)

    @property
    def columns(self) -> set[str]:
        """Every column that a statement names, whether it shows, compares or sorts by it."""
        found = set()
        for sql in self._statements:
            places = defaultdict(set)  # a name may stand for one table here and another there
            for table, alias in _PLACE.findall(sql):
                places[alias or table].add(table)
            for name, column in _COLUMN.findall(sql):
                found |= {f"{table}.{column}" for table in places[name]}
        return found

    @property
    def tables(self) -> set[str]:
        """Every table that a statement reads, if only to count its rows."""
        return {table for sql in self._statements for table, _alias in _PLACE.findall(sql)}

    def _note(self, execute: Any, sql: str, *others: Any) -> Any:
        if "SELECT" in sql:
            self._statements.add(sql)
        return execute(sql, *others)


def read_everything(addresses: Iterable[str]) -> set[str]:
    """Ask for these addresses and every public one that a page links to; returns those answered."""
    client, waiting, answered = Client(), list(addresses), set()
    seen = set(waiting)
    while waiting:
        address = waiting.pop()
        answer = drained(client.get(address))
        if answer.status_code != 200:
            continue
        answered.add(address)
        if answer["Content-Type"].startswith("text/html"):
            links = {link for link in _LINK.findall(answer.text) if not _NO_PAGE.match(link)}
            waiting += sorted(links - seen)
            seen |= links
    return answered
