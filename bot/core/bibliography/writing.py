"""Writes papers of the catalog as a bibliography of any format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.bibliography.bibtex import KINDS
from bot.core.bibliography.csl import write_csl
from bot.core.bibliography.entries import FileFormat, Publication, PublicationKind
from bot.core.bibliography.names import split_name
from bot.core.bibliography.ris import write_ris
from bot.core.papers.citations import bibtex, citation_keys, venue_of
from bot.core.papers.ids import doi
from bot.core.papers.latex import from_latex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.papers.paper import Paper


def write_papers(papers: Sequence[Paper], kind: FileFormat, keys: Mapping[str, str] | None = None) -> str:
    """Return the text of the file. `keys` are the papers' citation keys by their own; by default they are made here."""
    keys = keys or citation_keys(papers)
    if kind is FileFormat.BIBTEX:
        return "\n\n".join(bibtex(paper, key=keys[paper.key]) for paper in papers) + "\n"
    entries = [entry_of(paper, keys[paper.key]) for paper in papers]
    return write_ris(entries) if kind is FileFormat.RIS else write_csl(entries)


def entry_of(paper: Paper, key: str, line: int = 0) -> Publication:
    """Return a paper as an entry with that citation key. Its year is the one that people cite it by."""
    kind, venue = venue_of(paper)
    return Publication(
        line=line,
        key=key,
        title=paper.title,
        authors=tuple(split_name(author) for author in paper.authors),
        year=paper.venue_year or paper.year or None,
        doi=found.id if paper.doi and (found := doi(paper.doi)) else None,
        arxiv_id=paper.arxiv_id,
        kind=KINDS.get(kind, PublicationKind.OTHER),
        venue=from_latex(str(venue[0].value)) if venue else "",
        url=paper.url,
    )
