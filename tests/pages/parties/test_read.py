"""What is read about a party is what other pages and queries say."""

from typing import Final

import pytest

from agreements.models import Party
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.pages.parties.read import read
from commitments.pages.parties.record import PartyRecord
from tests import make
from tests.evaluations.revisions.test_verdict_bases import reopen
from tests.support import changed_texts, evaluation_states
from tests.support.changed_texts import FACTS, WORDS, changed
from tests.support.signed_evaluations import finish, signed

pytestmark = pytest.mark.usefixtures("texts")

REF: Final = evaluation_states.REF
OTHER: Final = "2011-F3"
ONLY_KS: Final = evaluation_states.ONLY_KS


def record_of(code: str) -> PartyRecord:
    return read(Party.objects.get(code=code))


@pytest.mark.parametrize("code", ["KD", "KS"])
def test_disagreements_are_those_that_the_register_finds(code: str) -> None:
    signed(
        2011,
        KD={REF: "fulfilled", ONLY_KS: "fulfilled", "2011-F4": "fulfilled"},
        KS={REF: "partly_fulfilled", ONLY_KS: "partly_fulfilled", "2011-F4": "partly_fulfilled"},
    )
    signed(
        2013,
        KD={REF: "fulfilled", OTHER: "fulfilled"},
        KS={REF: "fulfilled", OTHER: "partly_fulfilled", "2011-F4": "fulfilled"},
    )

    disputed = PublishedVerdict.objects.seen().still_disputed().in_text_order()

    found = {(row.line.promise.ref, row.year.year) for row in record_of(code).disputes}
    assert found == {(OTHER, 2013), (ONLY_KS, 2011), ("2011-F4", 2011)}
    assert found == set(disputed.values_list("commitment__ref", "year"))


def test_a_year_counts_who_was_responsible_in_its_evaluation() -> None:
    laid = evaluation_states.laid(year=2012)
    laid.assess("KD", "2011-F7")
    finish(laid)
    reopen(laid)
    changed_texts.accept(changed(facts=FACTS))

    record = record_of("KD")

    [years] = [part.years for part in record.parts if part.agreement.slug == "2011-2013"]
    assert [(year.row.year, len(year.stated)) for year in years] == [
        (2011, 15),
        (2012, 16),
        (2013, 15),
    ]
    for year in years:
        assert year.counts.given.total == len(year.stated)
    assert "2011-F7" not in {row.commitment.ref for row in record.promises}


def test_the_last_verdict_says_that_it_is_on_other_words() -> None:
    signed(2012, KS={OTHER: "fulfilled", REF: "fulfilled"})
    changed_texts.accept(changed(WORDS))

    verdicts = [row.last_verdict for row in record_of("KS").promises]

    on_others = [verdict.verdict for verdict in verdicts if verdict and verdict.is_on_others]
    assert on_others == ["fulfilled"]


def test_a_party_without_an_agreement_has_an_empty_record() -> None:
    record = read(make.make_party("XX"))

    assert (record.parts, record.promises, record.silences) == ([], [], [])
