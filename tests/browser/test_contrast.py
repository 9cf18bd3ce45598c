"""Every mark is told from what is behind it: at least three to one, in light and in dark."""

from typing import Final

import pytest
from playwright.sync_api import Page

from agreements import vocabulary

LEAST: Final = 3.0
PAGES: Final = (
    "/",
    "/avtaler/2011-2013/matrise/",
    "/forpliktelser/2011-F7/",
    "/forpliktelser/2011-F9/",
    "/fylker/",
    "/parter/KS/",
)

# The relative luminance of WCAG 2; a canvas turns any colour that CSS knows into numbers. A half
# without a mark is told by its border; a mark by the part of its icon that is drawn fully.
MEASURE: Final = """() => {
  const pen = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const luminance = colour => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map(part => {
      const c = part / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const behind = part => {
    for (let at = part; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/, 0\\)$|transparent/.test(colour)) return colour;
    }
    return getComputedStyle(document.body).backgroundColor;
  };
  const found = {};
  const note = (name, value) => { found[name] = Math.min(found[name] ?? 99, value); };
  for (const half of document.querySelectorAll(".kv-halv")) {
    const style = getComputedStyle(half);
    if ("tom" in half.dataset) note("empty half", ratio(style.borderTopColor, behind(half)));
  }
  for (const mark of document.querySelectorAll("main svg use")) {
    const place = mark.closest("[class^=kv-]:not(svg)").className.split(" ")[0];
    const name = `${place} ${mark.getAttribute("href").split("#")[1]}`;
    note(name, ratio(getComputedStyle(mark).color, behind(mark)));
  }
  for (const pair of document.querySelectorAll("[data-uenig] > .kv-par2")) {
    const bar = getComputedStyle(pair).boxShadow.match(/^[a-z]+\\([^)]*\\)|^#\\w+/)[0];
    note("disagreement", ratio(bar, behind(pair)));
  }
  return found;
}"""


@pytest.mark.usefixtures("example_content")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_mark_can_be_told_from_what_is_behind_it(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of the two
    found: dict[str, float] = {}
    for path in PAGES:
        page.goto(path)
        for name, ratio in page.evaluate(MEASURE).items():
            found[name] = min(found.get(name, ratio), ratio)

    marks = {f"kv-halv verdict-{name}" for name in vocabulary.names("verdict")}
    assert {"empty half", "disagreement", "kv-halv absence-not_published", *marks} <= found.keys()
    assert {"kv-del progress-in_progress", "kv-miniflis progress-done"} <= found.keys()
    assert {name: ratio for name, ratio in found.items() if ratio < LEAST} == {}
