"""Mutated records for the import of papers: nothing may crash it, and no bad character may get through.

`python -m benchmarks.catalogue_fuzz` reads 100,000 records. Each is one of a real layout with some of its bytes, fields
or values exchanged.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from copy import deepcopy
from typing import Any

from benchmarks.aims import must
from bot.core.world_catalog.dumps.kinds import format_of, paper_in
from bot.core.world_catalog.index_entries import beginnings_of, initials_of, words_of
from bot.core.world_catalog.merging import merged
from bot.core.world_catalog.records import DumpFormat, WrongRecordError
from bot.core.world_catalog.staged import Staged, staged

SEED = 16
RECORDS = 100_000
NAME = {"author": {"display_name": "Ada Lovelace"}, "raw_author_name": "A. Lovelace"}
PLACE = {
    "source": {"display_name": "arXiv"},
    "license": "cc-by",
    "landing_page_url": "https://arxiv.org/abs/2106.09685",
}
TITLE = "LoRA: Low-Rank Adaptation of $\\alpha$-Large Language Models"
SEEDS: dict[DumpFormat, dict[str, Any]] = {
    DumpFormat.ARXIV: {
        "id": "2106.09685",
        "authors": "Edward J. Hu, Yelong Shen (MIT) and Ada",
        "title": TITLE,
        "doi": "10.1000/xyz 10.1000/abc",
        "categories": "cs.CL",
        "abstract": " An \\emph{important} paradigm.\n",
        "journal-ref": "ICLR 2022",
        "versions": [{"version": "v1", "created": "Thu, 17 Jun 2021 17:37:18 GMT"}],
        "authors_parsed": [["Hu", "Edward J.", ""], ["Shen", "Yelong", "", "MIT"]],
    },
    DumpFormat.OPENALEX: {
        "id": "https://openalex.org/W3168867926",
        "doi": "https://doi.org/10.48550/arxiv.2106.09685",
        "title": TITLE,
        "publication_year": 2021,
        "ids": {"doi": "https://doi.org/10.1000/xyz"},
        "primary_location": PLACE,
        "locations": [PLACE],
        "type": "article",
        "is_paratext": False,
        "cited_by_count": 812,
        "authorships": [NAME, NAME],
        "referenced_works": ["https://openalex.org/W2963403868"],
        "abstract_inverted_index": {"An": [0], "important": [1, 3]},
    },
    DumpFormat.SEMANTIC_SCHOLAR: {
        "corpusid": 235458009,
        "externalids": {"ArXiv": "2106.09685", "DOI": "10.1000/XYZ"},
        "title": TITLE,
        "authors": [{"authorId": "1", "name": "J. Edward Hu"}],
        "venue": "ICLR",
        "year": 2021,
        "citationcount": 5000,
    },
    DumpFormat.OWN: {
        "title": TITLE,
        "authors": ["Hu, Edward J.", "陈天奇"],
        "year": 2021,
        "arxiv_id": "hep-th/9901001v3",
        "doi": "10.1000/xyz",
        "citations": 3,
        "abstract": "Yes & no <b>bold</b>",
        "abstract_license": "CC0",
        "references": ["2106.09685", "s2:1"],
    },
}
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 10**30, 1.5, float("nan"), "", " ", "\x00", "\ud800", "\u202eevil", "a" * 5_000, "{" * 500),
    *("\\frac{", "$" * 99, "&lt;b&gt;" * 50, "10." * 99, "https://arxiv.org/abs/", "İ" * 40, "ß\u0301" * 30, [], {}),
    *([None], [[]], {"": None}, {"name": []}, [["Hu"]], [["Hu", 1, None]], ["x"] * 3_000, {"w": [-1, 10**9, "a"]}),
)
UNEXPECTED = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
    *(re.error, MemoryError),
)
DEEP = b"[" * 30_000
BYTES = (b"\x00", b"\xff", b"\\u", b'"', b"{", b"}", b"[", b",", b":", b"\\", b"\xed\xa0\x80", b"9" * 5_000, b"e999")


def mutated(chance: random.Random) -> tuple[DumpFormat, bytes]:
    """Return a record of some layout with one to four things wrong."""
    known = chance.choice(list(SEEDS))
    record = json.loads(json.dumps(SEEDS[known]))
    for _ in range(chance.randint(1, 4)):
        _change(record, chance)
    line = json.dumps(record, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    if chance.random() < 0.3:
        at = chance.randrange(len(line) + 1)
        line = line[:at] + chance.choice(BYTES) + line[at + chance.randrange(4) :]
    return known, DEEP if chance.random() < 0.001 else line


def _change(value: Any, chance: random.Random) -> None:
    """Exchange something inside of a record or a list."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    if not keys:
        return
    key = chance.choice(keys)
    inside = value[key]
    if isinstance(inside, dict | list) and inside and chance.random() < 0.6:
        _change(inside, chance)
    elif isinstance(inside, str) and chance.random() < 0.5:
        at = chance.randrange(len(inside) + 1)
        value[key] = inside[:at] + str(chance.choice(ODD))[:200] + inside[at:]
    else:
        value[key] = deepcopy(chance.choice(ODD))


def read(known: DumpFormat, line: bytes) -> Staged | None:
    """Read a record as an import does, and check what came of it; None if it is refused."""
    format_of(line)
    try:
        paper = paper_in(line, known)
    except WrongRecordError:
        return None
    if paper is None:
        return None
    row = staged(paper)
    texts = [row.title, row.authors, row.venue, *words_of(paper), *beginnings_of(row.title), *initials_of(row.title)]
    for text in texts:
        text.encode()
        assert "\x00" not in text
        assert "\u202e" not in text
    merged([row, row])
    return row


def fuzzed(count: int, seed: int = SEED) -> tuple[int, list[str]]:
    """Return how many of the records were papers, and what was raised that should not be."""
    chance = random.Random(seed)
    papers = 0
    faults: list[str] = []
    for _ in range(count):
        known, line = mutated(chance)
        try:
            papers += read(known, line) is not None
        except UNEXPECTED as error:
            faults.append(f"{error!r}: {line[:200]!r}")
    return papers, faults


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.catalogue_fuzz", description=__doc__)
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--quick", action="store_true", help="2,000 records")
    options = parser.parse_args()
    count = 2_000 if options.quick else options.records
    papers, faults = fuzzed(count)
    for fault in faults[:20]:
        sys.stdout.write(fault + "\n")
    return must(f"{count:,} mutated records", f"{len(faults)} crashes, {papers:,} papers", "none", met=not faults)


if __name__ == "__main__":
    sys.exit(main())
