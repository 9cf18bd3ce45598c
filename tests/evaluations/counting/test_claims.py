"""What public pages count: numbers and the queries of their lists, from counted cells."""

from commitments.evaluations.counting import claims
from commitments.evaluations.counting.claims import CellCount, Count
from commitments.register.promise_kinds import PromiseCount, ResponsibilityCount, Totals

CELLS = [
    CellCount("2011-2013", 2011, 1, "KD", "fulfilled", 5),
    CellCount("2011-2013", 2011, 1, "KD", "not_assessed", 11),
    CellCount("2011-2013", 2011, 2, "KS", "reservation_used", 17),
    CellCount("2011-2013", 2012, 1, "KD", "not_published", 16),
    CellCount("2011-2013", 2012, 2, "KS", "not_published", 17),
    CellCount("2005-2009", 2006, 1, "KD", "fulfilled", 12),
]
TOTALS = Totals(
    (
        PromiseCount(
            agreement_id=1,
            group="joint",
            verb_class="arbeide_for",
            commitments=10,
            with_deadline=0,
            with_period=0,
            definite=0,
            silent=4,
            unassessed=3,
            disputed=2,
        ),
    )
)


def test_counts_given_cells_of_all_cells() -> None:
    assert claims.given(CELLS) == Count(34, 78, "?vurdering=gitt")


def test_counts_each_party_of_an_agreement_in_the_order_of_its_first_lines() -> None:
    kd, ks = claims.by_party(CELLS, "2011-2013", {"KD": 16, "KS": 17})

    assert (kd.party, kd.commitments, ks.party, ks.commitments) == ("KD", 16, "KS", 17)
    assert kd.given == Count(5, 32, "?avtale=2011-2013&part=KD&vurdering=gitt")
    assert ks.given == Count(17, 34, "?avtale=2011-2013&part=KS&vurdering=gitt")


def test_counts_the_verdicts_of_a_published_year() -> None:
    kd, ks = claims.by_party(CELLS, "2011-2013", {})
    [year] = kd.published

    assert [(row.stated, row.cells.number) for row in year.stated] == [
        ("fulfilled", 5),
        ("not_assessed", 11),
    ]
    assert year.stated[0].cells.query == "?avtale=2011-2013&part=KD&ar=2011&vurdering=innfridd"
    assert [row.stated for row in ks.published[0].stated] == ["reservation_used"]


def test_a_year_without_a_published_evaluation_has_no_verdicts() -> None:
    kd, _ks = claims.by_party(CELLS, "2011-2013", {})

    assert kd.unpublished == ["2012"]
    assert kd.years[1].verdicts == []
    assert kd.years[1].given == Count(0, 16, "?avtale=2011-2013&part=KD&ar=2012&vurdering=gitt")


def test_an_agreement_without_cells_has_no_parties() -> None:
    assert claims.by_party(CELLS, "2014-2017", {}) == []


def test_counts_commitments_that_nothing_is_published_about() -> None:
    assert claims.without_progress(TOTALS) == Count(4, 10, "?status=ingen_opplysninger")
    assert claims.never_assessed(TOTALS) == Count(3, 10, "?vurdering=ikke_vurdert")
    assert claims.in_disagreement(2, 10) == Count(2, 10, "?uenig=ja")


def test_counts_commitments_by_type() -> None:
    assert claims.of_verb(TOTALS, "arbeide_for") == Count(10, 10, "?loftetype=arbeide_for")


def test_counts_disagreements_of_one_year() -> None:
    counted = claims.in_disagreement(2, 17, avtale="2011-2013", ar=2011)

    assert counted == Count(2, 17, "?avtale=2011-2013&ar=2011&uenig=ja")


def test_counts_what_a_party_is_responsible_for_alone_and_with_another() -> None:
    rows = [
        ResponsibilityCount("2005-2009", "KD", "KD og KS", True, 2),
        ResponsibilityCount("2005-2009", "KS", "KD og KS", True, 2),
        ResponsibilityCount("2005-2009", "KS", "KS", False, 6),
        ResponsibilityCount("2005-2009", "KD", "Partene", True, 5),
        ResponsibilityCount("2005-2009", "KD", "Staten", False, 5),
    ]

    found = claims.responsibilities(rows, "KD", 18, avtale="2005-2009")

    assert found.all == Count(12, 18, "?avtale=2005-2009&part=KD")
    assert found.shared == Count(7, 18, "?avtale=2005-2009&part=KD&ansvar=felles")
    assert found.alone == Count(5, 18, "?avtale=2005-2009&part=KD&ansvar=alene")
    assert found.actors == ["KD og KS", "Partene", "Staten"]
    assert found.alone_as == ["Staten"]
    assert claims.responsibilities(rows, "KS", 18).alone_as == []
