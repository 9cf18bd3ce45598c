"""Messages after a step that succeeded: they also say what was removed from the text typed."""

from typing import Any

from django.contrib.messages import constants
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest
from django.utils.translation import ngettext

from commitments.visible_text import invisible_count


class StepMessages(SessionStorage):
    """Messages kept in the session; the first success of a request brings the note along."""

    _noted = False

    def add(self, level: int, message: Any, extra_tags: str | None = "") -> None:
        """Add the message and, after a success, the note on invisible characters."""
        super().add(level, message, extra_tags)
        if level == constants.SUCCESS and not self._noted:
            self._noted = True
            if note := removed_note(self.request):
                super().add(constants.INFO, note)


def removed_note(request: HttpRequest) -> str:
    """How many invisible characters the posted text held; "" if none. Passwords keep theirs."""
    count = sum(
        invisible_count(str(text))
        for name, texts in request.POST.lists()
        if "password" not in name
        for text in texts
    )
    if not count:
        return ""
    return ngettext(
        "We removed %(count)d character that cannot be seen. Line breaks are kept.",
        "We removed %(count)d characters that cannot be seen. Line breaks are kept.",
        count,
    ) % {"count": count}
