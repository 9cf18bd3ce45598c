"""The admin: the same staff, the same actions, the same refusals as the pages."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from commitments.foundation.choices import State, Status
from commitments.people.invitation_models import Invitation
from commitments.people.models import Membership, Role
from commitments.people.unsaved_models import UnsavedText
from commitments.progress.models import ProgressEntry
from commitments.publishing import workflow
from commitments.register.models import Commitment
from kvalitet.accounts.models import User
from tests import make
from tests.support import recorders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

ENTRIES = "/en/admin/commitments/progressentry/"
MEMBERSHIPS = "/en/admin/commitments/membership/"
INVITATIONS = "/en/admin/commitments/invitation/"
USERS = "/en/admin/accounts/user/"


def signed_in(membership: Membership) -> Client:
    client = Client()
    recorders.sign_in(client, membership.user)
    return client


def entry(**facts: Any) -> ProgressEntry:
    return make.make_entry(commitment=Commitment.objects.get(ref="2005-F1"), **facts)


def typed(entry: ProgressEntry | None = None, **changed: Any) -> dict[str, Any]:
    """What the form sends; for an entry that stands, its own values."""
    fields: dict[str, Any] = {
        "status": Status.IN_PROGRESS,
        "narrative": "Arbeidet er i gang.",
        "language": "nb",
        "true_on": "2007-03-03",
        "correction_reason": "",
        "step": "",
        "remark": "",
        "token": str(uuid4()),
    }
    if entry is None:
        fields["commitment"] = Commitment.objects.get(ref="2005-F1").pk
    else:
        fields |= {"version": entry.version, "sources": [s.pk for s in entry.sources.all()]}
    return fields | changed


@pytest.fixture
def editor() -> Membership:
    return make.make_membership()


@pytest.fixture
def approver() -> Membership:
    return make.make_membership(role=Role.APPROVER)


@pytest.mark.parametrize(
    "visitor",
    [
        {"role": Role.OFFICE_VIEWER, "party": None},
        {"confirmed": False},
    ],
)
def test_keeps_out_those_who_record_nothing(visitor: dict[str, Any]) -> None:
    client = signed_in(make.make_membership(**visitor))

    assert client.get("/admin/", follow=True).status_code == 403


def test_leads_a_reader_to_the_portals_own_sign_in(client: Client) -> None:
    answer = client.get("/admin/", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/konto/")
    assert "username" not in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "agreements/agreement/",
        "agreements/segment/",
        "commitments/commitment/",
        "commitments/reservation/",
        "commitments/region/",
        "commitments/office/",
        "commitments/source/",
        "commitments/progressentry/",
    ],
)
def test_shows_the_lists_and_lets_nobody_add_texts(editor: Membership, address: str) -> None:
    client = signed_in(editor)

    assert client.get(f"/admin/{address}").status_code == 200
    if "progressentry" not in address:
        assert client.get(f"/admin/{address}add/").status_code == 403


def test_an_agreement_cannot_be_changed(editor: Membership) -> None:
    commitment = Commitment.objects.get(ref="2005-F1")
    address = f"/admin/commitments/commitment/{commitment.pk}/change/"

    answer = signed_in(editor).post(address, {"wording": "Noe helt annet"})

    assert answer.status_code == 403
    assert Commitment.objects.get(ref="2005-F1").wording == commitment.wording


def test_an_editor_records_through_the_action(editor: Membership) -> None:
    answer = signed_in(editor).post(f"{ENTRIES}add/", typed())

    assert answer.status_code == 302
    saved = ProgressEntry.objects.get()
    assert (saved.state, saved.party, saved.created_by) == (State.DRAFT, editor.party, editor)
    assert saved.history.count() == 1
    assert saved.history.get().history_user == editor.user


def test_the_same_form_twice_makes_one_entry(editor: Membership) -> None:
    client, form = signed_in(editor), typed()

    client.post(f"{ENTRIES}add/", form)
    client.post(f"{ENTRIES}add/", form)

    assert ProgressEntry.objects.count() == 1


def test_shows_the_actions_error_on_the_form(editor: Membership) -> None:
    answer = signed_in(editor).post(f"{ENTRIES}add/", typed(true_on="2999-01-01"))

    assert answer.status_code == 200
    assert "The date cannot be in the future." in answer.text
    assert "Arbeidet er i gang." in answer.text
    assert not ProgressEntry.objects.exists()


def test_a_party_cannot_record_where_it_does_not_answer(editor: Membership) -> None:
    ks_alone = Commitment.objects.get(ref="2005-KS1")

    answer = signed_in(editor).post(f"{ENTRIES}add/", typed(commitment=ks_alone.pk))

    assert answer.status_code == 403
    assert not ProgressEntry.objects.exists()


def test_an_approver_publishes_what_another_wrote(editor: Membership, approver: Membership) -> None:
    waiting = entry(state=State.SUBMITTED, author=editor)
    form = {"step": "approve", "remark": "", "version": waiting.version}

    answer = signed_in(approver).post(f"{ENTRIES}{waiting.pk}/change/", form)

    assert answer.status_code == 302
    waiting.refresh_from_db()
    assert (waiting.state, waiting.published_by) == (State.PUBLISHED, approver)


def test_an_author_cannot_publish(approver: Membership) -> None:
    waiting = entry(state=State.SUBMITTED, author=approver)
    form = {"step": "approve", "remark": "", "version": waiting.version}

    answer = signed_in(approver).post(f"{ENTRIES}{waiting.pk}/change/", form)

    assert answer.status_code == 403
    waiting.refresh_from_db()
    assert waiting.state == State.SUBMITTED


def test_an_editor_cannot_publish(editor: Membership) -> None:
    waiting = entry(state=State.SUBMITTED)
    form = {"step": "approve", "remark": "", "version": waiting.version}

    answer = signed_in(editor).post(f"{ENTRIES}{waiting.pk}/change/", form)

    assert answer.status_code == 403
    waiting.refresh_from_db()
    assert waiting.state == State.SUBMITTED


def test_a_published_entry_takes_no_new_text(editor: Membership) -> None:
    published = entry(state=State.PUBLISHED)
    before = published.narrative

    signed_in(editor).post(
        f"{ENTRIES}{published.pk}/change/", typed(published, narrative="Omskrevet.")
    )

    published.refresh_from_db()
    assert published.narrative == before


def test_a_stale_form_shows_what_the_other_saved(editor: Membership) -> None:
    draft = entry(state=State.DRAFT, author=editor, narrative="Den andre skrev dette.", version=4)
    form = typed(draft, version=3, narrative="Jeg skrev dette.")

    page = signed_in(editor).post(f"{ENTRIES}{draft.pk}/change/", form).text

    assert "Den andre skrev dette." in page
    assert "Jeg skrev dette." in page
    draft.refresh_from_db()
    assert draft.narrative == "Den andre skrev dette."


def test_two_texts_stand_side_by_side_and_sending_again_keeps_the_second(
    editor: Membership,
) -> None:
    draft = entry(state=State.DRAFT, author=editor, narrative="Den andre skrev dette.", version=4)
    client, form = signed_in(editor), typed(draft, version=3, status="done", narrative="Mitt.")

    page = client.post(f"{ENTRIES}{draft.pk}/change/", form).text
    rows = [
        recorders.page_text(row.encode()) for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    ]
    client.post(f"{ENTRIES}{draft.pk}/change/", form | {"version": 4})

    assert "Field As it is saved What you typed" in rows
    assert "Status in progress done" in rows
    assert "What was done Den andre skrev dette. Mitt." in rows
    draft.refresh_from_db()
    assert (draft.narrative, draft.version) == ("Mitt.", 5)


def test_what_was_typed_while_another_sent_the_entry_is_shown_and_changes_nothing(
    editor: Membership,
) -> None:
    hidden = make.make_source(entered_by=make.make_membership(party="KS"), title="Undulat")
    sent = entry(state=State.SUBMITTED, author=editor, version=2)
    form = typed(sent, version=1, narrative="Mens den andre sendte.", true_on="ikke en dag")
    form["sources"] = [hidden.pk]

    answer = signed_in(editor).post(f"{ENTRIES}{sent.pk}/change/", form)

    assert answer.status_code == 200
    page = answer.text
    assert "Someone else has changed the entry since you opened it." in page
    assert "Mens den andre sendte." in page
    assert sent.narrative in page
    assert "Undulat" not in page
    sent.refresh_from_db()
    assert (sent.version, sent.narrative) == (2, "Eksempel: arbeidet er i gang.")


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_an_entry_is_discarded_and_its_history_remains(state: State, editor: Membership) -> None:
    draft = entry(state=state, author=editor)
    form = typed(draft, narrative="Dette blir ikke lagret.", step="discard")

    answer = signed_in(editor).post(f"{ENTRIES}{draft.pk}/change/", form, follow=True)

    assert answer.redirect_chain == [(ENTRIES, 302)]
    assert "The entry is discarded. Its history remains." in answer.text
    assert not ProgressEntry.objects.exists()
    row = ProgressEntry.history.latest("history_date")
    assert (row.history_type, row.history_user) == ("-", editor.user)
    assert row.narrative != "Dette blir ikke lagret."


@pytest.mark.parametrize("state", [State.SUBMITTED, State.PUBLISHED])
def test_what_an_approver_sees_or_saw_to_is_not_discarded(
    state: State, approver: Membership
) -> None:
    kept = entry(state=state)
    form = {"step": "discard", "remark": "", "version": kept.version}

    answer = signed_in(approver).post(f"{ENTRIES}{kept.pk}/change/", form)

    assert answer.status_code == 200
    assert ProgressEntry.objects.filter(pk=kept.pk, state=state).exists()


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED])
def test_another_partys_open_entry_does_not_exist(state: State) -> None:
    hidden = entry(state=state, narrative="kanarifugl")
    client = signed_in(make.make_membership(party="KS", role=Role.APPROVER))

    assert "kanarifugl" not in client.get(ENTRIES).text
    for verb in ("change", "history", "delete"):
        answer = client.get(f"{ENTRIES}{hidden.pk}/{verb}/", follow=True)
        assert "kanarifugl" not in answer.text


def test_another_partys_published_entry_is_read_only() -> None:
    published = recorders.proposed(entry(state=State.PUBLISHED), by=make.make_membership())
    client = signed_in(make.make_membership(party="KS", role=Role.APPROVER))
    form = {"step": "withdraw", "remark": "Nei.", "version": published.version}

    answer = client.post(f"{ENTRIES}{published.pk}/change/", form)

    assert answer.status_code == 403
    assert "feil år" not in client.get(f"{ENTRIES}{published.pk}/change/").text
    published.refresh_from_db()
    assert published.state == State.PUBLISHED


@pytest.mark.parametrize("step", ["approve", ""])
def test_a_note_is_not_dropped_by_a_step_that_takes_none(step: str, approver: Membership) -> None:
    waiting = entry(state=State.SUBMITTED)
    form = {"step": step, "remark": "Eksempel: nevn kilden.", "version": waiting.version}

    page = signed_in(approver).post(f"{ENTRIES}{waiting.pk}/change/", form).text

    assert "The text does not go along with your choice." in page
    assert "Eksempel: nevn kilden." in page
    waiting.refresh_from_db()
    assert waiting.state == State.SUBMITTED


def test_withdrawing_takes_a_proposal_and_another_approver(
    editor: Membership, approver: Membership
) -> None:
    row = entry(state=State.PUBLISHED, author=editor)

    def post(by: Membership, step: str, remark: str = "") -> str:
        form = {"step": step, "remark": remark, "version": row.version}
        answer = signed_in(by).post(f"{ENTRIES}{row.pk}/change/", form)
        row.refresh_from_db()
        return answer.text

    assert "Select a valid choice" in post(approver, "withdraw", "Eksempel: feil år.")
    post(editor, "propose_withdrawal", "Eksempel: feil år.")
    assert row.withdrawal_is_proposed
    page = signed_in(approver).get(f"{ENTRIES}{row.pk}/change/").text
    assert "Eksempel: feil år." in page
    assert "make a correction" not in page
    post(approver, "withdraw")
    assert (row.state, row.withdrawn_by) == (State.WITHDRAWN, approver)


def test_nothing_can_be_deleted(editor: Membership) -> None:
    draft = entry(state=State.DRAFT, author=editor)

    answer = signed_in(editor).post(f"{ENTRIES}{draft.pk}/delete/", {"post": "yes"})

    assert answer.status_code == 403
    assert ProgressEntry.objects.filter(pk=draft.pk).exists()


def test_the_secretariat_invites_and_withdraws(approver: Membership) -> None:
    secretariat = make.make_membership(role=Role.SECRETARIAT, party=None)
    form = {
        "email": "ny@example.no",
        "name": "Ny Medarbeider",
        "language": "nb",
        "role": Role.EDITOR,
        "party": approver.party_id,
    }

    assert signed_in(secretariat).post(f"{INVITATIONS}add/", form).status_code == 302
    sent = Invitation.objects.get(email="ny@example.no")
    assert sent.sent_by == secretariat

    signed_in(secretariat).post(f"{INVITATIONS}{sent.pk}/change/", {"step": "end"})
    sent.refresh_from_db()
    assert sent.ended_by == secretariat


def test_what_does_not_fit_an_invitation_is_said_on_its_field() -> None:
    secretariat = make.make_membership(role=Role.SECRETARIAT, party=None)
    form = {"email": "ny@example.no", "name": "Ny", "language": "nb", "role": Role.EDITOR}

    page = signed_in(secretariat).post(f"{INVITATIONS}add/", form).text

    assert "Choose a party." in page
    assert not Invitation.objects.exists()


def test_an_approver_confirms(approver: Membership) -> None:
    waiting = make.make_membership(confirmed=False)

    signed_in(approver).post(f"{MEMBERSHIPS}{waiting.pk}/change/", {"step": "confirm"})

    waiting.refresh_from_db()
    assert waiting.confirmed_by == approver


def test_the_secretariat_cannot_confirm_for_a_party() -> None:
    secretariat = make.make_membership(role=Role.SECRETARIAT, party=None)
    waiting = make.make_membership(confirmed=False)

    answer = signed_in(secretariat).post(f"{MEMBERSHIPS}{waiting.pk}/change/", {"step": "confirm"})

    assert answer.status_code == 403
    waiting.refresh_from_db()
    assert waiting.confirmed_at is None


def test_the_secretariat_deactivates_a_person(editor: Membership) -> None:
    secretariat = make.make_membership(role=Role.SECRETARIAT, party=None)

    signed_in(secretariat).post(f"{USERS}{editor.user_id}/change/", {"name": "Kari"})

    user = User.objects.get(pk=editor.user_id)
    assert (user.name, user.is_active) == ("Kari", False)


def test_a_superuser_sees_what_the_secretariat_sees_and_writes_nothing() -> None:
    hidden = entry(state=State.DRAFT, narrative="kanarifugl")
    shown = entry(state=State.PUBLISHED, true_on=date(2006, 1, 1))
    client = Client()
    recorders.sign_in(client, make.make_user(is_superuser=True))

    assert client.get(USERS).status_code == 200
    assert client.get(f"{ENTRIES}add/").status_code == 403
    assert "kanarifugl" not in client.get(f"{ENTRIES}{hidden.pk}/change/", follow=True).text
    assert client.get(f"{ENTRIES}{shown.pk}/change/").status_code == 200
    assert client.post(f"{ENTRIES}{shown.pk}/change/", typed(shown)).status_code == 403


def test_is_superuser_is_set_by_no_form() -> None:
    secretariat = make.make_membership(role=Role.SECRETARIAT, party=None)
    form = {"name": "Siri", "is_active": "on", "is_superuser": "on"}

    signed_in(secretariat).post(f"{USERS}{secretariat.user_id}/change/", form)

    user = User.objects.get(pk=secretariat.user_id)
    assert (user.name, user.is_superuser) == ("Siri", False)


def test_autocomplete_knows_only_what_the_person_may_see(editor: Membership) -> None:
    own = make.make_source(entered_by=editor, title="Egen kanarifugl")
    make.make_source(entered_by=make.make_membership(party="KS"), title="Fremmed kanarifugl")
    query = {
        "app_label": "commitments",
        "model_name": "progressentry",
        "field_name": "sources",
        "term": "kanarifugl",
    }

    answer = signed_in(editor).get("/admin/autocomplete/", query)

    assert [row["text"] for row in answer.json()["results"]] == [own.title]


def test_what_is_typed_into_a_row_that_a_colleague_discards_is_kept() -> None:
    by = recorders.editor()
    draft = recorders.taken_to(State.DRAFT, by=by)
    client, page = signed_in(by), f"{ENTRIES}{draft.pk}/change/"
    who = re.findall(r'name="who" value="([^"]+)"', client.get(page).text)[0]
    workflow.discard(draft, by=recorders.editor(name="Kari Kollega"), version=draft.version)

    sent = {"narrative": "Eksempel: andre ord.", "language": "nb", "version": draft.version}
    answer = client.post(page, {**sent, "who": who, "page": page})

    assert answer.status_code == 404
    assert "Eksempel: andre ord." in answer.text
    assert UnsavedText.objects.get().typed_by_id == by.user_id
