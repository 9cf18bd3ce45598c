"""Heavy pages make the same number of queries, however much there is to show."""

from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from commitments.operating import measuring
from kvalitet.accounts.models import User
from tests.support import loaded_database, recorders

READER: Final = (
    "/",
    "/avtaler/maaling/",
    "/avtaler/maaling/matrise/",
    "/fylker/",
    "/forpliktelser/",
    "/forpliktelser/?gruppe=felles_forpliktelse",
    "/forpliktelser/?q=malepunkt",
    "/forpliktelser/MAALING-F1/",
    "/framdrift/",
    "/parter/",
    "/parter/KD/",
    "/parter/KD.csv",
)
EDITOR: Final = (
    "/arbeid/",
    "/arbeid/fylker/",
    "/arbeid/forpliktelser/MAALING-F1/ny/",
)
NOWHERE: Final = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@pytest.mark.long
@override_settings(CACHES=NOWHERE)
def test_queries_do_not_grow_with_rows(empty: None) -> None:
    few = _counted(commitments=20, entries=1)
    loaded_database.empty()

    assert _counted(commitments=220, entries=5) == few


def _counted(*, commitments: int, entries: int) -> dict[str, int]:
    """The queries of each page but that of the content version, which is asked once a second.

    A page is asked for a second time: what a process reads once is read by then.
    """
    measuring.fill(commitments, each=entries, laid=lambda _rows: None)
    editor = Client()
    recorders.sign_in(editor, User.objects.get(email="maaling-kd-2@example.no"))
    pages: list[tuple[Any, str]] = [
        *((Client(), path) for path in READER),
        *((editor, path) for path in EDITOR),
    ]
    found = {}
    for client, path in pages:
        assert client.get(path).status_code == 200, path
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        found[path] = sum("contentversion" not in query["sql"] for query in queries)
    return found
