"""Unsaved text: what somebody typed into a form that was refused, given back to its author alone.

Every form of a signed-in person says who opened it and on which page (``form_head`` writes both).
When a post is refused, the answer shows what it carried to the person it is signed for, and a row
keeps it until the form is saved or the text is thrown away.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeVar

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.core.signing import BadSignature, TimestampSigner
from django.db import DatabaseError, InterfaceError, transaction
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from agreements.pages import path_in_bokmal
from commitments.people.models import Membership
from commitments.people.posted_text import PostedForm, match_of
from commitments.people.sign_in import is_own_path
from commitments.people.unsaved_models import KEPT_FOR, UnsavedText
from commitments.web.form_labels import is_secret

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])

WHO: Final = "who"  # the hidden field by which a form says who opened it
PAGE: Final = "page"  # the hidden field that says on which page it stands
LARGEST_TEXT: Final = 2_500_000  # characters; the form comes back and says what is too long
LARGEST: Final = 1_000_000  # bytes of one form's fields; more is given back, but not kept
_MOST: Final = 200  # forms kept for one person
_LONGEST_ADDRESS: Final = 500  # characters
_MARK: Final = "shows_unsaved"
_LEFT_OUT: Final = (WHO, PAGE, "csrfmiddlewaretoken", "copy_mark")
_UNREADABLE: Final = (
    RequestDataTooBig,
    TooManyFieldsSent,
    UnreadablePostError,
    MultiPartParserError,
    BadRequest,  # in another encoding than UTF-8
    LookupError,  # in an encoding that there is not
    UnicodeError,
)
_HIDDEN: Final = '<input type="hidden" name="{}" value="{}">'
_signer = TimestampSigner(salt="commitments.unsaved")


def shows_unsaved(view: _View) -> _View:
    """The view, marked: its page shows ``unsaved_in`` in the forms that stand on it."""
    setattr(view, _MARK, True)
    return view


def is_shown_at(address: str) -> bool:
    """Whether the page at this address puts unsaved text back into its forms."""
    match = match_of(address)
    return match is not None and getattr(match.func, _MARK, False)


def form_head(request: HttpRequest) -> SafeString:
    """What every form that is posted begins with: Django's token, who opened it, on which page."""
    token = format_html(_HIDDEN, "csrfmiddlewaretoken", get_token(request))
    who = opened_by(request)
    fields = [(WHO, who), (PAGE, page_of(request))] if who else []
    return token + format_html_join("", _HIDDEN, fields)


def opened_by(request: HttpRequest) -> str:
    """The signed name of the person a form is shown to; "" for a reader."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    try:
        person = request.user if request.user.is_authenticated else None
    except (DatabaseError, InterfaceError):
        return request.POST.get(WHO, "")  # the form is given back to whoever sent it
    return _signer.sign(f"{person.pk}.{_session_of(request)}") if person else ""


def page_of(request: HttpRequest) -> str:
    """The address of the page that is shown: of a refused form the one it was opened on."""
    sent = _fields(request).get(PAGE, "")
    return sent if sent and is_own_path(sent) else request.path


def posted(request: HttpRequest) -> PostedForm | None:
    """The form that this request sent; None if it does not say who opened it, or cannot be read.

    Nor is one ours that was sent to an address such as ``//example.org/``.
    """
    sent = _fields(request) if is_own_path(request.path) else QueryDict()
    try:
        author, _dot, session = _signer.unsign(sent.get(WHO, ""), KEPT_FOR).partition(".")
    except BadSignature:
        return None
    fields = sent.copy()
    for name in [name for name in fields if name in _LEFT_OUT or is_secret(name)]:
        del fields[name]
    path, files = _path_of(request.path), bool(request.FILES)
    return PostedForm(int(author), session, path, page_of(request), fields, files)


def is_of_another(request: HttpRequest) -> bool:
    """Whether a form was opened by someone else than the person who is signed in."""
    if not _fields(request).get(WHO) or not request.user.is_authenticated:
        return False
    form = posted(request)
    return form is None or request.user.pk != form.author


def is_authors(request: HttpRequest, form: PostedForm) -> bool:
    """Whether the form was opened by the person who is signed in now.

    While the database is away, the session that the form was opened in decides.
    """
    try:
        return request.user.is_authenticated and request.user.pk == form.author
    except (DatabaseError, InterfaceError):
        return form.session == _session_of(request)


def keep(request: HttpRequest) -> UnsavedText | None:
    """Keep the texts of a refused form for its author; None where there is nothing to keep.

    Nothing is kept for a form that does not say who opened it: strangers cannot fill the table.
    """
    form = posted(request)
    request.unsaved_is_kept = True  # type: ignore[attr-defined]  # so it is not saved
    if form is None or not form.texts or len(fields := form.fields.urlencode()) > LARGEST:
        return None
    values = {"page": form.page[:_LONGEST_ADDRESS], "fields": fields, "typed_at": timezone.now()}
    try:
        with transaction.atomic():
            UnsavedText.objects.outdated().delete()
            rows = UnsavedText.objects.filter(typed_by=form.author)
            if not rows.filter(address=form.address).exists() and rows.count() >= _MOST:
                rows.earliest("typed_at").delete()
            row, _is_new = UnsavedText.objects.update_or_create(
                typed_by_id=form.author, address=form.address, defaults=values
            )
    except (DatabaseError, InterfaceError):  # the answer still shows it
        return None
    return row


def kept_and_shown(
    request: HttpRequest, *, repeat: bool, takes_writes: bool = True
) -> dict[str, object]:
    """Keep a refused form; what the macro ``refused_form`` shows of it, to its author alone.

    ``form`` is None for anybody else and without a form, ``is_kept`` whether its author finds it.

    Args:
        request: the request that sent the form.
        repeat: whether sending the form again can help.
        takes_writes: whether the database does; waiting for it once more would keep the answer.
    """
    form = posted(request)
    is_kept = form is not None and takes_writes and keep(request) is not None
    shown = form if form is not None and is_authors(request, form) else None
    return {"form": shown, "repeat": repeat, "is_kept": is_kept}


def way_back(request: HttpRequest) -> str:
    """Keep what a refused form holds, and say where its author finds it after signing in.

    In its form where the page shows it, else on a page of its own; where nothing was typed the
    page that the form stood on; "" for a form that does not say who opened it.
    """
    row = keep(request)
    if row is not None:
        return row.page if is_shown_at(row.page) else row.get_absolute_url()
    form = posted(request)
    return form.page if form else ""


def forget(request: HttpRequest) -> None:
    """The form that this request sent is saved: nothing of it is unsaved any more."""
    form = posted(request)
    if form is not None:
        UnsavedText.objects.filter(typed_by=form.author, address=form.address).delete()


def unsaved_in(request: HttpRequest, address: str = "") -> QueryDict | None:
    """What this person typed into the form of this address and has not saved; None for nothing.

    Args:
        request: the request for the page that the form stands on.
        address: where the form is sent; "" stands for the page itself.
    """
    return unsaved_at(request, [address or request.path]).get(address or request.path)


def unsaved_at(request: HttpRequest, addresses: Iterable[str]) -> Mapping[str, QueryDict]:
    """The same for every form of a page, by address: one query. Showing it does not use it up."""
    by_path = {_path_of(address): address for address in addresses}
    if not request.user.is_authenticated:
        return {}
    rows = UnsavedText.objects.of_author(request.user.pk).filter(address__in=by_path)
    if by := Membership.acting(request.user):
        rows = rows.since(by)
    found = {by_path[row.address]: row.posted for row in rows}
    refused: PostedForm | None = getattr(request, "refused_form", None)
    if refused is not None and refused.address in by_path:
        found[by_path[refused.address]] = refused.fields
        request.shows_refused = True  # type: ignore[attr-defined]  # ``is_shown`` asks
    request.shows_unsaved = bool(found)  # type: ignore[attr-defined]  # the page's frame says so
    return found


def lost_file(request: HttpRequest) -> bool:
    """Whether the form that was just refused came with a file, which is not kept."""
    form: PostedForm | None = getattr(request, "refused_form", None)
    return form is not None and form.has_files


def is_too_much(request: HttpRequest) -> bool:
    """Whether more text was sent than any form of ours can hold."""
    sent = request.META.get("CONTENT_LENGTH") or 0
    if not str(sent).isdigit() or int(sent) <= LARGEST_TEXT:
        return False
    lengths = (len(text) for _name, texts in _fields(request).lists() for text in texts)
    return sum(lengths) > LARGEST_TEXT


def is_shown(request: HttpRequest) -> bool:
    """Whether the page that answers this request holds the form that was just refused."""
    return getattr(request, "shows_refused", False)


def _path_of(address: str) -> str:
    """A form is the same in every language, so its row is found by the path without it."""
    return path_in_bokmal(address)[:_LONGEST_ADDRESS]


def _fields(request: HttpRequest) -> QueryDict:
    """What a POST sent; empty for other methods and where it cannot be read."""
    try:
        return request.POST
    except _UNREADABLE:
        return QueryDict()


def _session_of(request: HttpRequest) -> str:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return salted_hmac("commitments.unsaved.session", key).hexdigest()[:16]
