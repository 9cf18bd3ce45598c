"""The command that loads the texts: all or nothing, and the same files again change nothing."""

import hashlib
import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db.models import Value
from django.db.models.functions import Concat

from agreements.models import Agreement, EvaluationYear, Goal, Segment, Signature, TextVersion
from commitments.foundation.content_version import ContentVersion
from commitments.management.commands.load_agreements import TEXTS
from commitments.places.models import Region
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation
from tests.support import changed_texts

ACCEPTED = (
    "--accept-changed-text",
    "--first-day=2012-01-01",
    "--reason=Eksempel: rettet avskrift",
    "--language=nb",
    "--document=Eksempel: brev fra arkivet",
)
COUNTED = "35 commitments, 19 counties, 18 offices.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real files, to be changed at will."""
    return shutil.copytree(TEXTS, tmp_path / "texts")


def run(*arguments: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("load_agreements", *arguments, stdout=out)
    return out.getvalue()


def dump() -> str:
    """A hash of every row and key of both apps, history and relations included."""
    models = [
        model
        for label in ("agreements", "commitments")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    rows = [row for model in models for row in model._base_manager.order_by("pk")]
    return hashlib.sha256(serializers.serialize("json", rows).encode()).hexdigest()


def replace(file: Path, old: str, new: str) -> None:
    """Put ``new`` in the one place of ``old``."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_loads_everything_into_an_empty_database(empty: None) -> None:
    assert run() == f"2 agreements (2 new, 0 changed, 0 unchanged), {COUNTED}"

    counts = {
        agreement.slug: (
            agreement.commitments.count(),
            Goal.objects.filter(segment__agreement=agreement).count(),
            agreement.reservations.count(),
            Signature.objects.filter(segment__agreement=agreement).count(),
        )
        for agreement in Agreement.objects.all()
    }
    assert counts == {"2005-2009": (18, 1, 2, 0), "2011-2013": (17, 8, 2, 2)}


def test_the_same_files_again_change_no_row(texts: None) -> None:
    before = dump()

    assert run() == f"2 agreements (0 new, 0 changed, 2 unchanged), {COUNTED}"
    assert dump() == before


def test_a_dry_run_writes_nothing(empty: None) -> None:
    before = dump()

    printed = run("--dry-run")

    assert printed == (
        f"Dry run, nothing written: 2 agreements (2 new, 0 changed, 0 unchanged), {COUNTED}"
    )
    assert dump() == before


def test_refuses_a_changed_text_and_takes_it_when_it_is_accepted(texts: None, folder: Path) -> None:
    _change_a_word(folder)
    before = dump()

    with pytest.raises(CommandError, match=r"(?s)2011-2013.*grunnet i.*Nothing was written"):
        run(f"--folder={folder}")
    assert dump() == before

    printed = run(f"--folder={folder}", *ACCEPTED)
    assert printed == f"2 agreements (0 new, 1 changed, 1 unchanged), {COUNTED}"
    first, second = TextVersion.objects.of_agreement("2011-2013").order_by("number")
    assert "forankret i" in first.text.source_text
    assert "grunnet i" in second.text.source_text
    assert second.first_day == date(2012, 1, 1)
    assert second.reason == "Eksempel: rettet avskrift"


@pytest.mark.parametrize("missing", ACCEPTED[1:])
def test_an_acceptance_that_lacks_something_names_it(folder: Path, missing: str) -> None:
    stated = [option for option in ACCEPTED if option != missing]

    with pytest.raises(CommandError, match=missing.partition("=")[0]):
        run(f"--folder={folder}", *stated)


def test_a_faulty_address_is_named_by_its_option(texts: None, folder: Path) -> None:
    _change_a_word(folder)

    with pytest.raises(CommandError, match=r"^--address: .*\nNothing was written"):
        run(f"--folder={folder}", *ACCEPTED, "--address=brev.pdf")


def test_a_changed_fact_needs_the_same_acceptance(texts: None, tmp_path: Path) -> None:
    """F-18: the cut alone says that KS answers, and that no reservation limits it."""
    folder = changed_texts.write(tmp_path, facts=changed_texts.FACTS)
    before = dump()

    with pytest.raises(CommandError, match=r"2011-F7 commitment.responsible: «KD, KS» → «KS»"):
        run(f"--folder={folder}")
    assert dump() == before

    assert run(f"--folder={folder}", *ACCEPTED).startswith("1 agreements (0 new, 1 changed, ")
    assert TextVersion.objects.of_agreement("2011-2013").count() == 2


def test_what_is_stored_is_compared_with_the_files(texts: None) -> None:
    """F-11: one sign more in the database is no «unchanged»."""
    Commitment.objects.filter(ref="2011-F1").update(wording=Concat("wording", Value("x")))

    with pytest.raises(CommandError, match=r"Commitment [0-9]+ \(2011-F1\): wording"):
        run()


def test_a_reason_without_acceptance_is_refused(folder: Path) -> None:
    with pytest.raises(CommandError, match="--reason count with --accept-changed-text"):
        run(f"--folder={folder}", "--reason=x")


def test_a_changed_text_steps_the_content_version_on(texts: None, folder: Path) -> None:
    _change_a_word(folder)
    before, _ = ContentVersion.current()

    run(f"--folder={folder}", *ACCEPTED)

    assert ContentVersion.current()[0] == before + 1


def test_a_changed_text_keeps_the_rows_that_others_point_to(texts: None, folder: Path) -> None:
    before = dict(Commitment.objects.values_list("ref", "pk"))
    _change_a_word(folder)

    run(f"--folder={folder}", *ACCEPTED)

    assert dict(Commitment.objects.values_list("ref", "pk")) == before


def test_a_text_cut_in_half_is_refused_with_file_and_reason(empty: None, folder: Path) -> None:
    file = folder / "2011-2013.txt"
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    before = dump()

    with pytest.raises(CommandError, match=r"2011-2013\.(txt|toml).*\nNothing was written"):
        run(f"--folder={folder}")
    assert dump() == before


def test_a_cut_file_cut_in_half_is_refused_with_file_and_reason(empty: None, folder: Path) -> None:
    file = folder / "2005-2009.toml"
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    before = dump()

    with pytest.raises(CommandError, match=r"2005-2009\.toml.*\nNothing was written"):
        run(f"--folder={folder}")
    assert dump() == before


def test_a_doubled_reference_is_refused_by_name(empty: None, folder: Path) -> None:
    replace(folder / "2011-2013.toml", 'ref = "2011-F2"', 'ref = "2011-F1"')
    before = dump()

    with pytest.raises(CommandError, match=r"2011-2013\.toml.*2011-F1.*\nNothing was written"):
        run(f"--folder={folder}")
    assert dump() == before


def test_a_text_without_its_other_half_is_refused(empty: None, folder: Path) -> None:
    (folder / "2005-2009.txt").unlink()

    with pytest.raises(CommandError, match=r"2005-2009\.txt.*\nNothing was written"):
        run(f"--folder={folder}")


def test_names_the_faults_of_all_files_in_one_run(empty: None, folder: Path) -> None:
    replace(folder / "2005-2009.toml", 'parties = ["KD", "KS"]', 'parties = ["BFD", "KD", "KS"]')
    replace(folder / "2005-2009.toml", 'kind = "title"', 'kind = "tittel"')
    replace(folder / "2011-2013.toml", "ends_on = 2013-12-31\n", "")
    replace(folder / "2011-2013.toml", 'kind = "procedure"', 'kind = "prosedyre"')
    before = dump()

    with pytest.raises(CommandError) as caught:
        run(f"--folder={folder}")

    lines = str(caught.value).splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        "2005-2009.toml",
        "2005-2009.toml, segment 1",
        "2011-2013.toml",
        "2011-2013.toml, segment 41",
        "Nothing was written.",
    ]
    assert "between KD and KS only" in lines[0]
    assert "there is no last day (ends_on)" in lines[2]
    assert dump() == before


def test_refuses_a_second_agreement_from_a_loaded_first_year(texts: None, folder: Path) -> None:
    (folder / "2005-2009.toml").unlink()
    for ending in ("txt", "toml"):
        (folder / f"2011-2013.{ending}").rename(folder / f"2011-2014.{ending}")
    replace(folder / "2011-2014.toml", 'slug = "2011-2013"', 'slug = "2011-2014"')
    replace(folder / "2011-2014.toml", 'source = "2011-2013.txt"', 'source = "2011-2014.txt"')
    before = dump()

    with pytest.raises(CommandError) as caught:
        run(f"--folder={folder}")

    assert str(caught.value) == (
        "2011-2014.toml: begins in the same year as 2011-2013, which is loaded, so that the "
        "reference 2011-A1 would stand in both, but the portal carries one agreement for each "
        "first year only\nNothing was written."
    )
    assert dump() == before


def test_knows_the_references_in_use(texts: None) -> None:
    refs = Segment.objects.refs_by_agreement()

    assert {slug: len(each) for slug, each in refs.items()} == {"2005-2009": 22, "2011-2013": 28}
    assert {"2011-F1", "2011-G1", "2011-R1", "2011-E1"} < refs["2011-2013"]


def test_names_every_agreement_with_changed_words(texts: None, folder: Path) -> None:
    _change_a_word(folder)
    _change_a_word(folder, "2005-2009", "konsultasjonsordningen")
    before = dump()

    with pytest.raises(CommandError, match=r"(?s)2005-2009 differ.*2011-2013 differ"):
        run(f"--folder={folder}")
    assert dump() == before


def test_an_empty_folder_is_refused(empty: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No agreement in"):
        run(f"--folder={tmp_path}")


def test_what_is_loaded_is_what_the_product_says(texts: None) -> None:
    years = EvaluationYear.objects.values_list("agreement__slug", "year")

    assert Reservation.objects.count() == 4
    assert Region.objects.count() == 19
    assert {slug for slug, _year in years} == {"2005-2009", "2011-2013"}
    for agreement in Agreement.objects.all():
        assert agreement.source_text.encode() == (TEXTS / agreement.source).read_bytes()
        folded = " ".join(agreement.source_text.split())
        assert " ".join(segment.text for segment in agreement.segments.all()) == folded
        assert agreement.text_sha256 == hashlib.sha256(folded.encode()).hexdigest()
        assert agreement.source_sha256 == (
            hashlib.sha256(agreement.source_text.encode()).hexdigest()
        )


def _change_a_word(folder: Path, slug: str = "2011-2013", word: str = "forankret i") -> None:
    """The same word in the text and in its cut, with the checksum of the new bytes."""
    text, cut = folder / f"{slug}.txt", folder / f"{slug}.toml"
    old = hashlib.sha256(text.read_bytes()).hexdigest()
    for file in (text, cut):
        replace(file, word, "grunnet i")
    new = hashlib.sha256(text.read_bytes()).hexdigest()
    cut.write_text(cut.read_text("utf-8").replace(old, new), "utf-8")
