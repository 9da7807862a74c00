"""Reads LaTeX sources. Citations become their keys in brackets, since a source has no other marker."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalkerError

from bot.core.fulltext.blocks import TextBlock, read_blocks
from bot.core.fulltext.reference_entries import parse_entry
from bot.extraction.bibtex import references_of
from bot.extraction.latex_sources import main_file, whole

if TYPE_CHECKING:
    from bot.core.fulltext.manuscript import Manuscript, Reference

# Braces within braces within braces; no reader of titles follows more.
BRACED = r"\{[^{}]*(?:\{[^{}]*\}[^{}]*){0,50}\}"
ARGUMENT = r"\{([^{}]*(?:" + BRACED + r"[^{}]*){0,300})\}"
CITE = re.compile(r"~?\\[Cc]ite(?!color)[a-zA-Z]*\*?\s*(?:\[[^\]]*\]\s*){0,2}\{([^{}]*)\}")
SECTION = re.compile(r"\\(?:chapter|section|subsection|subsubsection|paragraph)\*?\s*(?:\[[^\]]*\])?\s*" + ARGUMENT)
TITLE = re.compile(r"\\(?:icml)?title(?:running)?\s*(?:\[[^\]]*\])?\s*" + ARGUMENT)
AUTHOR = re.compile(r"\\(?:icml)?author\*?\s*(?:\[[^\]]*\])?\s*" + ARGUMENT)
ABSTRACT = re.compile(r"\\begin\{abstract\}(.*?)\\end\{abstract\}|\\abstract\s*" + ARGUMENT, re.DOTALL)
APPENDIX = re.compile(r"\\appendix\b|\\begin\{appendices\}")
OPTION = r"\[[^\[\]{}]*(?:\{[^{}]*(?:" + BRACED + r"[^{}]*){0,50}\}[^\[\]{}]*){0,20}\]"
BIBITEM = re.compile(rf"\\bibitem\s*(?:{OPTION})?\s*\{{([^{{}}]+)\}}")
LISTED = re.compile(r"\\begin\{thebibliography\}(.*?)(?:\\end\{thebibliography\}|\Z)", re.DOTALL)
DROPPED = re.compile(
    r"\\begin\{(equation|align|gather|multline|tikzpicture|lstlisting|verbatim|tabular|algorithm|algorithmic|table)(\*?)\}.*?"
    r"\\end\{\1\2\}",
    re.DOTALL,
)
MACRO = re.compile(r"\\(?:newcommand|renewcommand|providecommand|def)\*?\s*\{?\\([A-Za-z]+)\}?\s*" + ARGUMENT)
MARKUP = re.compile(
    r"\\(?:label|ref|eqref|autoref|cref|Cref|vspace|hspace|includegraphics|footnotetext|bibliography(?:style)?)\*?(?:\[[^\]]*\])?\{[^{}]*\}"
)
LINK = re.compile(r"\\href\s*\{[^{}]*\}\s*" + ARGUMENT)
FOOTNOTE = re.compile(r"\\(?:footnote|thanks|todo)\s*(?:\[[^\]]*\])?\s*" + ARGUMENT)
LONGEST_MACRO = 200
MOST_MACROS = 300
LONGEST_PARAGRAPH = 20_000


def read_latex(files: dict[str, str], named: str = "") -> Manuscript:
    """Return the manuscript of the file `named`, else of the source's main file; raises UnreadableError."""
    name = named if "\\begin{document}" in files.get(named, "") else main_file(files)
    text = _with_macros(whole(files, name))
    preamble, _, body = text.partition("\\begin{document}")
    body = body.partition("\\end{document}")[0]
    references = _references(files, body)
    body = LISTED.sub("", body)
    title = next((found for found in map(_first, (TITLE.search(preamble), TITLE.search(body))) if found), "")
    blocks = [TextBlock(_plain(found[1])) for found in AUTHOR.finditer(preamble + body)]
    if abstract := ABSTRACT.search(text):
        blocks += [TextBlock("Abstract", is_heading=True), *_paragraphs(abstract[1] or abstract[2] or "")]
    body = APPENDIX.sub(r"\\section{Appendix}", ABSTRACT.sub("", AUTHOR.sub("", TITLE.sub("", body))))
    return read_blocks(title, [*blocks, *_sections(body)], references)


def _first(found: re.Match[str] | None) -> str:
    return _plain(found[1]) if found else ""


def _with_macros(text: str) -> str:
    r"""Put in place the short macros without arguments that authors define: `\bert` for "BERT"."""
    macros = {
        found[1]: found[2] for found in MACRO.finditer(text) if len(found[2]) <= LONGEST_MACRO and "#" not in found[2]
    }
    if not macros or len(macros) > MOST_MACROS:
        return text
    names = "|".join(sorted(map(re.escape, macros), key=len, reverse=True))
    head, begin, body = text.partition("\\begin{document}")
    return head + begin + re.sub(rf"\\({names})(?![A-Za-z])(?:\{{\}})?", lambda found: macros[found[1]], body)


def _references(files: dict[str, str], body: str) -> list[Reference]:
    """From the list that BibTeX made, in the text or beside it; else from the bibliography files."""
    lists = [LISTED.search(text) for text in (body, *(text for name, text in files.items() if name.endswith(".bbl")))]
    listed = next((found[1] for found in lists if found), "")
    parts = BIBITEM.split(listed)
    if len(parts) > 1:
        pairs = zip(parts[1::2], parts[2::2], strict=True)
        return [replace(parse_entry(_plain(text)), label=key.strip()) for key, text in pairs]
    cited = {key.strip().casefold() for found in CITE.finditer(body) for key in found[1].split(",")}
    return [
        reference
        for name, text in files.items()
        if name.endswith(".bib")
        for reference in references_of(text)
        if reference.label.casefold() in cited
    ]


def _sections(body: str) -> list[TextBlock]:
    blocks: list[TextBlock] = []
    parts = SECTION.split(body)
    blocks += _paragraphs(parts[0])
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        blocks += [TextBlock(_plain(heading), is_heading=True), *_paragraphs(text)]
    return blocks


def _paragraphs(text: str) -> list[TextBlock]:
    return [
        TextBlock(words)
        for paragraph in re.split(r"\n\s*\n", DROPPED.sub(" ", text))
        if (words := _plain(paragraph[:LONGEST_PARAGRAPH]))
    ]


def _plain(text: str) -> str:
    """Return the words without markup."""
    marked = FOOTNOTE.sub("", LINK.sub(r"\1", text))
    marked = CITE.sub(lambda found: f" [{', '.join(key.strip() for key in found[1].split(','))}]", marked)
    marked = MARKUP.sub("", marked).replace("\\newblock", " ").replace("\\xspace", "")
    try:
        words = LatexNodes2Text(math_mode="text", strict_latex_spaces=False).latex_to_text(
            marked, tolerant_parsing=True
        )
    except (LatexWalkerError, ValueError, IndexError, TypeError, AttributeError):
        # Braces may be unbalanced, for example. The words can still be read.
        words = re.sub(r"\\[A-Za-z]+\*?|[{}$]", " ", marked)
    return " ".join(words.split())
