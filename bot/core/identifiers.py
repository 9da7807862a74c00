"""arXiv ids, DOIs and links, read out of what a member typed. Nothing is ever fetched here or because of this."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import SplitResult, unquote, urlsplit

from bot.core.errors import BadIdentifierError
from bot.core.short_inputs import shown_back

if TYPE_CHECKING:
    from collections.abc import Iterator

ARXIV_HOSTS = frozenset({"arxiv.org", "www.arxiv.org", "export.arxiv.org"})
DOI_HOSTS = frozenset({"doi.org", "www.doi.org", "dx.doi.org"})
# https://arxiv.org/archive: the archives that old ids (before April 2007) name.
ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga"
    "|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph"
    "|q-alg|q-bio|quant-ph|solv-int|stat|supr-con"
)
LONGEST_DOI = 255
LONGEST_IDENTIFIER = 2_000
LAST_OLD_ID_MONTH = 3  # of 2007: ids changed their form on 1 April 2007
FIVE_DIGITS_FROM = 15  # from January 2015 on the running number has five digits
NO_FETCH = "Only arXiv and DOI links can be looked up, and nothing is ever fetched from a link."

NEW_ID = re.compile(r"(?P<year>\d\d)(?P<month>\d\d)\.(?P<number>\d{4,5})(?:v(?P<version>[1-9]\d{0,2}))?", re.ASCII)
OLD_ID = re.compile(
    rf"(?P<archive>{ARCHIVES})(?:\.[a-z]{{2}})?/(?P<year>\d\d)(?P<month>\d\d)(?P<number>\d{{3}})"
    r"(?:v(?P<version>[1-9]\d{0,2}))?",
    re.ASCII | re.IGNORECASE,
)
LIKE_AN_ARXIV_ID = re.compile(rf"\d{{4}}\.\d+(?:v\d*)?|(?:{ARCHIVES})(?:\.[a-z]{{2}})?/\S*", re.IGNORECASE)
DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[!-~]+", re.ASCII)
LIKE_A_DOI = re.compile(r"10\.\d[\d.]*/", re.ASCII)
ARXIV_DOI = "10.48550/arxiv."
ARXIV_PATH = re.compile(r"/(?:abs|pdf|html|format|ps|src|e-print)/(?P<id>.+?)(?:\.pdf)?/?", re.IGNORECASE)
SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:[/\\]{2}|(?:file|javascript|data|mailto|ftp|https?):", re.IGNORECASE)
BARE_HOST = re.compile(r"(?:[\w\-]+\.)+(?:org|com|net|edu|gov|io|ai|dev|example)(?=[:/?#@]|$)", re.IGNORECASE)
STAMP = re.compile(r"\s+\[[\w.\-]+(?:\].*)?$")  # as on a first page: arXiv:2106.09685v2  [cs.CL]  16 Oct 2021
IN_PROSE = re.compile(
    r"(?P<url>https?://[^\s<>]+)"
    r"|(?P<doi>(?<![\w./])10\.\d{4,9}/[^\s<>\"]+)"
    rf"|(?P<arxiv>(?<![\w.])(?:\d{{4}}\.\d{{4,5}}|(?:{ARCHIVES})(?:\.[a-z]{{2}})?/\d{{7}})(?:v\d+)?(?!\w|\.\d))",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class ArxivId:
    """`id` has no version and, for old ids, no subject class: `2106.09685`, `hep-th/9901001`, `cs/0501001`."""

    id: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Doi:
    """`id` is bare and lower-case (DOIs ignore case): `10.18653/v1/n19-1423`."""

    id: str


def parse_identifier(text: str) -> ArxivId | Doi | None:
    """The arXiv id or DOI that the whole text is, bare, prefixed or as a link; None for ordinary words.

    Raises BadIdentifierError, with a sentence for the member, for what looks like one and is not: a month that
    does not exist, a DOI without its second half, a link to anywhere but arXiv or doi.org.
    """
    typed = _unwrapped(text)
    if not typed:
        return None
    if _is_link(typed):
        return _from_link(typed)
    prefix, colon, rest = typed.partition(":")
    named = prefix.casefold() if colon else ""
    spoken = re.fullmatch(r"(?:arxiv|doi)\s+(\d\S*)", typed, re.IGNORECASE)
    bare = rest.strip() if named in {"arxiv", "doi"} else spoken[1] if spoken else typed
    if named == "arxiv":
        bare = STAMP.sub("", bare)
    if named == "doi" or LIKE_A_DOI.match(bare):
        return _doi(bare, typed)
    # Full-width digits and the like fold to a plausible id; they are refused rather than guessed at.
    if named == "arxiv" or LIKE_AN_ARXIV_ID.fullmatch(unicodedata.normalize("NFKC", bare)):
        return _arxiv_id(bare, typed)
    return None


def identifiers_in(text: str) -> Iterator[tuple[int, int, ArxivId | Doi | str]]:
    """Ids and links inside prose, as (start, end, what). A link to anywhere but arXiv and DOIs comes as its text."""
    for match in IN_PROSE.finditer(text):
        found = match[0].rstrip(".,;:!?)]}'\"*_|")
        end = match.start() + len(found)
        try:
            identifier = parse_identifier(found)
        except BadIdentifierError:
            identifier = None
        if identifier is not None:
            yield match.start(), end, identifier
        elif match["url"]:
            yield match.start(), end, found


def same_link(url: str) -> str:
    """One spelling for links that lead to the same page: no scheme, `www.`, fragment, or slash at the end."""
    parts = _split(_unwrapped(url))
    if parts is None or not parts.netloc:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def quoted(text: str, longest: int = 40) -> str:
    """What a member typed, short and inert enough to be shown back: one line of inline code."""
    return shown_back(text, longest) or "That"


def _unwrapped(text: str) -> str:
    typed = text[: LONGEST_IDENTIFIER + 1].strip().lstrip("<([{\"'")
    typed = typed.rstrip(">]}\"'.,;!?")
    while typed.endswith(")") and typed.count(")") > typed.count("("):
        typed = typed[:-1].rstrip(">]}\"'.,;!?")
    return typed.strip()


def _split(link: str) -> SplitResult | None:
    try:
        return urlsplit(link)
    except ValueError:  # an IPv6 host that is none, or a host that changes under NFKC
        return None


def _is_link(typed: str) -> bool:
    return bool(SCHEME.match(typed) or BARE_HOST.match(typed))


def _from_link(typed: str) -> ArxivId | Doi:
    parts = _split(typed if SCHEME.match(typed) else f"https://{typed}")
    plain = parts is not None and parts.scheme in {"http", "https"} and not re.search(r"[\s\\]", typed)
    if parts is None or not plain or parts.netloc.lower().removesuffix(":443") not in ARXIV_HOSTS | DOI_HOSTS:
        raise BadIdentifierError(
            f"{quoted(typed)} is not a link to arXiv or doi.org. {NO_FETCH} Type the paper's title or its arXiv id."
        )
    path = unquote(parts.path)
    if parts.netloc.lower().removesuffix(":443") in DOI_HOSTS:
        return _doi(path.removeprefix("/"), typed)
    match = ARXIV_PATH.fullmatch(path)
    if not match:
        raise BadIdentifierError(
            f"{quoted(typed)} names no paper: an arXiv link ends in an id, as in `arxiv.org/abs/2106.09685`."
        )
    return _arxiv_id(match["id"], typed)


def _arxiv_id(text: str, typed: str) -> ArxivId:
    text = text.removesuffix(".pdf")
    if match := NEW_ID.fullmatch(text):
        year, month = int(match["year"]), int(match["month"])
        digits = 5 if year >= FIVE_DIGITS_FROM else 4
        if (year, month) < (7, LAST_OLD_ID_MONTH + 1) or len(match["number"]) != digits or not int(match["number"]):
            _refuse_arxiv_id(typed)
        value = f"{match['year']}{match['month']}.{match['number']}"
    elif match := OLD_ID.fullmatch(text):
        year, month = int(match["year"]), int(match["month"])
        # Years wrap: 91 is 1991 and 07 is 2007, where old ids end.
        if year < 91 and (year, month) > (7, LAST_OLD_ID_MONTH):  # noqa: PLR2004
            _refuse_arxiv_id(typed)
        value = f"{match['archive'].lower()}/{match['year']}{match['month']}{match['number']}"
    else:
        _refuse_arxiv_id(typed)
    if not 1 <= month <= 12:  # noqa: PLR2004
        _refuse_arxiv_id(typed)
    return ArxivId(value, int(match["version"]) if match["version"] else None)


def _refuse_arxiv_id(typed: str) -> NoReturn:
    raise BadIdentifierError(
        f"{quoted(typed)} is not a valid arXiv id. They look like `2106.09685` or `hep-th/9901001`: "
        "copy it from the paper's page, or type words of the title."
    )


def _doi(text: str, typed: str) -> ArxivId | Doi:
    value = text.lower()
    if len(value) > LONGEST_DOI or not DOI.fullmatch(value):
        raise BadIdentifierError(
            f"{quoted(typed)} is not a valid DOI. They look like `10.18653/v1/N19-1423`, without spaces: "
            "copy it from the paper's page, or type words of the title."
        )
    if value.startswith(ARXIV_DOI):
        return _arxiv_id(value.removeprefix(ARXIV_DOI), typed)
    return Doi(value)
