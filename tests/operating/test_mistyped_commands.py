"""Whoever mistypes a command, or runs it too early, reads a sentence and no trace."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import get_commands

from tests.support import forked_commands, live_servers, small_disk

pytestmark = [
    pytest.mark.long,
    pytest.mark.process,
    pytest.mark.django_db,
]

KARI: Final = ("--email", "kari@example.no", "--name", "Kari")
WELL_TYPED: Final = {  # every command of ours, as it would do its work
    "appoint": ("--party", "KD", *KARI),
    "backup": ("{empty}/backup",),
    "compile_templates": (),
    "fill_for_measuring": ("2",),
    "import_klass": ("{text}",),
    "load_agreements": (),
    "load_example": (),
    "redact": ("--reason", "a", "--name", "b", "--name", "c"),
    "remove_example": (),
    "restore": ("{empty}",),
    "verify": (),
    "write_error_pages": (),
}
OF_DJANGO: Final = {  # what the manual tells people to run
    "check": ("--deploy",),
    "clearsessions": (),
    "createcachetable": (),
    "migrate": (),
}
STATES: Final = {  # of the surroundings, and what is said by the commands that meet them
    "no tables": {"DATABASE_URL": "sqlite:///{empty}/a.sqlite3"},
    "no folder": {"DATABASE_URL": "sqlite:///{empty}/no/such/a.sqlite3"},
    "no database": {"DATABASE_URL": "sqlite:///{text}"},
    "no server": {"DATABASE_URL": "postgres://portal@127.0.0.1:1/portal"},
}
VARIABLES: Final = {  # read before any command: one of them speaks for all
    "SECRET_KEY": {"LOCAL": "0"},
    "DATABASE_URL": {"DATABASE_URL": "tull"},
    "DATABASE_URL, port": {"DATABASE_URL": "postgres://a:b@h:x/n"},
    "DATABASE_URL, kind": {"DATABASE_URL": "mysql://a:b@h/n"},
    "CACHE_URL": {"CACHE_URL": "tull"},
    "EMAIL_URL": {"EMAIL_URL": "tull://x"},
    "LOG_LEVEL": {"LOG_LEVEL": "tull"},
}
_ANYWHERE: Final = {"compile_templates", "createcachetable", "write_error_pages"}
HARMLESS: Final = {  # commands that may succeed there
    "no tables": {"check", *_ANYWHERE},
    "no folder": _ANYWHERE,
    "no database": _ANYWHERE,
    "no server": _ANYWHERE,
}
MISTYPED: Final = (
    (("tull",), "Unknown command: 'tull'"),
    (("appoint",), "the following arguments are required"),
    (("appoint", "--party", "KD", "--email", "kari", "--name", "Kari"), "valid email address"),
    (("appoint", "--party", "XX", *KARI), "There is no party XX"),
    (("backup",), "the following arguments are required: folder"),
    (("backup", "{text}"), "{text}: "),
    (("backup", "{text}/a"), "{text}"),
    (("backup", "/proc/a"), "/proc/a: "),
    (("compile_templates", "alt"), "unrecognized arguments"),
    (("fill_for_measuring", "mange"), "invalid int value"),
    (("fill_for_measuring", "0"), "at least 1"),
    (("import_klass", "{empty}/none"), "none: No such file or directory"),
    (("import_klass", "{empty}"), "Is a directory"),
    (("import_klass", "{binary}"), "binary"),
    (("import_klass", "{text}", "--date", "2010-13-01"), "--date: 2010-13-01 is no day"),
    (("load_agreements", "--folder", "{empty}"), "No agreement in"),
    (("load_agreements", "--folder", "{text}"), "No agreement in"),
    (("load_agreements", "--folder", "{empty}/none"), "No agreement in"),
    (("load_agreements", "--folder", "{broken}"), "UTF-8"),
    (("load_agreements", "--first-day", "i dag"), "i dag is no day"),
    (("load_agreements", "--language", "de"), "invalid choice"),
    (("load_agreements", "--tull"), "unrecognized arguments"),
    (("redact",), "the following arguments are required"),
    (("redact", "--reason", "a"), ""),
    (("restore", "{empty}/none"), "This is no backup"),
    (("restore", "{text}"), "{text}/manifest.json: Not a directory."),
    (("restore", "{manifest}"), "manifest.json"),
    (("remove_example",), ""),
    (("verify", "alt"), "unrecognized arguments"),
    (("write_error_pages", "alt"), "unrecognized arguments"),
)


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str]:
    """Files and folders that are not what a command wants."""
    found = {name: tmp_path / name for name in ("empty", "broken", "manifest", "text", "binary")}
    for folder in ("empty", "broken", "manifest"):
        found[folder].mkdir()
    found["text"].write_text("tull\n", "utf-8")
    found["binary"].write_bytes(b"\xff\xfe\x00")
    for name in ("2005-2009.toml", "2005-2009.txt"):
        (found["broken"] / name).write_bytes(b"\xff\xfe\x00")
    (found["manifest"] / "manifest.json").write_text('{"database": []}', "utf-8")
    return {name: str(path) for name, path in found.items()}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database with the texts."""
    with live_servers.database(tmp_path_factory.mktemp("loaded")) as url:
        yield url


def run(
    places: Mapping[str, str],
    line: Sequence[str],
    known: Mapping[str, str],
    within: Sequence[str] = (),
) -> tuple[int, str]:
    """The exit code of a command, and what it wrote to standard error."""
    done = subprocess.run(  # noqa: S603  # our own command
        [*within, sys.executable, "manage.py", *(part.format_map(places) for part in line)],
        cwd=settings.BASE_DIR,
        env=surroundings(places, known),
        input=forked_commands.TYPED,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stderr.decode()


def run_all(
    places: Mapping[str, str], lines: Iterable[Sequence[str]], known: Mapping[str, str]
) -> list[tuple[int, str]]:
    """What each of the lines answers in the same surroundings."""
    filled = [[part.format_map(places) for part in line] for line in lines]
    return forked_commands.run(filled, surroundings(places, known))


def run_each(
    places: Mapping[str, str], commands: Mapping[str, tuple[str, ...]], known: Mapping[str, str]
) -> dict[str, tuple[int, str]]:
    """What each of the commands answers in the same surroundings."""
    met = run_all(places, [(name, *line) for name, line in commands.items()], known)
    return dict(zip(commands, met, strict=True))


def surroundings(places: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command."""
    there = {name: text.format_map(places) for name, text in known.items()}
    return {"PATH": os.environ["PATH"], "LOCAL": "1", "LOG_LEVEL": "ERROR", **there}


def test_the_table_lists_every_command_of_ours() -> None:
    own = {"commitments", "agreements", "kvalitet.accounts", "kvalitet.guard"}

    assert set(WELL_TYPED) == {name for name, app in get_commands().items() if app in own}


@pytest.mark.parametrize("state", STATES)
def test_no_command_shows_a_trace(state: str, places: dict[str, str]) -> None:
    commands = WELL_TYPED | OF_DJANGO
    if state == "no tables":
        del commands["migrate"]  # it makes them, as for every test

    met = run_each(places, commands, STATES[state])

    assert_told(met, HARMLESS.get(state, set()))


@pytest.mark.parametrize("variable", VARIABLES)
def test_no_variable_shows_a_trace(variable: str, places: dict[str, str]) -> None:
    code, told = run(places, ("verify",), VARIABLES[variable])

    assert_told({"verify": (code, told)}, set())
    assert variable.partition(",")[0] in told


def assert_told(met: Mapping[str, tuple[int, str]], harmless: set[str]) -> None:
    """Every command has failed, but for the harmless ones, and said something short of a trace."""
    assert [name for name, (_code, told) in met.items() if "Traceback" in told] == []
    assert {name for name, (code, _told) in met.items() if code == 0} <= harmless
    assert [name for name, (code, told) in met.items() if code and not told.strip()] == []


def test_mistyped_lines_are_answered_in_a_sentence(places: dict[str, str], loaded: str) -> None:
    met = run_all(places, [line for line, _says in MISTYPED], {"DATABASE_URL": loaded})

    for (line, says), (code, told) in zip(MISTYPED, met, strict=True):
        assert code != 0, line
        assert "Traceback" not in told, (line, told)
        assert told.strip(), line
        assert says.format_map(places) in told, (line, told)


def test_a_locked_database_is_named(places: dict[str, str], loaded: str) -> None:
    file = Path(urlsplit(loaded).path)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        met = run_each(places, WELL_TYPED, {"DATABASE_URL": loaded})
        other.execute("ROLLBACK")

    assert [name for name, (_code, told) in met.items() if "Traceback" in told] == []
    assert "locked" in met["appoint"][1]


def test_a_full_disk_is_named(places: dict[str, str], loaded: str, tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    with small_disk.mounted(folder) as disk:
        disk.run("cp", urlsplit(loaded).path, folder / "a.sqlite3")
        disk.fill()
        url = f"sqlite:///{folder / 'a.sqlite3'}"
        line = ("appoint", *WELL_TYPED["appoint"])
        appointed = run(places, line, {"DATABASE_URL": url}, disk.within)
        copied = run(places, ("backup", f"{folder}/copy"), {"DATABASE_URL": loaded}, disk.within)

    assert [code for code, _told in (appointed, copied)] == [1, 1]
    assert "read-only" in appointed[1] or "full" in appointed[1]
    assert "No space left on device" in copied[1] or "full" in copied[1]


def test_an_interrupted_command_says_so(loaded: str) -> None:
    with subprocess.Popen(  # noqa: S603  # our own command
        [sys.executable, "manage.py", "redact", *WELL_TYPED["redact"]],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "LOCAL": "1", "DATABASE_URL": loaded},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as waiting:
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(10)
        waiting.send_signal(signal.SIGINT)
        _out, told = waiting.communicate(timeout=30)

    assert (waiting.returncode, told) == (1, b"Interrupted.\n")


def test_a_python_without_the_packages_says_where_they_are() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "manage.py", "check"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "make setup" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_trace_can_be_asked_for(places: dict[str, str]) -> None:
    code, told = run(places, ("verify", "--traceback"), STATES["no tables"])

    assert code == 1
    assert "Traceback" in told
