"""The example database: what it holds, what it refuses, how it goes away."""

from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from agreements.models import Agreement
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions.document_json import frozen
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.foundation.choices import State
from commitments.foundation.content_version import DatabaseMark
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from commitments.register.models import Commitment
from commitments.sources.models import Source
from kvalitet.accounts.models import User
from tests import make
from tests.support import evaluation_states

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.usefixtures("texts")]


@pytest.fixture(autouse=True)
def _local(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "LOCAL", True)
    monkeypatch.setattr(settings, "EXAMPLE_PASSWORD", "et langt passord")


def run(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def has_entries_in_every_state_on_both_agreements() -> None:
    states = set(ProgressEntry.objects.values_list("state", flat=True))
    assert states == set(State.values)
    for slug in ("2005-2009", "2011-2013"):
        assert ProgressEntry.objects.filter(commitment__agreement__slug=slug).count() > 10
    assert User.objects.count() == 9
    assert Membership.objects.in_force().count() == 9
    assert DatabaseMark.purpose_here() == "example"


def every_document_is_read_and_written_alike() -> None:
    documents = [*Revision.objects.all(), *Submission.objects.all()]
    assert len(documents) > 10
    for row in documents:
        assert frozen(row.document) == (row.content, row.content_sha256)
    for revision in Revision.objects.all():
        assert frozen(revision.sealed) == (revision.seal, revision.revision_sha256)


def every_text_says_that_it_is_an_example() -> None:
    texts = [
        *ProgressEntry.objects.values_list("narrative", flat=True),
        *ProgressEntry.objects.exclude(return_note="").values_list("return_note", flat=True),
        *ProgressEntry.objects.exclude(withdrawal_reason="").values_list(
            "withdrawal_reason", flat=True
        ),
        *Source.objects.values_list("title", flat=True),
        *User.objects.values_list("name", flat=True),
    ]
    assert all(text.startswith("Eksempel:") for text in texts)


def every_account_signs_in_with_the_password() -> None:
    assert all(user.check_password("et langt passord") for user in User.objects.all())


def leaves_commitments_without_information() -> None:
    published = ProgressEntry.objects.published().values("commitment")
    assert Commitment.objects.exclude(pk__in=published).count() > 5


def a_second_run_changes_nothing() -> None:
    before = list(ProgressEntry.objects.order_by("pk").values())

    assert "unchanged" in run("load_example")

    assert list(ProgressEntry.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("own", [make.make_user, make.make_membership, make.make_entry])
def test_refuses_a_database_with_content_of_its_own(own: Any) -> None:
    own()
    before = ProgressEntry.objects.count()

    with pytest.raises(CommandError, match="already has content"):
        run("load_example")

    assert ProgressEntry.objects.count() == before
    assert DatabaseMark.purpose_here() == ""


@pytest.mark.parametrize("command", ["load_example", "remove_example"])
def test_refuses_outside_local(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "LOCAL", False)

    with pytest.raises(CommandError, match="LOCAL=1"):
        run(command)


def test_removing_refuses_a_database_that_is_no_example() -> None:
    with pytest.raises(CommandError, match="not an example database"):
        run("remove_example")


@pytest.mark.django_db(transaction=True)
def test_removing_leaves_the_two_texts_alone() -> None:
    run("load_example")

    run("remove_example")

    assert DatabaseMark.purpose_here() == ""
    assert not User.objects.exists()
    assert not ProgressEntry.objects.exists()
    assert Agreement.objects.count() == 2
    assert Commitment.objects.count() == 35


def has_evaluations_in_the_states_that_show_how_it_works() -> None:
    states = {
        row.year: evaluation_states.state_of(row) for row in Evaluation.objects.with_relations()
    }
    assert states == {
        2006: "signed",
        2007: "handed_in_by_one",
        2008: "open",
        2011: "signed",
        2012: "revealed",
        2013: "signed_by_one",
    }
    assert PublishedVerdict.objects.disputed().of_year(2006).count() == 2
    texts = [
        *Assessment.objects.values_list("narrative", flat=True),
        *Conclusion.objects.values_list("text", flat=True),
        *SignOff.objects.values_list("on_behalf_of", flat=True),
    ]
    assert all(text.startswith("Eksempel:") for text in texts)


def test_the_example_is_as_it_should_be() -> None:
    """All that is asked of one loading, because it is dear."""
    run("load_example")

    has_entries_in_every_state_on_both_agreements()
    has_evaluations_in_the_states_that_show_how_it_works()
    every_document_is_read_and_written_alike()
    every_text_says_that_it_is_an_example()
    every_account_signs_in_with_the_password()
    leaves_commitments_without_information()
    a_second_run_changes_nothing()
