"""The embedded index under several processes, crashes and damage."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app.errors import Unavailable
from app.search import embedded
from app.search.embedded import EmbeddedEngine
from app.search.embedded_folder import SUFFIX
from tests.search.samples import ask, ids, make_document
from tests.search.test_embedded import ANALYZER

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from pathlib import Path
from app.search.embedded import EmbeddedEngine
from tests.search.samples import make_document
from tests.search.test_embedded import ANALYZER
engine = EmbeddedEngine(Path(sys.argv[1]), ANALYZER)
for number in range(1, 100_000):
    engine.apply([make_document(number, f"GB {number}-2020", f"第{number}号断路器")], gone=[])
    print(number, flush=True)
"""

REBUILDER = """
import sys, time
from pathlib import Path
from app.search import embedded
from tests.search.samples import make_document
from tests.search.test_embedded import ANALYZER
embedded.SEGMENT_DOCUMENTS = 10
def documents():
    for number in range(1, 100_000):
        if number == 50:
            print("half", flush=True)
            time.sleep(60)
        yield make_document(number, f"GB {number}-2020", "新")
embedded.EmbeddedEngine(Path(sys.argv[1]), ANALYZER).rebuild(documents())
"""


def open_engine(folder: Path) -> EmbeddedEngine:
    return EmbeddedEngine(folder, ANALYZER)


def start(script: str, folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-W", "ignore", "-c", script, str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603 -- our own interpreter


def kill(process: "subprocess.Popen[str]") -> str:
    """Kill -9; what it had said."""
    process.send_signal(signal.SIGKILL)
    assert process.stdout is not None
    said = process.stdout.read()
    process.stdout.close()
    process.wait()
    return said


def test_what_was_acknowledged_outlives_kill_9(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    engine.rebuild([])
    process = start(WRITER, tmp_path)
    while engine.count() < 25:  # the other process's commits are seen at once, and small segments are joined
        assert process.poll() is None
        time.sleep(0.01)
    acknowledged = int(kill(process).split()[-1])
    assert engine.count() in (acknowledged, acknowledged + 1)
    held = dict(engine.held())
    assert set(range(1, acknowledged + 1)) <= held.keys()
    engine.apply([make_document(200_000, "GB 200000-2020", "锁")], gone=[])  # the lock died with its holder
    assert ids(ask(engine, "锁")) == [200_000]
    assert ids(ask(engine, "GB 7-2020"))[:1] == [7]


def test_a_rebuild_that_dies_leaves_the_old_index_and_no_litter(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    engine.rebuild([make_document(1, title="旧")])
    process = start(REBUILDER, tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline() == "half\n"
    assert len(list(tmp_path.glob(f"*{SUFFIX}"))) > 1
    assert ids(ask(engine, "旧")) == [1]
    kill(process)
    engine.apply([make_document(2, "GB 2-2020", "旧")], gone=[])
    assert ask(engine, "旧").total == 2
    assert len(list(tmp_path.glob(f"*{SUFFIX}"))) == 2


def test_one_writes_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine(tmp_path)
    engine.rebuild([make_document(1, title="旧")])
    monkeypatch.setattr(embedded, "PATIENCE", 0.1)
    process = start(REBUILDER, tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    with pytest.raises(Unavailable, match="另一进程"):
        engine.apply([make_document(2)], gone=[])
    kill(process)
    engine.apply([make_document(2, "GB 2-2020")], gone=[])
    assert engine.count() == 2


def test_searches_go_on_while_the_index_is_swapped(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    engine.rebuild([make_document(number, f"GB {number}-2020", "断路器") for number in range(1, 21)])
    totals: set[int] = set()
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            found = ask(engine, "断路器", per_page=100)
            totals.add(found.total)
            assert len(found.hits) == found.total

    searcher = threading.Thread(target=search)
    searcher.start()
    for turn in range(1, 11):
        engine.rebuild([make_document(number, f"GB {number}-2020", "断路器") for number in range(1, 21 + turn)])
    done.set()
    searcher.join()
    assert totals <= set(range(20, 31))
    assert len(totals) > 1


def test_two_engines_on_one_folder_see_each_others_commits(tmp_path: Path) -> None:
    one, other = open_engine(tmp_path), open_engine(tmp_path)
    one.rebuild([make_document(1, title="锁")])
    assert ids(ask(other, "锁")) == [1]
    other.apply([make_document(2, "GB 2-2020", "门锁")], gone=[1])
    assert ids(ask(one, "锁")) == [2]


def test_without_an_index_it_says_what_to_do(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "none")
    assert (engine.ready(), engine.count(), engine.generation()) == (False, 0, 0)
    for use in (lambda: ask(engine, "锁"), lambda: engine.suggest("锁"), lambda: engine.apply([make_document()], gone=[])):
        with pytest.raises(Unavailable, match="rebuild"):
            use()


def damage_index(folder: Path, damage: str) -> None:
    """Do to its files what disks, people and other programs do."""
    [segment] = folder.glob(f"*{SUFFIX}")
    [contents] = folder.glob("*.toc")
    match damage:
        case "cut":
            os.truncate(segment, segment.stat().st_size - 5000)
        case "garbage":
            segment.write_bytes(b"x" * 1000)
        case "altered":
            whole = bytearray(segment.read_bytes())
            whole[-3000:-1000] = b"\xff" * 2000
            segment.write_bytes(whole)
        case "gone":
            segment.unlink()
        case "table":
            contents.write_bytes(contents.read_bytes()[:40])
        case "folder":
            shutil.rmtree(folder)


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # Whoosh leaves a table it can't read open
@pytest.mark.parametrize("damage", ["cut", "garbage", "altered", "gone", "table"])
def test_a_damaged_index_is_no_crash_and_a_rebuild_mends_it(tmp_path: Path, damage: str) -> None:
    open_engine(tmp_path).rebuild([make_document(1, title="锁")])
    damage_index(tmp_path, damage)
    engine = open_engine(tmp_path)
    assert not engine.ready()
    with pytest.raises(Unavailable, match="rebuild"):
        ask(engine, "锁")
    assert engine.rebuild([make_document(2, "GB 2-2020", "锁")]) == 1
    assert engine.ready()
    assert ids(ask(engine, "锁")) == [2]


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("damage", ["gone", "folder"])
def test_files_that_vanish_under_an_open_index_are_answered_from_until_it_is_rebuilt(tmp_path: Path, damage: str) -> None:
    engine = open_engine(tmp_path / "index")
    engine.rebuild([make_document(1, title="锁")])
    assert engine.sound()
    damage_index(tmp_path / "index", damage)
    assert ids(ask(engine, "锁")) == [1]
    assert not engine.sound()
    engine.rebuild([make_document(2, "GB 2-2020", "锁")])
    assert (ids(ask(engine, "锁")), engine.sound()) == ([2], True)


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("damage", ["cut", "garbage", "altered"])
def test_files_that_are_written_to_under_an_open_index_are_not_read_on(tmp_path: Path, damage: str) -> None:
    engine = open_engine(tmp_path)
    engine.rebuild([make_document(1, title="锁")])
    assert ids(ask(engine, "锁")) == [1]
    damage_index(tmp_path, damage)
    with pytest.raises(Unavailable, match="rebuild"):
        ask(engine, "锁")
    engine.rebuild([make_document(2, "GB 2-2020", "锁")])
    assert ids(ask(engine, "锁")) == [2]
