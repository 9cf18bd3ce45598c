"""The evaluation years of the first agreement that each place of the portal counts."""

import csv
import json
import re
from collections.abc import Callable, Iterable
from io import StringIO
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.test import Client

from commitments.regional.actions import require_subject
from tests.support import recorders, regional_states
from tests.support.page_text import text

SLUG: Final = "2005-2009"
REF: Final = "2005-M3"  # regional; both parties are responsible
YEARS: Final = (2005, 2006, 2007, 2008)
_OPTION: Final = r'<option value="(\d{4})"'


def counted_years(reader: Client, editor: Client) -> dict[str, list[int]]:
    """The years, each once and in order, by place.

    ``editor`` is the browser of an editor of KS.
    """
    agreement, work = f"/en/avtaler/{SLUG}/", "/en/arbeid/fylker/"
    found: dict[str, Callable[[], Iterable[object]]] = {
        "register filter": lambda: _on(reader, "/en/forpliktelser/", _OPTION),
        "county filter": lambda: _on(reader, f"/en/fylker/?forpliktelse={REF}", _OPTION),
        "filter of one county": lambda: _on(reader, "/en/fylker/12-hordaland/", _OPTION),
        "matrix": lambda: _on(reader, f"{agreement}matrise/", r'<th scope="col"><a[^>]*>(\d{4})'),
        "matrix file": lambda: [row["aar"] for row in _csv(reader, f"/avtaler/{SLUG}/matrise.csv")],
        "all years": lambda: _on(reader, f"{agreement}alle-ar/", r">(\d{4})</a>"),
        "counts of each party": lambda: _on(
            reader, f"{agreement}alle-ar/", r'<th scope="row"><span class="kv-tall">(\d{4})'
        ),
        "filter of assessments": lambda: _on(reader, "/en/vurderinger/", _OPTION),
        "file of assessments": lambda: [
            row["ar"] for row in _csv(reader, f"/vurderinger.csv?avtale={SLUG}")
        ],
        "agreement file": lambda: _of_file(reader.get("/avtaler.json")),
        "party": lambda: _on(reader, "/en/parter/KS/", r'evalueringer/(\d{4})/"'),
        "party file": lambda: [
            year for row in _csv(reader, "/parter/KS.csv") for year in row["aar"].split("; ")
        ],
        "commitment": lambda: _on(
            reader, f"/en/forpliktelser/{REF}/", r'"rowheader"><a[^>]*>(\d{4})</a>'
        ),
        "overview of grids": lambda: _on(editor, work, rf"/{REF}/(\d{{4}})/"),
        "grid": lambda: _that_answer(editor, f"{work}{REF}/{{}}/"),
        "files to fill in": lambda: _on(editor, f"{work}import/", rf"mal/{SLUG}/(\d{{4}})\.csv"),
        "file to fill in": lambda: _that_answer(editor, f"/arbeid/fylker/mal/{SLUG}/{{}}.csv"),
        "county status": lambda: filter(_takes, YEARS),
    }
    own = {name: {int(str(year)) for year in years()} & {*YEARS} for name, years in found.items()}
    return {name: sorted(years) for name, years in own.items()}


def _on(client: Client, url: str, pattern: str) -> list[str]:
    response = client.get(url)
    assert response.status_code == 200, url
    return re.findall(pattern, text(response))  # type: ignore[arg-type]


def _csv(client: Client, url: str) -> list[dict[str, str]]:
    response: Any = client.get(url)
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(body)))


def _of_file(response: Any) -> list[int]:
    agreements = json.loads(response.content)["avtaler"]
    [years] = [row["evalueringsar"] for row in agreements if row["kortnavn"] == SLUG]
    return list(years)


def _that_answer(client: Client, url: str) -> list[int]:
    return [year for year in YEARS if client.get(url.format(year)).status_code == 200]


def _takes(year: int) -> bool:
    """Whether a county status of the year is accepted."""
    try:
        require_subject(regional_states.subject_of(ref=REF, year=year))
    except ValidationError:
        return False
    return True


def editor_of_ks() -> Client:
    """A signed-in editor of KS."""
    return recorders.client_of(recorders.editor("KS"))
