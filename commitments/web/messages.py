"""Steps that a button takes: done with a word about it, or refused with the reason."""

from collections.abc import Callable, Collection
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from commitments.foundation.stale_row import StaleRowError
from commitments.web.form_errors import ErrorListForm

_STATUSES: Final = {
    "quota": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "not_stored": HTTPStatus.INSUFFICIENT_STORAGE,
}


def refused_as_message(request: HttpRequest, act: Callable[[], object], *, done: str = "") -> bool:
    """Take a step; the page that follows says ``done``, or why nothing was done."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    if done:
        messages.success(request, done)
    return True


def refused_on_form(
    request: HttpRequest,
    form: ErrorListForm,
    act: Callable[[], object],
    *,
    done: str,
    overtaken: Collection[str] = (),
) -> HTTPStatus | None:
    """Take the step that a form asks for; the status of the form's page if it is refused.

    Args:
        request: the request that the form came with.
        form: takes the reasons; what it refuses by itself is not tried.
        act: the step.
        done: what the page that follows says.
        overtaken: codes that mean that someone else was first.

    Raises:
        StaleRowError: someone else has saved the row meanwhile.
    """
    if not form.is_valid():
        return HTTPStatus.OK
    try:
        act()
    except StaleRowError:
        raise
    except ValidationError as error:
        form.refuse(error)
        return HTTPStatus.CONFLICT if codes(error) & set(overtaken) else status_of(error)
    messages.success(request, done)
    return None


def status_of(error: ValidationError) -> HTTPStatus:
    """The status of a form's page with this refusal: 413 or 507 for some files, else 200."""
    found = [status for code, status in _STATUSES.items() if code in codes(error)]
    return max(found, default=HTTPStatus.OK)


def codes(error: ValidationError) -> set[str | None]:
    """The codes of everything that is refused."""
    return {each.code for errors in error.update_error_dict({}).values() for each in errors}
