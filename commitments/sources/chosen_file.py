"""The file of a form's source: uploaded now, or held since the form was refused."""

from typing import Any, Final, TypeAlias

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from commitments.sources import held_files

Files: TypeAlias = MultiValueDict[str, "UploadedFile[Any]"]  # as in request.FILES

SOURCE: Final = "source"  # prefix of the fields for a new source
LEAVE_OUT: Final = "leave_out"  # value of the field «unseen»: do not use the held file


class ChosenFiles(Files):
    """The files of a request, including the held one.

    ``person`` is the user's id. ``expired``: the form refers to a file that is no longer held.
    """

    person: int = 0
    expired: bool = False


def chosen_files(request: HttpRequest) -> ChosenFiles:
    """Return the posted files. A file uploaded now replaces the held one."""
    files = ChosenFiles(request.FILES.lists())
    files.person = request.user.pk or 0
    token = request.POST.get(f"{SOURCE}-held", "")
    left_out = request.POST.get(f"{SOURCE}-unseen") == LEAVE_OUT
    if token and f"{SOURCE}-file" not in files and not left_out:
        held = held_files.opened(token, person=files.person)
        if held is None:
            files.expired = True
        else:
            files[f"{SOURCE}-file"] = held
    return files
