"""Finds titles in references as papers list them, and links whose text is only a reference."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import Span
from bot.core.schedules.person_names import is_full_name, people_in
from bot.core.schedules.words import CAPITALIZED, PARTICLE

if TYPE_CHECKING:
    from bot.core.schedules.blocks import Spans

TITLE = r"(?P<title>[^.\n\\]{12,250}[^.\n\\\d](?=\.|[\n\\]|$)|[^.?\n\\]{12,250}\?(?=\s))"
NOT_YET = r"preprint|in press|forthcoming|submitted|to appear|under review"
# As in the list of references of a paper: authors, the year in brackets, the title.
CITED = re.compile(rf"^\W*[^\W\d_][^()\n]{{4,300}}\((?:(?:19|20)\d\d[a-z]?|{NOT_YET})\)[.,:]?\s+{TITLE}")
# The same with the year between two full stops; the authors have initials or are several.
CITED_BY_YEAR = re.compile(
    r"^\W{0,4}(?=[^\n]{0,60}(?:\b[^\W\d_a-z]\.|, | and | & ))[^\W\d_][^()\n]{4,300}?[.,]? "
    rf"(?:19|20)\d\d[a-z]?\.\s+{TITLE}"
)
# The same without a year: two authors or more, the title.
AUTHOR = r"(?:[^\W\d_a-z][\w’'-]{0,20}\.? ){1,3}[^\W\d_a-z][\w’'-]{1,20}"
CITED_BY_NAMES = re.compile(
    rf"^\W{{0,4}}(?P<names>{AUTHOR}(?:(?:, (?:and |& )?| and | & ){AUTHOR}){{1,20}})\.\s+{TITLE}"
)
# The same with initials behind the surnames.
INITIALS = r"[^\W\d_a-z][\w’'-]{1,20}(?: [^\W\d_a-z][\w’'-]{1,20})?,? [A-Z]\.?(?:[ -]?[A-Z]\.?){0,2}"
CITED_BY_INITIALS = re.compile(
    rf"^\W{{0,4}}{INITIALS}(?:(?:[,;] (?:and |& )?|,? and | & ){INITIALS}){{1,40}}\.?\s+{TITLE}"
)
CITED_BEFORE_LINK = re.compile(CITED.pattern.replace(TITLE, r"(?P<title>[^.\n\\]{8,300}[^.\n\\\d])\.\s*$"))
JOURNAL = re.compile(r"\d")  # it has a volume or pages
# "Berg et al., TOWN 2020" or "[Berg and Ito 2020]", next to a title.
AUTHORS = rf"{CAPITALIZED}(?: {CAPITALIZED})?"
VENUE_AND_YEAR = r"[(\[]?(?:[\w’'/-]{1,20}\s){0,3}[\w’'/-]{0,12}?(?:(?:1[89]|20)\d\d[a-z]?|['’]\d\d)[)\]]?"
REFERENCE = re.compile(
    rf"[(\[]?(?:{AUTHORS},? et\.? ?al\.?(?:[,.:]?\s*(?:{VENUE_AND_YEAR}|preprint|in press))?"
    rf"|{AUTHORS}(?:, {AUTHORS}){{0,3}}(?:,? (?:and|&) {AUTHORS})?[,.:]?\s*{VENUE_AND_YEAR})"
    r"(?: [A-Z][a-z]{2,11})?(?: \([A-Z][^()]{1,40} \d{1,4}\))?[)\]]?\.?"
)
# "Logic of Maps 2019" is no reference.
TWO_WORDS = re.compile(rf"[(\[]?(?P<words>{CAPITALIZED} [^\W\d_a-z][a-z]\S*?)[,.:]?\s*{VENUE_AND_YEAR}.*")
IDENTIFIER = re.compile(r"\W?(?:doi:? ?10\.|10\.|arxiv:? ?)\d{4}\S{2,90}(?: ?\[[\w.-]{2,12}\])?", re.IGNORECASE)
# A line of at least two full names.
FULL_NAME = rf"{CAPITALIZED}(?: (?:{CAPITALIZED}|{PARTICLE})){{1,4}}"
LIST_OF_AUTHORS = re.compile(
    rf"\W{{0,4}}(?:by )?{FULL_NAME}(?:(?:, (?:and |& )?| and | & ){FULL_NAME}){{1,30}}(?:,? et\.? al)?\W{{0,4}}"
)
VENUE = re.compile(
    r"\b(?:proceedings|conference|journal|transactions|workshop|symposium|preprint)\b.*(?:19|20)\d\d", re.IGNORECASE
)


# Below a title: "TOWN 2020", "Letters on Towns, 12(3): 307-392, 2019".
VENUE_ALONE = re.compile(
    r"[^\W\d_a-z](?:[\w.&-]{0,20} ){0,6}[\w.&-]{1,20}(?: |['’]|,[^\n]{0,40} )(?:(?:19|20)\d\d|(?<=['’])\d\d)"
)
# The title first, as in: Maps of towns. Ada Berg, Bo Lind. TOWN 2020.
TITLE_FIRST = re.compile(
    rf"^(?P<title>[^.\n]{{8,250}})\. {FULL_NAME}(?:(?:, (?:and |& )?| and | & ){FULL_NAME}){{0,60}}"
    r"\.(?=\s[^.\n]{0,60}(?:19|20)\d\d)"
)
# The same with initials, or only the first author: Maps of towns. Berg, A., Lind, B. et al. Letters on Towns 12, 3-9.
TITLE_ALONE = r"^(?P<title>(?=(?:\S{1,40} ){2})[^.?\n]{8,250}(?:\?|(?=\.)))(?<![ .][A-Z])\.? "
TITLE_BEFORE_INITIALS = re.compile(
    rf"{TITLE_ALONE}{INITIALS}(?:(?:,? (?:and |& )?|; ){INITIALS}){{0,60}}"
    r"(?:,? et\.? al\b|(?<=\.) [^\W\d_a-z]|,? \(?(?:19|20)\d\d)"
)
TITLE_BEFORE_AUTHOR = re.compile(rf"{TITLE_ALONE}(?<=[.?] ){CAPITALIZED}(?:,? {CAPITALIZED}){{0,3}},? et\.? al\b")
# The first author before the title: Berg et al. TOWN 2018. Maps of towns.
OF_SEVERAL = rf"(?:,? et\.? al\.?,?|,? (?:and|&) {CAPITALIZED},?(?=[^.\n]{{0,40}}\d\d[.)]))"
AFTER_VENUE = r"(?: \(?(?:[A-Z][\w’'-]{1,15} ){0,3}[A-Z]?[\w’'-]{0,12}(?:19|20)\d\d\)?[.:,]|:)? +(?=[^\W_a-z]|[“\"])"
CITED_BY_AUTHOR = re.compile(rf"^\W{{0,4}}{CAPITALIZED}(?:,? {CAPITALIZED}){{0,3}}{OF_SEVERAL}{AFTER_VENUE}{TITLE}")
# As Chinese references mark the kind of what they name: Berg A, Lind B. Maps of towns[J]. Letters on Towns, 2019.
CITED_BY_MARK = re.compile(r"^\W{0,4}[^\n\[\]]{2,200}?\.\s+(?P<title>[^\n\[\]]{8,250})\[[A-Z](?:/[A-Z]{2})?\]")
CITATIONS = (
    CITED_BY_MARK,
    TITLE_FIRST,
    TITLE_BEFORE_INITIALS,
    TITLE_BEFORE_AUTHOR,
    CITED,
    CITED_BY_YEAR,
    CITED_BY_NAMES,
    CITED_BY_INITIALS,
    CITED_BY_AUTHOR,
)


def cited_in(line: str) -> str:
    """Return the title as a line of references has it; empty if the line is no reference."""
    found = next((match for cited in CITATIONS if (match := cited.search(line)) and _is_by_people(match)), None)
    return found["title"] if found else ""


def _is_by_people(cited: re.Match[str]) -> bool:
    """Return whether what looks like names are names, and not a title, as in "Blue Maps and Old Towns. A walk"."""
    return cited.re is not CITED_BY_NAMES or bool(people_in(cited["names"]))


def without_references(text: str) -> str:
    """Return the lines of a title without the lines of authors after it, and without what follows those.

    A line with a venue is left out too, if a title comes before it.
    """
    first, *lines = text.split("\n")
    left = takewhile(lambda line: not LIST_OF_AUTHORS.fullmatch(line), lines)
    return "\n".join([first, *(line for line in left if not (VENUE.search(line) or VENUE_ALONE.fullmatch(line)))])


def is_reference(text: str) -> bool:
    """Return whether a text is authors and maybe the year, or a DOI or arXiv id, without a title."""
    text = text.strip()
    words = TWO_WORDS.fullmatch(text)
    is_by_someone = REFERENCE.fullmatch(text) is not None and (words is None or is_full_name(words["words"]))
    return is_by_someone or IDENTIFIER.fullmatch(text) is not None


def with_cited_titles(spans: Spans) -> Spans:
    """Return the spans with titles as links, where authors and title come before a linked journal."""
    found: list[Span] = []
    for span in spans:
        texts = list(takewhile(lambda each: each.url is None, reversed(found)))
        text = "".join(each.text for each in reversed(texts)).rsplit("\n", 1)[-1]
        cited = CITED_BEFORE_LINK.search(text) if span.url and JOURNAL.search(span.text) else None
        if cited:
            found[len(found) - len(texts) :] = [Span("\n")] * bool(texts)
        found.append(Span(cited["title"], span.url) if cited else span)
    return tuple(found)
