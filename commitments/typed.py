"""Unsaved text: what someone was typing when the session ended, until they sign in again."""

from collections.abc import Callable
from typing import Final, TypeVar

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])

FIELD: Final = "who"  # the hidden field by which a form says who opened it
LARGEST: Final = 200_000  # bytes of one form's fields; more than any form of ours can hold
_SESSION_KEY: Final = "typed"
_MARK: Final = "keeps_unsaved"
_LEFT_OUT: Final = (FIELD, "csrfmiddlewaretoken")
_signer = Signer(salt="commitments.typed")


def keeps_unsaved(view: _View) -> _View:
    """The view, marked: a form sent to it after the session ended is kept for its author.

    The form posts to the address it was opened at and carries ``opened_by(request)`` in a
    hidden field named ``who``; the view asks ``take_unsaved`` when it shows the form.
    """
    setattr(view, _MARK, True)
    return view


def is_kept_by(view: Callable[..., HttpResponseBase]) -> bool:
    """Whether the view is marked with ``keeps_unsaved``."""
    return getattr(view, _MARK, False)


def opened_by(request: HttpRequest) -> str:
    """The signed name of the person a form is shown to, for its hidden field ``who``."""
    return _signer.sign(str(request.user.pk))


def keep(request: HttpRequest) -> None:
    """Keep the posted fields in the visitor's session; files are not kept.

    Nothing is kept, and no session begun, where the form does not say who opened it:
    strangers cannot fill the session table.
    """
    try:
        owner = _signer.unsign(request.POST.get(FIELD, ""))
    except BadSignature:
        return
    fields = request.POST.copy()
    for name in _LEFT_OUT:
        fields.pop(name, None)
    text = fields.urlencode()
    if len(text) <= LARGEST:
        request.session[_SESSION_KEY] = {"who": owner, "path": request.path, "fields": text}


def take_unsaved(request: HttpRequest) -> QueryDict | None:
    """What this person had typed into this form before the session ended; given once, else None."""
    unsaved = request.session.get(_SESSION_KEY)
    if unsaved is None or unsaved["path"] != request.path:
        return None
    del request.session[_SESSION_KEY]
    if unsaved["who"] != str(request.user.pk):
        return None
    return QueryDict(unsaved["fields"])


def drop_of_others(request: HttpRequest) -> None:
    """Forget what is kept unless the person who has now signed in typed it."""
    unsaved = request.session.get(_SESSION_KEY)
    if unsaved is not None and unsaved["who"] != str(request.user.pk):
        del request.session[_SESSION_KEY]
