"""The shape of pages with a text to type: no other button of the page throws the text away."""

import re
from pathlib import Path
from typing import Final

import pytest

from commitments.evaluations.past.models import PastEvaluation
from commitments.progress.models import ProgressEntry
from commitments.regional.models import RegionalStatus
from tests.test_templates import FOLDER, OURS, imported, named

FORM: Final = re.compile(r"<form\b.*?</form>", re.DOTALL)
INCLUDE: Final = re.compile(r"\{% include \"(.+?)\" %\}")
CALL: Final = re.compile(r"\{\{-? (?:(\w+)\.)?(\w+)\((?:(?!\}\}).)*\}\}", re.DOTALL)
MACRO: Final = re.compile(r"\{% macro (\w+)\(.*?\) -?%\}(.*?)\{%-? endmacro %\}", re.DOTALL)
TEXT: Final = re.compile(r"<textarea\b|type=\"text\"|forms\.field\(")
SIGN_OUT: Final = "account_logout"  # leaves the page as a link does: the browser asks there
KEPT: Final = ("hx-post=", "forms.rows_saved()")  # stays on the page, or asks first

_LATER: Final = "A note can be written while the row awaits approval; this step is not open then."

# Forms that never stand beside a text, by what their first tag holds, and why.
EXCUSED: Final = {
    'data-passkey="get"': "A password or a code; a passkey is instead of it.",
    "commitments:factor_renew": "A code; going on as an example person is instead of it.",
    "urls.submit": _LATER,
    "urls.correct": _LATER,
    "urls.withdraw": _LATER,
    "urls.decline_withdrawal": _LATER,
    "urls.discard": _LATER,
    "commitments:evaluation_take_back": "A party that has submitted has no rows to write in.",
    "commitments:conclusion_withdraw": "A party whose proposal waits has no form for another.",
    "commitments:reopening_withdraw": "While a request waits there is no form for another.",
    "commitments:reopening_agree": "While a request waits there is no form for another.",
    "commitments:signature_withdraw": "A party that has signed has no form to sign by.",
}


def whole(name: str) -> str:
    """A template with all that it includes and calls, each after its own name."""
    source = INCLUDE.sub(lambda found: f"{found[0]}{whole(found[1])}", _source(name))
    return _called(source, name)


def _source(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def _called(source: str, name: str) -> str:
    """The source of a template with the body of each macro after its call."""
    modules = dict(imported(FOLDER / name))
    if name.startswith("components/"):
        modules[""] = name

    def with_body(call: re.Match[str]) -> str:
        module = modules.get(call[1] or "", "")
        bodies = dict(MACRO.findall(_source(module))) if module else {}
        return call[0] + (_called(bodies[call[2]], module) if call[2] in bodies else "")

    return CALL.sub(with_body, source)


def forms_of(page: str) -> list[str]:
    """The forms that are posted, but the one that signs out."""
    posted = [form for form in FORM.findall(page) if 'method="post"' in form]
    return [form for form in posted if SIGN_OUT not in form]


def has_text(form: str, page: str) -> bool:
    """Whether a form has a field for text, which may stand elsewhere on the page."""
    head = re.split(r"(?<!%)>", form)[0]
    outside = (
        re.search(rf'<textarea\b[^>]*form="{re.escape(found[1])}"', page)
        if (found := re.search(r'\bid="([^"]+)"', head))
        else None
    )
    return bool(TEXT.search(form) or outside)


def beside_a_text(page: str) -> list[str]:
    """Forms whose button takes the page away while another form may hold a text."""
    forms = forms_of(page)
    return [
        form
        for place, form in enumerate(forms)
        if not any(mark in form for mark in KEPT)
        and any(has_text(other, page) for at, other in enumerate(forms) if at != place)
    ]


PAGES: Final = [path for path in OURS if "{% extends " in path.read_text("utf-8")]


def excuse(form: str) -> str | None:
    """The entry of ``EXCUSED`` for a form, if any."""
    head = re.split(r"(?<!%)>", form)[0]
    return next((mark for mark in EXCUSED if mark in head), None)


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_no_button_throws_away_what_another_form_holds(path: Path) -> None:
    assert [form for form in beside_a_text(whole(named(path))) if not excuse(form)] == []


def test_every_excuse_is_needed() -> None:
    forms = [form for path in PAGES for form in beside_a_text(whole(named(path)))]

    assert {excuse(form) for form in forms} == set(EXCUSED)


def test_no_excused_step_is_open_while_a_note_can_be_written() -> None:
    excused = {mark.removeprefix("urls.") for mark, why in EXCUSED.items() if why == _LATER}
    for model in (ProgressEntry, RegionalStatus, PastEvaluation):
        [noted] = model.STEPS["send_back"].states
        open_then = {name for name, step in model.STEPS.items() if noted in step.states}
        assert open_then & excused == set()


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_step_belongs_to_a_form_that_says_which_text_it_holds(path: Path) -> None:
    page = whole(named(path))
    for owner in re.findall(r'forms\.step_button\("([^"]+)"', page):
        forms = [form for form in forms_of(page) if f'id="{owner}"' in form.split(">", 1)[0]]
        assert forms, f"no form is called {owner}"
        assert all("forms.unsent_fields(" in form for form in forms), owner


def test_finds_a_text_beside_a_button() -> None:
    text = '<form method="post"><textarea name="note"></textarea></form>'
    apart = '<form method="post" id="a"></form><textarea form="a"></textarea>'
    step = '<form method="post"><button></button></form>'

    assert beside_a_text(text + step) == [step]
    assert beside_a_text(apart + step) == [step]
    assert beside_a_text(step + step) == []
    assert beside_a_text(text) == []
