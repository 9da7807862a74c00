"""Reads one entry of a reference list: its label, authors, year, title and ids."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.fulltext.manuscript import Reference
from bot.core.fulltext.surnames import surnames_in

LABEL = re.compile(r"\s*(?:\[([^\[\]]{1,60})\]|(\d{1,3})\.)\s*")
ARXIV = re.compile(
    r"(?:arxiv[:\s./]*(?:preprint)?[:\s]*(?:arxiv[:\s]*)?|abs/|pdf/)\s?(\d{4})\.\s?(\d{4,5})(?!\d)", re.IGNORECASE
)
OLD_ARXIV = re.compile(
    r"arxiv[:\s./]*(?:abs/)?((?:cs|math|stat|cmp-lg|physics|cond-mat)(?:\.[A-Z]{2})?/\d{7})", re.IGNORECASE
)
DOI = re.compile(r"\b10\.\d{4,9}/\s?[^\s,;\"<>]+")
YEAR = re.compile(r"(?<![\d.:/–-])((?:19[3-9]|20[0-4])\d)([a-z]?)(?![\d\w]|[–-]\d)")
YEAR_BEHIND_AUTHORS = re.compile(r"[\s(\[.,]((?:19[3-9]|20[0-4])\d)([a-z]?)[)\].,:;]{1,3}\s+(?=[\"“‘'A-Z0-9])")
QUOTED = re.compile(r"[“\"]([^“”\"]{8,300})[,.]?[”\"]")
INITIALS = r"[A-ZÀ-Ž]\.?(?:[\s~-]{0,2}[A-Za-zÀ-Ž]\.){0,4}"
PARTICLE = r"(?:[Vv]an|[Vv]on|[Dd]er?|[Dd]en|[Dd]el|[Dd]i|[Dd]a|[Ll]a|[Ll]e|[Tt]en|[Ee]l|[Aa]l|[Dd]os)"
FAMILY = rf"(?:{PARTICLE}\s){{0,3}}[A-ZÀ-Ž][\w'’´`¨˘ˇ\-]+"
SUFFIX = r"(?:,?\s(?:Jr|I{2,3})\.?)?"
# A style doesn't put the family name first in a name in small letters: "Hu, E. J., yelong shen, Wallis, P."
NAME = rf"(?:{FAMILY}(?:\s(?:IV|I{{2,3}}|Jr\.?))?,\s{INITIALS}{SUFFIX})"
LATER_NAME = rf"(?:{NAME}|[a-z][\w-]+,\s[A-Z]\.(?:\s?[A-Z]\.)*|[a-z][\w-]+\s[a-z][\w-]+(?=,))"
FAMILY_FIRST = re.compile(rf"{LATER_NAME}(?:(?:[,;]?\s+(?:and|&)\s+|[,;]\s+){LATER_NAME}){{0,500}}")
ALONE = re.compile(rf"{FAMILY},\s[A-ZÀ-Ž]\.(?:\s?[A-ZÀ-Ž]\.)*\s+(?:and\s|[A-ZÀ-Ž\d\"“(])")
END_OF_AUTHORS = re.compile(r"(?:[,;]?\s*(?:and|&)?\s*(?:et al|others)\b\.?)?\s*(?:\(eds?\.\))?\s*[.:;,]?\s*")
# A period ends the authors, but not after an initial or an abbreviation.
AUTHORS_STOP = re.compile(
    r"(?<!\b[A-ZÀ-Ž])(?<!\b[A-Z]{2})(?<!\bSt)(?<!\bJr)(?<!\bDr)(?<!-[A-Z])(?<!\bPh)([.?!])[”\"]?\s+(?=[\w“\"‘(\[])"
)
TITLE_STOP = re.compile(r"(?<!\bvs)(?<!\b[A-Z])([.?!])[”\"]?\s+(?=[\w“\"‘(\[])")
BEHIND_A_QUESTION = re.compile(r"[Ii]n [A-Z]|arXiv|Proc|Advances|Journal|Trans|CoRR|http|[(\d]|URL|[A-Z]{3,}|Technical")
VENUE = re.compile(
    r",?\s+(?:[Ii]n:?\s+(?:Proc|Advances|International|the \d|Conference|European|IEEE|ACM|Workshop"
    r"|Neural|Annual|[A-Z]{3,})"
    r"|In\s[A-Z]|(?i:arxiv|corr\b|https?:|url\b|technical report|(?:19|20)\d\d[a-z]?\s*(?:[.,;]|$)))"
)
LONGEST_TITLE = 250
SHORTEST_TITLE = 3


def parse_entry(text: str) -> Reference:
    """Return what the entry says, as far as it can be read."""
    labeled = LABEL.match(text)
    label = (labeled[1] or labeled[2] or "").strip() if labeled else ""
    body = text[labeled.end() :] if labeled else text
    arxiv_id = _arxiv_id(body)
    authors, rest = _authors(body)
    year, suffix = _year(body)
    reference = Reference(
        label=label,
        text=body,
        title=_title(rest),
        surnames=surnames_in(authors),
        year=year,
        year_suffix=suffix,
        arxiv_id=arxiv_id,
        doi=_doi(body),
    )
    return replace(reference, title=reference.title or _quoted(body))


def _arxiv_id(text: str) -> str | None:
    if found := ARXIV.search(text):
        return f"{found[1]}.{found[2]}"
    old = OLD_ARXIV.search(text)
    return old[1] if old else None


def _doi(text: str) -> str | None:
    found = DOI.search(text)
    return found[0].replace(" ", "").rstrip(".)]").lower() if found else None


def _year(text: str) -> tuple[int | None, str]:
    """Return the year right after the authors, or else the last year in the entry."""
    found = [*YEAR.finditer(text)]
    behind = YEAR_BEHIND_AUTHORS.search(text[: len(text) * 2 // 3])
    chosen = behind or next((each for each in reversed(found) if each[2]), None) or (found[-1] if found else None)
    return (int(chosen[1]), chosen[2]) if chosen else (None, "")


def _authors(text: str) -> tuple[str, str]:
    """Split the entry after its authors."""
    if quoted := QUOTED.search(text):
        return text[: quoted.start()], quoted[0]
    family_first = FAMILY_FIRST.match(text)
    if family_first and (
        ", " in family_first[0][family_first[0].index(", ") + 2 :] or "and " in family_first[0] or ALONE.match(text)
    ):
        end = END_OF_AUTHORS.match(text, family_first.end())
        return family_first[0], _without_year(text[end.end() if end else family_first.end() :])
    if (year := YEAR_BEHIND_AUTHORS.search(text)) and _is_early(text, year.start()):
        return text[: year.start()], text[year.end() :]
    stop = AUTHORS_STOP.search(text)
    return (text[: stop.start()], _without_year(text[stop.end() :])) if stop else ("", text)


def _is_early(text: str, at: int) -> bool:
    """Return whether no title fits before the year: at most one full stop."""
    stop = AUTHORS_STOP.search(text[: at + 1])
    return stop is None or stop.end() >= at


def _without_year(text: str) -> str:
    return re.sub(r"^\s*[(\[]?(?:19|20)\d\d[a-z]?[)\]]?[.,:;]?\s*", "", text, count=1)


def _quoted(text: str) -> str:
    quoted = QUOTED.search(text)
    return _trimmed(quoted[1]) if quoted else ""


def _title(rest: str) -> str:
    if quoted := QUOTED.match(rest.strip()):
        return _trimmed(quoted[1])
    title = rest[: _end_of_title(rest)]
    venue = VENUE.search(title, min(SHORTEST_TITLE, len(title)))
    return _trimmed(title[: venue.start()] if venue else title)


def _end_of_title(rest: str) -> int:
    for stop in TITLE_STOP.finditer(rest):
        # "Think you have solved question answering? Try ARC" goes on, while a venue does not belong to the title.
        is_end = stop[1] == "." or BEHIND_A_QUESTION.match(rest, stop.end())
        if is_end and stop.start() >= SHORTEST_TITLE:
            return stop.start()
    return len(rest)


def _trimmed(title: str) -> str:
    return " ".join(title.split()).strip(" .,;:“”\"'")[:LONGEST_TITLE]
