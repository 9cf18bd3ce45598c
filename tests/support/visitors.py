"""A house full of people: rows of KD in each state, and a browser for each kind of visitor."""

from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any, Final, Literal, get_args

from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.utils import timezone

from agreements.models import EvaluationYear
from commitments.evaluations.agreeing import reopening_actions
from commitments.foundation.choices import State
from commitments.people.models import Membership, Role
from commitments.people.unsaved_models import UnsavedText
from commitments.places.models import Office
from commitments.sources import actions as sources
from commitments.sources.actions import NewSource
from kvalitet.accounts.models import User
from tests import make
from tests.support import evaluation_states, recorders, regional_states
from tests.support.written_again import written_again

Visitor = Literal[
    "anonymous",
    "half signed in",
    "deactivated",
    "unconfirmed",
    "office A",
    "office B",
    "superuser",
    "secretariat",
    "KD editor",
    "KD approver",
    "KS editor",
    "KS approver",
]

VISITORS: Final[tuple[Visitor, ...]] = get_args(Visitor)
TOKEN: Final = "et-hemmelig-tegn"  # of the invitation in the house
SAFE: Final = ("GET", "HEAD", "OPTIONS")
HIDDEN: Final = frozenset(
    {
        "draft",
        "submitted",
        "hidden file",
        "spare file",
        "past draft",
        "past submitted",
        "status draft",
        "import",
        "unsaved",
        "commitments_assessment",
        "commitments_countynote",
        "commitments_pastevaluation",
        "commitments_progressentry",
        "commitments_regionalimport",
        "commitments_regionalstatus",
        "commitments_source",
    }
)


@dataclass(frozen=True)
class House:
    """Keys of KD's rows under the names that the access table uses, and the entries' versions."""

    places: dict[str, Any]
    versions: dict[int, int]
    status_versions: dict[int, int]


@written_again
def built() -> House:
    """A draft, a submitted and a published entry of KD with a file each, and a person who waits."""
    editor = recorders.editor()
    entries = {
        state: recorders.taken_to(state, by=editor, ref="2005-F1", new_sources=[_file()])
        for state in (State.DRAFT, State.SUBMITTED, State.PUBLISHED)
    }
    statuses = {
        state: regional_states.taken_to(
            state, by=editor, subject=regional_states.subject_of("01", year=year), municipalities=1
        )
        for year, state in (
            (2011, State.DRAFT),
            (2012, State.SUBMITTED),
            (2013, State.PUBLISHED),
        )
    }
    places: dict[str, Any] = {str(state): entry.pk for state, entry in entries.items()}
    places |= {f"status {state}": row.pk for state, row in statuses.items()}
    proposed = recorders.proposed(
        recorders.taken_to(State.PUBLISHED, by=editor, ref="2005-F1"), by=editor
    )
    subject = regional_states.subject_of("02", year=2013)
    status = regional_states.taken_to(State.PUBLISHED, by=editor, subject=subject, municipalities=1)
    status = recorders.proposed(status, by=editor)
    places |= {"proposed": proposed.pk, "status proposed": status.pk}
    places["import"] = make.make_import(
        by=editor, imported_at=timezone.now(), imported_by=editor
    ).pk
    office = Office.objects.all()[0]
    places["note"] = make.make_note(office=office, county=regional_states.county("01")).number
    places["membership"] = make.make_membership(confirmed=False).pk
    make.make_factor_reset(membership=Membership.objects.get(pk=places["membership"]))
    places["invitation"] = make.make_invitation(token=TOKEN).pk
    places["hidden file"] = entries[State.DRAFT].sources.get().pk
    places["public file"] = entries[State.PUBLISHED].sources.get().pk
    places["spare file"] = sources.add(_file(), by=editor).pk
    places["unsaved"] = _unsaved(editor).pk
    evaluated = evaluate()
    places["meeting"] = make.make_meeting().pk
    places["past draft"] = evaluation_states.attached(recorders.editor()).pk
    places["past published"] = make.make_past_evaluation(
        year=EvaluationYear.objects.get(agreement__slug=evaluation_states.AGREEMENT, year=2013)
    ).pk
    years = EvaluationYear.objects.filter(agreement__slug="2005-2009")
    places["past submitted"] = make.make_past_evaluation(
        year=years.get(year=2007), state=State.SUBMITTED
    ).pk
    places["past proposed"] = make.make_past_evaluation(
        year=years.get(year=2008),
        withdrawal_proposed_at=timezone.now(),
        withdrawal_proposed_by=editor,
        withdrawal_reason="Eksempel: feil år.",
    ).pk
    for model in admin.site._registry:
        first = model._default_manager.first()
        assert first is not None
        places[f"{model._meta.app_label}_{model._meta.model_name}"] = first.pk
    places["accounts_user"] = editor.user_id
    places["commitments_membership"] = places["membership"]
    places["commitments_pastevaluation"] = places["past draft"]
    places["commitments_progressentry"] = places["draft"]
    places["commitments_regionalstatus"] = places[f"status {State.DRAFT}"]
    places["commitments_source"] = places["hidden file"]
    places |= evaluated
    return House(
        places,
        {entry.pk: entry.version for entry in (*entries.values(), proposed)},
        {row.pk: row.version for row in (*statuses.values(), status)},
    )


def evaluate() -> dict[str, int]:
    """One open, one with a proposal of KD, one with an accepted conclusion, one signed.

    KD asks to reopen the signed one.
    """
    opened = evaluation_states.evaluation_in("open", year=2012)
    evaluation_states.evaluation_in("conclusion_proposed", year=2011)
    evaluation_states.evaluation_in("conclusion_accepted", year=2013)
    signed = evaluation_states.evaluation_in("signed", year=2006, slug="2005-2009")
    wording = {"reason": "Eksempel: et tall var feil.", "language": "nb"}
    request = reopening_actions.ask(signed.evaluation, by=signed.approvers["KD"], **wording)
    blind = opened.evaluation.assessments.get(party__code="KD")
    return {
        "commitments_assessment": blind.pk,
        "commitments_evaluation": opened.evaluation.pk,
        "reopening": request.pk,
    }


def client_of(visitor: Visitor) -> Client:
    """A browser of this kind of visitor, its errors answered and not raised."""
    client = Client(raise_request_exception=False)
    if visitor == "anonymous":
        return client
    is_superuser = visitor == "superuser"
    user = make.make_user(is_superuser=True) if is_superuser else _membership_of(visitor).user
    User.objects.filter(pk=user.pk).update(password="usable")
    factor_age = None if visitor == "half signed in" else timedelta()
    recorders.sign_in(client, User.objects.get(pk=user.pk), factor_age=factor_age)
    User.objects.filter(pk=user.pk).update(is_active=visitor != "deactivated")
    return client


def drained(answer: Any) -> Any:
    """The answer, read to its end: one that is streamed holds a file open until then."""
    if answer.streaming:
        b"".join(answer)
    return answer


def ask(client: Client, method: str, address: str, form: dict[str, Any]) -> Any:
    """The answer, read to its end; what a form or a rare method wrote is taken back."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    with transaction.atomic():
        sent = {"data": form} if method == "POST" else {}
        answer = drained(getattr(client, method.lower())(address, **sent))
        transaction.set_rollback(method not in SAFE)
    client.cookies = cookies
    return answer


def _membership_of(visitor: Visitor) -> Membership:
    match visitor.split():
        case ["deactivated"] | ["half", *_]:
            return make.make_membership(role=Role.APPROVER)
        case ["unconfirmed"]:
            return make.make_membership(confirmed=False)
        case ["secretariat"]:
            return make.make_membership(role=Role.SECRETARIAT)
        case ["office", letter]:
            place = "AB".index(letter)
            offices = Office.objects.all()[place : place + 1]
            return make.make_membership(role=Role.OFFICE_VIEWER, offices=offices)
        case [party, role]:
            return make.make_membership(party=party, role=Role(role))
    raise AssertionError(visitor)


def _unsaved(by: Membership) -> UnsavedText:
    """What a person typed into a form that was refused."""
    address = "/arbeid/folk/ny/"
    return UnsavedText.objects.create(
        typed_by=by.user, address=address, page=address, fields="name=Eksempel"
    )


def _file() -> NewSource:
    return NewSource("Eksempel: referat", file=recorders.upload())
