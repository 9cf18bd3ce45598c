"""The pages that are measured, and what each target says of them.

A candidate is a page that takes its turns; a row compares two of them and says what is wanted.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import Final, NamedTuple
from urllib.parse import quote

from tests.bench.people import NEW
from tests.bench.places import ROOT
from tests.bench.report import Finding
from tests.bench.rounds import IN_PROCESS, Candidate, Cost, Costs

REFERENCE: Final = "(c)"
_WORD: Final = quote("malepunkt")  # stands in every wording
STORED: Final = {
    "register": "/forpliktelser/",
    "commitment": "/forpliktelser/MAALING-F1/",
    "front page": "/",
    "method": "/metode/",
}


def _cpu(cost: Cost) -> float:
    return cost.cpu


def _database(cost: Cost) -> float:
    return cost.database


def _both(cost: Cost) -> float:
    return cost.cpu + cost.database


class Row(NamedTuple):
    """A target: a page against another.

    Where ``faster``, what the other costs over what this one does must be at least ``limit``;
    else what this one costs over what the other does must be at most that. ``in_process``: both
    without what the server around the application costs, which is what (c) costs in it.
    """

    target: str
    what: str
    own: str
    other: str
    limit: float
    faster: bool = False
    counted: Callable[[Cost], float] = _cpu
    in_process: bool = False

    def ratios(self, costs: Costs) -> list[float]:
        """One for each round."""
        own = [self.counted(cost) for cost in costs[self.own]]
        other = [self.counted(cost) for cost in costs[self.other]]
        if self.in_process:
            alone = [cost.cpu for cost in costs[IN_PROCESS]]
            around = [served - bare for served, bare in zip(other, alone, strict=True)]
            own = [served - server for served, server in zip(own, around, strict=True)]
            other = alone
        pairs = zip(other, own, strict=True) if self.faster else zip(own, other, strict=True)
        return [above / max(below, 1e-6) for above, below in pairs]

    def finding(self, costs: Costs) -> Finding:
        """The row of the table."""
        own = costs[self.own]
        alone = f" · (c) {1e6 * median(cost.cpu for cost in costs[IN_PROCESS]):.0f} µs"
        note = (
            f"{1000 * median(cost.cpu for cost in own):.2f} ms"
            f" · {1000 * median(cost.database for cost in own):.2f} ms"
            f" · {median(cost.per_second for cost in own):.0f}/s{alone if self.in_process else ''}"
        )
        return Finding(self.target, self.what, self.ratios(costs), self.limit, self.faster, note)


def candidates(cookies: str, last: str) -> list[Candidate]:
    """Every page, with these cookies where one is signed in; ``last`` is the number of a page."""
    return [
        Candidate(REFERENCE, REFERENCE, "/", ("Reference",), 15_000),
        *_stored(),
        Candidate(
            "page behind nginx",
            "nginx",
            STORED["register"],
            ("Kvalitetsavtalen",),
            packed=True,
            at_most=8_000,
        ),
        Candidate("nginx's static file", "nginx", _static(), least=0, at_most=8_000),
        *_lists("many"),
        *_lists("few"),
        Candidate("last page", "many", f"/framdrift/?side={last}", ("oppforing-",), 5_000),
        Candidate("commitment, 210 entries", "many", "/forpliktelser/MAALING-F1/", ("MAALING-F1",)),
        Candidate("plain register", "plain", "/register/", ("MAALING-",), 10_000),
        Candidate("plain filter", "plain", "/register/?group=joint", ("MAALING-F",), 10_000),
        Candidate("plain search", "plain", f"/register/?q={_WORD}", ("MAALING-",), 10_000),
        *_signed_in((f"Cookie: {cookies}",)),
    ]


def _stored() -> list[Candidate]:
    """Each page in the three ways it is asked for."""
    found = []
    for name, path in STORED.items():
        page = Candidate(f"{name}, plain", "stored", path, ("Kvalitetsavtalen",), 5_000)
        packed = replace(page, name=f"{name}, gzip", packed=True)
        found += [page, packed, replace(packed, name=f"{name}, 304", kept=True)]
    return found


def _static() -> str:
    """A file that nginx sends as it is, not packed anew, about as big as a packed page."""
    files = (ROOT / "var" / "static" / "inter" / "files").glob("*-ext-wght-normal.woff2")
    least = min(files, key=lambda file: (file.stat().st_size, file.name))
    return f"/static/inter/files/{least.name}"


def _lists(server: str) -> list[Candidate]:
    """Pages with many rows, stored nowhere."""
    register = "/forpliktelser/"
    pages = {
        "register": (register, "MAALING-"),
        "filter": (f"{register}?gruppe=felles_forpliktelse", "MAALING-F"),
        "search": (f"{register}?q={_WORD}", "MAALING-"),
        "front": ("/", "Kvalitetsavtalen"),
        "progress": ("/framdrift/", "oppforing-"),
    }
    return [
        Candidate(f"{name}, {server}", server, path, (word,), 5_000)
        for name, (path, word) in pages.items()
    ]


def _signed_in(headers: tuple[str, ...]) -> list[Candidate]:
    pages = {
        "entry form": (NEW, 'name="narrative"'),
        "workspace": ("/arbeid/", "Kvalitetsavtalen"),
        "evaluation, 17 rows": ("/arbeid/evalueringer/2011-2013/2013/", "2011-F"),
        "county grid": ("/arbeid/fylker/2005-F1/2005/", "2005-F1"),
        "public page, signed in": ("/forpliktelser/", "2011-F2"),
    }
    return [
        Candidate(name, "example", path, (word,), 5_000, headers)
        for name, (path, word) in pages.items()
    ]


def rows() -> Sequence[Row]:
    """What is wanted, in the order of the targets."""
    return [
        *(
            Row("T1", f"{name}, {kind}", f"{name}, {kind}", REFERENCE, limit, faster=True)
            for kind, limit in (("gzip", 1.25), ("plain", 1.0), ("304", 1.4))
            for name in STORED
        ),
        Row("T2", "behind nginx", "page behind nginx", "nginx's static file", 0.9, faster=True),
        Row(
            "T3", "register of 50 rows, uncached", "register, many", REFERENCE, 400, in_process=True
        ),
        *(
            Row("T4", f"{name}, {of}", f"{name}, many", f"plain {name}", limit, faster, counted)
            for name in ("filter", "search")
            for of, limit, faster, counted in (
                ("server", 0.5, True, _cpu),
                ("database", 1.1, False, _database),
            )
        ),
        *(
            Row("T5", name, own, REFERENCE, limit, in_process=True)
            for name, own, limit in (
                ("commitment, 210 entries", "commitment, 210 entries", 250),
                ("front page, uncached", "front, many", 300),
                ("entry form", "entry form", 60),
            )
        ),
        *(
            Row(
                "T9",
                f"{name} with more entries",
                f"{name}, many",
                f"{name}, few",
                1.25,
                counted=_both,
            )
            for name in ("register", "filter", "search", "front", "progress")
        ),
        Row("T10", "last page, against the first", "last page", "progress, many", 1.25),
        *(
            Row("T11", name, name, REFERENCE, limit, in_process=True)
            for name, limit in (
                ("workspace", 250),
                ("evaluation, 17 rows", 250),
                ("county grid", 250),
                ("public page, signed in", 15),
            )
        ),
    ]


def alone(costs: Costs) -> Iterator[Finding]:
    """What is wanted of a page without another beside it."""
    if register := costs.get("register, many"):
        sizes = [cost.size / 1000 for cost in register]
        yield Finding("T3", "size of the register", sizes, 45, unit=" kB")
    if front := costs.get("front, many"):
        waits = [1000 * cost.database for cost in front]
        yield Finding("T5", "database of the front page", waits, 10, unit=" ms")
