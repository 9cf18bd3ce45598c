"""The admin: for staff, through the same actions and with the same refusals as the pages."""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group

from commitments.admin import assessing, evaluations, people, progress, texts

__all__ = ["assessing", "evaluations", "people", "progress", "texts"]

# Rights follow from memberships, and addresses from the person: neither is kept beside them.
admin.site.unregister([EmailAddress, Group])
