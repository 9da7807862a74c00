"""An import that is killed leaves the old file, and goes on when it is repeated."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from bot.core.world_catalog.importing import Stage
from bot.storage.world_catalog.staging import staging_folder
from tests.support.catalogue_files import imported, made, titles, written
from tests.support.patience import HANG_S

PROJECT = Path(__file__).parents[2]
SCRIPT = """
import os, signal, sys
from pathlib import Path
import psutil
from bot.services.world_catalog.importing import Wishes, import_files

def hear(stage, done, total, what=""):
    print([each.pid for each in psutil.Process().children(recursive=True)], flush=True)
    if stage == sys.argv[1] and done >= int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    import_files(Path(sys.argv[4]), [Path(each) for each in sys.argv[5:]], Wishes(processes=int(sys.argv[3])), hear)
"""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


def run_until_killed(stage: Stage, done: int, target: Path, *files: Path, processes: int = 0) -> list[str]:
    """Import in a process that kills itself; returns the ids of its own processes, as it printed them."""
    words = [stage.value, str(done), str(processes), str(target), *map(str, files)]
    script = target.with_name("killed.py")
    script.write_text(SCRIPT, "utf-8")
    ended = subprocess.run(
        [sys.executable, str(script), *words],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    return ended.stdout.splitlines()


@pytest.mark.parametrize(
    ("stage", "done"),
    [(Stage.READING, 1), (Stage.MATCHING, 1), (Stage.MATCHING, 4), (Stage.WRITING, 1), (Stage.CHECKING, 0)],
)
def test_a_killed_import_leaves_the_old_file_and_goes_on(tmp_path: Path, target: Path, stage: Stage, done: int) -> None:
    imported(target, written(tmp_path / "old.jsonl", [made(9_999)]))
    before = target.read_bytes()
    new = written(tmp_path / "new.jsonl", [made(number) for number in range(40)])
    run_until_killed(stage, done, target, new)
    assert target.read_bytes() == before
    assert imported(target, new).is_resumed
    assert len(titles(target)) == 41
    assert not staging_folder(target).exists()


def test_other_files_start_anew(tmp_path: Path, target: Path) -> None:
    first, second = (written(tmp_path / f"{n}.jsonl", [made(n)]) for n in (1, 2))
    run_until_killed(Stage.MATCHING, 1, target, first)
    report = imported(target, second)
    assert not report.is_resumed
    assert titles(target) == [made(2)["title"]]


def test_reading_processes_end_with_a_killed_import(tmp_path: Path, target: Path) -> None:
    file = written(tmp_path / "own.jsonl", [made(number) for number in range(3_000)])
    printed = run_until_killed(Stage.READING, 1, target, file, processes=2)
    pids = json.loads(printed[-1])
    assert len(pids) >= 2
    _, alive = psutil.wait_procs([psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)], timeout=HANG_S)
    assert [each for each in alive if each.status() != psutil.STATUS_ZOMBIE] == []
