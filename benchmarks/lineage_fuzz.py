"""Mutated files for the reader of papers: nothing may hang, crash the program, or end without a plain answer."""

from __future__ import annotations

import gzip
import io
import json
import random
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

from benchmarks.aims import Result, must
from bot.core.fulltext.unreadable import PaperFault, UnreadableError
from bot.extraction.reading import Reading
from tests.support.made_papers import foxnet_lines, foxnet_pdf, pdf_of

BATCH = 250
SEED = 14
REAL_EACH = 100
LONGEST_S = 60.0  # one batch, in a process of its own with the limits of a reader
TEXT = (
    "We build on BERT [1] and extend attention [2, 3-4] as in Vaswani et al. (2017). Our method follows [VSP+17].",
    "The model is based on prior work (Devlin et al., 2018; Hu and Li, 2020a). It uses the data of the paper for that.",
)
LATEX = (
    "\\documentclass{a}\\title{On X}\\begin{document}\\begin{abstract}%s\\end{abstract}\\section{Method}%s \\cite{a,b}"
)
LATEX += "\\begin{thebibliography}{9}\\bibitem{a} A. Ada. On it. 2017."
LATEX += "\\bibitem[B(2018)]{b} B. Bo. It. 2018.\\end{thebibliography}"
LATEX += "\\end{document}"
HTML = "<html><h1>On X</h1><h2>1 Introduction</h2><p>%s</p><h2>References</h2>"
HTML += "<ul><li id='bib.1'>[1] A. Ada. On it. 2017.</li></ul>"
MARKDOWN = "# On X\n\n## Abstract\n\n%s\n\n## References\n\n[1] A. Ada. On it. 2017.\n\n[2] B. Bo. It. 2018.\n"
TOKENS = (
    b"[",
    b"]",
    b"{",
    b"}",
    b"\\cite{",
    b"\\begin{",
    b"(",
    b"<div>",
    b"</p>",
    b"endobj",
    b"\x00",
    b"\xff",
    b"# ",
    b"2017",
    b", ",
)


def seeds() -> dict[str, bytes]:
    """One small file of each kind."""
    prose = " ".join(TEXT * 12)
    latex = (LATEX % (prose, prose)).encode()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo("main.tex")
        member.size = len(latex)
        archive.addfile(member, io.BytesIO(latex))
    return {
        "a.tex": latex,
        "b.html": (HTML % prose).encode(),
        "c.md": (MARKDOWN % prose).encode(),
        "d.tar.gz": packed.getvalue(),
        "e.gz": gzip.compress(latex),
        "f.pdf": foxnet_pdf(),
        "g.pdf": pdf_of([foxnet_lines()] * 3),
    }


def real_pdfs(folder: Path | None) -> list[tuple[str, bytes]]:
    """The smallest real papers, if there are some: they take a hundred times as long as the others."""
    found = sorted(folder.glob("pdf/*.pdf"), key=lambda path: path.stat().st_size)[:3] if folder else []
    return [(path.name, path.read_bytes()) for path in found]


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Change, remove, repeat or add a few bytes or words, or cut the file off."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(changed) + 1)
        length = rng.choice((1, 4, 40, 400))
        match rng.randrange(6):
            case 0:
                changed[at : at + length] = rng.randbytes(min(length, 40))
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length] * rng.randint(1, 5)
            case 3:
                changed[at:at] = rng.choice(TOKENS) * rng.choice((1, 2, 50, 2000))
            case 4 if rng.random() < 0.2:
                del changed[at:]
            case _:
                changed[at : at + 1] = bytes([rng.randrange(256)])
    return bytes(changed)


def fuzzed(count: int, folder: Path | None) -> Result:
    """Try `count` files in batches, and every 2,000th through the whole way that a member's file takes."""
    rng = random.Random(SEED)
    kinds, real = list(seeds().items()), real_pdfs(folder)
    answers: dict[str, int] = {}
    broken = late = 0
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        for start in range(0, count, BATCH):
            names = []
            for number in range(start, min(count, start + BATCH)):
                is_real = real and number % REAL_EACH == 0
                name, data = rng.choice(real) if is_real else kinds[number % len(kinds)]
                # A folder each: a LaTeX file is read with those beside it.
                path = Path(place) / str(number % BATCH) / name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(mutated(data, rng))
                names.append(str(path))
            ended, answered = _batch(names)
            late += ended == "late"
            broken += ended == "broken"
            for answer in answered:
                answers[answer] = answers.get(answer, 0) + 1
            if start % 2_000 == 0:
                answers["whole way"] = answers.get("whole way", 0) + _whole_way(Path(names[0]))
            for name in names:
                Path(name).unlink()
    told = ", ".join(f"{name} {number:,}" for name, number in sorted(answers.items(), key=lambda each: -each[1])[:6])
    print(f"  {count:,} mutated files in {time.perf_counter() - began:.0f} s: {told}")
    return must("hung or broken batches", f"{late} hung, {broken} broken", "0", met=not late and not broken)


def _batch(names: list[str]) -> tuple[str, list[str]]:
    """Read the files in one process, which is quicker than one each. If that ends early, try them again one by one."""
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "benchmarks.lineage_fuzz", *names],
            capture_output=True,
            timeout=LONGEST_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _one_by_one(names)
    if ended.returncode == 0:
        return "fine", json.loads(ended.stdout)
    return _one_by_one(names)


def _one_by_one(names: list[str]) -> tuple[str, list[str]]:
    """Read each as a member's file is read: a file may end its process, but must get its answer in time."""
    answers = []
    for name in names:
        began = time.perf_counter()
        try:
            with Reading(Path(name)) as reading:
                reading.lineage()
            answers.append("read")
        except UnreadableError as error:
            answers.append(error.fault)
            if error.fault is PaperFault.TOO_SLOW:
                return "late", answers
        except (ValueError, KeyError, TypeError):
            return "broken", answers
        if time.perf_counter() - began > LONGEST_S:
            return "late", answers
    return "fine", answers


def _whole_way(path: Path) -> int:
    _one_by_one([str(path)])
    return 1


def _read_all(names: list[str]) -> list[str]:
    from bot.extraction.child import main  # noqa: PLC0415 - only in the process that reads

    return [str(answer.get("fault", "read")) for answer in map(main, map(Path, names))]


if __name__ == "__main__":
    json.dump(_read_all(sys.argv[1:]), sys.stdout)
