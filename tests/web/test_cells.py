"""Cells of files: what a value becomes, and that no spreadsheet takes it for a formula."""

from datetime import date

import pytest
from django.utils.safestring import mark_safe

from commitments.pages.register_file import CommitmentFileRow
from commitments.web.cells import cells, record, safe

ROW = CommitmentFileRow(
    referanse="2005-S3",
    kortnavn="Særskilte midler til kompetanseutvikling",
    avtale="2005-2009",
    gruppe="statens_forpliktelse",
    ansvarlig=["KD", "KS"],
    aktor="Staten",
    ordlyd="- tilføre ressurser",
    loftetype="tilfore",
    omrade=["grunnopplaering"],
    tema=[],
    omfang="",
    periode="i reformperioden",
    frist="",
    vilkar="",
    forbehold=[],
    kan_slas_opp=True,
    kan_variere_mellom_fylker=False,
    merknad="",
    per_dato="2026-11-22",
)


def test_csv_joins_values_and_says_yes_and_no_in_words() -> None:
    found = dict(zip(CommitmentFileRow._fields, *cells([ROW]), strict=True))

    assert found["ansvarlig"] == "KD; KS"
    assert found["tema"] == ""
    assert (found["kan_slas_opp"], found["kan_variere_mellom_fylker"]) == ("ja", "nei")
    assert found["ordlyd"] == "'- tilføre ressurser"


def test_a_column_holds_values_of_several_kinds() -> None:
    dated = ROW._replace(per_dato=date(2026, 11, 22), ordlyd="=1+1", ansvarlig=())

    found = [CommitmentFileRow._make(row) for row in cells([ROW, dated])]

    assert [row.per_dato for row in found] == ["2026-11-22", "2026-11-22"]
    assert [row.ordlyd for row in found] == ["'- tilføre ressurser", "'=1+1"]
    assert [row.ansvarlig for row in found] == ["KD; KS", ""]


def test_a_value_that_no_rule_is_made_for_is_not_written() -> None:
    with pytest.raises(KeyError):
        list(cells([ROW._replace(merknad=mark_safe("=1+1"))]))


def test_json_keeps_lists_and_truth_and_says_null_for_nothing() -> None:
    found = record(ROW)

    assert tuple(found) == CommitmentFileRow._fields
    assert found["ansvarlig"] == ["KD", "KS"]
    assert found["tema"] == []
    assert found["vilkar"] is None
    assert found["kan_variere_mellom_fylker"] is False
    assert found["ordlyd"] == "- tilføre ressurser"


@pytest.mark.parametrize("first", [*"=+-@\t\r'", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_what_begins_a_formula_gets_one_sign_before_it(first: str) -> None:
    """ASVS v5.0.0-1.2.10."""
    assert safe(f"{first}1+1") == f"'{first}1+1"


@pytest.mark.parametrize("text", ["", "Arbeide for", "1. Arbeide", "– innenfor", " =1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert safe(text) == text
