"""Several columns as one JSON value, on SQLite and on PostgreSQL."""

from django.db.models import Func
from django.db.models.functions import JSONObject


class JSONValues(JSONObject):
    """``JSONObject`` without the check that SQLite has JSON functions.

    Django runs the check once for each connection, in a transaction, which takes the write lock
    here. A page would wait for a writer. If the wait timed out, the check would fail for as long as
    the connection lives.
    """

    as_sql = Func.as_sql
