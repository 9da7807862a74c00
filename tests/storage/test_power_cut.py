"""After a power cut at any moment, the file and its log contain everything that was acknowledged."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.storage.backups.file_checks import damage
from bot.storage.database import Database
from bot.storage.tables import command_syncs
from tests.support.patience import HANG_S

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
MOMENTS = 30
LONGEST_S = 0.12


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    words = ["-m", "tests.storage.busy_writer", str(tmp_path / "club.db"), str(tmp_path / "acknowledged")]
    with subprocess.Popen([sys.executable, *words], cwd=ROOT) as process:
        yield process
        process.kill()


def acknowledged(folder: Path) -> set[int]:
    file = folder / "acknowledged"
    # A line that was being written when the process stopped is incomplete.
    lines = file.read_text().splitlines(keepends=True) if file.exists() else []
    return {int(line) for line in lines if line.endswith("\n")}


def cut_moments(process: subprocess.Popen[bytes], folder: Path) -> list[tuple[Path, set[int]]]:
    """Copy the file and its log at random moments, with what had been acknowledged by then."""
    chance, end, cuts = random.Random(20260301), time.monotonic() + HANG_S, []
    while not acknowledged(folder):
        assert time.monotonic() < end
        time.sleep(0.02)
    # Until the writer has written enough, which takes long on a busy disk.
    for number in itertools.count():
        time.sleep(chance.uniform(0, LONGEST_S))
        assert time.monotonic() < end, "the writer wrote next to nothing"
        # Stopped between two of its instructions, as a power cut would.
        process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
        copy = folder / f"moment{number}" / "club.db"
        copy.parent.mkdir()
        for name in ("club.db", "club.db-wal"):
            if (folder / name).exists():
                shutil.copy(folder / name, copy.parent / name)
        cuts.append((copy, acknowledged(folder)))
        process.send_signal(signal.SIGCONT)
        if number >= MOMENTS and len(cuts[-1][1]) > len(cuts[0][1]) + MOMENTS:
            break
    return cuts


async def test_everything_acknowledged_is_there_after_a_cut_at_any_moment(
    writer: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    cuts = await asyncio.to_thread(cut_moments, writer, tmp_path)
    writer.kill()
    for copy, promised in cuts:
        database = Database(f"sqlite+aiosqlite:///{copy}")
        await database.open()
        async with database.read_transaction() as connection:
            rows = dict(
                (await connection.execute(select(command_syncs.c.application_id, command_syncs.c.fingerprint))).all()
            )
        await database.close()
        assert promised <= set(rows)
        assert all(fingerprint == f"{number:064d}" for number, fingerprint in rows.items())
        assert damage(copy) == ""
