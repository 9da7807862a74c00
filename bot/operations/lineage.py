"""`python -m bot lineage FILE`: what a paper builds on, read from its own text, with the sentences that say so.

It needs no settings, database or network, and starts without loading them.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.core.fulltext.unreadable import UnreadableError
from bot.operations.console import say
from bot.operations.lineage_words import FAULTS, why

if TYPE_CHECKING:
    import argparse

    from bot.core.fulltext.matching import KnownPapers
    from bot.core.fulltext.proposals import PaperLineage, Proposal

NAME = "lineage"
HELP = "Read what a paper builds on from its file: PDF, LaTeX (.tex or .tar.gz), HTML or Markdown."
CATALOG = Path(__file__).parents[2] / "data" / "papers.json"
EXIT_OK, EXIT_FAILED, EXIT_UNREADABLE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the paper")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


def run(arguments: argparse.Namespace, _settings: object = None) -> int:
    try:
        lineage, known = _read(arguments.file)
    except UnreadableError as error:
        sys.stderr.write(FAULTS[error.fault].format(file=arguments.file.name) + "\n")
        return EXIT_UNREADABLE
    try:
        if arguments.json:
            say(json.dumps(as_json(lineage, known), ensure_ascii=False, indent=2))
        else:
            say(*as_text(lineage, known))
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output, such as `head`, has closed it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILED
    return EXIT_OK


def _read(file: Path) -> tuple[PaperLineage, KnownPapers]:
    from bot.extraction.reading import Reading  # noqa: PLC0415 - while the file is read, the catalog loads

    with Reading(file) as reading:
        from bot.core.fulltext.matching import KnownPapers  # noqa: PLC0415
        from bot.storage.papers.catalog import CatalogError, load_catalog  # noqa: PLC0415

        try:
            known = KnownPapers(load_catalog(CATALOG))
        except CatalogError:
            # `doctor` says what is wrong with it; the lineage does not depend on it.
            known = KnownPapers([])
        return reading.lineage(), known


def as_json(lineage: PaperLineage, known: KnownPapers) -> dict[str, Any]:
    """Return the answer in the form that other programs read."""
    return {
        "title": lineage.title,
        "year": lineage.year,
        "references": lineage.references,
        "ancestors": [
            {
                "title": proposal.title,
                "year": proposal.year,
                "arxiv_id": proposal.arxiv_id,
                "doi": proposal.doi,
                "key": _key(proposal, known),
                "score": proposal.score,
                "why": why(proposal.reasons),
                "sentences": [{"text": quote.text, "section": quote.heading} for quote in proposal.quotes],
            }
            for proposal in lineage.proposals
        ],
    }


def as_text(lineage: PaperLineage, known: KnownPapers) -> list[str]:
    """Return the answer as lines to read."""
    year = f" ({lineage.year})" if lineage.year else ""
    lines = [f"{lineage.title}{year}", f"{lineage.references} references. It seems to build most directly on:"]
    for number, proposal in enumerate(lineage.proposals, 1):
        key = _key(proposal, known)
        in_catalog = f" [{key}]" if key else ""
        lines += [
            "",
            f"{number}. {proposal.title} ({proposal.year or 'no year'}){in_catalog}",
            f"   {why(proposal.reasons)}",
        ]
        lines += [f"   “{quote.text}”" + (f" ({quote.heading})" if quote.heading else "") for quote in proposal.quotes]
    return lines


def _key(proposal: Proposal, known: KnownPapers) -> str | None:
    return known.key_of(proposal.title, proposal.year, proposal.arxiv_id, proposal.doi)
