"""One county: what is reported of it, year by year, what is not, the country, its office."""

import json

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.choices import State
from tests import make
from tests.support import recorders, regional_states
from tests.support.regional_states import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE = "/en/fylker/12-hordaland/"
MOST_QUERIES = 8


def page(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return recorders.page_text(answer.content)


def test_tells_everything_about_the_county(client: Client) -> None:
    regional_states.taken_to(
        State.PUBLISHED, subject=regional_states.subject_of(year=2011), status="not_started"
    )
    regional_states.taken_to(State.PUBLISHED)
    regional_states.taken_to(
        State.PUBLISHED, subject=regional_states.subject_of("11"), municipalities=1
    )

    page_text = page(client)

    assert (
        "For Hordaland (2011, 2012 and 2013), KD and KS have reported on 1 of the 14 commitments"
        in page_text
    )
    assert "Commitment 2011 2012 2011-F9 Networks with teacher education" in page_text
    assert "KS not started 20 of 33 municipalities KS in progress 20 of 33" in page_text
    assert "Nothing is reported for 2013." in page_text
    assert "KS 2012: in progress Published" in page_text
    assert "The whole country : 2 in progress, 17 not reported" in page_text
    assert regional_states.TEXT in page_text
    assert "Eksempel: rapport" in page_text
    assert "Fylkesmannen i Hordaland" in page_text
    assert "by the office in Vestland ." in page_text
    assert "Today part of Vestland (46), since 2020." in page_text
    assert "are not parties to the agreements" in page_text


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("01-ostfold", "In 2020 it became part of Viken (30). Today part of Østfold (31)"),
        ("11-rogaland", "The same county, with the same number (11)."),
        ("16-sor-trondelag", "Today part of Trøndelag (50), since 2018."),
    ],
)
def test_says_what_became_of_the_county(client: Client, place: str, words: str) -> None:
    assert words in page(client, f"/en/fylker/{place}/")


def test_shows_what_is_reported_before_what_is_not(client: Client) -> None:
    publish()

    tree = html.fromstring(client.get(PAGE).text)

    [silent] = tree.xpath("//details[@id='ikke-rapportert']")
    told = tree.xpath("//section[@id='rapportert']//tbody/tr/@id")
    refs = [named.split()[0] for named in silent.xpath(".//li//text()") if named.strip()]
    assert told == ["2011-F9"]
    assert int(silent.findtext("summary").split()[0]) == len(refs) == 13
    assert "2011-F9" not in refs
    assert silent.getparent().index(silent) > silent.getparent().index(
        tree.get_element_by_id("rapportert")
    )


def test_nothing_reported_is_one_line(client: Client) -> None:
    page_text = page(client, f"{PAGE}?ar=2012")

    assert "KD and KS have reported nothing for Hordaland (2012)." in page_text
    assert "The agreements require no report from the counties. That nothing" in page_text
    assert page_text.count("not reported") == 1


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("", "2011, 2012 and 2013"),
        ("?avtale=2005-2009", "2006, 2007 and 2008"),
        ("?ar=2007", "2007"),
        ("?avtale=2011-2013&ar=2013", "2013"),
    ],
)
def test_shows_the_years_of_an_agreement_or_one_of_them(
    client: Client, query: str, years: str
) -> None:
    publish(year=2012)
    publish(ref="2005-F2", year=2006)

    assert f"Hordaland ({years})" in page(client, PAGE + query)


def test_says_which_years_it_shows_if_the_choices_do_not_fit(client: Client) -> None:
    page_text = page(client, f"{PAGE}?avtale=2005-2009&ar=2012")

    assert "2012 is not an evaluation year of the agreement. All years are shown." in page_text
    assert "Hordaland (2006, 2007 and 2008)" in page_text


@pytest.mark.parametrize(
    ("query", "years"),
    [("", [2006, 2012]), ("?ar=2006", [2006]), ("?avtale=2011-2013", [2012]), ("?ar=2013", [])],
)
def test_a_file_has_the_years_of_its_query(client: Client, query: str, years: list[int]) -> None:
    publish(year=2012)
    publish(ref="2005-F2", year=2006)

    answer = client.get(f"/fylker/12-hordaland.json{query}")

    rows = json.loads(b"".join(answer))["fylke-12-hordaland"]
    assert [row["ar"] for row in rows] == years


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("rogaland", "11-rogaland"),
        ("Sogn-og-Fjordane", "14-sogn-og-fjordane"),
        ("more-og-romsdal", "15-more-og-romsdal"),
    ],
)
def test_the_name_alone_leads_to_the_page(client: Client, name: str, place: str) -> None:
    answer = client.get(f"/nn/fylker/{name}/?ar=2012")

    assert answer.status_code == 301
    assert answer["Location"] == f"/nn/fylker/{place}/?ar=2012"


@pytest.mark.parametrize("place", ["12", "12-bergen", "12-HORDALAND"])
def test_a_misspelt_name_leads_to_the_page(client: Client, place: str) -> None:
    answer = client.get(f"/en/fylker/{place}/?ar=2012")

    assert answer.status_code == 301
    assert answer["Location"] == f"{PAGE}?ar=2012"


@pytest.mark.parametrize("place", ["13-finnes-ikke", "0301-oslo", "x", "99", "vestland"])
def test_there_is_no_such_county(client: Client, place: str) -> None:
    make.make_region(code="0301", kind="municipality")

    assert client.get(f"/fylker/{place}.csv").status_code == 404
    if not place.startswith("03"):
        assert client.get(f"/fylker/{place}/").status_code == 404


def test_a_year_that_cannot_be_taken_is_named(client: Client) -> None:
    answer = client.get(f"{PAGE}?ar=2010")

    assert answer.status_code == 400
    assert "«2010» is not a valid choice for «Year»." in recorders.page_text(answer.content)


def test_before_an_agreement_is_loaded_the_county_stands_alone(empty: None, client: Client) -> None:
    make.make_office_county(county=make.make_region(code="12", name="Hordaland"))

    assert "No agreement is loaded yet. Its commitments will appear here." in page(client)


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_there_are_files(client: Client, ending: str) -> None:
    regional_states.taken_to(State.PUBLISHED)

    answer = client.get(f"/fylker/12-hordaland.{ending}")

    assert answer.status_code == 200
    body = b"".join(answer)
    if ending == "json":
        assert [row["ar"] for row in json.loads(body)["fylke-12-hordaland"]] == [2012]


def test_what_is_corrected_or_withdrawn_is_gone(client: Client) -> None:
    regional_states.taken_to(State.WITHDRAWN)
    regional_states.corrected(regional_states.taken_to(State.PUBLISHED))

    page_text = page(client)

    assert "Eksempel: tre ganger." in page_text
    assert regional_states.TEXT not in page_text


def test_nothing_on_its_way_is_shown(client: Client) -> None:
    open_rows = [
        ("2011-F1", State.DRAFT),
        ("2011-F9", State.SUBMITTED),
        ("2011-M3", State.RETURNED),
    ]
    for ref, state in open_rows:
        regional_states.taken_to(state, subject=regional_states.subject_of(ref=ref))

    page_text = page(client, f"{PAGE}?ar=2012")

    assert regional_states.TEXT not in page_text


def test_costs_the_same_with_much_and_little(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    author, approver = recorders.editor("KS"), recorders.approver("KS")
    for ref in ("2011-F1", "2011-F2", "2011-F9", "2011-M3"):
        for year in (2011, 2012):
            make.make_status(
                county=regional_states.county(),
                commitment=recorders.commitment(ref),
                year=year,
                author=author,
                approver=approver,
            )

    with django_assert_max_num_queries(MOST_QUERIES):
        page(client)
