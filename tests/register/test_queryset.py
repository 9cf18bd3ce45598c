"""How commitments are asked for: by reference and agreement, by who answers and who is silent."""

import pytest

from agreements.models import Party
from commitments.foundation.choices import State
from commitments.progress.models import ProgressEntry
from commitments.register.models import Commitment
from commitments.register.queryset import CommitmentQuerySet
from tests import make
from tests.support import recorders
from tests.support.published_entries import publish_entry

pytestmark = pytest.mark.usefixtures("texts")


def refs(rows: CommitmentQuerySet) -> list[str]:
    return list(rows.in_text_order().values_list("ref", flat=True))


def test_one_has_the_reference_or_none() -> None:
    assert refs(Commitment.objects.with_ref("2005-F2")) == ["2005-F2"]
    assert refs(Commitment.objects.with_ref("2005-f2")) == []
    assert refs(Commitment.objects.with_ref("2005-F")) == []


def test_those_of_an_agreement_as_its_text_goes() -> None:
    first = refs(Commitment.objects.of_agreement("2005-2009"))
    second = refs(Commitment.objects.of_agreement("2011-2013"))

    assert (len(first), len(second)) == (18, 17)
    assert {ref[:5] for ref in first} == {"2005-"}
    assert (second[0], second[3], second[-1]) == ("2011-M1", "2011-F1", "2011-F14")
    assert refs(Commitment.objects.of_agreement("2005")) == []


def test_each_party_answers_or_does_not() -> None:
    found = Commitment.objects.with_answers(["KD", "KS"]).values_list(
        "ref", "answers_KD", "answers_KS"
    )

    answers = {ref: (kd, ks) for ref, kd, ks in found}
    assert len(answers) == 35
    assert answers["2005-F2"] == (True, True)
    assert answers["2005-KS1"] == (False, True)
    assert answers["2005-S1"] == (True, False)


def test_a_party_has_never_reported_what_it_has_begun_nothing_about() -> None:
    agreement = make.make_agreement()
    silent, told, begun, others, _not_its_own = (
        make.make_commitment(agreement=agreement, ref=f"2030-{name}", responsible=parties)
        for name, parties in (
            ("A", ["KD", "KS"]),
            ("B", ["KD"]),
            ("C", ["KD"]),
            ("D", ["KD", "KS"]),
            ("E", ["KS"]),
        )
    )
    publish_entry(ref=told.ref)
    recorders.taken_to(State.DRAFT, ref=begun.ref)
    publish_entry(ref=others.ref, party="KS")
    rows = Commitment.objects.of_agreement(agreement.slug)

    found = rows.never_reported_by(Party.objects.get(code="KD"))

    assert refs(found) == [silent.ref, others.ref]


def test_gives_the_last_statement_of_each_party_in_the_order_of_the_agreement() -> None:
    publish_entry("2008-06-01", "done", party="KS")
    publish_entry("2007-06-01", "in_progress", party="KS")

    rows = Commitment.objects.with_ref(recorders.REF).last_statements_by_party(
        ProgressEntry.objects.seen().statement_values()
    )

    assert list(rows.values_list("party", "last_statement")) == [
        ("KD", None),
        ("KS", {"status": "done", "true_on": "2008-06-01"}),
    ]
