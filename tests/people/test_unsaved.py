"""An ended session while typing: sign-in, then the form with what its author had typed."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.utils import timezone, translation
from pytest_django import Settings

from commitments.people.invitation_models import Invitation
from commitments.people.models import Membership, Role
from commitments.people.posted_text import PostedForm
from commitments.people.unsaved_models import UnsavedText
from kvalitet import templating
from kvalitet.accounts.models import User
from tests import make
from tests.support import recorders, second_factor_app
from tests.support.second_factor_app import PASSWORD

pytestmark = pytest.mark.django_db

FORM = "/arbeid/folk/ny/"
SIGN_IN = f"/konto/inn/?next={FORM}"
TYPED = "Ola «Æ» Nordmann"
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def siri() -> User:
    user = make.make_user(email="siri@example.no", password=PASSWORD)
    make.make_membership(role=Role.SECRETARIAT, user=user)
    second_factor_app.with_app(user)
    return user


def open_form(client: Client, user: User) -> str:
    """The value of the hidden field after the person has opened the form."""
    recorders.sign_in(client, user)
    found = re.search(r'name="who" value="([^"]+)"', client.get(FORM).text)
    assert found
    return found[1]


def sign_in(client: Client, email: str) -> str:
    return second_factor_app.sign_in(client, email, next=FORM)


def test_what_was_typed_comes_back(client: Client, siri: User) -> None:
    who = open_form(client, siri)
    client.cookies.clear()

    answer = client.post(FORM, {"who": who, "name": TYPED, "role": Role.EDITOR})

    assert answer["Location"] == SIGN_IN
    assert "You were signed out." in client.get(f"/en{SIGN_IN}").text
    assert sign_in(client, siri.email) == FORM
    page = client.get(FORM).text
    assert f'value="{TYPED}"' in page
    assert 'value="editor" checked' in re.sub(r"\s(id|class|required)(=\"[^\"]*\")?", "", page)


def test_it_comes_back_until_it_is_saved(client: Client, siri: User) -> None:
    who = open_form(client, siri)
    client.cookies.clear()
    client.post(FORM, {"who": who, "name": TYPED})
    sign_in(client, siri.email)
    client.get(FORM)
    page = client.get(FORM).text
    assert TYPED in page
    who = re.findall(r'name="who" value="([^"]+)"', page)[0]

    facts = {"email": "ola@example.no", "role": Role.SECRETARIAT, "language": "nb"}
    sent = {"who": who, "name": TYPED, **facts}
    assert client.post(FORM, sent).status_code == 302

    assert not UnsavedText.objects.exists()
    assert TYPED not in client.get(FORM).text


def test_my_work_leads_to_it_and_lets_it_be_thrown_away(client: Client, siri: User) -> None:
    who = open_form(client, siri)
    client.cookies.clear()
    client.post(FORM, {"who": who, "name": TYPED})
    sign_in(client, siri.email)

    row = UnsavedText.objects.get()
    assert row.get_absolute_url() in client.get("/arbeid/").text
    page = client.get(row.get_absolute_url()).text
    assert TYPED in page
    assert FORM in page
    client.post(f"{row.get_absolute_url()}kast/")

    assert not UnsavedText.objects.exists()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/arbeid/evalueringer/2005-2009/2008/vurderinger/2005-F1/", "2005-F1, 2008: Se over."),
        ("/arbeid/saker/2026-S632N2/", "2026-S632N2: Se over."),
        ("/arbeid/folk/ny/", "Se over."),
        ("/finnes/ikke/", "Se over."),
    ],
)
def test_my_work_says_what_a_text_is_about(
    address: str, name: str, client: Client, siri: User
) -> None:
    UnsavedText.objects.create(
        typed_by=siri, address=address, page=address, fields="narrative=Se+over."
    )
    recorders.sign_in(client, siri)

    assert f">{name}</a>" in client.get("/arbeid/").text


def test_the_text_of_another_is_not_there(client: Client, siri: User) -> None:
    other = make.make_membership(role=Role.SECRETARIAT).user
    who = open_form(client, siri)
    client.cookies.clear()
    client.post(FORM, {"who": who, "name": TYPED})
    row = UnsavedText.objects.get()

    recorders.sign_in(client, other)

    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.post(f"{row.get_absolute_url()}kast/").status_code == 404
    assert TYPED not in client.get(FORM).text
    assert TYPED not in client.get("/arbeid/").text
    assert UnsavedText.objects.exists()


def test_what_was_typed_for_one_party_stays_out_of_forms_of_another(
    client: Client, texts: None
) -> None:
    eva = recorders.editor("KD")
    address = f"/arbeid/forpliktelser/{recorders.REF}/ny/"
    fields = QueryDict(mutable=True)
    fields.update(recorders.fields())
    row = UnsavedText.objects.create(
        typed_by=eva.user, address=address, page=address, fields=fields.urlencode()
    )
    Membership.objects.filter(pk=eva.pk).update(ended_at=timezone.now(), ended_by=eva)
    make.make_membership(party="KS", user=eva.user)
    recorders.sign_in(client, eva.user)

    assert recorders.TEXT not in client.get(address).text
    page = client.get(row.get_absolute_url()).text
    assert recorders.TEXT in page
    assert f'href="{address}"' not in page


def test_it_is_kept_for_a_month(client: Client, siri: User) -> None:
    who = open_form(client, siri)
    client.cookies.clear()
    with time_machine.travel(timezone.now() - timedelta(days=31)):
        client.post(FORM, {"who": who, "name": TYPED})
    sign_in(client, siri.email)

    assert TYPED not in client.get(FORM).text
    assert not UnsavedText.objects.of_author(siri.pk).exists()


def test_a_form_signed_for_another_is_refused(client: Client, siri: User) -> None:
    """One's own valid token does not help: who opened the form is compared at every post."""
    other = make.make_membership(role=Role.SECRETARIAT).user
    who = open_form(client, siri)
    recorders.sign_in(client, other)
    facts = {"email": "ola@example.no", "role": Role.SECRETARIAT, "language": "nb"}
    sent = {"name": TYPED, **facts}

    for value in (who, "forged"):
        assert client.post(FORM, {**sent, "who": value}).status_code == 403

    assert not Invitation.objects.exists()


def test_without_cookies_the_page_says_where_the_text_is(client: Client, siri: User) -> None:
    who = open_form(client, siri)

    answer = Client(enforce_csrf_checks=True).post(f"/en{FORM}", {"who": who, "name": TYPED})

    page = answer.text
    assert "The form was not saved" in page
    assert "Your browser sent no cookies." in page
    assert "What was typed is not lost" in page
    assert "You do not have access to this" not in page


@pytest.mark.usefixtures("texts")
def test_signs_of_markup_are_found_again_on_the_page_of_the_form() -> None:
    client = recorders.client_of(recorders.editor())
    form = f"/arbeid/forpliktelser/{recorders.REF}/ny/"
    found = re.search(r'name="who" value="([^"]+)"', client.get(form).text)
    assert found
    client.handler.enforce_csrf_checks = True

    fields = recorders.fields(narrative="""Eksempel: «&"», '<b>'.""")
    answer = client.post(form, {**fields, "who": found[1], "page": form})

    assert (answer.status_code, answer["X-Form-Back"]) == (403, "1")


def test_a_stale_form_of_a_reader_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True, headers={"Cookie": "a=b"}).post("/en/konto/inn/")

    page = answer.text
    assert "Go back, reload the page and try again." in page
    assert "What was typed is not lost" not in page


def test_a_page_of_elsewhere_is_not_led_to(client: Client, siri: User) -> None:
    who = open_form(client, siri)
    client.cookies.clear()

    answer = client.post(FORM, {"who": who, "name": TYPED, "page": "https://example.org/"})

    assert answer["Location"] == SIGN_IN


def test_an_expired_session_in_the_browser_keeps_it_too(client: Client, siri: User) -> None:
    who = open_form(client, siri)
    Session.objects.all().delete()

    client.post(FORM, {"who": who, "name": TYPED})
    sign_in(client, siri.email)

    assert TYPED in client.get(FORM).text


@pytest.mark.parametrize("who", ["", "1", "1:forged", "x" * 5_000])
def test_a_stranger_fills_nothing(who: str, client: Client, siri: User) -> None:
    answer = client.post(FORM, {"who": who, "name": TYPED})

    assert answer["Location"] == "/konto/inn/"
    assert not UnsavedText.objects.exists()
    assert not answer.cookies


def test_more_than_a_form_holds_is_not_kept(client: Client, siri: User) -> None:
    who = open_form(client, siri)
    client.cookies.clear()

    client.post(FORM, {"who": who, "name": "x" * 1_000_001})

    assert not UnsavedText.objects.exists()


def test_the_number_of_forms_kept_for_one_person_is_bounded(
    client: Client, siri: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commitments.people.unsaved._MOST", 2)
    who = open_form(client, siri)
    client.cookies.clear()

    for number in range(4):
        client.post(f"/arbeid/moter/{number + 1}/", {"who": who, "name": TYPED})

    kept = UnsavedText.objects.order_by("typed_at").values_list("address", flat=True)
    assert list(kept) == ["/arbeid/moter/3/", "/arbeid/moter/4/"]


def test_neither_files_nor_tokens_are_kept(client: Client, siri: User) -> None:
    who = open_form(client, siri)
    client.cookies.clear()
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
    secrets = {"csrfmiddlewaretoken": "t" * 64, "password1": "hemmelig", "code": "123456"}

    client.post(FORM, {"who": who, "name": TYPED, **secrets, "file": file})

    assert dict(UnsavedText.objects.get().posted.items()) == {"name": TYPED}


def test_another_form_does_not_get_it(client: Client, siri: User) -> None:
    membership = make.make_membership()
    who = open_form(client, siri)
    client.cookies.clear()
    client.post(FORM, {"who": who, "name": TYPED})
    sign_in(client, siri.email)

    assert TYPED not in client.get(f"/arbeid/folk/{membership.pk}/").text
    assert TYPED in client.get(FORM).text


def test_a_button_without_text_leads_to_the_workspace(client: Client) -> None:
    membership = make.make_membership(confirmed=False)

    answer = client.post(f"/arbeid/folk/{membership.pk}/bekreft/")

    assert answer["Location"] == "/konto/inn/"
    assert not Membership.objects.in_force().exists()
    assert not UnsavedText.objects.exists()


@pytest.mark.parametrize("path", ["//example.org/", "/\\example.org/", "//[x/", "/a\0b/"])
def test_a_form_sent_to_no_address_of_ours_is_not_kept(
    path: str, client: Client, siri: User
) -> None:
    who = open_form(client, siri)

    answer = client.post("/", {"who": who, "name": TYPED}, PATH_INFO=path, headers=SCRIPT)

    assert answer.status_code == 404
    assert not UnsavedText.objects.exists()


def test_a_script_is_led_to_the_second_factor_and_not_handed_its_page(
    client: Client, siri: User
) -> None:
    who = open_form(client, siri)
    half = Client()
    recorders.sign_in(half, siri, factor_age=None)

    answer = half.post(FORM, {"who": who, "name": TYPED}, headers=SCRIPT)

    assert answer["HX-Redirect"].startswith("/konto/faktor/")
    assert dict(UnsavedText.objects.get().posted.items()) == {"name": TYPED}


def test_a_file_that_came_with_a_refused_form_has_to_be_chosen_again(texts: None) -> None:
    by = recorders.editor()
    client = Client(enforce_csrf_checks=True)
    recorders.sign_in(client, by.user)
    form = f"/en/arbeid/forpliktelser/{recorders.REF}/ny/"
    who = re.findall(r'name="who" value="([^"]+)"', client.get(form).text)[0]

    page = client.post(form, recorders.fields(who=who, **{"source-file": recorders.upload()})).text

    given_back = page.partition("What you typed is still in the form")[2].partition("<h1")[0]
    assert "<p>A file has to be chosen again.</p>" in given_back


def test_a_form_with_a_file_that_no_page_shows_leads_back_to_its_page() -> None:
    fields = QueryDict("name=Eksempel")
    form = PostedForm(1, "", "/arbeid/folk/ny/", "/en/arbeid/folk/ny/", fields, has_files=True)
    shown = templating.in_use().from_string(
        '{% import "components/forms.html" as forms %}'
        "{{ forms.refused_form(form, True, False, head) }}"
    )

    with translation.override("en"):
        page = " ".join(shown.render(form=form, head="").split())

    assert "A file is not kept. Choose it again in the form." in page
    assert '<a class="ds-link" href="/en/arbeid/folk/ny/">To the form</a>' in page
    assert "Send again" not in page


def test_more_than_can_be_read_is_too_large(siri: User, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    client = Client()
    recorders.sign_in(client, siri)

    answer = client.post(f"/en{FORM}", f"name={TYPED}", "application/x-www-form-urlencoded")

    assert answer.status_code == 413
    assert "What you sent is too large" in answer.text
    assert "What you sent is larger than the portal can take." in answer.text


def test_the_markup_of_a_page_is_not_what_somebody_typed() -> None:
    typed = PostedForm(1, "", "/arbeid/", "/arbeid/", QueryDict("narrative=<p>"), has_files=False)

    assert not typed.is_shown_on(HttpResponse("<p>Eksempel</p>"))
    assert typed.is_shown_on(HttpResponse("<textarea>&lt;p&gt;</textarea>"))
