"""Runs the step of a button and shows its success message or the reason for a refusal."""

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
    """Run a step, and show ``done`` or its errors on the next page. False if it was refused."""
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
    """Run the step of a form; return None, or the status of the form's page if it is refused.

    Args:
        request: the request that the form came with.
        form: gets the errors; the step is not run if the form itself is invalid.
        act: the step.
        done: the message for the next page.
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
    """Return the status of a form's page with this error: 413 or 507 for some files, else 200."""
    found = [status for code, status in _STATUSES.items() if code in codes(error)]
    return max(found, default=HTTPStatus.OK)


def codes(error: ValidationError) -> set[str | None]:
    """Return the codes of all errors."""
    return {each.code for errors in error.update_error_dict({}).values() for each in errors}
