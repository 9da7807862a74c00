"""Schedules in the styles of real groups, each with what a careful reader understands.

In `schedules/*.expected`, each line is a session: date | kind | papers with arXiv ids | hosts | addresses of links. A
field with a star is not compared, or only up to it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.schedules.files import read_schedule

FILES = sorted(
    path
    for path in (Path(__file__).parent / "schedules").iterdir()
    if path.suffix in {".md", ".csv", ".ics", ".yml", ".json", ".html"}
)
ANY = "*"


def read_lines(path: Path) -> list[list[str]]:
    lines = []
    for session in read_schedule(path.name, path.read_bytes()).sessions:
        papers = [paper.title + (f" <{paper.arxiv_id}>" if paper.arxiv_id else "") for paper in session.papers]
        urls = " ".join(link.url for link in session.links)
        lines.append([str(session.date), session.kind.value, "; ".join(papers), "; ".join(session.hosts), urls])
    return lines


def is_as_expected(read: str, expected: str) -> bool:
    return read.startswith(expected.split(ANY, maxsplit=1)[0].strip()) if ANY in expected else read == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_group_keeps_its_schedule_so(path: Path) -> None:
    expected = [
        [field.strip() for field in line.split("|")]
        for line in path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    ]
    read = read_lines(path)
    wrong = [
        (line, wanted)
        for line, wanted in zip(read, expected, strict=True)
        if not all(is_as_expected(one, other) for one, other in zip(line, wanted, strict=True))
    ]
    assert wrong == []


def test_there_is_a_schedule_of_each_form() -> None:
    assert {path.suffix for path in FILES} == {".md", ".csv", ".ics", ".yml", ".json", ".html"}
    assert len(FILES) > 20
