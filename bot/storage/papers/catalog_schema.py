"""The shape of `data/papers.json`: what each field may contain, checked by pydantic."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from html import unescape
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from bot.core.papers.paper import CurriculumPosition, Link, Paper, Tier

KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ARXIV_ID = re.compile(r"\d{2}(0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{2}(0[1-9]|1[0-2])\d{3}")
ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
TAG = re.compile(r"</?(?:a|b|br|em|i|p|span|strong|sub|sup|tt|u)\b[^<>]*>", re.IGNORECASE)
ET_AL = re.compile(r"\bet\.?\s+al\b|\band others\b", re.IGNORECASE)
# "Barnes and Noble" is a group; two words on both sides of "and" are two people.
SEVERAL = re.compile(r"\S+\s\S.*\s(?:and|und|&)\s\S+\s\S.*|.*\band\s.*\sand\b.*|and\s.*|.*\sand", re.IGNORECASE)
NOT_IN_A_NAME = re.compile(r"[\d*†‡§¶|\\{}<>\[\]\"$^~_=+!?@()]")
GENERATION = re.compile(r"\s(?:Jr|Sr)\.$")
LATEX = re.compile(r"\\[a-zA-Z]+|\\[\"'`^~=.]|\$[^$]*\$|[{}]")
# The topics menu has 25 options, one of which is "every topic". Its custom id contains the keys of a topic and a tier.
MOST_TOPICS, LONGEST_TOPIC = 24, 50
FIRST_YEAR, LAST_YEAR = 1936, 2100


def _plain_line(value: str) -> str:
    if any(not char.isprintable() for char in value):
        raise ValueError("has a line break or an invisible character")
    if entity := ENTITY.search(value):
        raise ValueError(f"has the HTML entity {entity[0]}: write {unescape(entity[0])!r} itself")
    if tag := TAG.search(value):
        raise ValueError(f"has the HTML tag {tag[0]}")
    if "  " in value:
        raise ValueError("has two spaces in a row")
    if not unicodedata.is_normalized("NFC", value):
        raise ValueError("has a letter and its accent as two characters: save the file in Unicode form NFC")
    return value


def _name(value: str) -> str:
    """Check the name of a person or group. Exported bibliographies often have other forms."""
    if "," in value or ";" in value:
        raise ValueError("has a comma or semicolon: one name each, given name first, as in 'Edward J. Hu'")
    if ET_AL.search(value):
        raise ValueError("says 'et al.': list every author")
    if SEVERAL.fullmatch(value):
        raise ValueError("has several authors in one text: give each its own")
    if wrong := NOT_IN_A_NAME.search(value):
        raise ValueError(f"has {wrong[0]!r}, which is not part of a name")
    if value.endswith(".") and not GENERATION.search(value):
        raise ValueError("ends with a period: given name first, as in 'Edward J. Hu'")
    return value


def _title(value: str) -> str:
    if value.endswith((".", ",", ";", ":")) and not value.endswith("..."):
        raise ValueError(f"ends with {value[-1]!r}")
    if latex := LATEX.search(value):
        raise ValueError(f"has the LaTeX {latex[0]!r}: write the character itself")
    return value


def _no_twice(values: list[str]) -> list[str]:
    for value, count in Counter(values).items():
        if count > 1:
            raise ValueError(f"{value!r} is listed {count} times")
    return values


def _prompt(value: str) -> str:
    if not value.endswith("?"):
        raise ValueError("is not a question: it must end with a question mark")
    return value


def _arxiv_id(value: str) -> str:
    if not ARXIV_ID.fullmatch(value) or not value.isascii():
        raise ValueError("is not an arXiv id without version, like 2106.09685 or hep-th/9901001")
    return value


def _tier(value: Any) -> Any:
    known = [tier for tier in Tier if tier is not Tier.ADDED]
    if value not in known:
        raise ValueError(f"is not one of {', '.join(known)}")
    return Tier(value)


def _up_to(most: int) -> StringConstraints:
    return StringConstraints(min_length=1, max_length=most, pattern=r"^\S(.*\S)?$")


Line = Annotated[str, AfterValidator(_plain_line)]
Title = Annotated[Line, AfterValidator(_title)]
Name = Annotated[Line, AfterValidator(_name)]
Key = Annotated[str, StringConstraints(pattern=KEY, max_length=60)]
TopicKey = Annotated[str, StringConstraints(pattern=KEY, max_length=LONGEST_TOPIC)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\S*$", max_length=300)]
Doi = Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$", max_length=200)]


class Strict(BaseModel):
    """A base model without extra fields or converted types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class LinkEntry(Strict):
    key: Key
    why: Annotated[Line, _up_to(140)]
    source: Annotated[Line, _up_to(200)]

    def to_link(self) -> Link:
        return Link(self.key, self.why, self.source)


class CurriculumEntry(Strict):
    section: Annotated[Line, _up_to(60)]
    place: Annotated[int, Field(ge=1)]
    phases: list[Annotated[Line, _up_to(80)]]
    practice: Annotated[str, StringConstraints(max_length=160), AfterValidator(_plain_line)]

    def to_position(self) -> CurriculumPosition:
        return CurriculumPosition(self.section, self.place, tuple(self.phases), self.practice)


class PaperEntry(Strict):
    key: Key
    title: Annotated[Title, _up_to(300)]
    short_name: Annotated[Line, _up_to(32)]
    authors: Annotated[list[Annotated[Name, _up_to(80)]], Field(min_length=1), AfterValidator(_no_twice)]
    year: Year
    venue: Annotated[Line, _up_to(60)]
    venue_year: Year | None
    url: Url
    arxiv_id: Annotated[str, AfterValidator(_arxiv_id)] | None
    doi: Doi | None
    tier: Annotated[Tier, BeforeValidator(_tier)]
    topics: Annotated[list[Key], Field(min_length=1, max_length=4)]
    curriculum: CurriculumEntry | None
    contribution: Annotated[Line, _up_to(420)]
    why_it_matters: Annotated[Line, _up_to(420)]
    aliases: list[Annotated[Line, _up_to(80)]]
    other_titles: list[Annotated[Title, _up_to(300)]]
    prompts: Annotated[list[Annotated[Line, AfterValidator(_prompt), _up_to(220)]], AfterValidator(_no_twice)]
    builds_on: list[LinkEntry]

    def to_paper(self) -> Paper:
        return Paper(
            key=self.key,
            title=self.title,
            short_name=self.short_name,
            authors=tuple(self.authors),
            year=self.year,
            venue=self.venue,
            venue_year=self.venue_year,
            url=self.url,
            arxiv_id=self.arxiv_id,
            doi=self.doi,
            tier=self.tier,
            topics=tuple(self.topics),
            curriculum=self.curriculum.to_position() if self.curriculum else None,
            contribution=self.contribution,
            why_it_matters=self.why_it_matters,
            aliases=tuple(self.aliases),
            other_titles=tuple(self.other_titles),
            prompts=tuple(self.prompts),
            builds_on=tuple(link.to_link() for link in self.builds_on),
        )


class CatalogFile(Strict):
    topics: Annotated[dict[TopicKey, Annotated[Line, _up_to(60)]], Field(max_length=MOST_TOPICS)]
    papers: Annotated[list[PaperEntry], Field(min_length=1)]
