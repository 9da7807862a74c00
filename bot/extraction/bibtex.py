"""Reads the references of a paper's BibTeX file."""

from __future__ import annotations

import re

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware

from bot.core.fulltext.manuscript import Reference
from bot.core.fulltext.reference_entries import parse_entry
from bot.core.fulltext.surnames import surnames_in

ARXIV = re.compile(r"(?<![\d.])(\d{4}\.\d{4,5})(?!\d)")
YEAR = re.compile(r"(?:19|20)\d\d")


def references_of(text: str) -> list[Reference]:
    """Return one reference for each entry that can be read."""
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    return [
        _reference(entry.key, {name.lower(): str(field.value) for name, field in entry.fields_dict.items()})
        for entry in library.entries
    ]


def _reference(key: str, fields: dict[str, str]) -> Reference:
    clean = {name: " ".join(re.sub(r"[{}]", "", value).split()) for name, value in fields.items()}
    words = " ".join(clean.get(name, "") for name in ("eprint", "journal", "url", "note", "volume"))
    arxiv_id = ARXIV.search(words) if "arxiv" in words.casefold() or clean.get("eprint") else None
    year = YEAR.search(clean.get("year", "") or clean.get("date", ""))
    found = parse_entry(words)
    return Reference(
        label=key,
        text=", ".join(clean.get(name, "") for name in ("author", "title", "year")),
        title=clean.get("title", ""),
        surnames=surnames_in(clean.get("author", "")),
        year=int(year[0]) if year else None,
        arxiv_id=arxiv_id[1] if arxiv_id else found.arxiv_id,
        doi=clean.get("doi", "").lower() or found.doi,
    )
