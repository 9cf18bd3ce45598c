"""Steps that a button takes: done with a word about it, or refused with the reason."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest


def refused_as_message(request: HttpRequest, act: Callable[[], object], *, done: str) -> bool:
    """Take a step; the page that follows says ``done``, or why nothing was done."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    messages.success(request, done)
    return True


def codes(error: ValidationError) -> set[str | None]:
    """The codes of everything that is refused."""
    return {fault.code for faults in error.update_error_dict({}).values() for fault in faults}
