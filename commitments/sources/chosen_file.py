"""The file that a form's source comes with: chosen now, or held since the form was refused."""

from typing import Any, Final, TypeAlias

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from commitments.sources import held_files

Files: TypeAlias = MultiValueDict[str, "UploadedFile[Any]"]  # as the request has them

SOURCE: Final = "source"  # the prefix of the fields for a new source
LEAVE_OUT: Final = "leave_out"  # of the field «unseen»: the held file is not used at all


class ChosenFiles(Files):
    """The files of a request, with the held one among them.

    ``person``: whose they are. ``expired``: the form names a file that is not held any more.
    """

    person: int = 0
    expired: bool = False


def chosen_files(request: HttpRequest) -> ChosenFiles:
    """The posted files; a file chosen now takes the place of the one that is held."""
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
