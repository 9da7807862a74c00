"""A paper as a BibTeX entry."""

from __future__ import annotations

import re
from itertools import chain, count, islice, product
from string import ascii_lowercase
from typing import TYPE_CHECKING

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from bot.core.papers.author_names import EAST_ASIAN, author_name, family_name, plain_letters
from bot.core.papers.bibtex_titles import bibtex_title
from bot.core.papers.latex import doi_in_latex, in_latex, link_in_latex
from bot.core.papers.paper import Tier

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from bot.core.papers.paper import Paper

JOURNALS = {"JMLR": "Journal of Machine Learning Research", "Neurocomputing": "Neurocomputing", "TMLR": "TMLR"}
LOOKS = BibtexFormat()  # type: ignore[no-untyped-call]
LOOKS.indent = "  "  # a tab is eight characters wide in a message, half of a phone's line
SHORT_WORD = 3


def bibtex(paper: Paper, room: int = 100_000, key: str = "") -> str:
    """Return one entry with the given citation key. Accents are in LaTeX, which old BibTeX reads as well as biber.

    The venue decides the type: a journal article, a conference paper, a report or an arXiv preprint. An entry longer
    than `room` characters lists fewer authors, followed by BibTeX's own `and others`. The first author always stays.
    """
    named = len(paper.authors)
    while len(text := _entry(paper, named, key or citation_key(paper))) > room and named > 1:
        named = max(1, named * 3 // 4)
    return text


def _entry(paper: Paper, named: int, key: str) -> str:
    kind, venue_fields = venue_of(paper)
    authors = [_author(name) for name in paper.authors[:named]]
    if named < len(paper.authors):
        authors.append("others")
    fields = [
        Field("title", bibtex_title(paper)),
        *([Field("author", " and ".join(authors))] if authors else []),
        *venue_fields,
    ]
    if year := paper.venue_year or paper.year:
        fields.append(Field("year", str(year)))
    if paper.arxiv_id:
        fields += [Field("eprint", paper.arxiv_id), Field("archivePrefix", "arXiv")]
    if paper.doi:
        fields.append(Field("doi", doi_in_latex(paper.doi)))
    if paper.url:
        fields.append(Field("url", link_in_latex(paper.url)))
    return write_string(Library([Entry(kind, key, fields)]), bibtex_format=LOOKS).strip()


def _author(written: str) -> str:
    """Return the name so that BibTeX sees its parts: groups in braces, particles and "Jr." separated by commas."""
    name = author_name(written)
    if not name.given or EAST_ASIAN.fullmatch(written):
        return f"{{{in_latex(written)}}}"
    if name.suffix or " " in name.family:
        return ", ".join(in_latex(part) for part in (name.family, name.suffix, name.given) if part)
    return in_latex(written)


def citation_key(paper: Paper) -> str:
    """Return the usual key: the first author's family name, the year and the first word of the title (`hu2021lora`).

    It is in Latin letters, whatever alphabet the name is in. If nothing is left of a name, the catalog's key is used.
    """
    first = paper.authors[0] if paper.authors else ""
    family = plain_letters(family_name(first)) or plain_letters(paper.key)
    words = (plain_letters(word) for word in re.findall(r"[^\W_]+", paper.title) if len(word) > SHORT_WORD)
    return f"{family}{paper.year or ''}{next(filter(None, words), plain_letters(paper.key))}"


def citation_keys(
    papers: Iterable[Paper], others: Container[str] = (), of: Callable[[Paper], str] = citation_key
) -> dict[str, str]:
    """Return every paper's citation key by its own key. If several share one, the later ones get b, c, …

    None is one of `others`, the citation keys of other papers. `of` is called for each paper's usual key.
    """
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for paper in papers:
        key = of(paper)
        lettered = (f"{key}{letters}" for letters in chain([""], map("".join, _letters())))
        keys[paper.key] = next(name for name in lettered if name not in taken and name not in others)
        taken.add(keys[paper.key])
    return keys


def _letters() -> Iterator[tuple[str, ...]]:
    for size in count(1):
        yield from islice(product(ascii_lowercase, repeat=size), 1 if size == 1 else 0, None)


def venue_of(paper: Paper) -> tuple[str, list[Field]]:
    """Return the entry's type, and the field that names where the paper appeared."""
    name = paper.venue
    journal = next((full for short, full in JOURNALS.items() if name.startswith(short)), None)
    if journal:
        kind, field, told = "article", "journal", journal
    elif "report" in name:
        kind, field, told = "techreport", "institution", name.partition(" technical")[0]
    elif not name or name.startswith("arXiv"):
        kind, field, told = "misc", "howpublished", ""
    else:
        kind, field, told = "inproceedings", "booktitle", name
    # What a server has added is written as it is, so that an import of the file changes nothing.
    told = name if paper.tier is Tier.ADDED else told
    return kind, [Field(field, in_latex(told))] if told else []
