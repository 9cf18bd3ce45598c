"""Every form that takes a file for a source: who sends it, where, and what else it holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agreements.models import EvaluationYear
from commitments.evaluations import meeting_actions
from commitments.foundation.choices import State
from commitments.people.models import Membership, Role
from tests import make
from tests.support import evaluation_states, recorders, regional_states

TITLE: Final = "Eksempel: nytt referat"
TYPED: Final = "Eksempel: det som ble skrevet."


@dataclass(frozen=True)
class FileDoor:
    """A form at its address, complete but for the file."""

    by: Membership
    url: str
    fields: dict[str, Any]
    headers: dict[str, str]

    def client(self) -> Client:
        """A browser of the person who sends it."""
        return recorders.client_of(self.by)

    def form(self, name: str = "referat.pdf", body: bytes = b"", /, **more: Any) -> dict[str, Any]:
        """The fields with this file, or without one if it has no content."""
        chosen = {"source-file": SimpleUploadedFile(name, body)} if body else {}
        return {**self.fields, "source-title": TITLE, **chosen, **more}


def _door(by: Membership, url: str, fields: Mapping[str, Any], *, script: bool = False) -> FileDoor:
    headers = {"HX-Request": "true"} if script else {}
    return FileDoor(by, f"/en/arbeid/{url}", dict(fields), headers)


def _entry() -> dict[str, Any]:
    typed = recorders.fields(**{"source-title": None, "source-address": None})
    return {**typed, "narrative": TYPED}


def entry_draft() -> FileDoor:
    return _door(recorders.editor(), "forpliktelser/2005-F2/ny/", {**_entry(), **recorders.SAVED})


def entry_draft_sent() -> FileDoor:
    return _door(recorders.editor(), "forpliktelser/2005-F2/ny/", {**_entry(), **recorders.SENT})


def entry_edit() -> FileDoor:
    by = recorders.editor()
    entry = recorders.taken_to(State.DRAFT, by=by, new_sources=[])
    typed = {**_entry(), **recorders.SENT, "version": str(entry.version)}
    return _door(by, f"oppforinger/{entry.pk}/rediger/", typed)


def _status(**more: str) -> dict[str, Any]:
    typed = {"status": "in_progress", "narrative": TYPED, "municipalities": "20"}
    return {**typed, "language": "nb", **more}


def status_draft() -> FileDoor:
    url = f"fylker/{regional_states.REF}/{regional_states.YEAR}/12/"
    return _door(recorders.editor("KS"), url, _status(**recorders.SENT))


def status_edit() -> FileDoor:
    row = regional_states.taken_to(State.DRAFT, new_sources=[])
    typed = _status(version=str(row.version), **recorders.SAVED)
    return _door(row.created_by, f"fylkesstatus/{row.pk}/rediger/", typed)


def status_row() -> FileDoor:
    url = f"fylker/{regional_states.REF}/{regional_states.YEAR}/12/rad/"
    return _door(recorders.editor("KS"), url, _status(version="0"))


def _assessed() -> tuple[Membership, str, dict[str, Any]]:
    year = f"{evaluation_states.AGREEMENT}/{evaluation_states.YEAR}"
    url = f"evalueringer/{year}/vurderinger/{evaluation_states.REF}/"
    typed = {"version": "0", "verdict": "fulfilled", "narrative": TYPED, "language": "nb"}
    return evaluation_states.laid().editors["KD"], url, typed


def assessment_edit() -> FileDoor:
    return _door(*_assessed())


def assessment_edit_by_script() -> FileDoor:
    return _door(*_assessed(), script=True)


def _past(**more: str) -> dict[str, Any]:
    return {"made_on": "2012-12-01", "description": TYPED, "language": "nb", **more}


def past_attach() -> FileDoor:
    year = EvaluationYear.objects.get(agreement__slug=evaluation_states.AGREEMENT, year=2012)
    return _door(
        recorders.editor(), "evalueringer/fra-den-gang/ny/", _past(evaluation_year=str(year.pk))
    )


def past_edit() -> FileDoor:
    by = recorders.editor()
    row = evaluation_states.attached(by)
    url = f"evalueringer/fra-den-gang/{row.pk}/rediger/"
    return _door(by, url, _past(version=str(row.version)))


def _secretariat() -> Membership:
    return make.make_membership(role=Role.SECRETARIAT)


def meeting_add() -> FileDoor:
    typed = {"year": "2012", "number": "2", "held_on": "2012-05-08"}
    return _door(_secretariat(), "moter/nytt/", typed)


def meeting_edit() -> FileDoor:
    by = _secretariat()
    row = meeting_actions.record_meeting(by=by, year=2012, number=2, held_on=date(2012, 5, 8))
    typed = {"year": "2012", "number": "3", "held_on": "2012-09-08", "version": str(row.version)}
    return _door(by, f"moter/{row.pk}/", typed)


def evaluation_open() -> FileDoor:
    year = EvaluationYear.objects.get(agreement__slug="2005-2009", year=2005)
    typed = {
        "evaluation_year": str(year.pk),
        "deadline_on": evaluation_states.DEADLINE.isoformat(),
        "grace_until_on": evaluation_states.GRACE.isoformat(),
    }
    return _door(_secretariat(), "evalueringer/apne/", typed)


DOORS: Final[dict[str, Callable[[], FileDoor]]] = {
    door.__name__: door
    for door in (
        entry_draft,
        entry_draft_sent,
        entry_edit,
        status_draft,
        status_edit,
        status_row,
        assessment_edit,
        assessment_edit_by_script,
        past_attach,
        past_edit,
        meeting_add,
        meeting_edit,
        evaluation_open,
    )
}
