"""Text typed into a refused form, until it is saved or discarded."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.people.models import Membership
from commitments.people.posted_text import PostedForm
from kvalitet.guard.keys import RandomKey

KEPT_FOR: Final = timedelta(days=30)


class UnsavedTextQuerySet(models.QuerySet["UnsavedText"]):
    """Unsaved texts, which only their author may read."""

    def of_author(self, author: int | None) -> "UnsavedTextQuerySet":
        """Return this person's unsaved texts that have not expired."""
        return self.filter(typed_by=author, typed_at__gt=timezone.now() - KEPT_FOR)

    def since(self, membership: Membership) -> "UnsavedTextQuerySet":
        """Return texts typed under this membership.

        Texts written for one party must not appear in another's forms.
        """
        return self.filter(typed_at__gte=membership.started_at)

    def outdated(self) -> "UnsavedTextQuerySet":
        """Return expired texts."""
        return self.filter(typed_at__lte=timezone.now() - KEPT_FOR)


class UnsavedText(models.Model):
    """A refused form of one person: the address it was sent to, and its fields.

    ``page`` is the address of the form's page. ``fields`` are the posted fields, URL-encoded,
    without files and secrets.
    """

    id = RandomKey(primary_key=True)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,  # CASCADE: only this person may read it
        related_name="+",
        verbose_name=_("typed by"),
    )
    address = models.CharField(_("address"), max_length=500)
    page = models.CharField(_("page"), max_length=500)
    fields = models.TextField(_("fields"))
    typed_at = models.DateTimeField(_("typed"), default=timezone.now)

    objects = UnsavedTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [
            models.UniqueConstraint(
                fields=["typed_by", "address"], name="unsaved_text_one_for_each_form"
            )
        ]

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        """Return the URL of the page that shows it to its author."""
        return reverse("commitments:unsaved_text", args=[self.pk])

    @property
    def posted(self) -> QueryDict:
        """The fields as they were posted."""
        return QueryDict(self.fields)

    @property
    def form(self) -> PostedForm:
        """The form as it was posted."""
        return PostedForm(
            self.typed_by_id, "", self.address, self.page, self.posted, has_files=False
        )
