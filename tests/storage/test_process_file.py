"""A restarted process knows that the one before it has ended, and knows this of no other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.storage import process_file
from bot.storage.process_file import MOST_NAMED, ProcessFile

ROOT = Path(__file__).parents[2]
DIE = """
import os, signal
from bot.storage.process_file import ProcessFile
print(sorted(ProcessFile("work").claim("first")), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def test_a_killed_process_is_known_to_be_dead() -> None:
    died = subprocess.run([sys.executable, "-c", DIE], cwd=ROOT, capture_output=True, text=True, check=False)
    assert died.stdout == "[]\n", died.stderr
    again = ProcessFile("work")
    assert again.claim("second") == {"first"}
    # While this process runs, nobody can tell.
    assert ProcessFile("work").claim("third") == frozenset()
    assert ProcessFile("other work").claim("third") == frozenset()
    again.release()
    assert ProcessFile("work").claim("fourth") == frozenset()


def test_earlier_processes_are_known_too() -> None:
    for number in range(MOST_NAMED + 3):
        file = ProcessFile("work")
        dead = file.claim(f"process {number}".replace(" ", "-"))
        file._lock.release()
    assert len(dead) == MOST_NAMED
    assert f"process-{MOST_NAMED + 1}" in dead


def test_if_the_folder_cannot_be_used_no_process_is_taken_for_dead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "file"))
    assert ProcessFile("work").claim("first") == frozenset()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(process_file, "shared_file_system", lambda _file: "nfs4")
    assert ProcessFile("work").claim("first") == frozenset()
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]
