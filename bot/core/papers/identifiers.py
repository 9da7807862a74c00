"""Reads arXiv ids, DOIs and links from what a member typed. Nothing is ever fetched."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from bot.core.errors import BadIdentifierError, Typed
from bot.core.papers.ids import (
    ARCHIVES,
    ARXIV_DOI,
    ARXIV_PREFIX,
    CATEGORY,
    DOI_PREFIX,
    ArxivId,
    Doi,
    PublisherPage,
    arxiv_id,
    doi,
)
from bot.core.papers.links import ENDS, is_arxiv, is_doi, is_known, is_link, linked, same_link
from bot.core.text.typed import readable

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ArxivId", "Doi", "Identifier", "PublisherPage", "identifiers_in", "parse_identifier", "same_link"]

Identifier: TypeAlias = "ArxivId | Doi | PublisherPage"

LONGEST_IDENTIFIER = 2_000
LIKE_AN_ARXIV_ID = re.compile(rf"\d{{4}}\.\d+(?:v\d*)?|(?:{ARCHIVES})(?:\.[a-z]{{2}})?/\S*", re.IGNORECASE)
LIKE_A_DOI = re.compile(r"10\.\d[\d.]*/", re.ASCII)
STAMP = re.compile(r"\s+[\[(][\w.\-]+(?:[\])].*)?$")  # as on a first page: arXiv:2106.09685v2  [cs.CL]  16 Oct 2021
SPACED = re.compile(r"\s*([./:])\s*")  # as text from a PDF has it: 2106. 09685
LETTER_BY_LETTER = re.compile(r"\S(?: \S){6,}")
LONGEST_SPACED = 120
CLOSING = ">]}\"'.,;!?*_|`"
# Letters that can be part of a host name, in all alphabets that look alike. Text after one of these starts no new host.
LOOK_ALIKE = "\u00aa-\u052f\u1e00-\u1fff"
ADDRESS = r"[/?#][!#-;=?-_a-z{}~]*"
# Old DOIs of Wiley have pages in angle brackets: 10.1002/(SICI)…17:15/16<1661::AID-SIM968>3.0.CO;2-2
OF_WILEY = r"(?:<\d+:[\w:.+\-]*>[!#-;=?-_a-z{}~]+)?"
IN_PROSE = re.compile(
    rf"(?P<url>https?:[/\\]{{1,2}}[^\s<>/?#\"]+(?:{ADDRESS}{OF_WILEY})?"
    rf"|(?<![\w@.\-/:{LOOK_ALIKE}])(?:[\w\-{LOOK_ALIKE}]+\.)+{ENDS}(?::\d+)?{ADDRESS})"
    rf"|(?P<arxiv>(?:(?<![\w./{LOOK_ALIKE}])|(?<=arxiv[./])|(?<=\babs/)|(?<=\bpdf/))"
    rf"(?:(?:{CATEGORY})?\d{{4}}\.\d{{4,5}}|(?:{ARCHIVES})(?:\.[a-z]{{2}})?/\d{{7}})(?:v\d+)?(?![0-9a-z]|\.\d))"
    rf"|(?P<doi>(?:(?<=doi/)|(?<=doi)|(?<![\w./]))10\.\d{{4,9}}(?:\.\d+)*/[!#-;=?-_a-z{{}}~]+{OF_WILEY})",
    re.IGNORECASE | re.ASCII,
)
# Where the next one starts without a space in between.
NEXT = re.compile(
    r"[,;|*]+(?=https?:|doi:|www\.|10\.\d{4,9}/|\d{4}\.\d{4,5}\b)|(?<=[0-9a-z])(?=https?://)|\]\((?=https?:)",
    re.IGNORECASE,
)
AFTER_A_LINK = re.compile(r"[^\s<>,;!?()\[\]\"]*")


@dataclass(eq=False)
class BadArxivIdError(BadIdentifierError):
    """An arXiv id that cannot exist. `has_odd_digits` is set if digits of another script may be the cause."""

    typed: Typed
    has_odd_digits: bool


@dataclass(eq=False)
class BadDoiError(BadIdentifierError):
    typed: Typed


@dataclass(eq=False)
class LinkWithoutPaperError(BadIdentifierError):
    """A link to a known site that leads to none of its papers."""

    typed: Typed


@dataclass(eq=False)
class UnknownLinkError(BadIdentifierError):
    """A link to any other site."""

    typed: Typed


def parse_identifier(text: str) -> Identifier | None:
    """Return what the whole text is: an id that is bare, prefixed or in a link; None for ordinary words.

    Raises BadIdentifierError if the text looks like an id and is not one: a month that
    does not exist, a DOI without its second half, a link that names no paper.
    """
    typed = _unwrapped(text)
    if DOI_PREFIX.match(typed) and is_link(DOI_PREFIX.sub("", typed, count=1)):
        typed = DOI_PREFIX.sub("", typed, count=1)
    if not typed:
        return None
    if is_link(typed):
        return _from_link(typed)
    if DOI_PREFIX.match(typed) or LIKE_A_DOI.match(typed) or re.match(r"doi\s+\d", typed, re.IGNORECASE):
        return _doi(re.sub(r"^doi\s+", "", typed, count=1, flags=re.IGNORECASE), typed)
    return _arxiv_in_a_word(typed)


def identifiers_in(text: str) -> Iterator[tuple[int, int, Identifier | str]]:
    """Yield ids and links inside prose that is `readable`, as (start, end, what).

    A link that names no paper by itself comes as its text. It extends as far as anything that may belong to it.
    """
    at = 0
    while match := IN_PROSE.search(text, at):
        start = match.start()
        whole = _within_brackets(NEXT.split(match[0], maxsplit=1)[0])
        found = whole.rstrip(CLOSING + ":")
        at = max(start + len(found), start + 1)
        identifier: Identifier | None
        if match["url"]:
            identifier = linked(whole) or linked(found)
        else:
            identifier = _plain_doi(whole) if match["doi"] else arxiv_id(found)
        if identifier is not None:
            yield start, at, identifier
        elif match["url"]:
            if rest := AFTER_A_LINK.match(text, at):
                at = rest.end()
            yield start, at, found


def without_stray_spaces(text: str) -> str:
    """Return the text without spaces around its signs if that makes an id or a link of a paper of it."""
    typed = text.strip()
    if len(typed) > LONGEST_SPACED or not any(map(str.isspace, typed)) or not any(map(str.isdigit, typed)):
        return text
    joined = typed.replace(" ", "") if LETTER_BY_LETTER.fullmatch(typed) else SPACED.sub(r"\1", typed)
    try:
        return joined if joined != typed and parse_identifier(joined) else text
    except BadIdentifierError:
        return text


def _unwrapped(text: str) -> str:
    typed = readable(text[: LONGEST_IDENTIFIER + 1]).strip().lstrip("<([{\"'*_|`")
    return _within_brackets(typed.rstrip(CLOSING)).rstrip(CLOSING).strip()


def _within_brackets(found: str) -> str:
    """Return the text up to the first bracket that closes one opened before the text."""
    opened = 0
    for at, char in enumerate(found):
        opened += (char == "(") - (char == ")")
        if opened < 0:
            return found[:at]
    return found


def _plain_doi(text: str) -> ArxivId | Doi | None:
    found = doi(text)
    if found and found.id.startswith(ARXIV_DOI):
        return arxiv_id(found.id.removeprefix(ARXIV_DOI))
    return found


def _from_link(typed: str) -> Identifier:
    if found := linked(typed):
        return found
    if (is_doi(typed) and ARXIV_DOI in typed.casefold()) or (
        is_arxiv(typed) and re.search(r"/(abs|pdf|html)/.", typed)
    ):
        _refuse_arxiv_id(typed)
    if is_doi(typed):
        raise BadDoiError(Typed(typed))
    raise LinkWithoutPaperError(Typed(typed)) if is_known(typed) else UnknownLinkError(Typed(typed))


def _arxiv_in_a_word(typed: str) -> ArxivId | None:
    if prefix := ARXIV_PREFIX.match(typed):
        bare = STAMP.sub("", typed[prefix.end() :].strip())
        if not prefix[0].rstrip().endswith(":") and not re.match(rf"\d|(?:{CATEGORY})\d", bare, re.IGNORECASE):
            return None
        return _arxiv_id(bare, typed)
    # Full-width digits and the like turn into a plausible id. They are refused, not guessed at.
    folded = unicodedata.normalize("NFKC", typed)
    return _arxiv_id(typed, typed) if LIKE_AN_ARXIV_ID.fullmatch(folded) or arxiv_id(folded) else None


def _arxiv_id(text: str, typed: str) -> ArxivId:
    return arxiv_id(text) or _refuse_arxiv_id(typed)


def _refuse_arxiv_id(typed: str) -> NoReturn:
    raise BadArxivIdError(Typed(typed), has_odd_digits=not typed.isascii())


def _doi(text: str, typed: str) -> ArxivId | Doi:
    found = doi(text)
    if found is None:
        raise BadDoiError(Typed(typed))
    if found.id.startswith(ARXIV_DOI):
        return _arxiv_id(found.id.removeprefix(ARXIV_DOI), typed)
    return found
