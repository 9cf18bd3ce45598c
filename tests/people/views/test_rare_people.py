"""People whom the pages meet seldom: ended, deactivated, of an office or of neither party."""

from datetime import timedelta
from typing import Final

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from commitments.foundation.content_version import DatabaseMark
from commitments.people import factor_reset_actions, invitation_actions, membership_actions
from commitments.people.models import Membership, Role
from kvalitet.accounts.models import User
from tests import make
from tests.support import recorders, second_factor_app

pytestmark = pytest.mark.django_db

FOLK: Final = "/en/arbeid/folk/"
OFFICES: Final = ("Fylkesmannen i Prøve", "Fylkesmannen i Forsøk")


@pytest.fixture
def viewer() -> Membership:
    """Someone who reads for two offices."""
    offices = [make.make_office(name=name) for name in OFFICES]
    return make.make_membership(role=Role.OFFICE_VIEWER, offices=offices)


def text_of(by: Membership, path: str = FOLK) -> str:
    return recorders.page_text(recorders.client_of(by).get(path).content)


def test_who_has_left_stands_apart(secretariat: Membership) -> None:
    gone = make.make_membership(user=make.make_user(name="Gro Gammel"))
    membership_actions.leave(gone.user)

    page_text = text_of(secretariat)

    ended = page_text.partition("Access that has ended")[2]
    assert "Gro Gammel" in ended
    assert f"ended {timezone.localdate():%-d}" in ended


def test_who_is_deactivated_can_be_activated_again(secretariat: Membership) -> None:
    member = make.make_membership()
    User.objects.filter(pk=member.user_id).update(is_active=False)

    page_text = text_of(secretariat, f"{FOLK}{member.pk}/")

    assert "deactivated: cannot sign in" in text_of(secretariat)
    assert (
        "The account has been deactivated: the person cannot sign in. Activate the account"
        in page_text
    )


def test_a_portal_without_people_says_who_invites_them(client: Client) -> None:
    recorders.sign_in(client, make.make_user(is_superuser=True))

    page_text = recorders.page_text(client.get(FOLK).content)

    assert "Nobody yet. The secretariat invites people here." in page_text


def test_an_invitation_names_the_offices_or_neither_party_and_when_it_expired(
    secretariat: Membership, viewer: Membership
) -> None:
    make.make_invitation(role=Role.OFFICE_VIEWER, offices=viewer.offices.all())
    sent_at = timezone.now() - timedelta(days=8)
    make.make_invitation(role=Role.SECRETARIAT, sent_at=sent_at)

    page = recorders.client_of(secretariat).get(FOLK)

    invited = recorders.page_text(page.content).partition("Invited, not yet accepted")[2]
    assert "neither party expired " in invited
    for name in OFFICES:
        assert f'<span lang="nb">{name}</span><br>' in page.text.partition('id="invitert"')[2]


def test_the_mail_to_a_reader_names_the_offices(
    secretariat: Membership,
    viewer: Membership,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invitation_actions.invite(
            email="ola@example.no",
            name="Ola",
            role=Role.OFFICE_VIEWER,
            party=None,
            offices=list(viewer.offices.all()),
            language="en",
            by=secretariat,
            factor_at=timezone.now(),
        )

    [letter] = mail.outbox
    assert "\n\ncounty governor's office viewer, Fylkesmannen i " in letter.body
    assert all(name in letter.body for name in OFFICES)


def test_a_reader_has_the_offices_on_the_account_page(viewer: Membership) -> None:
    page_text = text_of(viewer, "/en/konto/")

    assert f"Acts for {OFFICES[0]} and {OFFICES[1]} From" in page_text


def test_ending_ones_own_access_says_what_it_means() -> None:
    by = make.make_membership()

    page = recorders.client_of(by).get(f"{FOLK}{by.pk}/avslutt/")

    assert "End your own access editor · KD You are signed out at once." in recorders.page_text(
        page.content
    )
    assert 'data-variant="tertiary" href="/en/konto/">Cancel</a>' in page.text


def test_an_invitation_to_another_role_says_that_the_present_one_ends(
    viewer: Membership,
) -> None:
    User.objects.filter(pk=viewer.user_id).update(password="usable")
    make.make_invitation(email=viewer.user.email, token="tegn", role=Role.SECRETARIAT)

    page_text = text_of(Membership.objects.get(pk=viewer.pk), "/en/konto/invitasjon/tegn/")

    assert (
        "Your current role (county governor&#39;s office viewer) ends when you accept." in page_text
    )
    assert "sign in again with the new role. Accept" in page_text


def test_an_invitation_to_an_office_names_it(client: Client, viewer: Membership) -> None:
    offices = viewer.offices.all()[:1]
    make.make_invitation(token="tegn", role=Role.OFFICE_VIEWER, offices=offices)

    page_text = recorders.page_text(client.get("/en/konto/invitasjon/tegn/").content)

    assert f"Acts for {offices[0].name} " in page_text


def test_a_browser_that_does_not_say_its_name_is_unknown() -> None:
    page_text = text_of(make.make_membership(), "/en/konto/innlogginger/")

    assert "unknown browser" in page_text


def test_the_example_people_are_listed_with_their_offices(
    client: Client, viewer: Membership
) -> None:
    DatabaseMark.objects.create(pk=1, purpose=DatabaseMark.Purpose.EXAMPLE)
    listed = client.get("/en/konto/eksempel/").text
    membership_actions.leave(viewer.user)

    empty = client.get("/en/konto/eksempel/").text

    assert (
        f'<span lang="nb">{OFFICES[0]}</span><br><span lang="nb">{OFFICES[1]}</span></td>' in listed
    )
    assert "There are none. Run load_example." in empty


def test_a_waiting_request_says_when_nobody_can_agree_any_more(secretariat: Membership) -> None:
    kari, approver = recorders.approver(name="Kari"), recorders.approver()
    second_factor_app.with_app(kari.user)
    factor_reset_actions.ask(kari.user, by=secretariat, factor_at=timezone.now())
    membership_actions.leave(approver.user)

    page_text = text_of(secretariat, f"{FOLK}{kari.pk}/")

    waiting = "The request is waiting for an approver in KD. KD has no other approver who can agree"
    assert waiting in page_text


def test_who_has_acted_for_a_party_is_helped_from_the_mailbox(
    secretariat: Membership,
) -> None:
    former = make.make_membership()
    membership_actions.leave(former.user)
    viewer = make.make_membership(role=Role.OFFICE_VIEWER, user=former.user)
    second_factor_app.with_app(viewer.user)

    page_text = text_of(secretariat, f"{FOLK}{viewer.pk}/")

    assert "asks. The person has acted for a party, so the password is removed too:" in page_text
