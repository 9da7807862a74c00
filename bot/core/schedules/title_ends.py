"""Removes from a title what stands before and after it: its authors, the venue and year, or the part that is read."""

from __future__ import annotations

import re
from itertools import islice

from bot.core.schedules.known_names import is_common_given_name, is_family_name
from bot.core.schedules.person_names import (
    BETWEEN,
    has_family_name,
    is_like_a_name,
    is_of_a_method,
    is_romanized,
    people_in,
)

YEAR = r"(?:(?:1[89]|20)\d\d[a-z]?|['’‘]\d\d)"
# In brackets: "ACL 2019", "Letters on Towns2017", "Berg 2020".
DATED = re.compile(rf"[^()\[\]]{{0,80}}?(?<!\d){YEAR}\b[^()\[\]]{{0,60}}|[^\n]{{0,60}}\b[Ee]t\.? al\b[^\n]{{0,60}}")
VENUES_IN_FRONT = (
    re.compile(
        r"^[(\[（【][^()\[\]\d]{0,40}(?:(?:19|20)\d\d|['’‘]?\d\d)(?: [^()\[\]\d]{1,20})?[)\]）】]"
        r"[\s:.,–—-]{0,3}(?=[^\W_]|[“\"])"
    ),
    re.compile(rf"^[A-Z][A-Za-z&]{{0,8}}[A-Z]{{2}}[ -]?{YEAR}\s?(?::|[|–—-]\s)\s{{0,3}}(?=\S+ \S+ \S)"),
)
ACRONYM = r"[A-Z][A-Za-z&]{0,8}[A-Z][a-z]?"
VENUE_BEHIND = re.compile(
    rf"(?:,|\s[–—|@•-])\s(?:[Ii]n )?{ACRONYM}(?: [A-Z]\w{{2,12}})?[ -]?(?:(?:19|20)\d\d|['’‘]\d\d)\W*$"
    r"|(?<=[\w?)][.)])\s(?:[A-Z][\w&'’]{1,14} ){1,3}(?:[a-z]{2,10} ){0,2}(?:19|20)\d\d\W*$"
    r"|(?:(?<=\w\w)[,.]|\s[–—|-]|\sby)\s(?:by )?(?:[A-Z][\w’'.-]{0,20} ){0,3}[A-Z][\w’'-]{2,20},? et\.? al\b"
    r"[^\n]{0,90}$"
)
# The key of a reference, as in: Maps of towns by [berg2021maps].
KEY_BEHIND = re.compile(r"[\s,–—-]{0,3}(?:\bby)?\s?\[@?[a-z][a-z-]{1,30}(?:19|20)\d\d[a-z]{0,20}\]\W*$")
NUMBERS = r"\d+(?:\.\d+)?(?:\s?(?:[-–—,&]{1,3}|and|to)\s?\d+(?:\.\d+)?){0,4}"
SECTIONS, CHAPTERS = r"(?:sec(?:tion)?s?|abschnitte?|§+|pages?|pp)\b", r"(?:ch(?:ap(?:ter)?|p)?s?|kap(?:itel)?)\b"
# In brackets: what is read of it, or what it is.
PART = re.compile(
    rf"(?:only |first |until )?(?:{SECTIONS}|{CHAPTERS}|parts? of|up to\b)(?:\.\d|\.?(?:\s|$))"
    r"|p\.?\s?\d|(?:first|second|last) (?:half|part|sections?|chapters?|pages?)\b"
    r"|(?:excerpts?|cont(?:inued|\.|['’]d\.?)?|draft|preprint|to appear|forthcoming|(?:phd |doctoral )?thesis)$"
    r"|(?:oral|spotlight)$|best (?:\w+ )?paper|in submission|tech(?:nical)?\sreport",
    re.IGNORECASE,
)
# Without brackets. But ", ch. 3" stays: without it, the title would be a whole book's.
PART_BEHIND = re.compile(
    rf"(?:[,;:]|\s[–—-])\s(?:{SECTIONS}\.?\s?{NUMBERS}|excerpts?)\W*$"
    r"|[.,]\s{0,2}(?:volume|vol|issue|pages|pp)\.? ?\d[^\n]*$",
    re.IGNORECASE,
)
PART_IN_FRONT = re.compile(rf"^(?:the\s)?{SECTIONS}\.?\s{NUMBERS}\s(?:of|from|in):?\s(?=\S+ \S)", re.IGNORECASE)
# "A method developed by Ada Berg" is not by her.
BY = re.compile(
    r"(?<!developed)(?<!introduced)(?<!proposed)(?<!created)(?<!inspired)(?<!invented)(?<!used)[\s,.;:–—-]{0,4}\s(?:(?:written|authored|edited|translated)\s)?(?:by|von|par|por):?\s+(?=[^\W\d_a-z])"
)
WITH = re.compile(
    r"^[\s,(\[]*(?:(?:(?:joint|work|joint work|paper|article|talk)\s)?(?:with|mit|avec|con|by)\s|authors?:\s)\s*",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"(?:[,;]|(?<=[^\W\d_]{2})[.?!]|(?<=\))\.|\s[–—|/•·-])\s+(?=[^\W\d_a-z])")
# After authors: "et al.", and the venue and year.
BEHIND_AUTHORS = re.compile(
    r",? et\.? al\b[^\n]{0,40}$"
    rf"|(?:[,.;]\s|\s[(\[])(?:[^\n,()]{{1,40}} )?[^\n\s(),]{{0,20}}{YEAR}[)\].]*$|\s{YEAR}\W*$"
    r"|\s[(\[][^()\[\]]{2,60}[)\]]\W*$"
)
BEHIND_PEOPLE_IN_FRONT = re.compile(
    r"(?P<others>,? et\.? al\b\.?)?(?:\s?[(\[](?:19|20)\d\d[)\]]|,? (?:19|20)\d\d(?=:))?"
    r"(?P<mark>\s?:|(?<=\w\w)\.(?!\s(?:19|20)\d\d\b)|\s[–—-]|,(?=\s[“\"]))\s+(?=[^\W_]|[“\"])"
)
IN_BRACKETS_BEHIND = re.compile(r"\s*[(\[（【](?P<inside>[^()\[\]（）【】]+)[)\]）】]\W*$")
QUOTED_IN_FRONT = re.compile(r"[“\"](?P<title>[^“”\"]{8,})[”\"][\s,.]*(?P<rest>[^\n]+)")
# Nothing but family names, as in: Berg, Ito & Lind; Berg et al.
ONLY_SURNAMES = re.compile(
    r"[^\W\d_a-z][\w’'-]+(?:(?:, (?:& |and )?| & | and )[^\W\d_a-z][\w’'-]+){0,9}(?P<others>,? et\.? al\b[.,]{0,2})?"
)
FEWEST_BEHIND_PEOPLE = 3  # words: "Alan Turing: The Enigma" is about him
FEWEST_BEFORE_PEOPLE = 2
# Characters with the authors; marks after which these may begin; what may follow each other after a title.
LONGEST, MOST_MARKS, MOST_ENDS = 1500, 12, 5


def without_ends(title: str) -> str:
    """Return the title alone. A text that is too long for a title is returned as it is."""
    if len(title) > LONGEST:
        return title
    for _ in range(MOST_ENDS):
        before, title = title, _without_end(title)
        if title == before:
            break
    return _without_front(title)


def _without_front(title: str) -> str:
    for words in (*VENUES_IN_FRONT, PART_IN_FRONT):
        title = words.sub("", title, count=1)
    for found in islice(BEHIND_PEOPLE_IN_FRONT.finditer(title), MOST_MARKS):
        names, is_colon = title[: found.start()], found["mark"].strip() == ":"
        are_people = people_in(names, may_be_surnames=is_colon) or (found["others"] and is_like_a_name(names))
        if are_people and _words(title[found.end() :]) >= FEWEST_BEHIND_PEOPLE:
            return title[found.end() :]
    return title


def _without_end(title: str) -> str:
    """Return the title without the last thing after it; the same title if nothing is."""
    quoted = QUOTED_IN_FRONT.fullmatch(title)
    if quoted and _are_like_authors(quoted["rest"]):
        return quoted["title"]
    found = IN_BRACKETS_BEHIND.search(title)
    if found and _words(title[: found.start()]) and _is_aside(found["inside"].strip()):
        return title if _is_citation(title[: found.start()], found["inside"]) else title[: found.start()]
    if found := KEY_BEHIND.search(title) or VENUE_BEHIND.search(title) or PART_BEHIND.search(title):
        return title[: found.start()]
    for found in islice(BY.finditer(title), MOST_MARKS):
        if _words(title[: found.start()]) and _are_authors(title[found.end() :], may_be_surnames=True):
            return title[: found.start()]
    for found in islice(SEPARATOR.finditer(title), MOST_MARKS):
        behind = title[found.end() :]
        may_be_people = found[0][0] != "," or _is_surely_named(behind)
        if _words(title[: found.start()]) >= FEWEST_BEFORE_PEOPLE and may_be_people and _are_authors(behind):
            return title[: found.start() + (found[0][0] in "?!")]
    return title


def _is_aside(inside: str) -> bool:
    """Return whether brackets after a title hold its year, its authors, who presents it, or what is read of it."""
    if DATED.fullmatch(inside) or PART.match(inside) or is_common_given_name(inside):
        return True
    return bool(people_in(WITH.sub("", inside), may_be_surnames=True))


def _is_citation(names: str, inside: str) -> bool:
    """Return whether a text is no more than authors with the year in brackets, so that the year tells what it is."""
    only = ONLY_SURNAMES.fullmatch(names.strip())
    are_people = only and (only["others"] or BETWEEN.search(names) or is_family_name(names.strip()))
    return re.fullmatch(YEAR, inside.strip()) is not None and bool(are_people or people_in(names))


def _are_authors(text: str, *, may_be_surnames: bool = False) -> bool:
    """Return whether a text is a list of people, maybe with a venue and year after it."""
    names = BEHIND_AUTHORS.sub("", text)
    if people_in(names, may_be_surnames=may_be_surnames):
        return True
    # One person who is not known, and the year.
    is_dated = names != text and re.search(rf"{YEAR}\W*$", text) is not None
    return is_dated and " " in names and is_like_a_name(names)


def _is_surely_named(text: str) -> bool:
    """Return whether a text has several names, or a family name that is known, unlike "Lisp power, Dylan Style"."""
    name = BEHIND_AUTHORS.sub("", text)
    return len(BETWEEN.split(name)) > 1 or has_family_name(name) or is_romanized(name.split())


def _are_like_authors(text: str) -> bool:
    """Return whether a text after a quoted title has the form of full names, known or not."""
    names = BETWEEN.split(WITH.sub("", BEHIND_AUTHORS.sub("", text.strip())).strip(" ()[]"))
    return all(" " in name and is_like_a_name(name) and not is_of_a_method(name.split()[-1]) for name in names)


def _words(text: str) -> int:
    return len(re.findall(r"\w+", text))
