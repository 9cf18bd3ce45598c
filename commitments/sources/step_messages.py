"""Success messages that also say what was removed from the posted text and file."""

from typing import Any

from django.contrib.messages import constants
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.foundation.visible_text import invisible_count
from commitments.sources.chosen_file import SOURCE, chosen_files
from commitments.sources.file_contents import carried
from commitments.sources.held_files import HeldFile
from commitments.sources.unseen_words import names


class StepMessages(SessionStorage):
    """Messages in the session. A request's first success message is followed by the notes."""

    _noted = False

    def add(self, level: int, message: Any, extra_tags: str | None = "") -> None:
        """Add the message and, after a success, the notes."""
        super().add(level, message, extra_tags)
        if level == constants.SUCCESS and not self._noted:
            self._noted = True
            for note in notes(self.request):
                super().add(constants.INFO, note)


def notes(request: HttpRequest) -> list[str]:
    """Return what was changed in the posted text and file before they were stored."""
    return [note for note in (_of_text(request), _of_file(request)) if note]


def _of_text(request: HttpRequest) -> str:
    """Count the posted text's invisible characters, except in passwords."""
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


def _of_file(request: HttpRequest) -> str:
    """Describe the posted file's hidden content and the decision about it."""
    file = chosen_files(request).get(f"{SOURCE}-file")
    found = carried(file) if isinstance(file, HeldFile) else []
    if not found:
        return ""
    if request.POST[f"{SOURCE}-unseen"] == "remove":
        text = _("Removed from the file %(file)s: %(content)s.")
    else:
        text = _("Kept in the file %(file)s: %(content)s.")
    return text % {"file": file, "content": names(found)}
