"""What every form of the admin that is posted begins with, by the name of Django's own tag."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from commitments.people import unsaved

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """In place of Django's tag of this name, so that no form can be without the rest."""
    request = context.request  # type: ignore[attr-defined]  # pages are rendered for a request
    return unsaved.form_head(request)
