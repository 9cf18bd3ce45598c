"""Every mail: its headers, the language of who gets it, and nothing that a name could add."""

import re
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext
from environ import Env
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from commitments.people import (
    factor_actions,
    factor_reset_actions,
    invitation_actions,
    membership_actions,
)
from commitments.people.factor_reset_models import FactorReset
from commitments.people.models import Membership, Role
from commitments.web.mail import take_unsent
from kvalitet.accounts.models import User
from kvalitet.templating import in_use
from tests import make
from tests.support import mail_server, second_factor_app

pytestmark = pytest.mark.django_db

FOLDER: Final = settings.BASE_DIR / "templates" / "account" / "email"
LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)
NOBODY: Final = "ingen@kd.example.no"
PREFIX: Final = {"nb": "", "nn": "/nn", "en": "/en"}
SUBJECTS: Final = (
    "Invitation to Kvalitetsavtalen",
    "New password for Kvalitetsavtalen",
    "No account in Kvalitetsavtalen",
    "Someone asks to remove your two-step verification in Kvalitetsavtalen",
    "Someone in your party asks for help to sign in to Kvalitetsavtalen",
    "Your access to Kvalitetsavtalen",
    "Your two-step verification in Kvalitetsavtalen has been changed",
    "Your two-step verification in Kvalitetsavtalen is removed",
)

Trigger = Callable[[User], None]


def secretariat() -> Membership:
    return make.make_membership(role=Role.SECRETARIAT)


def request_reset(person: Membership) -> FactorReset:
    second_factor_app.with_app(person.user)
    asked = factor_reset_actions.ask(person.user, by=secretariat(), factor_at=timezone.now())
    assert asked
    return asked


def change_factor(user: User) -> None:
    second_factor_app.with_app(user)
    factor_actions.renew_recovery_codes(user, factor_at=timezone.now())


def ask_for_reset(user: User) -> None:
    make.make_membership(role=Role.APPROVER)
    request_reset(make.make_membership(user=user, role=Role.EDITOR))


def have_reset_answered(user: User) -> None:
    make.make_membership(user=user, role=Role.APPROVER)
    request_reset(make.make_membership(role=Role.EDITOR))


def reset(user: User) -> None:
    approver = make.make_membership(role=Role.APPROVER)
    request = request_reset(make.make_membership(user=user, role=Role.EDITOR))
    factor_reset_actions.agree(request, by=approver, factor_at=timezone.now())


def appoint(user: User) -> None:
    call_command("appoint", "--party", "KD", "--email", user.email, "--name", user.name)


def forget_password(user: User) -> None:
    user.set_password(second_factor_app.PASSWORD)
    user.save()
    ask_for_link(user.email, translation.get_language())


def ask_for_link(email: str, language: str) -> None:
    Client().post(f"{PREFIX[language]}/konto/passord/glemt/", {"email": email})


def invite(user: User) -> None:
    by, party = secretariat(), make.make_party("KD")
    invitation_actions.invite(
        by=by,
        factor_at=timezone.now(),
        email=user.email,
        name="Ola",
        role=Role.EDITOR,
        party=party,
        language="nb",  # the account's own language counts
    )


# What makes each mail leave to this person; an address without an account has no language.
TRIGGERS: Final[dict[str, Trigger]] = {
    "factor_changed": change_factor,
    "factor_reset_asked": ask_for_reset,
    "factor_reset_done": reset,
    "factor_reset_to_answer": have_reset_answered,
    "first_password": appoint,
    "invitation": invite,
    "new_password": forget_password,
}
WITHOUT_ACCOUNT: Final = "no_account"


def other_than(language: str) -> str:
    return LANGUAGES[(LANGUAGES.index(language) + 1) % len(LANGUAGES)]


def spoken(template: str, body: str, language: str) -> set[str]:
    """The texts of the template that the body has in this language."""
    found = set()
    source = (FOLDER / f"{template}.txt").read_text("utf-8")
    extract = in_use().extract_translations  # type: ignore[attr-defined]  # of an extension
    for _line, _function, texts in extract(source):
        msgid = texts if isinstance(texts, str) else texts[0]
        with translation.override(language):
            text = re.escape(gettext(msgid))
        if re.search(re.sub(r"%\\\(\w+\\\)s", ".+", text), body):
            found.add(msgid)
    return found


def speaks(letter: mail.EmailMessage, template: str, language: str) -> None:
    texts = spoken(template, str(letter.body), language)
    for other in set(LANGUAGES) - {language}:
        assert texts > spoken(template, str(letter.body), other)
    with translation.override(language):
        assert str(letter.subject) in map(gettext, SUBJECTS)


def headers_are_right(message: Message) -> None:
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Reply-To"] == settings.CONTACT
    assert message["From"] == f"Kvalitetsavtalen <{_address()}>"
    assert message["Date"]
    assert re.fullmatch(r"<\S+@localhost>", message["Message-ID"])
    assert set(message.keys()) == {
        *("Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To"),
        *("Reply-To", "Date", "Message-ID", "Auto-Submitted"),
    }


def _address() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].removesuffix(">")


def test_every_mail_has_a_row() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {*TRIGGERS, WITHOUT_ACCOUNT}


def test_nothing_else_sends_mail() -> None:
    senders = [
        str(path.relative_to(settings.BASE_DIR))
        for folder in ("kvalitet", "agreements", "commitments")
        for path in Path(settings.BASE_DIR, folder).rglob("*.py")
        if "django.core.mail" in path.read_text("utf-8").replace("core.mail.backends", "")
    ]

    assert senders == ["commitments/web/mail.py"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TRIGGERS)
def test_a_mail_is_in_the_language_of_who_gets_it(
    template: str,
    language: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    user = make.make_user(language=language)

    with (
        translation.override(other_than(language)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        TRIGGERS[template](user)

    letter = [letter for letter in mail.outbox if letter.to == [user.email]][-1]
    speaks(letter, template, language)
    headers_are_right(letter.message())
    for link in re.findall(rf"{settings.ORIGIN}(/\S+)", str(letter.body)):
        assert re.match(r"/(nn|en)/|/", link)[0] == f"{PREFIX[language]}/"  # type: ignore[index]
    assert take_unsent() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_without_an_account_is_in_the_language_of_the_page(language: str) -> None:
    ask_for_link(NOBODY, language)

    [letter] = mail.outbox
    speaks(letter, WITHOUT_ACCOUNT, language)
    headers_are_right(letter.message())


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_account_keeps_the_language_of_its_invitation(language: str) -> None:
    sent = invitation_actions.invite(
        by=secretariat(),
        factor_at=timezone.now(),
        email=NOBODY,
        name="Ola",
        role=Role.SECRETARIAT,
        language=language,
    )
    made = invitation_actions.accept_as_new(sent, name="Ola", password=second_factor_app.PASSWORD)

    assert made.user.language == language
    assert made.user.history.get().language == language


def test_appoint_takes_a_language() -> None:
    person = ("--email", NOBODY, "--name", "Ola", "--language", "nn")
    call_command("appoint", "--secretariat", *person)

    assert User.objects.get(email=NOBODY).language == "nn"


@pytest.mark.parametrize("name", ["Ola\r\nBcc: b@example.no", "Ola\n\nBcc: b@example.no", "Åse Ø"])
def test_a_name_adds_no_header(
    name: str,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with (
        mail_server.serving(settings) as server,
        django_capture_on_commit_callbacks(execute=True),
    ):
        membership_actions.appoint_secretariat(email=NOBODY, name=name, invite=True)

    [taken] = server.taken
    head, _blank, _body = taken.partition(b"\r\n\r\n")
    assert b"Bcc" not in head


@pytest.mark.parametrize(
    ("sender", "header"),
    [
        ("Kvalitet og læring <a@example.no>", "=?utf-8?q?Kvalitet_og_l=C3=A6ring?= <a@example.no>"),
        ('"KD, KS" <a@example.no>', '"KD, KS" <a@example.no>'),
    ],
)
def test_a_sender_with_a_name_of_its_own_keeps_it(
    sender: str,
    header: str,
    settings: Settings,
) -> None:
    settings.DEFAULT_FROM_EMAIL = sender

    ask_for_link(NOBODY, "nb")

    assert str(mail.outbox[0].message()["From"]) == header


def test_documented_addresses_of_mail_servers_are_read() -> None:
    document = (settings.BASE_DIR / "docs" / "operations.md").read_text("utf-8")
    schemes = set(re.findall(r"smtp\+\w+(?=://)", document))
    assert schemes

    for scheme in schemes:
        read = Env.email_url_config(f"{scheme}://portal:a%40b%2Fc@mail.example.no:587")
        assert read["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
        assert (read["EMAIL_HOST_USER"], read["EMAIL_HOST_PASSWORD"]) == ("portal", "a@b/c")
        assert read.get("EMAIL_USE_TLS", False) == (scheme == "smtp+tls")
        assert read.get("EMAIL_USE_SSL", False) == (scheme == "smtp+ssl")
