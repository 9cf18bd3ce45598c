"""What every form that is posted begins with: Django's token, who opened it, on which page."""

from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.template import Context

from commitments.people import unsaved

register = template.Library()


@register.inclusion_tag("components/form_head.html", takes_context=True)
def csrf_token(context: Context) -> dict[str, Any]:
    """In place of Django's tag of this name, in our templates and in those of the admin alike.

    So no form can be without what gives it back to its author when it is refused.
    """
    request = context.request  # type: ignore[attr-defined]  # pages are rendered for a request
    return {
        "token": get_token(request),
        "who": unsaved.opened_by(request),
        "page": unsaved.page_of(request),
    }
