"""Every module with pages of the admin, so that Django finds them."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group

import commitments.evaluations.admin
import commitments.evaluations.agreeing.admin
import commitments.evaluations.assessing.admin
import commitments.evaluations.past.admin
import commitments.evaluations.revisions.admin
import commitments.people.admin.invitations
import commitments.people.admin.people
import commitments.places.admin
import commitments.progress.admin
import commitments.regional.admin
import commitments.register.admin
import commitments.sources.admin

# Rights follow from memberships, addresses from the person: neither is kept beside them. Second
# factors are their owner's alone.
admin.site.unregister([Authenticator, EmailAddress, Group])
