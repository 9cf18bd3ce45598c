"""Rows from the shipped file: the same file changes nothing, a changed proposal voids answers."""

from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from agreements.models import Agreement
from agreements.reading.content import InvalidTextError
from commitments.context import answer_actions, load, reading
from commitments.context.goal_models import GoalLink
from commitments.context.models import FactSubject, GlossaryTerm, OutsideFact, OutsideSource
from commitments.context.proposal_models import Proposal
from commitments.context.shown import state_of
from commitments.foundation.content_version import ContentVersion
from tests.support import outside_texts
from tests.support.outside_texts import KEY, approver, proposal

pytestmark = pytest.mark.usefixtures("texts")


def test_the_command_has_loaded_every_row() -> None:
    assert OutsideFact.objects.count() == 30
    assert GlossaryTerm.objects.count() == 31
    assert OutsideSource.objects.count() == 40
    assert GoalLink.objects.count() == 14
    links = {row.key for row in GoalLink.objects.filter(basis="echo")}
    assert len(links) == 7
    assert set(Proposal.objects.values_list("key", flat=True)) == links | {
        "first-mention",
        "forerunner",
        "gap-2014",
        "successor",
    }
    names = OutsideFact.objects.get(key="kl-introduced").subjects.values_list("name", flat=True)
    assert set(names) == {"2005-F5", "2005-KS1", "2005-S3", "2005-S4"}


def test_the_same_file_changes_nothing() -> None:
    before = ContentVersion.head()

    assert load.load() is False
    assert ContentVersion.head() == before


def test_a_changed_row_is_one_public_act(tmp_path: Path) -> None:
    number, _head = ContentVersion.head()
    file = outside_texts.changed_file(tmp_path, "Kommunene og fylkeskommunene samlet.", "Samlet.")

    assert load.load(file) is True

    assert ContentVersion.head()[0] == number + 1
    assert GlossaryTerm.objects.get(key="kommunesektoren").nb == "Samlet."
    assert load.load(file) is False


def test_the_texts_and_their_checksums_stay(tmp_path: Path) -> None:
    before = list(Agreement.objects.values())

    outside_texts.change_proposal(tmp_path, "Noe annet:")

    assert list(Agreement.objects.values()) == before


def test_a_row_that_is_gone_takes_its_subjects_along(tmp_path: Path) -> None:
    text = reading.FILE.read_text("utf-8")
    start = text.index('[[fact]]\nid = "forerunner"')
    file = tmp_path / "context.toml"
    file.write_text(text[:start] + text[text.index("[[fact]]", start + 1) :], "utf-8")

    load.load(file)

    assert not OutsideFact.objects.filter(key=KEY).exists()
    assert not FactSubject.objects.filter(fact__key=KEY).exists()
    assert not Proposal.objects.current().filter(key=KEY).exists()


def test_a_faulty_file_changes_nothing(tmp_path: Path) -> None:
    before = ContentVersion.head()
    file = outside_texts.changed_file(tmp_path, 'kind = "gap"', 'kind = "pause"')

    with pytest.raises(InvalidTextError):
        load.load(file)

    assert ContentVersion.head() == before


def test_the_command_names_a_faulty_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = outside_texts.changed_file(tmp_path, 'kind = "gap"', 'kind = "pause"')
    faulty = SimpleNamespace(load=partial(load.load, file))
    monkeypatch.setattr("commitments.management.commands.load_agreements.context", faulty)

    with pytest.raises(CommandError, match=r"gap-2014.*\nNothing was written"):
        call_command("load_agreements")


def test_a_changed_proposal_voids_the_answers(tmp_path: Path) -> None:
    answer_actions.confirm(proposal(), by=approver("KD"), version=1)
    answer_actions.confirm(proposal(), by=approver("KS"), version=1)
    assert state_of(proposal())[0] == "confirmed"

    outside_texts.change_proposal(tmp_path, "Noe annet:")

    assert proposal().version == 2
    assert state_of(proposal())[0] == "proposed"


def test_answers_stay_void_when_the_first_words_come_back(tmp_path: Path) -> None:
    answer_actions.confirm(proposal(), by=approver("KD"), version=1)
    outside_texts.change_proposal(tmp_path, "Noe annet:")

    load.load()

    assert proposal().version == 3
    assert state_of(proposal())[0] == "proposed"


def test_a_change_of_another_fact_voids_no_answer(tmp_path: Path) -> None:
    answer_actions.confirm(proposal(), by=approver("KD"), version=1)

    file = outside_texts.changed_file(tmp_path, 'for 2014."\nnn', 'i 2014."\nnn')
    load.load(file)

    assert state_of(proposal())[0] == "confirmed_by_one"
    assert proposal("gap-2014").version == 2


def test_changed_words_of_a_goal_link_void_the_answers(tmp_path: Path) -> None:
    key = "2011-f3-2011-g3"
    answer_actions.confirm(proposal(key), by=approver("KD"), version=1)

    old, new = 'goal_words = "skal inkluderes"', 'goal_words = "inkluderes"'
    load.load(outside_texts.changed_file(tmp_path, old, new))

    assert proposal(key).version == 2
    assert state_of(proposal(key))[0] == "proposed"


def test_a_goal_link_that_is_gone_is_no_proposal(tmp_path: Path) -> None:
    old = 'goal = "2011-G3"\nbasis = "echo"\ncommitment_words = "inkluderende"'
    new = 'goal = "2011-G1"\nbasis = "echo"\ncommitment_words = "inkluderende"'
    file = outside_texts.changed_file(tmp_path, old, new)
    file.write_text(file.read_text("utf-8").replace('"skal inkluderes"', '"grunnskolen"'), "utf-8")

    load.load(file)

    current = Proposal.objects.current()
    assert not current.filter(key="2011-f3-2011-g3").exists()
    assert current.filter(key="2011-f3-2011-g1").exists()
