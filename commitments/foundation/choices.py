"""Closed sets of values: statuses, stages and languages of what a party records."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """How far the party says that it had come. The labels are in the vocabulary."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    IN_DIFFICULTY = "in_difficulty"
    DONE = "done"
    STOPPED = "stopped"


class State(models.TextChoices):
    """The stage of an entry on its way to publication. The labels are in the vocabulary."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Language(models.TextChoices):
    """The language a party's text is written in."""

    NB = "nb", _("Bokmål")
    NN = "nn", _("Nynorsk")


OPEN_STATES: Final = (State.DRAFT, State.SUBMITTED, State.RETURNED)
PUBLIC_STATES: Final = (State.PUBLISHED, State.CORRECTED, State.WITHDRAWN)
EDITABLE_STATES: Final = (State.DRAFT, State.RETURNED)
# Offices see these for their own counties, besides what is published (product.md, «Regions»).
SHOWN_TO_OFFICES: Final = (State.SUBMITTED, State.RETURNED)
