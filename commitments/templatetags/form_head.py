"""Replaces Django's ``csrf_token`` tag in the admin's forms."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from commitments.people import unsaved

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """Write the fields that every posted form needs.

    The tag has the name of Django's own, so that no admin form can be without the other fields.
    """
    request = context.request  # type: ignore[attr-defined]  # pages are rendered for a request
    return unsaved.form_head(request)
