"""Counties in a browser: a row of the grid, a file, and an office that reads both."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from commitments.people.models import Role
from commitments.places.models import Office
from commitments.regional.models import RegionalStatus
from tests import make
from tests.browser.conftest import first_of
from tests.browser.test_keyboard import tab_to
from tests.browser.test_three_people import PASSWORD, arrive, button, enter
from tests.support import regional_states

GRID = "/en/arbeid/fylker/2011-F9/2012/"
TEXT = "Eksempel: nettverket møttes fire ganger."

Open = Callable[..., Page]


@pytest.mark.parametrize("scripts", first_of([True, False]))
def test_a_row_is_saved_by_itself_with_the_keyboard_alone(open_page: Open, scripts: bool) -> None:
    editor = arrive(open_page(java_script_enabled=scripts), "Kirsti Redaktør", party="KS")
    editor.goto(GRID)

    tab_to(editor, editor.locator("#id_01_status"))
    editor.keyboard.press("ArrowDown")
    tab_to(editor, editor.locator("#id_01_municipalities"))
    editor.keyboard.type("9")
    tab_to(editor, editor.locator("#id_01_narrative"))
    editor.keyboard.type(TEXT)
    editor.locator("#id_02_narrative").fill("Eksempel: ikke lagret ennå.")
    editor.locator("#lagre-01").press("Enter")

    expect(editor.locator("#f01")).to_contain_text("draft")
    kept = "Eksempel: ikke lagret ennå." if scripts else ""
    expect(editor.locator("#id_02_narrative")).to_have_value(kept)
    row = RegionalStatus.objects.get()
    assert (row.status, row.municipalities, row.narrative) == ("not_started", 9, TEXT)


def test_a_template_goes_out_and_comes_back_and_an_office_reads_it(
    open_page: Open, tmp_path: Path
) -> None:
    editor = arrive(open_page(), "Kirsti Redaktør", party="KS")
    editor.goto("/en/arbeid/fylker/import/")
    with editor.expect_download() as sent:
        editor.locator('a[href$="2011-2013/2012.csv"]').click()
    text = sent.value.path().read_text("utf-8-sig")
    blank = next(line for line in text.splitlines() if re.match(r"2012,2011-F9,[^,]*,12,", line))
    cells = blank.split(",")
    cells[6:14] = ["i_gang", "20", "33", TEXT, "nb", "Eksempel: liste", "https://example.no/a", ""]
    file = tmp_path / "fylt ut.csv"
    file.write_text(text.replace(blank, ",".join(cells)), "utf-8")

    editor.locator("#id_file").set_input_files(file)
    button(editor, "Show what the file will do")
    expect(editor.get_by_role("main")).to_contain_text("1 row is new")
    button(editor, "Import as drafts")
    button(editor, "Send 1 draft for approval")
    expect(editor.get_by_role("main")).to_contain_text("1 county has been sent for approval.")

    user = make.make_user(name="Olav Leser", password=PASSWORD)
    offices = Office.objects.filter(name="Fylkesmannen i Hordaland")
    make.make_membership(user=user, role=Role.OFFICE_VIEWER, offices=offices)
    reader = enter(open_page(), user)
    reader.get_by_role("main").get_by_role("link", name="Hordaland").first.click()
    expect(reader.get_by_role("main")).to_contain_text(TEXT)
    expect(reader.get_by_role("main")).to_contain_text("awaiting approval")


def test_a_year_is_chosen_in_place(page: Page) -> None:
    regional_states.publish("12", 2012)
    page.goto("/en/fylker/12-hordaland/")

    page.locator("main [name=ar]").select_option("2013")

    expect(page).to_have_url(re.compile(r"\?(avtale=2011-2013&)?ar=2013"))
    expect(page.locator("main h1")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("have reported nothing for Hordaland (2013)")
    expect(page).to_have_title(re.compile("^Hordaland: 2011–2013, 2013"))
