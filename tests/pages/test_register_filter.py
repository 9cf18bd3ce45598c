"""The register's filters: each gives what its words say, in every language alike."""

import pytest
from django.http import QueryDict
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement
from commitments.pages.register_filter import CommitmentFilter


def filtered(query: str) -> CommitmentFilter:
    return CommitmentFilter(QueryDict(query), agreements=Agreement.objects.with_parties())


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("", 35),
        ("avtale=2005-2009", 18),
        ("avtale=2005-2009&part=KD", 12),
        ("avtale=2011-2013&part=KS", 17),
        ("ansvar=felles", 23),
        ("ansvar=alene", 12),
        ("ansvar=alene&part=KD", 5),
        ("ansvar=alene&part=KS&avtale=2011-2013", 1),
        ("gruppe=felles_forpliktelse", 19),
        ("gruppe=ks__forpliktelse", 5),
        ("gruppe=statens_forpliktelse", 5),
        ("gruppe=forpliktelse_i_lopende_tekst", 6),
        ("avtale=2011-2013&loftetype=arbeide_for", 13),
        ("loftetype=sorge_for", 3),
        ("q=rekruttere", 3),
        ("q=2011-F12", 1),
        ("q=!!", 0),
    ],
)
def test_finds_as_many_as_the_texts_hold(texts: None, query: str, hits: int) -> None:
    assert filtered(query).commitments.count() == hits


def test_area_and_theme_find_what_is_marked_with_them(texts: None) -> None:
    found = filtered("omrade=barnehage&tema=laererutdanning").commitments

    assert found
    for commitment in found:
        assert "barnehage" in [row.area for row in commitment.areas.all()]
        assert "laererutdanning" in [row.theme for row in commitment.themes.all()]


def test_the_order_of_the_texts_is_the_usual_one(texts: None) -> None:
    refs = list(filtered("").commitments.values_list("ref", flat=True))

    assert refs[:4] == ["2005-M1", "2005-M2", "2005-M3", "2005-F1"]
    assert refs[-1] == "2011-F14"
    assert (
        list(filtered("sorter=-referanse").commitments.values_list("ref", flat=True)) == refs[::-1]
    )


def test_sorts_by_who_is_responsible_as_one_reads_it(texts: None) -> None:
    found = filtered("sorter=ansvarlig").commitments.prefetch_related("responsible")
    rows = [[party.code for party in commitment.responsible.all()] for commitment in found]

    assert rows == sorted(rows)
    assert (rows[0], rows[-1]) == (["KD"], ["KS"])


def test_sorts_kinds_of_promise_by_the_norwegian_alphabet(texts: None) -> None:
    kinds = filtered("sorter=loftetype").commitments.values_list("verb_class", flat=True)

    assert list(dict.fromkeys(kinds)) == [
        "arbeide_for",
        "bidra_til",
        "bista",
        "ha_dialog",
        "legge_til_rette",
        "samarbeide",
        "stimulere",
        "sorge_for",
        "tilfore",
        "tilstrebe",
        "videreutvikle",
    ]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_same_values_in_every_language(texts: None, language: str) -> None:
    with translation.override(language):
        values = [value for value, _label in filtered("").form.fields["gruppe"].choices]

    assert values[1:] == [
        "felles_forpliktelse",
        "ks__forpliktelse",
        "statens_forpliktelse",
        "forpliktelse_i_lopende_tekst",
    ]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("avtale=2099", "«2099» is not a valid choice for «Agreement»."),
        ("part=kd", "«kd» is not a valid choice for «Responsible party»."),
        ("sorter=ordlyd", "«ordlyd» is not a valid choice for «Order»."),
        (f"q={'a' * 201}", "The search is longer than 200 characters."),
        ("q=a%00", "The search contains characters that cannot be read."),
        ("q=%FF", "The search contains characters that cannot be read."),
    ],
)
def test_names_what_it_cannot_take_and_finds_nothing(
    texts: None, query: str, sentence: str
) -> None:
    with translation.override("en"):
        found = filtered(query)

        assert [error.text for error in found.filter_errors] == [sentence]
        assert not found.commitments


def test_a_long_value_is_not_repeated_whole(texts: None) -> None:
    assert len(filtered(f"tema={'x' * 5000}").filter_errors[0].text) < 120


def test_a_chip_leads_to_the_list_without_its_filter(texts: None) -> None:
    with translation.override("nb"):
        chips = filtered("avtale=2011-2013&part=KS&sorter=ansvarlig&side=2").chips

    assert [(chip.name, chip.value) for chip in chips] == [("avtale", "2011–2013"), ("part", "KS")]
    assert chips[0].query_without == "?part=KS&sorter=ansvarlig"


def test_the_filters_to_drop_are_counted_in_one_query(
    texts: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = filtered("avtale=2011-2013&gruppe=ks__forpliktelse&q=rekruttere")

    with django_assert_num_queries(1):
        to_drop = found.filters_to_drop()
    assert [(dropped.chip.name, dropped.hits) for dropped in to_drop] == [("gruppe", 2)]


def test_the_selection_holds_filters_as_addresses_write_them(texts: None) -> None:
    assert filtered("part=KD&sorter=-referanse&tema=feil").selection == {"part": "KD"}
