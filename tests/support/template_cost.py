"""What the template of a page costs, and the whole request, in two checkouts by turns.

    .venv/bin/python tests/support/template_cost.py BEFORE AFTER [--rounds 30]

Both read copies of the same two databases, made by BEFORE: the example, and 1,000 commitments with
7,500 entries for measuring. Each page is asked for once, and its context kept; then each checkout
by turns renders that context, widgets and all, and answers the whole request. Printed are medians
of CPU milliseconds and the ratio between them.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, Final

PAGES: Final = {  # name: database, who looks, address
    "register, example": ("example", "", "/forpliktelser/"),
    "register, 1,000 commitments": ("measuring", "", "/forpliktelser/"),
    "commitment, example": ("example", "", "/forpliktelser/2011-F2/"),
    "commitment, 1,000 commitments": ("measuring", "", "/forpliktelser/MAALING-F1/"),
    "entry form": ("example", "kd-redaktor@example.no", "/arbeid/forpliktelser/2011-F2/ny/"),
    "front page": ("example", "", "/"),
    "evaluation": ("example", "", "/avtaler/2011-2013/evalueringer/2012/"),
    "workspace": ("example", "kd-redaktor@example.no", "/arbeid/"),
}
ENVIRONMENT: Final = {
    "CACHE_URL": "dummycache://",
    "DJANGO_SETTINGS_MODULE": "kvalitet.settings",
    "EXAMPLE_PASSWORD": "et passord for alle",
    "LOCAL": "1",
    "PATH": os.environ["PATH"],
}


def milliseconds(work: Callable[[], object]) -> float:
    """CPU time of one call."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def in_checkout(database: str) -> None:
    """Answer on standard output, for each name of a page on standard input: template, request."""
    import django  # noqa: PLC0415  # of this checkout
    from django.template import backends, engines  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    django.setup()
    kept: list[tuple[Any, dict[str, Any], Any]] = []
    engines.all()
    for backend in (backends.django, getattr(backends, "jinja2", None)):
        if backend is not None:
            _keep_contexts(backend.Template, kept)
    clients: dict[str, Any] = {"": Client()}
    for line in sys.stdin:
        _database, email, address = PAGES[line.strip()]
        if email not in clients:
            clients[email] = Client()
            clients[email].post("/konto/eksempel/", {"email": email})
        client = clients[email]
        kept.clear()
        answer = client.get(address)
        if answer.status_code != 200:
            sys.exit(f"{address}: {answer.status_code}")
        template, context, request = next(found for found in kept if found[2] is not None)
        costs = (
            milliseconds(lambda: template.render(dict(context), request)),  # noqa: B023
            milliseconds(lambda: client.get(address)),  # noqa: B023
        )
        sys.stdout.write(json.dumps(costs) + "\n")
        sys.stdout.flush()


def _keep_contexts(template: Any, kept: list[tuple[Any, dict[str, Any], Any]]) -> None:
    """Note each template that is rendered, with the context and the request of a page."""
    render = template.render

    def noted(self: Any, context: Any = None, request: Any = None) -> Any:
        if request is not None:
            kept.append((self, dict(context or {}), request))
        return render(self, context, request)

    template.render = noted


def prepare(checkout: Path, folder: Path) -> None:
    """Make the two databases with one checkout, unless an earlier run has."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, steps in {
        "example": (["load_agreements"], ["load_example"]),
        "measuring": (["fill_for_measuring", "1000"],),
    }.items():
        made = folder / f"{name}.sqlite3"
        for step in (["migrate", "-v", "0"], *steps) if not made.exists() else ():
            command = [sys.executable, "manage.py", *step]
            address = {"DATABASE_URL": f"sqlite:///{made}"}
            subprocess.run(  # noqa: S603  # our own commands
                command, cwd=checkout, env=ENVIRONMENT | address, check=True, capture_output=True
            )


def measure(checkouts: list[Path], folder: Path, rounds: int) -> None:
    """Print a line for each page."""
    for database in ("example", "measuring"):
        processes = []
        for place, checkout in enumerate(checkouts):
            copy = folder / f"{database}-{place}.sqlite3"
            shutil.copy(folder / f"{database}.sqlite3", copy)
            environment = {**ENVIRONMENT, "DATABASE_URL": f"sqlite:///{copy}"}
            environment["PYTHONPATH"] = str(checkout)
            command = [sys.executable, "-P", str(Path(__file__).resolve()), "--in", database]
            processes.append(
                subprocess.Popen(  # noqa: S603  # this script
                    command, cwd=checkout, env=environment, text=True, bufsize=1,
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                )
            )  # fmt: skip
        for name, (needed, _email, _address) in PAGES.items():
            if needed == database:
                sys.stdout.write(f"{name}: {compared(processes, name, rounds)}\n")
        for process in processes:
            process.terminate()


def compared(processes: list["subprocess.Popen[str]"], name: str, rounds: int) -> str:
    """The medians of a page and their ratios, the checkouts asked by turns."""
    costs: list[list[tuple[float, float]]] = [[] for _process in processes]
    for _round in range(rounds):
        for process, found in zip(processes, costs, strict=True):
            assert process.stdin
            assert process.stdout
            process.stdin.write(f"{name}\n")
            found.append(json.loads(process.stdout.readline()))
    parts = []
    for kind, place in (("template", 0), ("request", 1)):
        before, after = (median(pair[place] for pair in found) for found in costs)
        parts.append(f"{kind} {before:.1f} → {after:.1f} ms ({after / before:.2f})")
    return ", ".join(parts)


def main() -> None:
    """Prepare and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("checkouts", type=Path, nargs=2, metavar=("BEFORE", "AFTER"))
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--folder", type=Path, default=Path("var/template_cost"))
    arguments = parser.parse_args()
    checkouts, folder = [path.resolve() for path in arguments.checkouts], arguments.folder.resolve()
    prepare(checkouts[0], folder)
    measure(checkouts, folder, arguments.rounds)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--in"]:
        in_checkout(sys.argv[2])
    else:
        main()
