"""The admin: for staff, through the same actions and with the same refusals as the pages."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group

from commitments.evaluations import admin as evaluations
from commitments.evaluations.agreeing import admin as concluding
from commitments.evaluations.assessing import admin as assessing
from commitments.evaluations.past import admin as past_evaluations
from commitments.pages import text_admin
from commitments.people.admin import invitations, people
from commitments.progress import admin as progress
from commitments.regional import admin as counties

__all__ = [
    "assessing",
    "concluding",
    "counties",
    "evaluations",
    "invitations",
    "past_evaluations",
    "people",
    "progress",
    "texts",
]

# Rights follow from memberships, addresses from the person: neither is kept beside them. Second
# factors are their owner's alone.
admin.site.unregister([Authenticator, EmailAddress, Group])
