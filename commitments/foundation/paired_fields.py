"""Fields that are set together: the time of a step, and the person who took it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def at_iff_by(model: str, *steps: str) -> list[models.BaseConstraint]:
    """Constrain ``<step>_at`` to be set exactly if ``<step>_by`` is, for each step."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{step}_at__isnull": True, f"{step}_by__isnull": True})
            | Q(**{f"{step}_at__isnull": False, f"{step}_by__isnull": False}),
            name=f"{model}_{step}_at_iff_by",
            violation_error_message=_("A step must have both a time and a person."),
        )
        for step in steps
    ]
