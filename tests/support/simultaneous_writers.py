"""People who write beside each other, before a server of their own."""

import json
import sys

from django.conf import settings

from commitments.foundation.choices import State
from commitments.progress.models import ProgressEntry
from tests.support import recorders


def arrive(number: int) -> None:
    """Print the session keys of so many editors of KD, signed in, as JSON."""
    name = settings.SESSION_COOKIE_NAME
    people = [recorders.editor(name=f"Eva Redaktør {place}") for place in range(number)]
    json.dump([recorders.client_of(by).cookies[name].value for by in people], sys.stdout)


def tell() -> None:
    """Print the tokens of the forms whose entries are stored and await approval, as JSON."""
    waiting = ProgressEntry.objects.filter(state=State.SUBMITTED).values_list("token", flat=True)
    json.dump([str(token) for token in waiting], sys.stdout)
