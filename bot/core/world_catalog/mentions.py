"""Finds the parts of a chat message that may be whole titles of papers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.papers.identifiers import identifiers_in
from bot.core.papers.mentions import LONGEST_MESSAGE
from bot.core.search.text import normalise
from bot.core.search.words import STOP_WORDS
from bot.core.text.typed import readable
from bot.core.world_catalog.unspaced import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_TITLES = 300  # a schedule of forty lines has seven parts of each
FEWEST_WORDS, FEWEST_TELLING, MOST_WORDS = 4, 3, 40
QUOTED = re.compile(
    r"[\"“„«](.{12,300}?)[\"”“»]|(?<!\w)[*_]{1,3}(\w.{12,300}?)[*_]{1,3}(?!\w)|\[([^\]\n]{12,300})\]\("
    r"|\(([^()\n]{8,300})\)"  # also the brackets that Chinese has around titles
    r"|=\s*\{+([^{}\n]{12,300})\}"  # BibTeX
    r"|(?<!\w)['‘](\w[^'‘’\n]{11,300})['’](?!\w)"
)
EDGE = " \t-–—*_>#.,;:!?\"'“”„«»()[]0123456789"
SENTENCE = re.compile(r"(?<=[.!?])\s+")
BETWEEN_PARTS = re.compile(r"\s(?:[-|]+|vs\.?|versus)\s|;\s")
# Behind a title: "… by Mara Oduya", "…, Oduya et al." But "… by Scaling and Projection of Maps" goes on.
BYLINE = re.compile(
    r",?\sby\s(?=[^\W\d_a-z])(?!(?:(?:[^\W\d_a-z][^\s,]*|and)\s){1,6}(?:to|of|via|using|with)\s[^\W\d_a-z])"
    r"|,\s(?=[^\s,]+(?:\s[^\s,]+)?\set\sal\b)"
)
BRACKETS = re.compile(r"\s*([(\[][^()\[\]]{0,80}[)\]])\s*")
BEFORE_AN_ID = re.compile(r"\(?\b(?:arxiv|doi):?\s*$", re.IGNORECASE)
MOST_WORDS_OF_A_LABEL, MOST_WORDS_OF_NAMES = 4, 8
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# What is in capitals in the middle of a sentence: "Has anyone read Slow Tides in Old Harbors?"
SMALL = r"(?:an?|and|as|at|by|for|from|in|into|is|of|on|or|over|the|through|to|under|via|vs|with|without)"
CAPITALS = re.compile(rf"(?<![\w-])(?<!\w')[A-Z][\w'-]*+(?:[:,]?\s(?:{SMALL}\s)*[A-Z0-9][\w'-]*+){{3,30}}+")
# What a sentence may begin with. Any other word may be of a title: "Disentangled Non-Local Neural Networks".
BEFORE_A_TITLE = re.compile(
    r"(?:I|We|Is|Are|Was|Were|Did|Does|Has|Have|In|After|Before|As|Like|Since|While|Also|Then|Next|Today|Tonight|Tomorrow"
    r"|See|Try|Skim|Check|Love|Loved|Liked|Enjoyed|(?:Re-?)?[Rr]ead(?:ing)?|Discuss(?:ing|ed)?|Finish(?:ing|ed)?"
    r"|Start(?:ing|ed)?|Present(?:ing|ed)?|[A-Z][a-z]+day)\s(?=[A-Z])"
)
ON_A_DAY = re.compile(r"\s(?:by|for|on)\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
# Numbers that say when it is read: "Week 3", "Paper #2", "6 Dec", "Dec 6th", "2026-12-06", "18:00", "6 pm".
MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
OCCASION = re.compile(
    r"\b(?:week|wk|session|meeting|day|paper|reading|round)\s*#?\d{1,3}\b|#\d{1,3}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{MONTH}\b|\b{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b"
    r"|\b\d{1,3}\s?(?:min|pages?|pp)\b"
    r"|\b\d{1,4}([-/.])\d{1,2}\1\d{1,4}\b|\b\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\b|h\b)|\b\d{1,2}:\d\d\b",
    re.IGNORECASE,
)
# Beside a title, these make another one: "Part II", "Reply to", "(Erratum)", "A Survey".
OF_ANOTHER = re.compile(
    r"\b(?:[ivx]{2,}|parts?|vol(?:ume)?|edition|version|v\d|errat\w*|corrig\w*|correct\w*|retract\w*|withdrawn|repl(?:y|ies)"
    r"|comment\w*|response|rejoinder|addend\w*|suppl\w*|append\w*"
    r"|survey|review|tutorial|overview|critique|discussion|notes?|remarks?|revisit\w*|ed(?=\.)|\d{1,2}(?:st|nd|rd|th)?)\b",
    re.IGNORECASE,
)


def titles_in(text: str) -> list[str]:
    """Return what may be titles: what is in quotation marks, in italics or a link's text, lines, and parts of lines.

    Shorter ones than four words are left out, since such titles are also ordinary phrases.
    """
    message = readable(text[:LONGEST_MESSAGE])
    quoted = [part for match in QUOTED.finditer(message) for part in match.groups() if part]
    lines = [" ".join(line.split()) for line in _without_ids(message).splitlines() if line.strip()]
    found = [*quoted, *lines, *(part for line in lines for part in (*_parts_of(line), *_in_capitals(line)))]
    titles = dict.fromkeys(normalise(each.strip(EDGE)) for each in found)
    return [title for title in titles if _may_be_a_title(title.split())][:MOST_TITLES]


def _without_ids(message: str) -> str:
    """Return the message with new lines for ids and links."""
    kept: list[str] = []
    at = 0
    for start, end, _ in identifiers_in(message):
        kept.append(BEFORE_AN_ID.sub("", message[at:start]))
        at = end
    return "\n".join([*kept, message[at:]])


def _parts_of(line: str) -> Iterator[str]:
    """Yield sentences, then what is between dashes, after a label, and around brackets."""
    sentences = SENTENCE.split(line)
    yield from sentences
    for text in dict.fromkeys((line, *sentences)):
        yield BYLINE.split(text, maxsplit=1)[0]
        for part in _kept(BETWEEN_PARTS.split(text)):
            yield part
            for rest in (part, _behind_label(part)):
                yield rest
                yield from _kept(BRACKETS.split(rest))


def _in_capitals(line: str) -> Iterator[str]:
    """Yield words in capitals inside a line, unless words around them say that another paper is meant."""
    signs = [sign.start() for sign in OF_ANOTHER.finditer(_without_dates(line))]
    for match in CAPITALS.finditer(line):
        if any(not match.start() <= sign < match.end() for sign in signs):
            continue
        title = ON_A_DAY.sub("", match[0])
        yield title
        if said := BEFORE_A_TITLE.match(title):
            yield title[said.end() :]


def _kept(parts: Sequence[str]) -> Iterator[str]:
    """Yield the parts without those whose neighbor says that another paper is meant."""
    for at, part in enumerate(parts):
        before = [each for each in parts[max(at - 1, 0) : at] if not each.strip(" |").isdigit()]  # of a row
        beside = [*before, *parts[at + 1 : at + 2]]
        if not any(map(_is_of_another, beside)):
            yield part


def _is_of_another(part: str) -> bool:
    return len(part.split()) <= MOST_WORDS_OF_A_LABEL and bool(OF_ANOTHER.search(_without_dates(part)))


def _without_dates(part: str) -> str:
    """Return the text with spaces for dates and the like, so that everything else stays where it is."""
    for pattern in (OCCASION, YEAR):
        part = pattern.sub(lambda found: " " * len(found[0]), part)
    return part


def _behind_label(part: str) -> str:
    label, _, rest = part.partition(": ")
    is_label = 0 < len(label.split()) <= MOST_WORDS_OF_NAMES and not OF_ANOTHER.search(_without_dates(label))
    return rest if is_label else ""


def _may_be_a_title(words: list[str]) -> bool:
    fits = count_words(words) >= FEWEST_WORDS and len(words) <= MOST_WORDS
    return fits and count_words(set(words) - STOP_WORDS) >= FEWEST_TELLING
