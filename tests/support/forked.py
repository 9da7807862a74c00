"""Processes that are forked from one that has imported the bot, which would take seconds for each."""

from __future__ import annotations

import multiprocessing
import os
import resource
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from bot.__main__ import main
from tests.support.patience import HANG_S

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from multiprocessing.process import BaseProcess

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["bot.start", "tests.support.reading_clubs", __name__])
ROOT = Path(__file__).parents[2]


def started(work: Callable[..., None], *given: Any) -> BaseProcess:
    """A process that runs this function of a module. Whoever starts it waits for its end."""
    process = FORKS.Process(target=work, args=given)
    # The first one starts the process that is forked, which finds our modules only here.
    with chdir(ROOT):
        process.start()
    return process


def exit_code(work: Callable[..., None], *given: Any) -> int | None:
    """Run it to its end. A killed process has minus the signal's number."""
    process = started(work, *given)
    process.join()
    return process.exitcode


def program(
    folder: Path, *words: str, environment: Mapping[str, str], largest_kib: int | None = None
) -> subprocess.CompletedProcess[str]:
    """`python -m bot` with these words, to its end. It can write no file that is larger."""
    with TemporaryDirectory() as kept:
        files = [Path(kept) / name for name in ("out", "err")]
        process = started(_run, folder, words, dict(environment), largest_kib, files)
        process.join(HANG_S)
        process.kill()
        process.join()
        assert process.exitcode is not None
        out, err = (file.read_text("utf-8") for file in files)
        return subprocess.CompletedProcess(words, process.exitcode, out, err)


def _run(
    folder: Path, words: tuple[str, ...], environment: dict[str, str], largest_kib: int | None, files: list[Path]
) -> None:
    for stream, file in zip((1, 2), files, strict=True):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    if largest_kib:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_kib * 1024, largest_kib * 1024))
    sys.exit(main(words))
