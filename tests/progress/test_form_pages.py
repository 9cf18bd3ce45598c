"""Recording and continuing through the whole stack: saved, or refused with nothing typed lost."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.choices import State
from commitments.people.models import Membership, Role
from commitments.progress.models import ProgressEntry
from commitments.publishing import edit_actions, workflow
from commitments.sources.file_contents import LARGEST_FILE
from commitments.sources.models import Source
from tests import make
from tests.support import recorders, sample_files
from tests.support.recorders import REF, SAVED, SENT, TEXT, edit_url, fields, page_text

pytestmark = pytest.mark.usefixtures("texts")

NEW = f"/en/arbeid/forpliktelser/{REF}/ny/"

LATER = (timezone.localdate() + timedelta(days=2)).isoformat()
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a future day": ({"true_on": LATER}, "The date cannot be in the future."),
    "no day": ({"true_on": "31.2.2006"}, "Write the date like this: 15.10.2012."),
    "too long": ({"narrative": "a" * 10_001}, "has 10001 characters. It can have at most 10000"),
    "broken utf-8": (
        {"narrative": "én\r\n\r\nsk\ufffdle"},
        "Line 3 has a character that cannot be read: «sk\ufffdle»",
    ),
    "broken utf-8 in a title": ({"source-title": "a\ufffdb"}, "a character that cannot be read"),
    "a long title": ({"source-title": "a" * 301}, "has 301 characters"),
    "a long publisher": ({"source-publisher": "a" * 201}, "has 201 characters"),
    "a long address": (
        {"source-address": f"https://a.no/{'a' * 1000}"},
        "It can have at most 1000",
    ),
    "no title": ({"source-title": ""}, "Give the source a title."),
    "no address": ({"source-address": ""}, "Write an address that begins with https://."),
    "a script": ({"source-address": "javascript:alert(1)"}, "Write an address that begins"),
    "a local file": ({"source-address": "file:///etc/passwd"}, "Write an address that begins"),
    "another status": ({"status": "perfect"}, "perfect"),
    "another language": ({"language": "xx"}, "xx"),
    "a source that is none": ({"sources": "0"}, "0"),
    "a version that is none": ({"version": "x"}, "Correct one thing"),
    "a token that is none": ({"token": "x"}, "Correct one thing"),
    "both": ({"source-file": recorders.upload()}, "Give either an address or a file."),
}


@pytest.fixture
def eva() -> Membership:
    return recorders.editor()


@pytest.fixture
def kd(eva: Membership) -> Client:
    return recorders.client_of(eva)


def test_an_edit_is_one_more_row_of_history(kd: Client, eva: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva)
    [source] = entry.sources.all()
    typed = fields(narrative="Eksempel: nytt.", version=entry.version, sources=source.pk)

    kd.post(edit_url(entry), {**typed, "source-title": "", "source-address": "", **SAVED})

    entry.refresh_from_db()
    assert (entry.narrative, entry.version) == ("Eksempel: nytt.", 2)
    assert list(entry.sources.all()) == [source]
    assert entry.history.count() == 2


def test_a_source_that_is_not_ticked_is_dropped(kd: Client, eva: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva)

    kd.post(edit_url(entry), fields(version=1, **{"source-title": "", "source-address": ""}))

    assert not entry.sources.exists()


def test_the_other_partys_source_cannot_be_cited(kd: Client) -> None:
    theirs = make.make_source(entered_by=recorders.editor("KS"), title="Eksempel: KS har den")

    answer = kd.post(f"/arbeid/forpliktelser/{REF}/ny/", fields(sources=theirs.pk, **SAVED))

    assert not ProgressEntry.objects.exists()
    assert "KS har den" not in answer.text


def test_a_source_that_is_gone_is_named_among_those_to_choose_from(
    kd: Client, eva: Membership
) -> None:
    recorders.taken_to(State.PUBLISHED, by=eva)

    answer = kd.post(NEW, fields(sources="1", **SAVED))

    assert answer.text.count("A source you chose is no longer there.") == 2  # and above the form


def test_a_save_without_changes_writes_nothing(kd: Client, eva: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva)
    typed = fields(version=1, sources=entry.sources.get().pk)
    before = recorders.snapshot([entry])

    answer = kd.post(edit_url(entry), {**typed, "source-title": "", "source-address": "", **SAVED})

    assert answer.status_code == 302
    assert recorders.snapshot([entry]) == before


def test_the_same_edit_sent_twice_is_no_conflict(kd: Client, eva: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva, new_sources=[])
    typed = fields(version=1, narrative="Eksempel: nytt.", **SENT)

    answers = [kd.post(edit_url(entry), typed) for _ in range(2)]

    entry.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (entry.state, entry.version, entry.history.count()) == (State.SUBMITTED, 3, 3)
    assert Source.objects.count() == 1


def test_what_was_returned_is_continued_beside_the_note(kd: Client, eva: Membership) -> None:
    entry = recorders.taken_to(State.RETURNED, by=eva)

    page = page_text(kd.get(edit_url(entry)).content)

    assert "Returned by" in page
    assert "Eksempel: nevn kilden." in page


def test_an_old_form_does_not_send_again_what_was_returned(kd: Client, eva: Membership) -> None:
    entry = recorders.taken_to(State.RETURNED, by=eva)
    typed = fields(version=1, sources=entry.sources.get().pk)

    kd.post(edit_url(entry), {**typed, "source-title": "", "source-address": "", **SENT})

    entry.refresh_from_db()
    assert entry.state == State.RETURNED


def test_who_saves_last_sees_both_texts_and_loses_neither(kd: Client, eva: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva)
    other = recorders.client_of(recorders.editor(name="Odd Kollega"))
    kept = {"version": 1, "sources": entry.sources.get().pk}
    other.post(edit_url(entry), fields(**kept, narrative="Eksempel: Odds.", **SAVED))

    answer = kd.post(edit_url(entry), fields(**kept, narrative="Eksempel: Evas.", **SAVED))

    page = answer.text
    assert answer.status_code == 409
    assert "Eksempel: Odds." in page
    assert "Eksempel: Evas." in page
    assert "By Odd Kollega" in page_text(answer.content)
    assert 'name="version" value="2"' in page
    assert page.count('type="checkbox"') == page.count(" checked>") - 1  # and one status
    entry.refresh_from_db()
    assert entry.narrative == "Eksempel: Odds."


def test_the_conflict_can_be_settled_from_its_page(kd: Client, eva: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva)
    edit_actions.edit(
        entry, recorders.content(narrative="Eksempel: Odds."), by=recorders.editor(), version=1
    )
    conflict = kd.post(edit_url(entry), fields(version=1, narrative="Eksempel: Evas.", **SAVED))
    [version] = re.findall(r'name="version" value="(\d+)"', conflict.text)

    answer = kd.post(
        edit_url(entry), fields(version=version, narrative="Eksempel: begge.", **SAVED)
    )

    entry.refresh_from_db()
    assert answer.status_code == 302
    assert entry.narrative == "Eksempel: begge."
    assert [row.narrative for row in entry.history.all()][1] == "Eksempel: Odds."


def test_what_was_typed_while_another_sent_the_entry_is_shown(kd: Client, eva: Membership) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva)
    workflow.submit(entry, by=eva, version=1)

    answer = kd.post(edit_url(entry), fields(version=1, narrative="Eksempel: sent.", **SAVED))

    page = page_text(answer.content)
    assert answer.status_code == 409
    assert "The entry can no longer be edited because it is «awaiting approval»." in page
    assert "Eksempel: sent." in page


def test_a_reason_typed_while_another_sent_the_correction_is_shown(
    kd: Client, eva: Membership
) -> None:
    draft = workflow.correct(recorders.taken_to(State.PUBLISHED, by=eva), by=eva)
    content = recorders.content(correction_reason="Eksempel: feil dag.")
    edit_actions.edit_and_submit(draft, content, by=eva, version=draft.version)

    typed = fields(version=1, correction_reason="Eksempel: feil tall.", **SAVED)
    answer = kd.post(edit_url(draft), typed)

    assert answer.status_code == 409
    assert "Eksempel: feil tall." in page_text(answer.content)


def test_what_was_typed_while_another_discarded_the_draft_becomes_a_new_one(
    kd: Client, eva: Membership
) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva)
    workflow.discard(entry, by=eva, version=1)

    answer = kd.post(edit_url(entry), fields(version=1, narrative="Eksempel: mitt.", **SAVED))

    page = answer.text
    assert answer.status_code == 409
    assert "A colleague has discarded the entry" in page
    assert "Eksempel: mitt." in page
    assert f'action="/en/arbeid/forpliktelser/{REF}/ny/"' in page


def test_the_other_party_cannot_see_or_write(eva: Membership) -> None:
    ks = recorders.client_of(recorders.editor("KS"))
    entry, published = (
        recorders.taken_to(State.DRAFT, by=eva),
        recorders.taken_to(State.PUBLISHED, by=eva),
    )
    before = recorders.snapshot([entry, published])

    assert ks.get(edit_url(entry)).status_code == 404
    assert ks.post(edit_url(entry), fields(version=1, **SAVED)).status_code == 404
    assert ks.get(edit_url(published)).status_code == 403
    assert ks.post(edit_url(published), fields(version=3, **SAVED)).status_code == 403
    assert recorders.snapshot([entry, published]) == before


@pytest.mark.parametrize("state", [State.SUBMITTED, State.PUBLISHED, State.WITHDRAWN])
def test_what_is_not_open_cannot_be_edited(state: State, kd: Client) -> None:
    entry = recorders.taken_to(state)
    before = recorders.snapshot([entry])

    assert kd.get(edit_url(entry))["Location"].endswith(f"/arbeid/oppforinger/{entry.pk}/")
    assert kd.post(edit_url(entry), fields(version=entry.version, **SAVED)).status_code == 403
    assert recorders.snapshot([entry]) == before


def the_entry() -> ProgressEntry:
    return ProgressEntry.objects.get()


def test_shows_the_wording_each_definition_and_who_sees_it(kd: Client) -> None:
    page = kd.get(NEW).text

    assert "Arbeide for å utvikle nettverk" in page
    assert page.count('type="radio"') == 5
    assert "The party states that its work had not begun" in page
    assert "Only KD can see the draft." in page
    assert 'enctype="multipart/form-data"' in page
    assert "data-warn-unsaved" in page


def test_shows_the_latest_of_the_other_party(kd: Client) -> None:
    recorders.taken_to(State.PUBLISHED, by=recorders.editor("KS"), narrative="Eksempel: KS sier.")
    recorders.taken_to(State.DRAFT, by=recorders.editor("KS"), narrative="Eksempel: KS skjuler.")

    page = kd.get(NEW).text

    assert "Eksempel: KS sier." in page
    assert "skjuler" not in page


def test_saves_a_draft_that_lacks_everything(kd: Client, eva: Membership) -> None:
    answer = kd.post(NEW, {"language": "nb", **SAVED})

    entry = the_entry()
    assert answer["Location"] == f"/en/arbeid/oppforinger/{entry.pk}/"
    assert (entry.state, entry.status, entry.true_on) == (State.DRAFT, "", None)
    assert list(entry.authors.all()) == [eva]
    assert entry.history.count() == 1
    assert "The draft has been saved." in page_text(kd.get(answer["Location"]).content)


def test_sends_a_complete_entry(kd: Client, eva: Membership) -> None:
    answer = kd.post(NEW, fields(**SENT))

    entry = the_entry()
    assert answer.status_code == 302
    assert (entry.state, entry.narrative, entry.true_on) == ("submitted", TEXT, date(2006, 5, 12))
    assert (entry.submitted_by, entry.party.code) == (eva, "KD")
    assert [source.title for source in entry.sources.all()] == ["Eksempel: referat"]


def test_the_chosen_day_stands_in_words_after_saving(kd: Client) -> None:
    answer = kd.post(NEW, fields(**SAVED))

    assert "as at 12 May 2006" in page_text(kd.get(answer["Location"]).content)
    assert "Saved: 12 May 2006." in page_text(kd.get(edit_url(the_entry())).content)


def test_takes_a_day_as_people_write_it(kd: Client) -> None:
    kd.post(NEW, fields(true_on="12.5.2006", **SAVED))

    assert the_entry().true_on == date(2006, 5, 12)


def test_an_incomplete_entry_is_not_sent_and_each_error_has_its_place(kd: Client) -> None:
    answer = kd.post(NEW, {"language": "nn", "narrative": "Eksempel: her.", **SENT})

    page = answer.text
    assert not ProgressEntry.objects.exists()
    assert "The entry cannot be sent yet. Correct 3 things:" in page
    for anchor in ("id_status-not_started", "id_true_on", "id_source-address"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page
    assert "Eksempel: her." in page
    assert '<option value="nn" selected>' in page


def test_not_started_can_do_without_a_source(kd: Client) -> None:
    typed = fields(status="not_started", **{"source-title": None, "source-address": None})

    kd.post(NEW, {**typed, **SENT})

    assert the_entry().state == State.SUBMITTED


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("button", [SENT, SAVED], ids=["send", "save"])
def test_bad_input_is_named_and_nothing_typed_is_lost(
    name: str, button: dict[str, str], kd: Client
) -> None:
    changed, message = BAD[name]
    if "source-file" in changed:
        changed["source-file"].seek(0)

    answer = kd.post(NEW, fields(**{"narrative": TEXT, **changed}, **button))

    page = answer.text
    assert answer.status_code == 200
    assert message in page
    assert 'class="ds-error-summary"' in page
    assert not ProgressEntry.objects.exists()
    assert not Source.objects.exists()
    assert "Eksempel" in page


def test_bytes_that_are_no_text_are_refused(kd: Client) -> None:
    body = b"language=nb&narrative=sk%f8le&save=1"

    answer = kd.post(NEW, body, content_type="application/x-www-form-urlencoded")

    assert "a character that cannot be read: «sk\ufffdle»" in answer.text
    assert not ProgressEntry.objects.exists()


def test_what_people_type_is_escaped(kd: Client) -> None:
    payload = '<script>alert(1)</script><img src=x onerror="a">'
    kd.post(NEW, fields(narrative=payload, **{"source-title": payload}, **SAVED))

    entry = the_entry()
    for url in (f"/arbeid/oppforinger/{entry.pk}/", edit_url(entry), "/arbeid/"):
        page = kd.get(url).text
        assert "<script>alert" not in page
        assert "<img" not in page


def test_paragraphs_and_links_are_kept_when_shown(kd: Client) -> None:
    text = "Eksempel: én.\r\n\r\nSe https://www.example.no/a?b=1&c=2 og javascript:alert(1)"
    kd.post(NEW, fields(narrative=text, **SAVED))

    page = kd.get(f"/arbeid/oppforinger/{the_entry().pk}/").text
    assert "<p>Eksempel: én.</p>" in page
    assert '<a href="https://www.example.no/a?b=1&amp;c=2" rel="nofollow">' in page
    assert 'href="javascript' not in page


def test_the_same_form_sent_twice_makes_one_row(kd: Client) -> None:
    typed = fields(**SAVED)

    answers = [kd.post(NEW, typed) for _ in range(2)]

    assert {answer["Location"] for answer in answers} == {
        f"/en/arbeid/oppforinger/{the_entry().pk}/"
    }
    assert Source.objects.count() == 1


def test_the_same_form_with_a_file_sent_twice_makes_one_row(kd: Client, uploads: Path) -> None:
    typed = fields(**{"source-address": None}, **SENT)

    answers = [kd.post(NEW, {**typed, "source-file": recorders.upload()}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert the_entry().state == State.SUBMITTED
    assert len(list(uploads.iterdir())) == 1


def test_the_token_of_another_party_is_refused(kd: Client) -> None:
    theirs = recorders.taken_to(State.DRAFT, by=recorders.editor("KS"))

    answer = kd.post(NEW, fields(token=str(theirs.token), **SAVED))

    assert answer.status_code == 403
    assert ProgressEntry.objects.count() == 1


@pytest.mark.parametrize("name", ["a.pdf", "a.exe"])
def test_a_refused_file_leaves_the_rest_and_asks_for_the_file_again(name: str, kd: Client) -> None:
    upload = recorders.upload(name, b"<script>")

    answer = kd.post(NEW, fields(**{"source-address": None, "source-file": upload}, **SENT))

    page = answer.text
    assert TEXT in page
    assert "you must choose the file again" in page
    assert 'href="#id_source-file"' in page
    assert not ProgressEntry.objects.exists()


def test_a_file_over_the_limit_is_named_and_the_text_is_kept(kd: Client, uploads: Path) -> None:
    upload = recorders.upload(body=sample_files.PDF + b" " * LARGEST_FILE)

    answer = kd.post(NEW, fields(**{"source-address": None, "source-file": upload}, **SAVED))

    page = answer.text
    assert answer.status_code == 413
    assert "The file is larger than 20 MB." in page
    assert TEXT in page
    assert not [path for path in uploads.iterdir() if path.is_file()]


def test_the_quota_is_named_and_the_text_is_kept(kd: Client, eva: Membership) -> None:
    hold = {"address": "", "file": "x.pdf", "file_name": "x.pdf", "media_type": "a", "sha256": "a"}
    make.make_source(entered_by=eva, size=500 * 1024 * 1024, **hold)

    answer = kd.post(
        NEW, fields(**{"source-address": None, "source-file": recorders.upload()}, **SENT)
    )

    page = answer.text
    assert answer.status_code == 413
    assert "KD has used its 500 MB for files." in page
    assert TEXT in page
    assert Source.objects.count() == 1


def test_no_file_remains_of_what_was_not_saved(kd: Client, uploads: Path) -> None:
    typed = fields(status="", **{"source-address": None, "source-file": recorders.upload()})

    answer = kd.post(NEW, {**typed, **SENT})

    assert "Choose a status." in answer.text
    assert not Source.objects.exists()
    assert not [path for path in uploads.iterdir() if path.is_file()]


def test_more_text_than_a_form_can_hold_comes_back_with_the_form(kd: Client) -> None:
    answer = kd.post(NEW, fields(narrative="a" * 3_000_000, **SAVED))

    assert answer.status_code == 413
    assert "It can have at most 10000" in answer.text
    assert "a" * 3_000_000 in answer.text
    assert not ProgressEntry.objects.exists()


def test_two_files_at_once_are_refused(kd: Client) -> None:
    answer = kd.post(
        NEW, fields(**{"source-file": [recorders.upload(), recorders.upload()]}, **SAVED)
    )

    assert answer.status_code == 400
    assert not ProgressEntry.objects.exists()


@pytest.mark.parametrize("name", ["id", "pk", "party", "state", "created_by", "published_by"])
def test_fields_the_form_lacks_change_nothing(name: str, kd: Client) -> None:
    kd.post(NEW, {**fields(**SAVED), name: "2"})

    entry = the_entry()
    assert (entry.state, entry.party.code, entry.published_by) == (State.DRAFT, "KD", None)


def test_a_commitment_of_the_other_party_alone_is_refused_with_the_reason(kd: Client) -> None:
    for answer in (
        kd.get(f"/en/arbeid/forpliktelser/{recorders.ONLY_KS}/ny/"),
        kd.post(f"/en/arbeid/forpliktelser/{recorders.ONLY_KS}/ny/", fields(**SENT)),
    ):
        assert answer.status_code == 403
        assert f"KD is not responsible for {recorders.ONLY_KS} Help with the" in answer.text
    assert not ProgressEntry.objects.exists()


def test_an_unknown_commitment_is_not_found(kd: Client) -> None:
    assert kd.get("/arbeid/forpliktelser/2005-F99/ny/").status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICE_VIEWER, Role.SECRETARIAT])
def test_others_than_the_parties_cannot_record(role: Role) -> None:
    client = recorders.client_of(make.make_membership(role=role))

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, fields(**SENT)).status_code == 403
    assert not ProgressEntry.objects.exists()


def test_an_unconfirmed_editor_cannot_record() -> None:
    client = recorders.client_of(make.make_membership(confirmed=False))

    assert client.post(NEW, fields(**SENT)).status_code == 403
    assert not ProgressEntry.objects.exists()


@pytest.mark.parametrize(("prefix", "words"), [("", "skjemaet"), ("/en", "The form was too old")])
def test_without_a_csrf_token_nothing_is_saved(prefix: str, words: str, eva: Membership) -> None:
    client = Client(enforce_csrf_checks=True)
    recorders.sign_in(client, eva.user)

    answer = client.post(f"{prefix}/arbeid/forpliktelser/{REF}/ny/", fields(**SENT))

    assert answer.status_code == 403
    assert "ds-link" in answer.text
    assert words in answer.text or not prefix
    assert not ProgressEntry.objects.exists()


def test_an_ended_session_leads_to_sign_in_and_back_to_what_was_typed(
    kd: Client, eva: Membership
) -> None:
    who = re.findall(r'name="who" value="([^"]+)"', kd.get(NEW).text)[-1]
    kd.cookies.clear()

    answer = kd.post(NEW, fields(who=who, **SENT))

    assert answer["Location"].startswith("/en/konto/inn/") or "/konto/inn/" in answer["Location"]
    recorders.sign_in(kd, eva.user)
    page = kd.get(NEW).text
    assert "You typed this earlier, and it was not saved." in page
    assert TEXT in page
    assert "data-unsaved" in page
    assert not ProgressEntry.objects.exists()


def test_the_price_is_the_same_however_much_is_recorded(
    kd: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        recorders.taken_to(State.PUBLISHED, by=recorders.editor("KS"))
        recorders.taken_to(State.PUBLISHED)

    with django_assert_max_num_queries(16):
        kd.get(NEW)
    with django_assert_max_num_queries(48):
        kd.post(NEW, fields(token=str(uuid4()), **SENT))


@pytest.mark.parametrize("key", [2**53, 2**63, 2**80, -(2**80)])
def test_a_source_that_cannot_be_a_key_is_refused(key: int, kd: Client) -> None:
    answer = kd.post(NEW, fields(sources=str(key), **SAVED))

    assert answer.status_code == 200
    assert not ProgressEntry.objects.exists()
