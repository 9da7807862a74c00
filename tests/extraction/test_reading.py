"""Files of every kind, and hostile ones: each gives its lineage, or one plain fault."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from typing import TYPE_CHECKING

import pytest

from bot.core.fulltext.unreadable import PaperFault, UnreadableError
from bot.extraction.reading import PASSED_ON, read_lineage
from tests.support.made_papers import (
    TITLE,
    foxnet_html,
    foxnet_latex,
    foxnet_lines,
    foxnet_markdown,
    foxnet_pdf,
    pdf_of,
    pdf_with,
)
from tests.support.paper_files import deflated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

DOG = "DogNet: Networks for dogs"


def archive(files: Mapping[str, bytes], kind: bytes = tarfile.REGTYPE) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.type, member.linkname = len(content), kind, "/etc/passwd"
            tar.addfile(member, io.BytesIO(content))
    return packed.getvalue()


KINDS = {
    "fox.pdf": foxnet_pdf(),
    "fox.tex": foxnet_latex().encode(),
    "fox.tar.gz": archive({"paper/main.tex": foxnet_latex().encode(), "paper/figure.png": b"\x89PNG"}),
    "fox.gz": gzip.compress(foxnet_latex().encode()),
    "fox.html": foxnet_html().encode(),
    "fox.md": foxnet_markdown().encode(),
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_file_gives_the_same_lineage(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(KINDS[name])
    lineage = read_lineage(file)
    assert lineage.title == TITLE
    assert lineage.references == 4
    best = lineage.proposals[0]
    assert (best.title, best.year) == (DOG, 2017)
    assert any("extend the loss of DogNet" in quote.text or "build on DogNet" in quote.text for quote in best.quotes)
    assert {proposal.arxiv_id for proposal in lineage.proposals} == {None, "1801.01234"}


def test_a_word_that_a_line_end_divides_is_whole_again(tmp_path: Path) -> None:
    file = tmp_path / "fox.pdf"
    file.write_bytes(foxnet_pdf())
    quotes = [quote for proposal in read_lineage(file).proposals for quote in proposal.quotes]
    assert any("train the network on all of the data." in quote.text for quote in quotes)
    assert "1 Introduction" in {quote.heading for quote in quotes}


LATEX_LOOP = b"\\begin{document}" + b"\\input{loop}" * 50 + b"{" * 20_000
# Made when they are read: a few take seconds, which every worker would spend on importing this module.
HOSTILE: dict[str, tuple[Callable[[], bytes], PaperFault]] = {
    "empty.pdf": (lambda: b"", PaperFault.EMPTY),
    "letter.pdf": (lambda: b"Dear Sir", PaperFault.UNKNOWN_KIND),
    "notes.txt": (lambda: b"hello", PaperFault.UNKNOWN_KIND),
    "cut.pdf": (lambda: foxnet_pdf()[:300], PaperFault.DAMAGED),
    "noise.pdf": (lambda: b"%PDF-1.4\n" + bytes(range(256)) * 40, PaperFault.DAMAGED),
    "scan.pdf": (lambda: pdf_of([[]]), PaperFault.NO_TEXT),
    "long.pdf": (lambda: pdf_of([[]] * 201), PaperFault.TOO_MANY_PAGES),
    "symbols.tex": (
        lambda: b"\\begin{document}" + b"$x^2$ qv zk wj " * 40 + b"\\end{document}",
        PaperFault.NO_SENTENCES,
    ),
    "locked.pdf": (
        lambda: pdf_with(
            [b""],
            trailer="/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
            f"/O <{'11' * 32}> /U <{'22' * 32}> >>",
        ),
        PaperFault.ENCRYPTED,
    ),
    "essay.pdf": (
        lambda: pdf_of([[line for line in foxnet_lines() if line[2] != "References"]] * 2),
        PaperFault.NO_REFERENCES,
    ),
    "bomb.pdf": (
        lambda: pdf_with([zlib.compress(b"", 1)[:2] + deflated(b"BT /F1 10 Tf (", b"a b " * 250_000, 240)]),
        PaperFault.TOO_LARGE,
    ),
    "path.tar.gz": (lambda: archive({"../main.tex": b"x"}), PaperFault.UNSAFE_ARCHIVE),
    "link.tar.gz": (lambda: archive({"main.tex": b""}, tarfile.SYMTYPE), PaperFault.UNSAFE_ARCHIVE),
    "many.tar.gz": (lambda: archive({f"{number}.tex": b"x" for number in range(2_500)}), PaperFault.UNSAFE_ARCHIVE),
    "large.tar.gz": (lambda: gzip.compress(b"a" * 70_000_000, 1), PaperFault.UNSAFE_ARCHIVE),
    "figures.tar.gz": (lambda: archive({"a.png": b"x"}), PaperFault.NO_LATEX),
    "cut.tar.gz": (lambda: KINDS["fox.tar.gz"][:200], PaperFault.DAMAGED),
    "deep.html": (lambda: b"<html>" + b"<div>" * 100_000, PaperFault.TOO_LARGE),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_one_plain_answer(tmp_path: Path, name: str) -> None:
    content, fault = HOSTILE[name]
    file = tmp_path / name
    file.write_bytes(content())
    with pytest.raises(UnreadableError) as refused:
        read_lineage(file)
    assert refused.value.fault is fault


@pytest.mark.parametrize("content", [LATEX_LOOP, b"\\begin{document}" + b"\\section{" * 20_000 + b"the of and " * 999])
def test_nested_latex_ends(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "loop.tex"
    file.write_bytes(content)
    with pytest.raises(UnreadableError):
        read_lineage(file)


def test_what_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    for file in (tmp_path / "none.pdf", tmp_path):
        with pytest.raises(UnreadableError) as refused:
            read_lineage(file)
        assert refused.value.fault is PaperFault.MISSING


def test_the_process_that_reads_is_told_no_secret() -> None:
    assert not {"DISCORD_TOKEN", "DATABASE_URL"} & set(PASSED_ON)


def test_no_sentence_is_shown_from_which_something_was_left_out(tmp_path: Path) -> None:
    lines = foxnet_lines()
    at = next(at for at, line in enumerate(lines) if line[2].startswith("In this paper"))
    file = tmp_path / "fox.pdf"
    file.write_bytes(pdf_of([[*lines[: at + 1], (6, 72, "A footnote in small print of the page."), *lines[at + 1 :]]]))
    quotes = [quote.text for proposal in read_lineage(file).proposals for quote in proposal.quotes]
    assert quotes
    assert not any("replace its slow layers" in quote for quote in quotes)
