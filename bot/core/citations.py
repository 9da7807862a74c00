"""A paper as a BibTeX entry."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat
from pylatexenc.latexencode import RULE_DICT, UnicodeToLatexConversionRule, UnicodeToLatexEncoder

if TYPE_CHECKING:
    from bot.core.papers import Paper

JOURNALS = {"JMLR": "Journal of Machine Learning Research", "Neurocomputing": "Neurocomputing", "TMLR": "TMLR"}
# BibTeX styles lower-case titles; braces keep what a title capitalises inside a word or wholly (LoRA, BERT, GPT-3).
CAPITALS_INSIDE = re.compile(r"\b[\w-]*\w[A-Z][\w-]*|\b[A-Z]\d*\b(?=[ :])")
# BibTeX counts braces, escaped or not, so a title's own are spelt out.
BRACES = {ord("{"): r"\textbraceleft", ord("}"): r"\textbraceright"}
LOOKS = BibtexFormat()  # type: ignore[no-untyped-call]
LOOKS.indent = "  "  # a tab is eight characters wide in a message, half a phone's line
LATEX = UnicodeToLatexEncoder(
    replacement_latex_protection="braces-all",
    conversion_rules=[UnicodeToLatexConversionRule(RULE_DICT, BRACES), "defaults"],
    unknown_char_policy="keep",
    unknown_char_warning=False,
)


def bibtex(paper: Paper, room: int = 100_000) -> str:
    """One entry, with accents as LaTeX spells them, so that old BibTeX takes it as well as biber.

    The entry's type follows the venue: a journal's article, a conference's paper, a report, or an arXiv preprint.
    An entry of more than `room` characters names fewer authors, ended by BibTeX's own `and others`; the first stays.
    """
    named = len(paper.authors)
    while len(text := _entry(paper, named)) > room and named > 1:
        named = max(1, named * 3 // 4)
    return text


def _entry(paper: Paper, named: int) -> str:
    kind, venue_fields = _venue(paper)
    authors = [LATEX.unicode_to_latex(name) for name in paper.authors[:named]]
    if named < len(paper.authors):
        authors.append("others")
    fields = [
        Field("title", _title(paper.title)),
        Field("author", " and ".join(authors)),
        *venue_fields,
        Field("year", str(paper.venue_year or paper.year)),
    ]
    if paper.arxiv_id:
        fields += [Field("eprint", paper.arxiv_id), Field("archivePrefix", "arXiv")]
    if paper.doi:
        fields.append(Field("doi", paper.doi))
    fields.append(Field("url", paper.url))
    return write_string(Library([Entry(kind, citation_key(paper), fields)]), bibtex_format=LOOKS).strip()


def _title(title: str) -> str:
    """In LaTeX, piece by piece: the braces that keep capitals must not be escaped, nor stand inside a macro's name."""
    pieces: list[str] = []
    end = 0
    for match in CAPITALS_INSIDE.finditer(title):
        pieces += [LATEX.unicode_to_latex(title[end : match.start()]), f"{{{LATEX.unicode_to_latex(match[0])}}}"]
        end = match.end()
    return "".join([*pieces, LATEX.unicode_to_latex(title[end:])])


def citation_key(paper: Paper) -> str:
    """As BibTeX readers know it: the first author's family name, year, first word of the title (`hu2021lora`)."""
    family = paper.authors[0].split()[-1]
    word = next((word for word in re.findall(r"[^\W_]+", paper.title) if len(word) > 3), paper.key)  # noqa: PLR2004
    plain = unicodedata.normalize("NFKD", f"{family}{paper.year}{word}").encode("ascii", "ignore").decode()
    return plain.lower()


def _venue(paper: Paper) -> tuple[str, list[Field]]:
    name = paper.venue
    journal = next((full for short, full in JOURNALS.items() if name.startswith(short)), None)
    if journal:
        return "article", [Field("journal", journal)]
    if "report" in name:
        return "techreport", [Field("institution", name.partition(" technical")[0])]
    if name.startswith("arXiv"):
        return "misc", []
    return "inproceedings", [Field("booktitle", LATEX.unicode_to_latex(name))]
