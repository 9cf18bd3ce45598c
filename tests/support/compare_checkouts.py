"""Serve two checkouts on copies of one database with one clock, and compare every answer.

    .venv/bin/python tests/support/compare_checkouts.py BEFORE AFTER [--only WORD]

BEFORE makes the plan with its own tests: every row of the access table, and the pages that links
lead to in an example database, in each language as each role. Each checkout answers the plan in
processes of its own, and makes an example database, which is compared row by row. HTML is compared
without white space and spellings that no reader sees, every other body byte for byte. The exit
code is 1 if anything differs.
"""

import argparse
import html
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from hashlib import sha256
from http.cookies import SimpleCookie
from importlib import import_module
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any, Final

import django
import time_machine
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core import mail
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve
from django.utils import timezone

PLANS: Final = ("house", "example")  # a database each
LANGUAGES: Final = ("nb", "nn", "en")  # the first has no prefix
START: Final = "2026-11-20 13:00 +0000"  # an hour after the evaluations of the tests
MOST_ALIKE: Final = 20  # addresses of one pattern that a role's links are followed to
PASSING: Final = frozenset({"django_migrations", "django_session", "guard_tally"})  # tables
PAGE: Final = "content-type: text/html; charset=utf-8"
ENVIRONMENT: Final = {
    "CACHE_URL": "dummycache://",
    "DJANGO_SETTINGS_MODULE": "kvalitet.settings",
    "EMAIL_URL": "memorymail://",
    "EXAMPLE_PASSWORD": "et passord for alle",
    "LOCAL": "1",
    "LOG_LEVEL": "ERROR",
    "PATH": os.environ["PATH"],
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz-0123456789-of-both-checkouts",
}

KEPT: Final = re.compile(r"(<(?P<name>pre|textarea)\b.*?</(?P=name)>)", re.DOTALL)
BLOCK: Final = re.compile(
    r"\s*(</?(?:!doctype|article|aside|body|caption|dd|details|div|dl|dt|fieldset|footer|form"
    r"|h[1-6]|head|header|hr|html|legend|li|link|main|meta|nav|ol|optgroup|option|p|script|section"
    r"|summary|table|tbody|td|tfoot|th|thead|title|tr|ul|input(?= type=\"hidden\"))\b[^>]*>)\s*",
    re.ASCII | re.IGNORECASE,  # a space that does not break is no white space
)
SIGN: Final = re.compile(r"&#?\w+;")
TAG_OR_SIGN: Final = re.compile(rf"(<[^>]*>)|{SIGN.pattern}")
CSRF_TOKEN: Final = re.compile(r'(name="csrfmiddlewaretoken" value=")\w+')
DRAWN: Final = re.compile(  # random keys, and UUIDs with and without hyphens
    r"(?<![\w.-])(?:\d{13,16}|[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12})(?!\w)"
)
LINK: Final = re.compile(r'href="(/[^"#]*)')
WRITE: Final = re.compile(r'(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"')

Key = tuple[str, ...]  # database, row of the table, language, role, method, address
Answer = tuple[list[str], str]  # status, headers, mails and changed rows; the hash of the body
_draw: Final = random.Random()  # noqa: S311  # both checkouts are to draw the same


# Folding and comparing


def folded(page: str) -> str:
    """HTML without white space, spellings and CSRF tokens that no reader sees, a line per block."""
    parts = KEPT.split(CSRF_TOKEN.sub(r"\1", page))
    del parts[2::3]  # the names of the elements whose white space counts
    for i in range(0, len(parts), 2):
        spaced = re.sub(r" (/?>)", r"\1", re.sub(r"\s+", " ", parts[i], flags=re.ASCII))
        parts[i] = BLOCK.sub(r"\n\1\n", spaced).replace("\n\n", "\n")
    return TAG_OR_SIGN.sub(_spelt_alike, "".join(parts))


def _spelt_alike(found: re.Match[str]) -> str:
    """The tag or sign in one spelling; quotation marks are escaped in tags alone."""
    if found[1]:
        return SIGN.sub(lambda sign: html.escape(html.unescape(sign[0])), found[1])
    return html.escape(html.unescape(found[0]), quote=False)


def without_drawn(text: str, known: Collection[str] = ()) -> str:
    """The text without random keys and tokens but those that are known."""
    return DRAWN.sub(lambda drawn: drawn[0] if drawn[0] in known else "(drawn)", text)


def lines(body: bytes) -> list[str]:
    """The lines of a text; for other bytes one line with their hash."""
    try:
        return body.decode().split("\n")
    except UnicodeDecodeError:
        return [f"{len(body)} bytes, {sha256(body).hexdigest()}"]


def hunks(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Each run of lines that differs, from shortly before its first difference."""
    for kind, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes():
        if kind != "equal":
            old, new = "\n".join(before[i:j]), "\n".join(after[k:m])
            same = (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
            start = max(0, next(same, min(len(old), len(new))) - 40)
            yield f"  - {old[start:][:200]!r}\n  + {new[start:][:200]!r}"


def report(differing: dict[str, list[Key]]) -> Iterator[str]:
    """Each hunk once, the most frequent first, with its rows, languages and roles."""
    for hunk, keys in sorted(differing.items(), key=lambda item: -len(item[1])):
        where = (", ".join(dict.fromkeys(key[i] for key in keys)) for i in (1, 2, 3))
        yield f"{len(keys)}: {' × '.join(where)}\n  first: {' '.join(keys[0])}\n{hunk}\n"


# In a process of its own, in a checkout, with a database


def in_checkout(mode: str, name: str, folder: str) -> None:
    """Run ``plan``, ``serve`` or ``make`` with seeded randomness and plain static file names."""
    os.urandom = random._urandom = _draw.randbytes  # type: ignore[attr-defined]
    _draw.seed(0)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    FileSystemStorage.delete = lambda *_: None  # type: ignore[method-assign]
    django.setup()
    {"plan": plan, "serve": serve, "make": make}[mode](name, Path(folder))


def plan(name: str, folder: Path) -> None:
    """Fill the database, sign every role in, and write down what is requested."""
    access, visitors = (
        import_module("tests.access.test_access"),
        import_module("tests.support.visitors"),
    )
    requests: list[tuple[list[str], dict[str, str]]] = []
    with time_machine.travel(START):
        _load(example=name == "example")
        house: Any = visitors.built() if name == "house" else None
        clients: dict[str, Client] = {role: visitors.client_of(role) for role in visitors.VISITORS}
        for row, language in product(access.TABLE if house else (), LANGUAGES):
            if row.translated or language == LANGUAGES[0]:
                address, form = row.address(language, house.places), access.form_of(row, house)
                for role in clients:
                    requests.append(([row.name, language, role, "GET", address], {}))
                    if row.post:
                        requests.append(([row.name, language, role, "POST", address], form))
        starts = [row.address() for row in access.TABLE if not row.parts]
        public: list[str] = []
        for role, client in () if house else clients.items():
            found = linked(client, starts, public)
            public = public or found  # of the first role, which is anonymous
            for address, language in product(found, LANGUAGES):
                view = resolve(address.partition("?")[0]).view_name
                prefix = "" if language == LANGUAGES[0] else f"/{language}"
                requests.append(([view, language, role, "GET", prefix + address], {}))
        cookies = {role: client.cookies.output([], "", ";") for role, client in clients.items()}
        planned = {"clock": timezone.now().isoformat(), "cookies": cookies, "requests": requests}
    (folder / f"{name}.json").write_text(json.dumps(planned), encoding="utf-8")


def linked(client: Client, starts: list[str], public: list[str]) -> list[str]:
    """The starts, and what links lead to beyond the public pages; filters are not combined."""
    found, seen, patterns = list(starts), {*starts, *public}, Counter[str]()
    for address in found:  # it grows
        response: Any = client.get(address)
        is_page = response.get("Content-Type", "").startswith("text/html")
        for link in map(html.unescape, LINK.findall(response.text) if is_page else ()):
            pattern = re.sub(r"[^/?&]*\d[^/?&]*|=[^&]*", "#", link)
            other = re.match(r"/(?:nn|en|static)(?:/|$)", link) or ("?" in address and "?" in link)
            if link not in seen and not other and patterns[pattern] < MOST_ALIKE:
                seen.add(link)
                patterns[pattern] += 1
                found.append(link)
    return found


def serve(name: str, folder: Path) -> None:
    """Answer every request of the plan; each is rolled back."""
    planned = json.loads((folder / f"{name}.json").read_text("utf-8"))
    stored = {table: _rows(table) for table in connection.introspection.table_names()}
    known = {key for rows in stored.values() for row in rows for key in DRAWN.findall(row)}
    client = Client(raise_request_exception=False)
    with time_machine.travel(planned["clock"], tick=False):
        for number, (key, form) in enumerate(planned["requests"]):
            _draw.seed(number)
            client.cookies = SimpleCookie(planned["cookies"][key[2]])
            head, body = answered(client, key[3], key[4], form, stored)
            if PAGE in head:
                body = without_drawn(folded(body.decode()), known).encode()
            status, *others = (without_drawn(line, known) for line in head)
            _keep(folder, [name, *key], [status, *sorted(others)], body)


def answered(
    client: Client, method: str, address: str, form: dict[str, str], stored: dict[str, Counter[str]]
) -> tuple[list[str], bytes]:
    """Status, headers, mails and changed rows, a line each; the body."""
    written: set[str] = set()

    def noted(execute: Any, sql: str, *others: Any) -> Any:
        written.update(WRITE.findall(sql))
        return execute(sql, *others)

    mail.outbox = []
    with transaction.atomic():
        with connection.execute_wrapper(noted):
            response: Any = getattr(client, method.lower())(address, form)
            body = b"".join(response)
            for step in connection.run_on_commit:
                step[1]()
        head = [f"status {response.status_code}", *_headers(response)]
        head += [
            f"mail {each.to} {each.subject} {each.from_email} {each.body}" for each in mail.outbox
        ]
        for table in sorted(written - PASSING):
            rows = _rows(table)
            head += [f"{table} + {row}" for row in (rows - stored[table]).elements()]
            head += [f"{table} - {row}" for row in (stored[table] - rows).elements()]
        transaction.set_rollback(True)
    return head, body


def _headers(response: Any) -> Iterator[str]:
    """Headers and cookies; values that depend on chance, the code or white space are hidden."""
    is_page = response.get("Content-Type", "").startswith("text/html")
    for name, value in ((name.lower(), value) for name, value in response.items()):
        hidden = value.startswith('W/"') or (is_page and name == "content-length")
        yield f"{name}: {'(hidden)' if hidden else value}"
    for cookie in response.cookies.values():
        yield re.sub(r"=[^;]+", "=(hidden)", f"cookie {cookie.OutputString()}", count=1)


def make(name: str, folder: Path) -> None:
    """Make an example database with this checkout; keep its schema, rows and static files."""
    with time_machine.travel(START, tick=False):
        _load(example=True)
    for table in {*connection.introspection.table_names()} - PASSING:
        rows = sorted(without_drawn(row) for row in _rows(table).elements())
        _keep(folder, [name, table, "", "", "rows", ""], [], "\n".join(rows).encode())
    schema = sorted(_rows("sqlite_master", "type, name, sql"))
    _keep(folder, [name, "schema", "", "", "rows", ""], [], "\n".join(schema).encode())
    for path, storage in (each for finder in get_finders() for each in finder.list([])):
        _keep(folder, [name, path, "", "", "file", ""], [], storage.open(path).read())


def _load(*, example: bool) -> None:
    """Migrate, and load both agreements and, if asked for, the example."""
    for command in ("migrate", "load_agreements", *(["load_example"] if example else [])):
        call_command(command, verbosity=0, stdout=StringIO())


def _rows(table: str, columns: str = "*") -> Counter[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{table}"')  # noqa: S608  # names from the database
        return Counter(map(repr, cursor.fetchall()))


def _keep(folder: Path, key: Sequence[str], head: list[str], body: bytes) -> None:
    """Add a line to the answers, and the body to a folder that both checkouts share."""
    kept = folder.parent / "bodies" / sha256(body).hexdigest()
    if not kept.exists():
        kept.write_bytes(body)
    with (folder / "answers").open("a", encoding="utf-8") as file:
        file.write(json.dumps([key, head, kept.name]) + "\n")


# Running both


def run(mode: str, name: str, *places: tuple[Path, Path]) -> None:
    """Start a process in each checkout and wait; a plan is made by the checkout's own script."""
    processes = []
    for checkout, folder in places:
        own = checkout / "tests/support/compare_checkouts.py"
        script = own if mode == "plan" and own.exists() else Path(__file__).resolve()
        environment = {
            **ENVIRONMENT,
            "DATABASE_URL": f"sqlite:///{folder / name}.sqlite3",
            "PYTHONPATH": str(checkout),
            "SOURCES_ROOT": str(folder / "sources"),
        }
        command: list[str | Path] = [
            sys.executable,
            "-P",
            script,
            "--in-checkout",
            mode,
            name,
            folder,
        ]
        processes.append(subprocess.Popen(command, cwd=checkout, env=environment))  # noqa: S603
    codes = [process.wait() for process in processes]
    if any(codes):
        sys.exit(f"{mode} {name} failed.")


def narrow(path: Path, word: str, languages: str) -> None:
    """Drop requests of a plan in other languages or without the word in row or address."""
    planned = json.loads(path.read_text("utf-8"))
    planned["requests"] = [
        (key, form)
        for key, form in planned["requests"]
        if key[1] in languages.split(",") and (word in key[0] or word in key[4])
    ]
    path.write_text(json.dumps(planned), encoding="utf-8")


def read(folder: Path) -> dict[Key, Answer]:
    """What a checkout answered."""
    with (folder / "answers").open(encoding="utf-8") as file:
        return {tuple(key): (head, body) for key, head, body in map(json.loads, file)}


def compare(folder: Path) -> int:
    """Say what differs and how much was compared; the exit code."""
    before, after = read(folder / "before"), read(folder / "after")
    differing: dict[str, list[Key]] = defaultdict(list)
    different = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    for key in different:
        old, new = (
            [*head, *lines((folder / "bodies" / body).read_bytes())] if body else []
            for head, body in (answers.get(key, ([], "")) for answers in (before, after))
        )
        for hunk in hunks(old, new):
            differing[hunk].append(key)
    statuses = Counter(head[0] if head else key[4] for key, (head, _body) in before.items())
    pages = sum(PAGE in head for head, _body in before.values())
    sys.stdout.writelines(f"{line}\n" for line in report(differing))
    sys.stdout.write(
        f"{len(before)} compared ({', '.join(f'{n} {s}' for s, n in statuses.most_common())}): "
        f"{pages} pages folded, {len(before) - pages} byte for byte. {len(different)} differ.\n"
    )
    return 1 if different else 0


def main() -> int:
    """Plan, serve and compare; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--only", default="", help="a word in a row's name or its address")
    parser.add_argument("--languages", default=",".join(LANGUAGES), help="such as nb,en")
    parser.add_argument("--folder", type=Path, default=Path("var/compare"), help="to work in")
    parser.add_argument("--again", action="store_true", help="use the plan that is in the folder")
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    sides = {"before": arguments.before.resolve(), "after": arguments.after.resolve()}
    if not arguments.again:
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "plan").mkdir(parents=True)
        for name in PLANS:
            run("plan", name, (sides["before"], folder / "plan"))
    for made in (*sides, "bodies"):
        shutil.rmtree(folder / made, ignore_errors=True)
    (folder / "bodies").mkdir()
    for side in sides:
        shutil.copytree(folder / "plan", folder / side)
        for name in PLANS:
            narrow(folder / side / f"{name}.json", arguments.only, arguments.languages)
    places = [(checkout, folder / side) for side, checkout in sides.items()]
    for name in PLANS:
        run("serve", name, *places)
    if not arguments.only:
        run("make", "made", *places)
    return compare(folder)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--in-checkout"]:
        in_checkout(*sys.argv[2:])
    else:
        sys.exit(main())
