"""Text typed into a refused form: stored, and shown again to its author only.

Every form of a signed-in user says who opened it and on which page (``form_head`` writes both).
When a post is refused, the response shows its text if the user is the one it was signed for. A row
stores the text until the form is saved or the text is discarded.
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

WHO: Final = "who"  # hidden field with the signed id of the user who opened the form
PAGE: Final = "page"  # hidden field with the address of the form's page
LARGEST_TEXT: Final = 2_500_000  # characters; the form is shown again and says what is too long
LARGEST: Final = 1_000_000  # bytes of a form's fields; larger forms are shown again but not stored
_MOST: Final = 200  # forms stored for one person
_LONGEST_ADDRESS: Final = 500  # characters
_MARK: Final = "shows_unsaved"
_LEFT_OUT: Final = (WHO, PAGE, "csrfmiddlewaretoken", "copy_mark")
_UNREADABLE: Final = (
    RequestDataTooBig,
    TooManyFieldsSent,
    UnreadablePostError,
    MultiPartParserError,
    BadRequest,  # not encoded as UTF-8
    LookupError,  # an unknown encoding
    UnicodeError,
)
_HIDDEN: Final = '<input type="hidden" name="{}" value="{}">'
_signer = TimestampSigner(salt="commitments.unsaved")


def shows_unsaved(view: _View) -> _View:
    """Mark the view: its page shows ``unsaved_in`` in its forms."""
    setattr(view, _MARK, True)
    return view


def is_shown_at(address: str) -> bool:
    """Whether the page at this address restores unsaved text in its forms."""
    match = match_of(address)
    return match is not None and getattr(match.func, _MARK, False)


def form_head(request: HttpRequest) -> SafeString:
    """Write the fields that every posted form needs: Django's token, author and page."""
    token = format_html(_HIDDEN, "csrfmiddlewaretoken", get_token(request))
    who = opened_by(request)
    fields = [(WHO, who), (PAGE, page_of(request))] if who else []
    return token + format_html_join("", _HIDDEN, fields)


def opened_by(request: HttpRequest) -> str:
    """Return the signed id of the user a form is shown to; "" for a reader."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    try:
        person = request.user if request.user.is_authenticated else None
    except (DatabaseError, InterfaceError):
        return request.POST.get(WHO, "")  # shows the form again to its sender
    return _signer.sign(f"{person.pk}.{_session_of(request)}") if person else ""


def page_of(request: HttpRequest) -> str:
    """Return the address of the page that is shown; for a refused form, that of its page."""
    sent = _fields(request).get(PAGE, "")
    return sent if sent and is_own_path(sent) else request.path


def posted(request: HttpRequest) -> PostedForm | None:
    """Return the form that this request sent; None if it has no valid author or is unreadable.

    Also None if it was sent to an address such as ``//example.org/``.
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
    """Whether a form was opened by someone other than the signed-in user."""
    if not _fields(request).get(WHO) or not request.user.is_authenticated:
        return False
    form = posted(request)
    return form is None or request.user.pk != form.author


def is_authors(request: HttpRequest, form: PostedForm) -> bool:
    """Whether the signed-in user opened the form.

    While the database is unavailable, the session in which the form was opened decides.
    """
    try:
        return request.user.is_authenticated and request.user.pk == form.author
    except (DatabaseError, InterfaceError):
        return form.session == _session_of(request)


def keep(request: HttpRequest) -> UnsavedText | None:
    """Store the texts of a refused form for its author; None if there is nothing to store.

    A form without an author is not stored, so that strangers cannot fill the table.
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
    except (DatabaseError, InterfaceError):  # the response still shows it
        return None
    return row


def kept_and_shown(
    request: HttpRequest, *, repeat: bool, takes_writes: bool = True
) -> dict[str, object]:
    """Store a refused form, and return what the macro ``refused_form`` shows its author.

    ``form`` is None for anybody else and without a form. ``is_kept``: the text was stored.

    Args:
        request: the request that sent the form.
        repeat: whether sending the form again can help.
        takes_writes: whether the database takes writes; waiting for it again would delay the
            response.
    """
    form = posted(request)
    is_kept = form is not None and takes_writes and keep(request) is not None
    shown = form if form is not None and is_authors(request, form) else None
    return {"form": shown, "repeat": repeat, "is_kept": is_kept}


def way_back(request: HttpRequest) -> str:
    """Store a refused form, and return where its author finds it after signing in.

    That is the form itself if its page shows unsaved text, otherwise a separate page. If nothing
    was typed, it is the form's page; "" for a form without an author.
    """
    row = keep(request)
    if row is not None:
        return row.page if is_shown_at(row.page) else row.get_absolute_url()
    form = posted(request)
    return form.page if form else ""


def forget(request: HttpRequest) -> None:
    """Delete the stored text of the form that this request has saved."""
    form = posted(request)
    if form is not None:
        UnsavedText.objects.filter(typed_by=form.author, address=form.address).delete()


def unsaved_in(request: HttpRequest, address: str = "") -> QueryDict | None:
    """Return what this person typed into this form and has not saved; None if nothing.

    Args:
        request: the request for the form's page.
        address: where the form is sent; "" means the page itself.
    """
    return unsaved_at(request, [address or request.path]).get(address or request.path)


def unsaved_at(request: HttpRequest, addresses: Iterable[str]) -> Mapping[str, QueryDict]:
    """Return the unsaved fields of several forms of a page, by address, in one query.

    Showing them does not delete them.
    """
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
    """Whether the form that was just refused came with a file, which is not stored."""
    form: PostedForm | None = getattr(request, "refused_form", None)
    return form is not None and form.has_files


def is_too_much(request: HttpRequest) -> bool:
    """Whether the request has more text than any form of ours allows."""
    sent = request.META.get("CONTENT_LENGTH") or 0
    if not str(sent).isdigit() or int(sent) <= LARGEST_TEXT:
        return False
    lengths = (len(text) for _name, texts in _fields(request).lists() for text in texts)
    return sum(lengths) > LARGEST_TEXT


def is_shown(request: HttpRequest) -> bool:
    """Whether the page for this request shows the form that was just refused."""
    return getattr(request, "shows_refused", False)


def _path_of(address: str) -> str:
    """Return the path without the language: a form is the same in every language."""
    return path_in_bokmal(address)[:_LONGEST_ADDRESS]


def _fields(request: HttpRequest) -> QueryDict:
    """Return the fields of a POST; empty for other methods, and if they cannot be read."""
    try:
        return request.POST
    except _UNREADABLE:
        return QueryDict()


def _session_of(request: HttpRequest) -> str:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return salted_hmac("commitments.unsaved.session", key).hexdigest()[:16]
