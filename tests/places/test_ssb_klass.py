"""Municipalities from Klass: JSON and CSV, one day or validity, the same again and mergers."""

import json
import os
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from commitments.foundation.content_version import ContentVersion
from commitments.places.models import Region
from commitments.places.ssb_klass import (
    CodeList,
    InvalidListError,
    MunicipalityPeriod,
    merged,
    read,
)

SINCE = date(2005, 1, 1)
LIST = (
    "kommunenummer,navn,gyldig_fra,gyldig_til\n"
    "1103,Stavanger,1965-01-01,2020-01-01\n"
    "1154,Vindafjord,1965-01-01,2006-01-01\n"
    "1159,Ølen,2002-01-01,2006-01-01\n"
    "1160,Vindafjord,2006-01-01,\n"
    "0301,Kristiania,1838-01-01,1925-01-01\n"
    "9999,Uoppgitt,1838-01-01,\n"
)
JAN = [date(year, 1, 1) for year in range(2005, 2014)]


def klass(*rows: dict[str, object]) -> bytes:
    return json.dumps({"codes": rows}).encode()


def run(*files: Path, **options: object) -> str:
    out = StringIO()
    call_command("import_klass", *files, stdout=out, **options)
    return out.getvalue()


def names_on(day: date) -> list[str]:
    rows = Region.objects.municipalities().filter(valid_from__lte=day).exclude(valid_to__lte=day)
    return [row.name for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_reads_csv_with_validity(encoding: str, separator: str) -> None:
    found = read(LIST.replace(",", separator).encode(encoding))

    assert MunicipalityPeriod("1159", date(2002, 1, 1), "Ølen", date(2006, 1, 1)) in found.periods
    assert all(row.code != "9999" for row in found.periods)


def test_reads_the_codes_of_klass() -> None:
    found = read(
        klass(
            {"code": "0104", "name": "Moss", "validFromInRequestedRange": "2013-01-01"},
            {"code": "9999", "name": "Uoppgitt", "validFromInRequestedRange": "2013-01-01"},
        )
    )

    assert found.periods == (MunicipalityPeriod("0104", date(2013, 1, 1), "Moss"),)
    assert found.clipped


def test_reads_the_codes_of_one_day() -> None:
    found = read(klass({"code": "0104", "name": "Moss"}), on=SINCE)

    assert found.on == SINCE
    assert found.names == {"0104": "Moss"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "no municipalities"),
        (b"{}", "no «codes»"),
        (b'{"codes": 1}', "no list"),
        (b'{"codes": ["a"]}', "no list"),
        (b"a,b\n1,2\n", "names no code"),
        (klass({"code": "0104", "name": "Moss"}), "--date"),
        (klass({"code": "104", "name": "Moss", "validFrom": "2005-01-01"}), "«104»"),
        (klass({"code": "0104", "name": "", "validFrom": "2005-01-01"}), "name"),
        (klass({"code": "0104", "name": "Moss", "validFrom": "1.1.2005"}), "no day"),
        (
            klass(
                {"code": "0104", "name": "M", "validFrom": "2005-01-01", "validTo": "2004-01-01"}
            ),
            "before the first",
        ),
    ],
)
def test_a_faulty_list_is_refused_by_its_row(body: bytes, message: str) -> None:
    with pytest.raises(InvalidListError, match=message):
        read(body)


def test_a_code_twice_on_one_day_is_refused() -> None:
    body = klass({"code": "0104", "name": "Moss"}, {"code": "0104", "name": "Moss"})

    with pytest.raises(InvalidListError, match="stands twice"):
        read(body, on=SINCE)


def test_lists_of_days_become_validity() -> None:
    lists = [
        CodeList(on=date(2005, 1, 1), names={"1154": "Vindafjord", "1159": "Ølen"}),
        CodeList(on=date(2006, 1, 1), names={"1160": "Vindafjord"}),
    ]

    assert merged([], lists, since=SINCE) == [
        MunicipalityPeriod("1154", date(2005, 1, 1), "Vindafjord", date(2006, 1, 1)),
        MunicipalityPeriod("1159", date(2005, 1, 1), "Ølen", date(2006, 1, 1)),
        MunicipalityPeriod("1160", date(2006, 1, 1), "Vindafjord"),
    ]


def test_a_clipped_answer_keeps_the_validity_that_is_known() -> None:
    known = [MunicipalityPeriod("0101", date(1967, 1, 1), "Halden", date(2020, 1, 1))]
    clipped = CodeList((MunicipalityPeriod("0101", date(2013, 1, 1), "Halden"),), clipped=True)

    assert merged(known, [clipped], since=SINCE) == known


days = st.sampled_from(JAN)
snapshots = st.builds(
    lambda on, names: CodeList(on=on, names=names),
    days,
    st.dictionaries(st.sampled_from(["0101", "0104", "0105"]), st.sampled_from(["A", "B"])),
)


@given(st.lists(snapshots, max_size=4, unique_by=lambda found: found.on))
def test_each_day_asked_about_gives_back_its_list(lists: list[CodeList]) -> None:
    periods = merged([], lists, since=SINCE)

    assert merged(periods, lists, since=SINCE) == periods
    for found in lists:
        assert found.on is not None
        valid = {row.code: row.name for row in periods if row.covers(found.on)}
        assert valid == found.names


@pytest.mark.django_db
def test_imports_a_list_once_and_keeps_mergers(texts: None, tmp_path: Path) -> None:
    file = tmp_path / "klass.csv"
    file.write_text(LIST, encoding="iso-8859-1")

    first, number = run(file), ContentVersion.current()[0]
    again = run(file)

    assert first == ("4 municipalities with validity (4 new, 0 changed, 0 removed, 0 unchanged).\n")
    assert "(0 new, 0 changed, 0 removed, 4 unchanged)" in again
    assert ContentVersion.current()[0] == number
    assert names_on(date(2005, 12, 31)) == ["Stavanger", "Vindafjord", "Ølen"]
    assert names_on(date(2006, 1, 1)) == ["Stavanger", "Vindafjord"]


@pytest.mark.django_db
def test_a_dry_run_writes_nothing(texts: None, tmp_path: Path) -> None:
    file = tmp_path / "klass.csv"
    file.write_text(LIST, encoding="utf-8")

    output = run(file, dry_run=True)

    assert output.startswith("Dry run, nothing written: 4 municipalities")
    assert not Region.objects.municipalities().exists()


@pytest.mark.django_db
def test_one_faulty_file_and_nothing_is_written(texts: None, tmp_path: Path) -> None:
    good, bad = tmp_path / "klass.csv", tmp_path / "feil.csv"
    good.write_text(LIST, encoding="utf-8")
    bad.write_text("kommunenummer,navn\n", encoding="utf-8")

    with pytest.raises(CommandError, match=r"feil\.csv"):
        run(good, bad)

    assert not Region.objects.municipalities().exists()


@pytest.mark.django_db
def test_counts_before_and_after_an_import(texts: None, tmp_path: Path) -> None:
    before = Region.objects.municipality_counts([2005, 2009, 2011, 2013])
    totals = [sum(n for (_, year), n in before.items() if year == y) for y in (2005, 2009, 2013)]
    file = tmp_path / "klass.csv"
    file.write_text(LIST, encoding="utf-8")
    run(file)

    assert totals == [433, 430, 428]
    assert Region.objects.municipality_counts([2005])["11", 2005] == 3


@pytest.mark.django_db
@pytest.mark.skipif("REAL_DATA" not in os.environ, reason="REAL_DATA names no folder")
def test_the_real_list_gives_the_counts_of_the_reference_table(texts: None) -> None:
    years = [2005, 2006, 2007, 2008, 2009, 2011, 2012, 2013]
    reference = Region.objects.municipality_counts(years)

    run(Path(os.environ["REAL_DATA"]) / "klass131_kommuner_gyldighet_1838-2025.csv")

    counts = Region.objects.municipality_counts(years)
    old = {key: count for key, count in counts.items() if key in reference and count}
    assert old == reference


@pytest.mark.django_db
@pytest.mark.skipif("REAL_DATA" not in os.environ, reason="REAL_DATA names no folder")
def test_the_real_lists_of_days_give_the_same_counts(texts: None) -> None:
    years = [2005, 2006, 2009, 2011, 2012, 2013]
    reference = Region.objects.municipality_counts(years)
    folder = Path(os.environ["REAL_DATA"])
    files = [folder / f"kommuner_{year}-01-01.csv" for year in years]

    run(*files, date=[date(year, 1, 1) for year in years])

    assert Region.objects.municipality_counts(years) == reference


@pytest.mark.skipif("REAL_DATA" not in os.environ, reason="REAL_DATA names no folder")
def test_reads_the_real_answer_of_klass() -> None:
    path = Path(os.environ["REAL_DATA"]) / "ssb_klass131_codes_from2013.testfixture.json"

    found = read(path.read_bytes())

    assert len(found.periods) == 5
    assert found.periods[1].valid_to == date(2014, 1, 1)
