"""Every form that people type into, refused in every way: nothing is lost, nor shown to others.

The forms are found on the pages themselves, as each kind of person sees them; ``FORMS`` says
which there are, so that a new one cannot slip by.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import resolve
from django.utils import timezone, translation
from pytest_django import Settings

from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.people.models import Membership
from kvalitet.accounts.models import User
from kvalitet.errors import too_many_requests
from kvalitet.guard.limits import TooManyTriesError
from tests import make
from tests.access import access_rows
from tests.access.access_rows import Row
from tests.access.admin_rows import admin_rows
from tests.access.evaluation_rows import EVALUATIONS
from tests.support import recorders
from tests.support.posted_forms import PageForm, forms_of
from tests.support.visitors import House, Visitor, built, client_of

WRITERS: Final[tuple[Visitor, ...]] = (
    "KD approver",
    "KS approver",
    "secretariat",
    "office A",
)
TABLE: Final = (
    *access_rows.WORKSPACE,
    *access_rows.COUNTIES,
    *access_rows.PEOPLE,
    *EVALUATIONS,
    Row("commitments:past_review", {"pk": "past submitted"}, get=access_rows.KD_ALONE),
    *admin_rows(),
)
FORMS: Final = frozenset(
    {
        "accounts_user_change",
        "assessment_edit",
        "assessment_set_text",
        "commitments_assessment_add",
        "commitments_assessment_change",
        "commitments_conclusion_add",
        "commitments_conclusion_change",
        "commitments_evaluation_add",
        "commitments_invitation_add",
        "commitments_meeting_add",
        "commitments_meeting_change",
        "commitments_pastevaluation_add",
        "commitments_pastevaluation_change",
        "commitments_progressentry_add",
        "commitments_progressentry_change",
        "commitments_regionalstatus_add",
        "commitments_regionalstatus_change",
        "commitments_signoff_add",
        "conclusion_list",
        "entry_draft",
        "entry_edit",
        "entry_propose_withdrawal",
        "entry_send_back",
        "evaluation_open",
        "evaluation_reopening",
        "evaluation_sign",
        "meeting_add",
        "meeting_edit",
        "note_detail",
        "proposal_review",
        "note_send",
        "past_attach",
        "past_edit",
        "past_propose_withdrawal",
        "past_send_back",
        "person_add",
        "person_edit",
        "status_draft",
        "status_edit",
        "status_propose_withdrawal",
        "status_row",
        "status_send_back",
    }
)
LONG: Final = "x" * 3_000_000


@dataclass
class Found:
    """A form on a page, as one person sees it."""

    client: Client
    page: str
    form: PageForm

    @property
    def name(self) -> str:
        """The name of the address that it is sent to."""
        with translation.override("en"):
            return resolve(self.form.action.partition("?")[0]).url_name or ""


class Refusing:
    """Innermost of all: raises what the test wants, for every POST."""

    error: Exception | None = None

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if request.method != "POST" or self.error is None:
            return None
        if isinstance(self.error, TooManyTriesError):
            return too_many_requests(request, self.error.seconds)
        raise self.error


@pytest.fixture
def house(texts: None, settings: Settings) -> Iterator[House]:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Refusing"]
    house = built()
    Reopening.objects.all().delete()  # so that the form to ask for one is offered
    yield house
    Refusing.error = None


def found_in(house: House) -> list[Found]:
    """Every form with a field to type into, once for each address and kind of page."""
    seen: dict[tuple[str, str], Found] = {}
    for visitor in WRITERS:
        client = client_of(visitor)
        for row in TABLE:
            if row.get[visitor] != 200:
                continue
            page = row.address("en", house.places)
            answer = client.get(page)
            if answer.streaming or "html" not in answer["Content-Type"]:
                continue
            for form in forms_of(answer.text, page):
                found = Found(client, page, form)
                if form.typed:
                    seen.setdefault((row.name, found.name), found)
    return list(seen.values())


def said(answer: Any) -> str:
    return html.unescape(answer.text)


def lost(texts: dict[str, str], page: str) -> list[str]:
    """The texts that a page does not hold."""
    return [text for text in texts.values() if text not in page]


def author_of(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def kept_texts(client: Client) -> str:
    """All that «My work» leads to."""
    overview = said(client.get("/en/arbeid/"))
    links = set(re.findall(r"/en/arbeid/ikke-lagret/\d+/", overview))
    return "\n".join(said(client.get(link)) for link in links)


def answers_to(
    found: list[Found], refuse: Callable[[Client, PageForm], Any]
) -> Iterator[tuple[Found, Any]]:
    """What each form is answered; it is taken back before the next."""
    for each in found:
        with transaction.atomic():
            answer = refuse(each.client, each.form)
            each.client.handler.enforce_csrf_checks, Refusing.error = False, None
            yield each, answer
            transaction.set_rollback(True)


def not_given_back(
    found: list[Found], refuse: Callable[[Client, PageForm], Any], *statuses: int
) -> list[str]:
    """The forms whose answer has another status, or lacks a text."""
    wrong = []
    for each, answer in answers_to(found, refuse):
        page = kept_texts(each.client) if answer.status_code == 302 else said(answer)
        if answer.status_code not in statuses or lost(each.form.texts(), page):
            wrong.append(f"{each.name} on {each.page}: {answer.status_code}")
    return wrong


def not_kept(found: list[Found], refuse: Callable[[Client, PageForm], Any]) -> list[str]:
    """The forms whose text the answer shows, or that the author does not find after signing in."""
    wrong = []
    for each, answer in answers_to(found, refuse):
        texts = each.form.texts()
        if lost(texts, said(answer)) != list(texts.values()):
            wrong.append(f"{each.name} on {each.page}: shown to whoever asked")
        pages = [kept_texts(each.client)]
        if answer.status_code == 302:
            leads_to = parse_qs(urlsplit(answer["Location"]).query)["next"][0]
            pages.append(said(each.client.get(leads_to)))
        if any(lost(texts, page) for page in pages):
            wrong.append(f"{each.name} on {each.page}: not kept")
    return wrong


def like(by: Membership) -> Membership:
    """Somebody else in the same role."""
    offices = by.offices.all()
    return make.make_membership(
        role=by.role, party=by.party.code if by.party else None, offices=offices
    )


def send(client: Client, form: PageForm) -> Any:
    return client.post(form.action, form.filled())


def send_with_an_old_token(client: Client, form: PageForm) -> Any:
    client.handler.enforce_csrf_checks = True
    old = {"csrfmiddlewaretoken": "x" * 64}
    return client.post(form.action, {**form.filled(), **old})


def send_without_a_session(client: Client, form: PageForm) -> Any:
    return send(Client(), form)


def send_without_cookies(client: Client, form: PageForm) -> Any:
    answer = send(Client(enforce_csrf_checks=True), form)
    assert "Your browser sent no cookies." in said(answer)
    return answer


def send_as_another(client: Client, form: PageForm) -> Any:
    other = Client()
    recorders.sign_in(other, like(Membership.objects.get(user=author_of(client))).user)
    answer = send(other, form)
    assert answer.status_code == 403
    assert lost(form.texts(), kept_texts(other)) == list(form.texts().values())
    return answer


def send_after_the_membership(client: Client, form: PageForm) -> Any:
    by = Membership.objects.get(user=author_of(client))
    Membership.objects.filter(pk=by.pk).update(ended_at=timezone.now(), ended_by=by)
    return send(client, form)


def send_too_much(client: Client, form: PageForm) -> Any:
    name = next((n for n, kind in form.typed.items() if kind == "textarea"), min(form.typed))
    values = form.filled()
    return client.post(form.action, {**values, name: values[name][0] + LONG})


def failing_with(error: Exception) -> Callable[[Client, PageForm], Any]:
    def refuse(client: Client, form: PageForm) -> Any:
        Refusing.error = error
        return send(client, form)

    return refuse


def test_every_form_that_people_type_into_survives_another_and_an_ended_sign_in(
    house: House,
) -> None:
    found = found_in(house)

    assert {each.name for each in found} == FORMS
    assert not_given_back(found, send_with_an_old_token, 403) == []
    assert not_kept(found, send_without_a_session) == []


@pytest.mark.long
def test_every_form_survives_every_other_refusal(house: House) -> None:
    found = found_in(house)

    assert not_kept(found, send_without_cookies) == []
    assert not_kept(found, send_as_another) == []
    assert not_given_back(found, send_after_the_membership, 403, 404, 302) == []
    assert not_given_back(found, send_too_much, 413) == []
    assert not_given_back(found, failing_with(TooManyTriesError(30)), 429) == []
    assert not_given_back(found, failing_with(RuntimeError("a fault of ours")), 500) == []
    assert not_given_back(found, failing_with(OperationalError("database is locked")), 503) == []
