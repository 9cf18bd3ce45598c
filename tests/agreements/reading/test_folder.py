"""A folder of agreements: all faults of all pairs in one run, and agreements that would meet."""

from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from agreements.reading.content import InvalidTextError
from agreements.reading.folder import read_folder
from tests.support.agreement_pair import in_languages

YEARLY = "Partene skal evaluere arbeidet hvert år."


def write(folder: Path, slug: str, *, kind: str = "procedure", refs: Collection[str] = ()) -> None:
    """A pair of files: an evaluation each year, and a goal for each of the references."""
    year = slug[:4]
    content = "\n".join([YEARLY, *refs])
    goals = "".join(
        f"[[segment]]\nposition = {place}\nkind = 'goal'\nref = '{year}-{ref}'\n"
        f"areas = ['voksne']\ntext = '{ref}'\n{in_languages('segment.short_title', ref)}"
        for place, ref in enumerate(refs, start=2)
    )
    (folder / f"{slug}.txt").write_text(content, "utf-8")
    (folder / f"{slug}.toml").write_text(
        f"[agreement]\nslug = '{slug}'\ntitle = 'Avtale'\nparties = ['KD', 'KS']\n"
        f"ends_on = {slug[5:]}-12-31\nevaluation_years = [{year}]\nsource = '{slug}.txt'\n"
        f"source_sha256 = '{sha256(content.encode()).hexdigest()}'\n"
        f"{in_languages('agreement.short_title', slug)}"
        f"[[segment]]\nposition = 1\nkind = '{kind}'\nref = '{year}-E1'\nactor = 'Partene'\n"
        f"modal = 'skal'\nresponsible = ['KD']\ntext = '{YEARLY}'\n"
        f"{in_languages('segment.short_title', 'Evaluering')}{goals}",
        "utf-8",
    )


def refusal(folder: Path, loaded: Mapping[str, Collection[str]] | None = None) -> list[str]:
    """The lines of the refusal."""
    with pytest.raises(InvalidTextError) as caught:
        read_folder(folder, loaded=loaded or {})
    return str(caught.value).splitlines()


def meeting(file: str, other: str, ref: str) -> str:
    """The line about two agreements with one first year."""
    return (
        f"{file}: begins in the same year as {other}, so that the reference {ref} would stand in "
        "both, but the portal carries one agreement for each first year only"
    )


def test_reads_pairs_by_file_name(tmp_path: Path) -> None:
    write(tmp_path, "2011-2013")
    write(tmp_path, "2005-2009", refs=["G1"])

    read = read_folder(tmp_path, loaded={"2011-2013": {"2011-E1"}, "2014-2015": {"2014-E1"}})

    assert [agreement.slug for agreement in read] == ["2005-2009", "2011-2013"]
    assert read[0].refs == ("2005-E1", "2005-G1")


def test_an_empty_folder_holds_no_agreement(tmp_path: Path) -> None:
    assert read_folder(tmp_path, loaded={}) == []


def test_names_the_faults_of_all_pairs(tmp_path: Path) -> None:
    for slug in ("2001-2002", "2003-2004", "2005-2006"):
        write(tmp_path, slug)
    (tmp_path / "2001-2002.txt").unlink()
    (tmp_path / "2003-2004.toml").write_text("[")
    (tmp_path / "2005-2006.txt").write_text(f"{YEARLY} Ja.")

    lines = refusal(tmp_path)

    assert [line.partition(" ")[0] for line in lines] == [
        "2001-2002.txt:",
        "2003-2004.toml:",
        "2005-2006.txt:",
        "2005-2006.toml:",
    ]


def test_refuses_two_agreements_of_one_first_year(tmp_path: Path) -> None:
    write(tmp_path, "2011-2013", refs=["G1"])
    write(tmp_path, "2011-2014")

    assert refusal(tmp_path) == [meeting("2011-2014.toml", "2011-2013.toml", "2011-E1")]


def test_refuses_the_first_year_of_a_loaded_agreement(tmp_path: Path) -> None:
    write(tmp_path, "2011-2013", refs=["G1", "G2"])

    assert refusal(tmp_path, {"2011-2014": {"2011-G2"}, "2011-2015": {"2011-F1"}}) == [
        meeting("2011-2013.toml", "2011-2014, which is loaded", "2011-G2"),
        meeting("2011-2013.toml", "2011-2015, which is loaded", "2011-…"),
    ]


def test_an_agreement_in_the_folder_is_not_named_as_loaded_too(tmp_path: Path) -> None:
    write(tmp_path, "2011-2013")
    write(tmp_path, "2011-2014")

    assert refusal(tmp_path, {"2011-2013": {"2011-E1"}}) == [
        meeting("2011-2014.toml", "2011-2013.toml", "2011-E1")
    ]


def test_names_the_first_year_beside_other_faults(tmp_path: Path) -> None:
    write(tmp_path, "2011-2013")
    write(tmp_path, "2011-2014", kind="prosedyre")

    lines = refusal(tmp_path)

    assert lines[0] == meeting("2011-2014.toml", "2011-2013.toml", "2011-E1")
    assert [line.partition(": ")[0] for line in lines[1:]] == ["2011-2014.toml, segment 1"]


def test_a_pair_of_no_known_year_meets_none(tmp_path: Path) -> None:
    write(tmp_path, "2011-2013")
    for ending in ("txt", "toml"):
        (tmp_path / f"2011-2013.{ending}").rename(tmp_path / f"copy.{ending}")
    write(tmp_path, "2011-2013")

    assert refusal(tmp_path) == [
        "copy.toml: source is '2011-2013.txt', but the text file is 'copy.txt'"
    ]
