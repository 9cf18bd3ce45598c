"""An agreement made by a machine, only where nothing of its own can be hurt."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from agreements.models import Agreement, Segment
from commitments.foundation.content_version import ContentVersion, DatabaseMark
from commitments.progress.models import ProgressEntry
from commitments.register.models import Commitment
from tests.support import recorders


def fill(number: int) -> str:
    out = StringIO()
    call_command("fill_for_measuring", str(number), stdout=out, stderr=StringIO())
    return out.getvalue()


def test_lays_one_marked_agreement(empty: None) -> None:
    before, _changed_at = ContentVersion.current()

    assert fill(26) == (
        "26 commitments and 78 entries in the agreement maaling; this database is for measuring.\n"
    )

    assert DatabaseMark.purpose_here() == "measuring"
    assert list(Agreement.objects.values_list("slug", flat=True)) == ["maaling"]
    assert ContentVersion.current()[0] > before


def test_spreads_the_commitments_and_gives_each_its_sentence(empty: None) -> None:
    fill(26)
    commitments = Commitment.objects.prefetch_related("areas", "themes", "responsible", "segments")

    assert {row.group for row in commitments} == {"joint", "KS", "State", "prose"}
    assert len({row.verb_class for row in commitments}) == 7
    assert {area.area for row in commitments for area in row.areas.all()} == {
        "barnehage",
        "grunnopplaering",
        "voksne",
    }
    for row in commitments:
        segment = row.segments.get()
        assert (segment.text, segment.position, segment.ref) == (row.wording, row.position, row.ref)
        assert len(row.themes.all()) == 2
        assert row.responsible.all()


def test_each_party_publishes_on_each_commitment_it_answers_for(empty: None) -> None:
    fill(8)

    for commitment in Commitment.objects.prefetch_related("responsible"):
        entries = commitment.progress_entries.published()
        assert sorted(entries.values_list("party__code", flat=True)) == sorted(
            2 * [party.code for party in commitment.responsible.all()]
        )
    assert ProgressEntry.history.count() == ProgressEntry.objects.count()
    assert not ProgressEntry.objects.filter(sources=None).exists()
    assert not ProgressEntry.objects.filter(authors=None).exists()


def test_the_history_of_an_entry_names_who_wrote_it(empty: None) -> None:
    fill(2)
    entry = ProgressEntry.objects.first()
    assert entry

    client = recorders.client_of(entry.created_by)

    page_text = recorders.page_text(client.get(f"{entry.get_work_url()}historikk/").content)

    assert f"Måling: redaktør i {entry.party.code}, " in page_text


def test_the_text_holds_every_segment(empty: None) -> None:
    fill(9)
    agreement = Agreement.objects.get()
    segments = Segment.objects.filter(agreement=agreement).values_list("text", flat=True)

    assert agreement.source_text.split("\n") == list(segments)


def test_the_same_number_again_changes_nothing(empty: None) -> None:
    fill(5)
    before = ContentVersion.current()

    assert "nothing changed" in fill(5)
    assert ContentVersion.current() == before
    assert Commitment.objects.count() == 5


def test_refuses_another_number(empty: None) -> None:
    fill(5)

    with pytest.raises(CommandError, match="5"):
        fill(6)
    assert Commitment.objects.count() == 5


def test_refuses_a_database_with_agreements(texts: None) -> None:
    with pytest.raises(CommandError, match=r"Nothing was written\.$"):
        fill(5)
    assert (Commitment.objects.count(), DatabaseMark.purpose_here()) == (35, "")


def test_refuses_an_example_database(empty: None) -> None:
    DatabaseMark.objects.create(pk=1, purpose=DatabaseMark.Purpose.EXAMPLE)

    with pytest.raises(CommandError):
        fill(5)
    assert not Commitment.objects.exists()


@override_settings(LOCAL=False)
def test_refuses_where_it_is_not_local(empty: None) -> None:
    with pytest.raises(CommandError, match="LOCAL=1"):
        fill(5)
    assert not Agreement.objects.exists()


def test_refuses_no_commitment_at_all(empty: None) -> None:
    with pytest.raises(CommandError, match="at least 1"):
        fill(0)
