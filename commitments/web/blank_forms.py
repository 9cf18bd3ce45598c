"""Addresses of blank forms, which name the row to be made, so that Back leads to that row."""

from typing import Final, TypeVar
from uuid import UUID, uuid4

from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest

_NEW_ROW: Final = "ny"  # the query parameter; its value is the token of the form
_Row = TypeVar("_Row", bound=Model)


def blank_form_url(url: str) -> str:
    """The address of a form for one more row."""
    return f"{url}?{_NEW_ROW}={uuid4()}"


def token_in_address(request: HttpRequest) -> UUID | None:
    """The token of the row that the form will make. None if the address names no row."""
    try:
        return UUID(request.GET.get(_NEW_ROW, ""))
    except ValueError:
        return None


def made_here(request: HttpRequest, rows: QuerySet[_Row]) -> _Row | None:
    """The one of ``rows`` that the form at this address has made. None if it has made none."""
    token = token_in_address(request)
    return rows.filter(token=token).first() if token else None


def name_row(form: BaseForm, request: HttpRequest) -> None:
    """Let a blank form make the row that its address names."""
    if token := token_in_address(request):
        form.initial["token"] = token
