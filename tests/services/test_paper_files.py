"""Uploaded files are read a few at a time, in a folder of their own, and under no name of somebody else's."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from bot.core.fulltext.proposals import PaperLineage
from bot.core.fulltext.unreadable import PaperFault, UnreadableError
from bot.services.catalog.paper_files import AT_A_TIME, PaperFiles, ending_of
from demo.sample_paper import TITLE, sample_paper
from tests.support import paper_files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("paper.pdf", ".pdf"),
        ("My Paper.PDF", ".pdf"),
        ("2106.09685v2.tar.gz", ".tar.gz"),
        ("source.tgz", ".tgz"),
        ("../../etc/paper.tex", ".tex"),
        ("paper.pdf.exe", None),
        ("paper.gz", None),
        ("pdf", None),
        ("", None),
    ],
)
def test_the_kind_of_a_file_is_in_its_name(name: str, ending: str | None) -> None:
    assert ending_of(name) == ending


async def test_others_wait_while_two_files_are_read() -> None:
    loop, are_two, may_end = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
    lock, running, most = threading.Lock(), 0, 0

    def read(file: Path) -> PaperLineage:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            if running == AT_A_TIME:
                loop.call_soon_threadsafe(are_two.set)
        may_end.wait(60)
        with lock:
            running -= 1
        return PaperLineage(file.read_text(), None, 0, ())

    files = PaperFiles(read)
    reading = [asyncio.create_task(files.lineage(str(number).encode(), ".md")) for number in range(7)]
    await are_two.wait()
    may_end.set()
    assert [lineage.title for lineage in await asyncio.gather(*reading)] == [str(number) for number in range(7)]
    assert most == AT_A_TIME


async def test_after_a_file_that_cannot_be_read_the_next_one_is() -> None:
    files = PaperFiles()
    for data in (paper_files.renamed_zip(), paper_files.truncated_pdf(), paper_files.encrypted_pdf()):
        with pytest.raises(UnreadableError):
            await files.lineage(data, ".pdf")
    assert (await files.lineage(sample_paper(), ".pdf")).title == TITLE


def any_file_in(folder: Path) -> bool:
    return any(folder.iterdir())


async def test_nothing_is_left_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seen: list[Path] = []

    def read(file: Path) -> PaperLineage:
        seen.append(file)
        raise UnreadableError(PaperFault.NO_TEXT)

    with pytest.raises(UnreadableError):
        await PaperFiles(read).lineage(b"x", ".html")
    assert seen[0].name == "paper.html"
    assert seen[0].is_relative_to(tmp_path)
    assert not any_file_in(tmp_path)
