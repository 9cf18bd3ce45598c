"""What lies in the repository: locks that name no host, nothing of others, documents in step."""

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

ROOT: Final = settings.BASE_DIR
LOCKS: Final = ("run.txt", "build.txt", "dev.txt")
HOST: Final = re.compile(r"https?://|--(extra-)?index-url|--find-links|--trusted-host| @ ")
PINNED: Final = re.compile(r"[a-z0-9._-]+(\[[a-z0-9, ._-]+\])?==\S+( ; .+)?( \\)?")
FOREIGN: Final = frozenset(
    {".woff", ".woff2", ".ttf", ".otf", ".whl", ".map", ".mo", ".pyc", ".gz", ".br", ".zip"}
)
FOR_BOTH: Final = frozenset({"brotli"})  # packs what is served, unpacks the fonts that are built
NAMED_FILE: Final = re.compile(r"`([\w./-]+\.(?:py|html|toml|txt|css|js|csv|svg|md))`")
REGISTRIES: Final = re.compile(r"(pypi|pythonhosted|npmjs|yarnpkg)\.(org|com)|unpkg|jsdelivr|cdnjs")


@pytest.fixture(scope="module")
def committed() -> list[Path]:
    """The files that are under version control, or would be after ``git add``."""
    if not (ROOT / ".git").exists():
        pytest.skip("no git repository here")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 (git as installed)
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    names = [name for name in listed.stdout.split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def test_the_files_that_documents_name_are_there(committed: list[Path]) -> None:
    paths = [f"/{path.relative_to(ROOT)}" for path in committed]
    addresses = {"/.well-known/security.txt", "/metode/etterproving/etterprov.py"}
    missing = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in committed
        if path.suffix == ".md"
        for name in set(NAMED_FILE.findall(path.read_text("utf-8"))) - addresses
        if not any(each.endswith(f"/{name}") for each in paths)
    ]

    assert missing == []


def test_every_line_on_both_databases_names_a_test() -> None:
    lines = (ROOT / "tests" / "both_databases.txt").read_text("utf-8").splitlines()
    paths = list((ROOT / "tests").rglob("test_*.py"))

    patterns = [line for line in lines if not line.startswith("#")]
    assert [line for line in patterns if not any(path.match(line) for path in paths)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_every_package_with_hashes_and_names_no_host(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    entries = [
        line for line in re.sub(r" *#.*", "", text).replace("\\\n", "\\").splitlines() if line
    ]

    assert not HOST.search(text)
    assert entries
    for entry in entries:
        pinned, *hashes = [part.strip() for part in entry.split("\\")]
        assert PINNED.fullmatch(pinned), pinned
        assert hashes, pinned
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each) for each in hashes), pinned


def test_nothing_that_only_builds_is_locked_for_serving() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    built = {_package(line) for line in project["dependency-groups"]["build"]}
    served = {
        _package(line)
        for line in (ROOT / "requirements" / "run.txt").read_text("utf-8").splitlines()
        if PINNED.fullmatch(line)
    }

    assert built > FOR_BOTH
    assert built & served == FOR_BOTH


def _package(line: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", line)[0].lower()


def test_set_up_installs_what_serves_and_what_builds_apart() -> None:
    said = subprocess.run(
        ["make", "--dry-run", "--always-make", "set-up"],  # noqa: S607 (make as installed)
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    installs = re.findall(
        r"^(\S+)/bin/pip .*?(--python \S+ )?install .*-r (\S+)", said, re.MULTILINE
    )

    assert installs == [
        (".venv", "", "requirements/run.txt"),
        (".venv", "--python assets/.venv ", "requirements/build.txt"),
    ]


def test_the_node_lock_pins_every_package_with_a_hash_and_names_no_host() -> None:
    text = (ROOT / "assets" / "package-lock.json").read_text("utf-8")
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}

    assert "://" not in text
    assert packages
    for name, entry in packages.items():
        assert "resolved" not in entry, name
        assert entry["integrity"].startswith("sha512-"), name


def test_nothing_of_others_is_committed(committed: list[Path]) -> None:
    foreign = [
        str(path.relative_to(ROOT))
        for path in committed
        if path.suffix in FOREIGN or ".min." in path.name or "node_modules" in path.parts
    ]

    assert foreign == []


def test_nothing_names_a_registry(committed: list[Path]) -> None:
    naming = [
        str(path.relative_to(ROOT))
        for path in committed
        if path != Path(__file__)
        and REGISTRIES.search(path.read_bytes().decode("utf-8", errors="ignore"))
    ]

    assert naming == []


def test_operations_explain_exactly_the_variables_of_the_settings() -> None:
    document = (ROOT / "docs" / "operations.md").read_text("utf-8")
    explained = re.findall(r"^\| `([A-Z_]+)` ", document, re.MULTILINE)

    assert sorted(explained) == sorted(_read_variables())


def _read_variables() -> set[str]:
    """Names that the settings read: the first argument of ``env.…()`` and of ``_required()``."""
    tree = ast.parse((ROOT / "kvalitet" / "settings.py").read_text("utf-8"))
    return {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).split(".")[0] in {"env", "_required"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }
