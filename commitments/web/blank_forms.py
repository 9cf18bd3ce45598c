"""URLs of blank forms, which identify the row to be created, so that Back finds it."""

from typing import Final, TypeVar
from uuid import UUID, uuid4

from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest

_NEW_ROW: Final = "ny"  # query parameter with the form's token
_Row = TypeVar("_Row", bound=Model)


def blank_form_url(url: str) -> str:
    """Return the URL of a form for one more row."""
    return f"{url}?{_NEW_ROW}={uuid4()}"


def token_in_address(request: HttpRequest) -> UUID | None:
    """Return the token of the row that the form will create; None if the URL has none."""
    try:
        return UUID(request.GET.get(_NEW_ROW, ""))
    except ValueError:
        return None


def made_here(request: HttpRequest, rows: QuerySet[_Row]) -> _Row | None:
    """Return the row of ``rows`` that the form at this URL has created; None if none yet."""
    token = token_in_address(request)
    return rows.filter(token=token).first() if token else None


def name_row(form: BaseForm, request: HttpRequest) -> None:
    """Make a blank form create the row that its URL identifies."""
    if token := token_in_address(request):
        form.initial["token"] = token
