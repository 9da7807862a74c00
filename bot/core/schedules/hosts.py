"""Finds who leads a session: whoever the text calls presenter or host, or names alone after a paper's link."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import Span
from bot.core.schedules.known_names import is_given_name
from bot.core.schedules.words import (
    AT_THE_END,
    BEHIND_A_PAPER,
    COMMA_IN_NAME,
    DEGREED,
    FIELD,
    HOSTED,
    IN_A_ROLE,
    IN_CHARGE,
    LINK_ENDS,
    LINK_OPENS,
    NO_PAPER,
    NOBODY,
    NOT_A_PAPER,
    ONLY_MARKS,
    PARTICLE,
    PRESENTS,
    WILL_PRESENT,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.schedules.blocks import Spans

BETWEEN_NAMES = re.compile(
    r"\s*(?:,|;|、|，|；|&|\band\b|/|\+|\n|\bwith\b|\bund\b|\bet\b|\by\b"
    r"|\be\b(?=\s[^\W\d_a-z]\w+\s[^\W\d_a-z]))\s*"  # in Portuguese, between full names; but not "Costa e Silva"
)
DEGREE = re.compile(r"(?:ph\.?\s?d\.?|m\.?d\.?|msc)(?:\s\w+)?|dr\.?|prof\.?|jr\.?", re.IGNORECASE)
NOT_AVAILABLE = re.compile(r"\bn/a\b", re.IGNORECASE)
LED_BY = re.compile(
    r"^\s*(?:thanks to\s|(?:\w+\.? ){0,2}"
    r"(?:led|lead|presented|given|hosted|lec(?:ture|\.)?|talk|presentation|introduction) by\s"
    rf"|(?:(?:visiting|guest|invited|external|special) )?"
    rf"(?:{IN_CHARGE}|prof\w{{0,9}}|guests?|visitors?|researcher)\s?:\s?)",
    re.IGNORECASE,
)
# No person either, as a part of "Ada Berg, University of Smallville".
OF_AN_AFFILIATION = re.compile(
    r".*\b(?:universi\w{1,9}|institut\w{0,6}|colleges?|schools?|dep(?:t|artment)s?)\b.*", re.IGNORECASE
)
INITIAL = re.compile(r"\b\w\.$")
IN_A_VENUE = re.compile(r"(?:In|At|Proc\.?) [A-Z]{3,}.*")
MOST_WORDS_OF_A_NAME, MOST_IN_A_ROLE = 7, 9
IN_A_PHRASE = re.compile(r"[^\S\n](?!(?:on|from|at|will|is|presents|and)\b)\w")
HAS_NUMBER = re.compile(r"(?:.*[^\w@])?\d.*")  # "Room 3", but not the handle ada99
# Not a person, whatever the first words are: "Maps and Towns Lab".
OF_A_GROUP = re.compile(
    r".{0,60}\b(?:lab|group|team|sessions?|members|club|seminar|workshop|meeting|panel|discussion|organi[sz]ers|students"
    r"|retreat|recruitment|orientation|(?:happy|office) hours?|conference|holidays?|break"
    r"|participants|attendees|night|party|gathering|undergrad\w*|seminário|confraternização)",
    re.IGNORECASE,
)
# What may follow a name, as in: Quinn (remote).
ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|https?://\S+")
# A link that says what the person named next to it did. That person is not the session's host.
OTHER_WORK = re.compile(r"\b(?:notebook|blog|code)\b", re.IGNORECASE)
# As in: Ada Berg. First author of the paper.
AN_AUTHOR = re.compile(r"[.,;–-]\s{1,3}(?:(?:first|co-?|lead|one of the|an?|the) ?)?authors?\b.*$", re.IGNORECASE)
OF_AUTHORS = re.compile(r"\W*authors?\W*:", re.IGNORECASE)
# "Jiaqi wang" is a name that was typed in a hurry.
OF_A_PHRASE = re.compile(
    "read(?:ing)?|discussions?|sessions?|talks?|speakers?|presentations?|reviews?|meetings?|clubs?|groups?|work|weeks?|"
    "days?|lectures?|tutorials?|workshops?|calls?|chats?|seminars?|updates?|members?|students?|teams?|labs?|hosts?|"
    "everyone|everybody|all|choice|slots?|papers?|topics?"
)
SMALL_WORD = re.compile(rf"(?!{PARTICLE}$)[a-zà-ÿ]{{2,}}")
LABELED = re.compile(r".*\w: .*")  # "Room: Blue" is no name
NO_NAMES = (OF_AN_AFFILIATION, DEGREE, NOBODY, NO_PAPER, ONLY_MARKS, HAS_NUMBER, IN_A_VENUE, LABELED)


def names_in(text: str) -> list[str]:
    """Return the names of a list of hosts; none for "TBD" and the like."""
    text = LED_BY.sub("", NOT_AVAILABLE.sub(" ", re.sub(r"[^\S\n]+", " ", text)))
    if OF_A_GROUP.fullmatch(ASIDE.sub(" ", text).strip(" .!\n")):
        return []
    parts = [_name(part) for part in BETWEEN_NAMES.split(ASIDE.sub(" ", text))]
    if any(len(part.split()) > MOST_WORDS_OF_A_NAME for part in parts):
        return []  # a sentence
    return [
        part for part in parts if part and not (is_phrase(part) or any(words.fullmatch(part) for words in NO_NAMES))
    ]


def is_phrase(name: str) -> bool:
    """Return whether a text is no name, such as "Collaborative read": its words are not all written like the first."""
    first, *others = name.split()
    small = [word for word in others if SMALL_WORD.fullmatch(word)]
    is_mixed = first[0].isupper() and (len(small) > 1 or any(map(OF_A_PHRASE.fullmatch, small)))
    is_mixed = is_mixed and not is_given_name(first)
    return is_mixed or "'s " in name or "’s " in name


def _name(text: str) -> str:
    name = re.sub(r"\s+", " ", AN_AUTHOR.sub("", text)).strip(' :()*_|?!~"“”-–—').replace(COMMA_IN_NAME, ", ")
    return name if INITIAL.search(name) else name.strip(" .")


def without_hosts(spans: Sequence[Span]) -> tuple[Spans, list[str]]:
    """Return the spans without the words that name hosts, and the hosts."""
    flat = "".join(_marked(span) for span in spans)
    is_other = any(span.url and OTHER_WORK.search(span.text) for span in spans)
    found: list[str] = []
    cuts: list[tuple[int, int]] = []
    labeled = [match for words in (HOSTED, *AT_THE_END) for match in words.finditer(flat)]
    for match in (*labeled, *islice(IN_A_ROLE.finditer(flat), MOST_IN_A_ROLE)):
        end = _end_of_names(match, flat)
        names = [name for name in _names(flat[match.start("names") : end]) if not NOT_A_PAPER.fullmatch(name)]
        if flat.count(LINK_OPENS, 0, match.start()) == flat.count(LINK_ENDS, 0, match.start()) and names:
            found += [] if is_other else names
            cuts.append((match.start(), match.end() if end == match.end("names") else end))
    if not found and (told := PRESENTS.search(flat) or WILL_PRESENT.search(flat)):
        found = names_in(told["names"])
        cuts.append(told.span())
    if not found:
        degreed = list(DEGREED.finditer(flat))
        found = [name for match in degreed for name in names_in(match["names"])]
        cuts += [match.span() for match in degreed]
    left = _cut(spans, cuts)
    is_after_link = bool(left) and left[-1].url is None and any(span.url for span in left[:-1])
    if not found and is_after_link and not OF_AUTHORS.match(flat):
        behind = BEHIND_A_PAPER.match(left[-1].text)
        if behind:
            found = names_in(behind["names"])
            left = left[:-1]
    return left, found


def _end_of_names(match: re.Match[str], text: str) -> int:
    """Return where a list of names ends. A title after a comma is not a name, even if its first words look like one."""
    start, end = match.span("names")
    last = max(text.rfind(",", start, end), text.rfind(":", start, end))
    is_title = IN_A_PHRASE.match(text, end) or FIELD.search(text, last + 1, end)
    return last if last > start and is_title else end


def labeled_hosts(spans: Sequence[Span]) -> list[str]:
    """Return the hosts that a text names as such, as in "Presenter: Ada"."""
    flat = "".join(_marked(span) for span in spans)
    return [name for match in HOSTED.finditer(flat) for name in _names(match["names"])]


def _names(text: str) -> list[str]:
    return names_in(text.replace(LINK_OPENS, "").replace(LINK_ENDS, ""))


def _marked(span: Span) -> str:
    return f"{LINK_OPENS}{span.text}{LINK_ENDS}" if span.url else span.text


def _cut(spans: Sequence[Span], cuts: Sequence[tuple[int, int]]) -> Spans:
    """Return what is left of the spans outside of the cuts, which count in the text with marks around links."""
    left: list[Span] = []
    at = 0
    for span in spans:
        text = _marked(span)
        gone = [(start - at, end - at) for start, end in cuts if start < at + len(text) and at < end]
        if span.url is None:
            rest, place = "", 0
            for start, end in gone:
                rest += text[place : max(start, 0)]
                place = max(end, 0)
                rest += " " if rest and place < len(text) else ""  # what is on both sides is not one word
            left.append(Span(rest + text[place:], None, span.is_strong, span.is_struck))
        elif not gone:
            left.append(span)
        at += len(text)
    return tuple(span for span in left if span.text)
