"""Users: created without a password, renamed, deactivated. The only code that writes them."""

from typing import Final

from allauth.account.forms import ResetPasswordForm
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from commitments.foundation.plain_text import readable
from commitments.people.models import Membership
from commitments.people.rights import require_secretariat
from kvalitet.accounts.models import User
from kvalitet.accounts.open_sessions import open_sessions
from kvalitet.guard.logs import note_on_commit

LONGEST_NAME: Final = 200  # characters
LONGEST_EMAIL: Final = 254


def find_or_make(
    *, email: str, name: str, by: Membership | None, language: str = settings.LANGUAGE_CODE
) -> User:
    """Return the user with this address; a new one has no password yet.

    Args:
        email: in any case; stored in lower case.
        name: used only for a new person.
        by: the secretariat, or None for the command line.
        language: of emails to the person; used only for a new person.

    Raises:
        ValidationError: keyed ``email``, ``name`` or ``language``; codes ``required``, ``invalid``,
            ``unreadable``, ``max_length``, and ``inactive`` if the person is deactivated.
    """
    address = checked_email(email)
    user = User.objects.filter(email=address).first()
    if user is None:
        person = User(email=address, name=checked_name(name), language=checked_language(language))
        user = _made(person, by)
    if not user.is_active:
        text = _("The person is deactivated. Activate the account first.")
        raise ValidationError({"email": ValidationError(text, code="inactive")})
    return user


@transaction.atomic
def rename(user: User, name: str, *, by: Membership) -> User:
    """Rename the user. The same name writes nothing.

    Raises:
        PermissionDenied: ``by`` is not the secretariat.
        ValidationError: keyed ``name``; codes ``required``, ``unreadable``, ``max_length``.
    """
    require_secretariat(by)
    checked = checked_name(name)
    current = User.objects.select_for_update().get(pk=user.pk)
    if current.name != checked:
        current.name = checked
        _save(current, by.user)
    return current


@transaction.atomic
def choose_language(user: User, language: str) -> User:
    """Set the language of emails to the user. The same language writes nothing.

    Raises:
        ValidationError: keyed ``language``; code ``invalid_choice``.
    """
    checked = checked_language(language)
    current = User.objects.select_for_update().get(pk=user.pk)
    if current.language != checked:
        current.language = checked
        _save(current, current)
    return current


@transaction.atomic
def deactivate(user: User, *, by: Membership) -> User:
    """Deactivate the user: nobody can sign in as it, and all its sessions end at once.

    Raises:
        PermissionDenied: ``by`` is not the secretariat, or the user is a superuser, who is
            managed from the command line.
        ValidationError: it is one's own account (code ``oneself``).
    """
    current = locked_for_secretariat(user, by)
    if current.pk == by.user_id:
        raise ValidationError(_("You cannot deactivate your own account."), code="oneself")
    if current.is_active:
        current.is_active = False
        current.session_round += 1
        _save(current, by.user)
        note_on_commit("person_deactivated", person=current.pk, user_id=by.user_id)
    return current


@transaction.atomic
def activate(user: User, *, by: Membership) -> User:
    """Activate the user, who can then sign in again. Old sessions stay ended.

    Raises:
        PermissionDenied: as for ``deactivate``.
    """
    current = locked_for_secretariat(user, by)
    if not current.is_active:
        current.is_active = True
        _save(current, by.user)
        note_on_commit("person_activated", person=current.pk, user_id=by.user_id)
    return current


def end_session(user: User, name: str) -> bool:
    """End one session of the person. False if no session has this name."""
    keys = [session.key for session in open_sessions(user) if session.name == name]
    return Session.objects.filter(session_key__in=keys).delete()[0] > 0


def end_sessions(user: User) -> None:
    """Sign the person out everywhere, at the next request of each browser."""
    current = User.objects.select_for_update().get(pk=user.pk)
    current.session_round += 1
    current.save(update_fields=["session_round"])
    user.session_round = current.session_round


def invite(user: User) -> None:
    """Email the link to set a first password, after the commit.

    Nothing is sent to a person who has a password. If the email cannot be sent, the person can
    request it again at the sign-in page.
    """
    if user.has_usable_password():
        return
    transaction.on_commit(lambda: _send_first_link(user), robust=True)


def checked_email(email: str) -> str:
    """Validate the address and return it in lower case.

    Raises:
        ValidationError: keyed ``email``; codes ``invalid``, ``unreadable``, ``max_length``.
    """
    try:
        address = readable(email, LONGEST_EMAIL).lower()
        validate_email(address)
    except ValidationError as error:
        raise ValidationError({"email": error}) from error
    return address


def checked_name(name: str) -> str:
    """Validate the name and return it with single spaces.

    Raises:
        ValidationError: keyed ``name``; codes ``required``, ``unreadable``, ``max_length``.
    """
    try:
        checked = " ".join(readable(name, LONGEST_NAME).split())
    except ValidationError as error:
        raise ValidationError({"name": error}) from error
    if not checked:
        raise ValidationError({"name": ValidationError(_("Write the name."), code="required")})
    return checked


def checked_language(language: str) -> str:
    """Return the language code if it is one of the portal's.

    Raises:
        ValidationError: keyed ``language``; code ``invalid_choice``.
    """
    if language not in dict(settings.LANGUAGES):
        invalid = ValidationError(_("Choose one of the languages."), code="invalid_choice")
        raise ValidationError({"language": invalid})
    return language


def locked_for_secretariat(user: User, by: Membership) -> User:
    """Lock the user until the transaction ends.

    Raises:
        PermissionDenied: ``by`` is not the secretariat, or the user is a superuser.
    """
    require_secretariat(by)
    current = User.objects.select_for_update().get(pk=user.pk)
    if current.is_superuser:
        raise PermissionDenied(_("Superusers can be changed only from the command line."))
    return current


def _send_first_link(user: User) -> None:
    form = ResetPasswordForm({"email": user.email})
    if form.is_valid():
        with translation.override(user.language):  # the link's page is in this language too
            form.save(None)


def _made(user: User, by: Membership | None) -> User:
    user.set_unusable_password()
    try:
        with transaction.atomic():
            _save(user, by.user if by else None)
    except IntegrityError:  # created by another request at the same moment
        return User.objects.get(email=user.email)
    return user


def _save(user: User, by: User | None) -> None:
    """Save with one history row that names the acting user."""
    user._history_user = by  # type: ignore[attr-defined]  # read by the library
    user.save()
