"""Bibliographies are read in a process with limits: hostile ones end in one fault, and soon."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from bot.core.bibliography.entries import BibliographyError, EntryTrouble, FileFault
from bot.core.bibliography.reading import read_bibliography
from bot.extraction import limited
from bot.extraction.bibliography import read_file, read_limited

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "@article{a,\n title = {Émile},\n author = {King, Jr., Martin and {A Group}},\n year = 2000\n}\n"
HOSTILE = {
    "unclosed braces": b"@a{" + b"{" * 2_000_000,
    "nested braces": b"@a{b, title = " + b"{" * 100_000 + b"}" * 100_000 + b"}",
    "unclosed entries": b"@a{b,\n" * 1_000_000,
    "escaped braces": b"@a{\\}," * 1_000_000,
    "spaces": b"@a{" + b" " * 4_000_000,
    "one long key": b"@a{" + b"k" * 4_000_000 + b", title={x}}",
    "fields without an end": b"@a{b," + b"c={d}," * 500_000,
    "signs": b"@a{b," + b'=,"' * 500_000 + b"}",
    "names": b"@a{b,title={x},author={"
    + b" and ".join(b"Jan van der B%d" % number for number in range(45_000))
    + b"}}",
    "nested lists": b"[" * 4_000_000,
    "continued lines": b"TY  - JOUR\nTI  - x\n" + b"more\n" * 800_000,
    "repeated tags": b"TY  - JOUR\n" + b"AU  - Smith, J\n" * 400_000,
    "blank lines": b"\n" * 4_000_000,
}


def test_the_process_tells_all_that_was_read() -> None:
    data = (GOOD + GOOD + "@misc{b, title = {x").encode()
    assert read_limited(data, "a.bib") == read_bibliography(data, "a.bib")


def test_a_fault_comes_with_its_first_problem() -> None:
    with pytest.raises(BibliographyError) as refused:
        read_limited(b"\n\n@misc{b, title = {x", "a.bib")
    assert refused.value.fault is FileFault.BROKEN
    assert refused.value.problem
    assert (refused.value.problem.line, refused.value.problem.trouble) == (3, EntryTrouble.UNCLOSED)


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_end_soon(kind: str) -> None:
    """Each is read or refused by a rule, without reaching the limit of time."""
    fault = None
    try:
        read_limited(HOSTILE[kind], "a.bib")
    except BibliographyError as error:
        fault = error.fault
    assert fault is not FileFault.TOO_SLOW


def test_two_thousand_like_entries_are_read() -> None:
    entry = "@misc{{k{n}, title = {{A study of the very same thing {n}}}, author = {{Smith, J}}, year = 2000}}\n"
    bibliography = read_limited("".join(entry.format(n=n) for n in range(2000)).encode(), "a.bib")
    assert (len(bibliography.entries), bibliography.problems, bibliography.duplicates) == (2000, (), ())


def test_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "MOST_SECONDS", 0.01)
    with pytest.raises(BibliographyError) as refused:
        read_limited(GOOD.encode(), "a.bib")
    assert refused.value.fault is FileFault.TOO_SLOW


def test_a_process_that_dies_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(BibliographyError) as refused:
        read_limited(GOOD.encode(), "a.bib")
    assert refused.value.fault is FileFault.TOO_COMPLEX


def test_large_and_missing_files_are_not_opened(tmp_path: Path) -> None:
    large = tmp_path / "large.bib"
    with large.open("wb") as opened:
        opened.truncate(50 * 1024 * 1024)
    for file, fault in (
        (large, FileFault.TOO_LARGE),
        (tmp_path / "none.bib", FileFault.MISSING),
        (tmp_path, FileFault.MISSING),
    ):
        with pytest.raises(BibliographyError) as refused:
            read_file(file)
        assert refused.value.fault is fault
