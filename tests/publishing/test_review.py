"""One entry in the workspace through the whole stack: what it shows, each step, each refusal."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.choices import State
from commitments.foundation.content_version import ContentVersion
from commitments.people.models import Membership
from commitments.people.unsaved_models import UnsavedText
from commitments.progress.models import ProgressEntry
from commitments.publishing import edit_actions, workflow
from tests import make
from tests.support import recorders
from tests.support.recorders import page_text

pytestmark = pytest.mark.usefixtures("texts")

NOTE = "Eksempel: nevn møtet i mars."
OPEN_STEPS = {"Send for approval", "Edit", "Discard the entry"}


def url(entry: ProgressEntry, step: str = "") -> str:
    return f"/en/arbeid/oppforinger/{entry.pk}/{step}"


def page(membership: Membership, entry: ProgressEntry) -> str:
    return page_text(recorders.client_of(membership).get(url(entry)).content)


def test_shows_the_entry_its_state_and_who_did_what(eva: Membership, arne: Membership) -> None:
    entry = recorders.taken_to(State.RETURNED, by=eva, decided_by=arne)

    seen = page(eva, entry)

    assert recorders.TEXT in seen
    assert "returned The approver has sent the entry back with a note." in seen
    assert "Returned by Arne Godkjenner" in seen
    assert "Eksempel: nevn kilden." in seen
    assert "Sent for approval Eva Redaktør" in seen
    assert "Written by Eva Redaktør" in seen
    assert "written in retrospect" in seen


@pytest.mark.parametrize(
    ("state", "of_editor", "of_approver"),
    [
        (State.DRAFT, OPEN_STEPS, OPEN_STEPS),
        (State.RETURNED, OPEN_STEPS, OPEN_STEPS),
        (State.SUBMITTED, set(), {"Publish", "Return with the note"}),
        (State.PUBLISHED, {"Correct", "Propose to withdraw"}, {"Correct", "Propose to withdraw"}),
        (State.WITHDRAWN, set(), set()),
    ],
)
def test_offers_exactly_the_steps_that_are_open(
    state: State,
    of_editor: set[str],
    of_approver: set[str],
    eva: Membership,
    arne: Membership,
) -> None:
    entry = recorders.taken_to(state, by=eva, decided_by=arne)
    steps = {*OPEN_STEPS, "Publish", "Return with the note", "Correct", "Propose to withdraw"}

    for membership, offered in ((eva, of_editor), (arne, of_approver)):
        html = recorders.client_of(membership).get(url(entry)).text
        seen = {step for step in steps if f">{step}</" in html}
        assert seen == offered


def test_a_correction_with_words_of_the_approver_waits_for_another(
    eva: Membership, arne: Membership
) -> None:
    first = recorders.taken_to(State.PUBLISHED, by=arne, decided_by=recorders.approver())
    correction = workflow.correct(first, by=eva)
    typed = recorders.fields(correction_reason="Eksempel: feil dag.", version=1, **recorders.SENT)
    recorders.client_of(eva).post(f"{url(correction)}rediger/", typed)

    client = recorders.client_of(arne)
    seen = client.get(url(correction)).text
    refused = client.post(f"{url(correction)}publiser/", {"version": 3})

    assert "Sent for approval" in seen
    assert ">Publish</" not in seen
    assert refused.status_code == 403
    assert ProgressEntry.objects.get(pk=correction.pk).state == State.SUBMITTED


def test_who_wrote_is_told_that_another_publishes(arne: Membership) -> None:
    entry = recorders.taken_to(State.SUBMITTED, by=arne)

    reason = "or entered a source it cites. Another approver publishes it."
    assert reason in page(arne, entry)
    assert ">Publish</" not in recorders.client_of(arne).get(url(entry)).text


def test_an_approver_publishes(eva: Membership, arne: Membership) -> None:
    entry = recorders.taken_to(State.SUBMITTED, by=eva)
    version, _changed = ContentVersion.current()

    answer = recorders.client_of(arne).post(url(entry, "publiser/"), {"version": entry.version})

    entry.refresh_from_db()
    assert answer["Location"] == url(entry)
    assert (entry.state, entry.published_by) == (State.PUBLISHED, arne)
    assert ContentVersion.current()[0] == version + 1
    assert entry.history.first().history_user == arne.user


def test_publishing_twice_is_one_step(eva: Membership, arne: Membership) -> None:
    entry = recorders.taken_to(State.SUBMITTED, by=eva)
    client = recorders.client_of(arne)

    answers = [client.post(url(entry, "publiser/"), {"version": entry.version}) for _ in "ab"]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert entry.history.count() == 3


def test_an_author_never_approves(arne: Membership) -> None:
    entry = recorders.taken_to(State.SUBMITTED, by=arne)
    before = recorders.snapshot([entry])

    answer = recorders.client_of(arne).post(url(entry, "publiser/"), {"version": entry.version})

    assert answer.status_code == 403
    assert "Another approver publishes it." in answer.text
    assert recorders.snapshot([entry]) == before


def test_who_continued_a_draft_does_not_approve_it(eva: Membership, arne: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva)
    entry = edit_actions.edit(
        entry, recorders.content(narrative="Eksempel: mer."), by=arne, version=1
    )
    entry = workflow.submit(entry, by=eva, version=2)

    answer = recorders.client_of(arne).post(url(entry, "publiser/"), {"version": 3})

    assert answer.status_code == 403


def test_an_approver_returns_with_a_note(eva: Membership, arne: Membership) -> None:
    entry = recorders.taken_to(State.SUBMITTED, by=eva)

    recorders.client_of(arne).post(
        url(entry, "returner/"), {"version": entry.version, "note": "Eksempel: hvem?"}
    )

    entry.refresh_from_db()
    assert (entry.state, entry.return_note) == (State.RETURNED, "Eksempel: hvem?")
    assert "Eksempel: hvem?" in page(eva, entry)


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ("", "Say why."),
        (" \n", "Say why."),
        ("a\ufffd", "a character that cannot be read"),
        ("a" * 2_001, "It can have at most 2000"),
    ],
)
def test_a_note_that_cannot_be_taken_is_kept_and_named(
    note: str, message: str, arne: Membership
) -> None:
    entry = recorders.taken_to(State.SUBMITTED)
    before = recorders.snapshot([entry])

    answer = recorders.client_of(arne).post(
        url(entry, "returner/"), {"version": entry.version, "note": note}
    )

    assert message in answer.text
    assert note.strip()[:50] in answer.text
    assert recorders.snapshot([entry]) == before


def test_a_step_on_what_has_changed_meanwhile_shows_it_anew(
    eva: Membership, arne: Membership
) -> None:
    entry = recorders.taken_to(State.SUBMITTED, by=eva)
    sent_back = workflow.send_back(entry, by=arne, version=entry.version, note="Eksempel: se.")
    before = recorders.snapshot([entry])

    answer = recorders.client_of(recorders.approver()).post(
        url(entry, "publiser/"), {"version": entry.version}
    )

    assert answer.status_code == 409
    assert "Someone else has changed the entry since you opened it." in page_text(answer.content)
    assert "Eksempel: se." in page_text(answer.content)
    assert recorders.snapshot([sent_back]) == before


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "9" * 400, "\u0661"])
def test_a_version_that_is_none_changes_nothing(version: str, arne: Membership) -> None:
    entry = recorders.taken_to(State.SUBMITTED)
    before = recorders.snapshot([entry])

    answer = recorders.client_of(arne).post(url(entry, "publiser/"), {"version": version})

    assert answer.status_code == 409
    assert recorders.snapshot([entry]) == before


def test_a_draft_is_sent_from_its_page(eva: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva)

    recorders.client_of(eva).post(url(entry, "send/"), {"version": 1})

    entry.refresh_from_db()
    assert (entry.state, entry.submitted_by) == (State.SUBMITTED, eva)


def test_an_incomplete_draft_is_not_sent_and_says_what_is_missing(eva: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva, status="", new_sources=[])

    answer = recorders.client_of(eva).post(url(entry, "send/"), {"version": 1})

    assert "Choose a status." in answer.text
    assert "Add at least one source" in answer.text
    entry.refresh_from_db()
    assert entry.state == State.DRAFT


def test_a_correction_is_a_new_draft_with_its_reason(eva: Membership, arne: Membership) -> None:
    entry = recorders.taken_to(State.PUBLISHED)
    client = recorders.client_of(eva)

    answer = client.post(url(entry, "rett/"))

    draft = entry.corrections.get()
    assert answer["Location"] == url(draft, "rediger/")
    assert (draft.state, draft.narrative) == (State.DRAFT, recorders.TEXT)
    typed = recorders.fields(
        version=1, narrative="Eksempel: fire møter.", correction_reason="Eksempel: ett til."
    )
    client.post(url(draft, "rediger/"), {**typed, **recorders.SENT})
    seen = page(arne, draft)
    assert "What the correction changes" in seen
    assert f"Before {recorders.TEXT}" in seen
    assert "After Eksempel: fire møter." in seen
    assert "Eksempel: ett til." in seen
    recorders.client_of(arne).post(url(draft, "publiser/"), {"version": 3})
    entry.refresh_from_db()
    assert entry.state == State.CORRECTED


def test_a_correction_is_not_sent_without_a_reason(eva: Membership) -> None:
    draft = workflow.correct(recorders.taken_to(State.PUBLISHED), by=eva)

    answer = recorders.client_of(eva).post(
        url(draft, "rediger/"), recorders.fields(version=1, correction_reason="", **recorders.SENT)
    )

    assert "Say why the entry is corrected." in answer.text


def test_correcting_twice_leads_to_the_one_open_correction(eva: Membership) -> None:
    entry = recorders.taken_to(State.PUBLISHED)
    client = recorders.client_of(eva)

    answers = [client.post(url(entry, "rett/")) for _ in range(2)]

    assert {answer["Location"] for answer in answers} == {url(entry.corrections.get(), "rediger/")}
    assert "The entry is being corrected." in page(eva, entry)


def test_what_is_not_published_cannot_be_corrected(eva: Membership) -> None:
    entry = recorders.taken_to(State.SUBMITTED, by=eva)

    answer = recorders.client_of(eva).post(url(entry, "rett/"))

    assert answer.status_code == 409
    assert "The entry is not published." in answer.text


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_a_discarded_entry_is_gone_and_its_history_remains(state: State, eva: Membership) -> None:
    entry = recorders.taken_to(state, by=eva)
    client = recorders.client_of(eva)
    typed = {"version": entry.version}

    answers = [client.post(url(entry, "forkast/"), typed) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == ["/en/arbeid/"] * 2
    assert not ProgressEntry.objects.exists()
    history = page_text(client.get(url(entry, "historikk/")).content)
    assert "Discarded" in history
    assert recorders.TEXT in history
    assert ("nevn kilden" in history) == (state == State.RETURNED)


def test_a_discarded_correction_leaves_what_it_corrects_and_room_for_another(
    eva: Membership, arne: Membership
) -> None:
    published = recorders.taken_to(State.PUBLISHED, by=eva, decided_by=arne)
    draft = workflow.correct(published, by=eva)
    content = recorders.content(
        correction_reason="Eksempel: feil dag.", narrative="Eksempel: rettet."
    )
    draft = edit_actions.edit(draft, content, by=eva, version=draft.version)
    draft = workflow.submit(draft, by=eva, version=draft.version)
    draft = workflow.send_back(draft, by=arne, version=draft.version, note="Eksempel: nei.")

    recorders.client_of(eva).post(url(draft, "forkast/"), {"version": draft.version})

    published.refresh_from_db()
    assert (published.state, published.corrections.count()) == (State.PUBLISHED, 0)
    assert workflow.correct(published, by=eva).corrects == published


@pytest.mark.parametrize("state", [State.SUBMITTED, State.PUBLISHED, State.WITHDRAWN])
def test_what_an_approver_sees_or_saw_to_cannot_be_discarded(state: State, eva: Membership) -> None:
    entry = recorders.taken_to(state, by=eva)

    answer = recorders.client_of(eva).post(url(entry, "forkast/"), {"version": entry.version})

    assert answer.status_code == 403
    assert ProgressEntry.objects.exists()


@pytest.mark.parametrize("step", ["send/", "publiser/", "returner/"])
def test_a_step_on_a_discarded_draft_says_what_became_of_it(step: str, arne: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT)
    workflow.discard(entry, by=arne, version=1)

    answer = recorders.client_of(arne).post(url(entry, step), {"version": 1, "note": "a"})

    assert answer.status_code == 409
    assert "A colleague has discarded the entry." in answer.text
    assert recorders.client_of(recorders.approver("KS")).post(url(entry, step)).status_code == 404


def test_a_draft_that_never_was_is_not_found(eva: Membership) -> None:
    answer = recorders.client_of(eva).post("/arbeid/oppforinger/999999/forkast/", {"version": 1})

    assert answer.status_code == 404


STEPS = (
    "send/",
    "publiser/",
    "returner/",
    "rett/",
    "foresla-trekking/",
    "trekk/",
    "avsla-trekking/",
    "forkast/",
)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.PUBLISHED])
def test_the_other_party_can_take_no_step(state: State, step: str) -> None:
    entry = recorders.taken_to(state)
    before = recorders.snapshot([entry])
    typed = {"version": entry.version, "note": "Eksempel", "reason": "Eksempel"}

    answer = recorders.client_of(recorders.approver("KS")).post(url(entry, step), typed)

    assert answer.status_code == (403 if state == State.PUBLISHED else 404)
    assert recorders.snapshot([entry]) == before


@pytest.mark.parametrize("step", ["publiser/", "returner/", "trekk/"])
def test_an_editor_decides_nothing(step: str, eva: Membership) -> None:
    entry = recorders.taken_to(State.PUBLISHED if step == "trekk/" else State.SUBMITTED)
    entry = recorders.proposed(entry, by=recorders.editor()) if step == "trekk/" else entry
    before = recorders.snapshot([entry])
    typed = {"version": entry.version, "note": "Eksempel", "reason": "Eksempel"}

    answer = recorders.client_of(eva).post(url(entry, step), typed)

    assert answer.status_code == 403
    assert "Only an approver in KD can do this." in answer.text
    assert recorders.snapshot([entry]) == before


@pytest.mark.parametrize("step", [step for step in STEPS if step != "foresla-trekking/"])
def test_a_step_is_no_page(step: str, eva: Membership) -> None:
    assert (
        recorders.client_of(eva).get(url(recorders.taken_to(State.DRAFT), step)).status_code == 405
    )


def test_a_draft_of_the_other_party_is_as_unknown_as_none(eva: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT, by=recorders.editor("KS"))
    client = recorders.client_of(eva)

    hidden, none = client.get(url(entry)), client.get("/en/arbeid/oppforinger/999999/")

    assert hidden.status_code == none.status_code == 404
    assert page_text(hidden.content) == page_text(none.content)


def test_the_other_partys_published_entry_names_who_works_with_it(eva: Membership) -> None:
    entry = recorders.taken_to(State.PUBLISHED, by=recorders.editor("KS"))

    answer = recorders.client_of(eva).get(url(entry))

    assert answer.status_code == 403
    assert "Only KS has access to this entry." in answer.text


def test_nobody_else_sees_it() -> None:
    entry = recorders.taken_to(State.DRAFT)

    assert "/konto/inn/" in Client().get(url(entry))["Location"]
    assert (
        recorders.client_of(make.make_membership(role="secretariat")).get(url(entry)).status_code
        == 404
    )
    root = make.make_user(is_superuser=True)
    client = Client()
    recorders.sign_in(client, root)
    assert client.get(url(entry)).status_code == 404


def test_the_price_is_the_same_however_many_wrote_and_cited(
    eva: Membership, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva)
    client = recorders.client_of(eva)
    client.get(url(entry))
    for _ in range(5):
        entry.authors.add(recorders.editor())
        entry.sources.add(make.make_source(entered_by=eva))

    with django_assert_max_num_queries(8):
        client.get(url(entry))


def test_an_unsaved_note_comes_back_with_words_for_people(
    eva: Membership, arne: Membership
) -> None:
    entry = recorders.taken_to(State.SUBMITTED, by=eva)
    address = entry.step_url("send_back")
    UnsavedText.objects.create(
        typed_by=arne.user, address=address, page=entry.get_work_url(), fields="note=Eksempel:+nei."
    )

    seen = page(arne, entry)

    assert "You typed this earlier, and it was not saved." in seen
    assert "Refusal" not in seen


@pytest.mark.parametrize("step", ["approve", "send_back"])
def test_a_note_comes_back_after_a_colleague_has_decided(
    step: str, eva: Membership, arne: Membership
) -> None:
    entry = recorders.taken_to(State.SUBMITTED, by=eva)
    by = recorders.approver(name="Grete Godkjenner")
    workflow.take(step, entry, by=by, version=entry.version, remark="Eksempel: se.")

    answer = recorders.client_of(arne).post(url(entry, "returner/"), {"version": 1, "note": NOTE})

    assert answer.status_code == 409
    assert NOTE in page_text(answer.content)


def test_a_note_comes_back_after_the_entry_was_discarded(eva: Membership, arne: Membership) -> None:
    entry = recorders.taken_to(State.SUBMITTED, by=eva)
    client = recorders.client_of(arne)
    [who] = set(re.findall(r'name="who" value="([^"]+)"', client.get(url(entry)).text))
    by = recorders.approver(name="Grete Godkjenner")
    returned = workflow.send_back(entry, by=by, version=entry.version, note="Eksempel: se.")
    workflow.discard(returned, by=eva, version=returned.version)

    sent = {"who": who, "version": entry.version, "note": NOTE}
    answer = client.post(url(entry, "returner/"), sent)

    assert answer.status_code == 409
    assert NOTE in page_text(answer.content)
    assert UnsavedText.objects.get().typed_by_id == arne.user_id
