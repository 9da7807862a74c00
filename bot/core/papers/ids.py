"""The ids of papers: arXiv ids, DOIs and publishers' pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# https://arxiv.org/archive: the archives in old ids (before April 2007). People also put them in front of new ids.
ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga"
    "|econ|eess|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol"
    "|physics|plasm-ph|q-alg|q-bio|q-fin|quant-ph|solv-int|stat|supr-con"
)
CATEGORY = rf"(?:{ARCHIVES})(?:\.[a-z][a-z-]{{1,9}})?/"
NEW_ID = re.compile(
    rf"(?:{CATEGORY})?(?P<year>\d\d)(?P<month>\d\d)\.(?P<number>\d{{4,5}})(?:v(?P<version>[1-9]\d{{0,2}}))?",
    re.ASCII | re.IGNORECASE,
)
OLD_ID = re.compile(
    rf"(?P<archive>{ARCHIVES})(?:\.[a-z]{{2}})?/(?P<year>\d\d)(?P<month>\d\d)(?P<number>\d{{3}})"
    r"(?:v(?P<version>[1-9]\d{0,2}))?",
    re.ASCII | re.IGNORECASE,
)
ARXIV_PREFIX = re.compile(
    r"(?:arxiv\s*[:./#-]?\s*(?:preprint\b\s*)?)+(?:(?:abs|pdf|html)/)?|(?:abs|pdf|html)/", re.IGNORECASE
)
PDF = re.compile(r"\.pdf$", re.IGNORECASE)
FIRST_NEW_ID = (7, 4)  # ids changed their form in April 2007
FIVE_DIGITS_FROM = 15  # since January 2015 the running number has five digits
FIRST_OLD_YEAR = 91  # years wrap: 91 is 1991 and 07 is 2007, when old ids end
MONTHS = range(1, 13)
DOI_PREFIX = re.compile(r"(?:(?:urn:|info:)?doi\s*[:/]\s*)+", re.IGNORECASE)
DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[!-~]+", re.ASCII)
LONGEST_DOI = 255
ARXIV_DOI = "10.48550/arxiv."
AFTER_A_DOI = "/.,:;!?'\"*_|`"


@dataclass(frozen=True, slots=True)
class ArxivId:
    """`id` has no version and, for old ids, no subject class: `2106.09685`, `hep-th/9901001`, `cs/0501001`."""

    id: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Doi:
    """A DOI. `id` is bare and lower-case (DOIs ignore case): `10.18653/v1/n19-1423`.

    `written` keeps the end as typed: a slash or a period there may be part of the DOI.
    """

    id: str
    written: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class PublisherPage:
    """A paper's page at a publisher that uses one id for the page and its files: `pmlr:v162/clark22a`."""

    id: str
    link: str = field(default="", compare=False)


def arxiv_id(text: str) -> ArxivId | None:
    """Return the id if the whole text is one, even after `arXiv:` or before `.pdf`; None if no paper can have it."""
    prefix = ARXIV_PREFIX.match(text)
    bare = PDF.sub("", text[prefix.end() :] if prefix else text, count=1)
    if match := NEW_ID.fullmatch(bare):
        year, month = int(match["year"]), int(match["month"])
        digits = 5 if year >= FIVE_DIGITS_FROM else 4
        exists = (year, month) >= FIRST_NEW_ID and len(match["number"]) == digits and int(match["number"])
        value = f"{match['year']}{match['month']}.{match['number']}"
    elif match := OLD_ID.fullmatch(bare):
        year, month = int(match["year"]), int(match["month"])
        exists = year >= FIRST_OLD_YEAR or (year, month) < FIRST_NEW_ID
        value = f"{match['archive'].lower()}/{match['year']}{match['month']}{match['number']}"
    else:
        return None
    if not exists or month not in MONTHS:
        return None
    return ArxivId(value, int(match["version"]) if match["version"] else None)


def doi(text: str) -> Doi | None:
    """Return the DOI if the whole text is one, even after `doi:` and the like; otherwise None."""
    written = DOI_PREFIX.sub("", text, count=1).lower() if not text.startswith("10.") else text.lower()
    value = without_ending(written)
    if len(value) > LONGEST_DOI or not DOI.fullmatch(value):
        return None
    return Doi(value, written)


def without_ending(written: str) -> str:
    """Return a DOI without the punctuation, slashes and unmatched closing brackets after it."""
    value = written.rstrip(AFTER_A_DOI)
    for opening, closing in ("()", "[]", "{}", "<>"):
        while value.endswith(closing) and value.count(closing) > value.count(opening):
            value = value[:-1].rstrip(AFTER_A_DOI)
    return value
