"""Reading in a child process: what it may do, how it dies, and how many run at once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

from kvalitet.guard import child
from tests.support import hostile_readers

MEGABYTE: Final = 1024 * 1024
MOST_MORE: Final = 150 * 1024  # kB beyond an idle child
HOLDER: Final = (
    "from kvalitet.guard import child; from tests.support import hostile_readers;"
    "import pathlib, sys; child.FOLDER = pathlib.Path(sys.argv[2]);"
    "child.run(hostile_readers.wait_for, b'', sys.argv[1], most=100)"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Slots of the test's own."""
    folder = tmp_path / "slots"
    monkeypatch.setattr(child, "FOLDER", folder)
    return folder


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A file that readers wait for: they end when it is gone."""
    path = tmp_path / "held"
    path.touch()
    return path


def peak_of(read: Callable[[bytes], Iterator[bytes]]) -> int:
    return int(child.run(read, b"", most=100))


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def is_locked(folder: Path, name: str) -> bool:
    """Whether some process has the file of the slot or place open."""
    path = folder / name
    if not path.exists():
        return False
    inode = f":{path.stat().st_ino} "
    return any(inode in line for line in Path("/proc/locks").read_text("ascii").splitlines())


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_the_pieces_come_back_joined() -> None:
    body = os.urandom(5 * MEGABYTE)

    answer = child.run(hostile_readers.repeat, body, "avtale.xlsx", 7, most=6 * MEGABYTE)

    assert answer == b"('avtale.xlsx', 7)" + body


def test_a_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hemmelig")

    answer = child.run(hostile_readers.surroundings, b"", most=MEGABYTE).decode()

    assert "SECRET" not in answer
    assert "django" not in answer
    assert "kvalitet.settings" not in answer


def test_a_child_takes_little_memory() -> None:
    assert peak_of(hostile_readers.peak_when_full) - peak_of(hostile_readers.peak) < MOST_MORE


def test_a_child_can_use_most_of_that_memory() -> None:
    assert (
        peak_of(hostile_readers.peak_when_full) - peak_of(hostile_readers.peak) > MOST_MORE * 2 / 3
    )


@pytest.mark.parametrize(
    ("read", "reason"),
    [
        (hostile_readers.fill_memory, "memory"),
        (hostile_readers.abort, "memory"),
        (hostile_readers.get_killed, "crash"),
        (hostile_readers.fail, "crash"),
        (hostile_readers.open_files, "crash"),
        (hostile_readers.sleep, "time"),
        (hostile_readers.spin, "time"),
        (hostile_readers.go_on_unheard, "time"),
    ],
)
def test_a_child_that_dies_is_a_refusal(
    read: Callable[[bytes], Iterator[bytes]],
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(child, "LONGEST_READING", 1)
    caplog.set_level("INFO", "kvalitet")
    began = time.monotonic()

    with pytest.raises(child.ReaderDiedError) as died:
        child.run(read, b"x" * 5 * MEGABYTE, most=MEGABYTE)

    assert died.value.reason == reason
    assert str(died.value)
    assert time.monotonic() - began < 5
    assert "reader_died" in caplog.text


def test_a_child_writes_no_file(tmp_path: Path) -> None:
    with pytest.raises(child.ReaderDiedError):
        child.run(hostile_readers.write_file, b"", str(tmp_path / "a"), most=100)

    assert (tmp_path / "a").read_bytes() == b""


def test_a_long_answer_is_cut_off() -> None:
    with pytest.raises(child.ReaderDiedError):
        child.run(hostile_readers.repeat, b"x" * 20 * MEGABYTE, most=MEGABYTE)


def test_an_answer_may_be_as_long_as_it_may_be() -> None:
    assert len(child.run(hostile_readers.repeat, b"x" * 998, most=1000)) == 1000


def test_what_a_child_has_started_ends_with_it() -> None:
    answer = child.run(hostile_readers.leave_one_behind, b"", most=100)

    if answer != b"refused":
        wait_until(lambda: not runs(int(answer)))


def test_a_third_is_told_to_come_back(
    held: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ThreadPoolExecutor(2) as pool:
        two = [
            pool.submit(child.run, hostile_readers.wait_for, b"", str(held), most=9)
            for _ in range(2)
        ]
        wait_until(lambda: is_locked(folder, "slot-0") and is_locked(folder, "slot-1"))
        monkeypatch.setattr(child, "LONGEST_WAIT", 0.2)

        with pytest.raises(child.ReaderBusyError):
            child.run(hostile_readers.repeat, b"", most=9)

        held.unlink()
        assert [each.result() for each in two] == [b"done", b"done"]
    assert child.run(hostile_readers.repeat, b"", most=9) == b"()"


def test_others_wait_in_turn(held: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_SLOTS", ("slot-0",))
    monkeypatch.setattr(child, "LONGEST_WAIT", 20)
    finished: list[int] = []

    def note(number: int, _done: Future[bytes]) -> None:
        finished.append(number)

    with ThreadPoolExecutor(6) as pool:
        first = pool.submit(child.run, hostile_readers.wait_for, b"", str(held), most=9)
        wait_until(lambda: is_locked(folder, "slot-0"))
        for number in range(2):
            place = child._QUEUE[-1 - number]
            waiting = pool.submit(child.run, hostile_readers.repeat, b"", most=9)
            waiting.add_done_callback(partial(note, number))
            wait_until(partial(is_locked, folder, place))
        held.unlink()
        assert first.result() == b"done"

    assert finished == [0, 1]


@pytest.mark.process
def test_a_slot_is_taken_until_the_child_is_gone_too(held: Path, folder: Path) -> None:
    """A worker that is killed leaves a child behind, which counts until it has ended."""
    server = subprocess.Popen(  # noqa: S603  # our own line
        [sys.executable, "-c", HOLDER, str(held), str(folder)],
        cwd=settings.BASE_DIR,
        env={},
    )
    wait_until(Path(f"{held}.seen").exists)

    server.send_signal(signal.SIGKILL)
    server.wait(30)
    time.sleep(0.1)

    assert is_locked(folder, "slot-0")
    held.unlink()
    wait_until(lambda: not is_locked(folder, "slot-0"))


def another_links(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir()
    folder.symlink_to(folder.parent / "elsewhere")


def another_opens(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)


def another_owns(folder: Path) -> None:
    folder.mkdir(mode=0o700)


@pytest.mark.parametrize("put_there", [another_links, another_opens, another_owns])
def test_nothing_is_locked_in_a_folder_that_another_user_has_put_there(
    put_there: Callable[[Path], None], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe in the place of a slot would be waited for without end."""
    put_there(folder)
    if put_there is another_owns:
        user = os.getuid() + 1
        monkeypatch.setattr(os, "getuid", lambda: user)

    with pytest.raises(PermissionError):
        child.run(hostile_readers.repeat, b"", most=100)

    assert not list(folder.iterdir())
