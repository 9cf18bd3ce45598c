"""Marks the views that recognise a user who has given a password but no second factor yet."""

from collections.abc import Callable
from typing import Final, TypeVar

from django.http.response import HttpResponseBase

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])
_MARK: Final = "takes_half_signed_in"


def takes_half_signed_in(view: _View) -> _View:
    """Mark the view. Every other view treats such a user as a reader."""
    setattr(view, _MARK, True)
    return view


def is_open_to_half_signed_in(view: Callable[..., HttpResponseBase]) -> bool:
    """Whether the view is marked with ``takes_half_signed_in``."""
    return getattr(view, _MARK, False)
