"""Finds the title in a text, and tells titles from remarks about the meeting."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import Span, plain
from bot.core.schedules.citations import cited_in, without_references
from bot.core.schedules.person_names import people_in
from bot.core.schedules.title_ends import without_ends
from bot.core.schedules.words import NO_PAPER, ONLY_MARKS

if TYPE_CHECKING:
    from bot.core.schedules.blocks import Spans

MOST_WORDS_OF_A_TOPIC = 6
# Not a quotation at the start of a title: "Are you sure?": Asking again, or "Are you sure?" Asking in small towns.
QUOTED = re.compile(
    r"[“\"«„»]([^“”\"«»„]{8,})[”\"»“«](?!\s?:\s?\w)"
    r"(?!(?<=[?!][”\"»“«])\s[A-Z]\w+\s(?:\w+\s){0,6}(?:in|of|for|and|with|on|to|from)\s\w)"
)
EDGES = " \t\n.,;:|–—-*_•·/&+→"
# Pictures before or after a title.
PICTURE = "[\U0001f000-\U0001faff\u2600-\u27bf]"
PICTURES = re.compile(rf"^[\W_]{{0,9}}{PICTURE}\W{{0,9}}|(?<!\W)\W{{0,9}}{PICTURE}[\W_]{{0,9}}$")
# A box to tick before it, brackets of a wiki's link, and "(paper)" after it.
OF_THE_FILE = re.compile(
    r"^\[(?:[ xX]?|\d{1,3}|[A-Z][\w ]{3,40}:?)\]\s+|\[\[|\]\]|\s*[(\[](?:paper|pdf|link|arxiv"
    r"|slides?|videos?|notes?|code|recording)[)\]]$",
    re.IGNORECASE,
)
# As in: On March 3 we read Maps of towns.
WE_READ = re.compile(
    r"^we (?:will |have |are )?(?:read|reading|discuss(?:ed|ing)?|cover(?:ed|ing)?|talk(?:ed)? about) (?=\S)"
)
# Authors before a quoted title, and what follows the title in a citation.
PART_OF_AUTHORS = re.compile(r"[^\W\d_a-z][\w.'’-]*,?|et\.?|al\.?,?|and|&")
BEHIND_A_QUOTED_TITLE = re.compile(r"[\s.,]*(?:\(?(?:19|20)\d\d\)?)?[\s.]*")
VENUE_AND_YEAR = re.compile(r"(?:(?:19|20)|['’])\d\d\W*$")
VOLUME = re.compile(r",? ?\d+[(:,]|, (?i:chapter|vol)")
IN_ONE_PAIR = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
# Brackets that held links, or a word about one: "( | PDF)".
EMPTY_BRACKETS = re.compile(r"[(\[][\s|,;/&]*(?:\|\s*(?:pdf|slides|code|video)\s*)?[)\]]", re.IGNORECASE)
FEWEST_WORDS_OF_A_TITLE = 3
# After a semicolon, another title begins with a capital letter.
SEMICOLON = re.compile(r"\s*;(?!\s*[a-zà-ÿ])\s*")
# "TOWN / ROOM '25"
ACRONYM = r"[A-Z][A-Za-z]{1,10}[A-Z]"
ONLY_A_VENUE = re.compile(rf"{ACRONYM}(?: ?[/&,+-] ?{ACRONYM}){{0,3}} ?(?:['’]\d\d|(?:19|20)\d\d)")
FEW_WORDS = 3
# "Pick and place maps of towns" may be a title.
TO_DO = r"wip|work in progress|chat about|(?:discuss|pick)(?!,| and (?!(?:vote|choose|discuss|read|assign|plan)\b))"
WITHOUT_TITLE = r"(?:open|free|general|group|casual) (?:discuss\w*|topics?|chats?)|overview and discussion"
WITHOUT_TITLE += r"|(?:we\S{0,3} (?:\w{2,5} )?)?(?:reading|talk(?:ing)?|chat(?:ting)?|learning) about|presents? work"
WITHOUT_TITLE += r"|(?:held )?online, |hosted (?:by|at)|(?:paper )?title(?=\W*$)|(?:open|free) slot"
GATHERING = r"(?:intern(?:al)?|student|practice) (?:panel|presentations?)|round ?table|guest (?:talk|speaker|lecture)"
WANTED = r"(?:speaker|presenter|host|volunteer)s? (?:wanted|needed)"
OF_A_GUEST = re.compile(rf"(?:{TO_DO}|{WITHOUT_TITLE}|{GATHERING}|{WANTED}|tutorials? on|working day)\b", re.IGNORECASE)
BY_A_GUEST = re.compile(
    r".*[(\[](?:(?:invited|guest|keynote|practice|job) (?:talk|lecture)|presentation (?:on|of)\b[^()\[\]]*"
    r"|[^()\[\]]{0,30}\b(?:thesis (?:topic|proposal|progress)|progress report|(?:own|ongoing|our) work|dry[- ]run))"
    r"[)\]]",
    re.IGNORECASE,
)
# "Bo's defense", but not "Map-based defense".
DEFENSE = r"(?:\w+['’]s|thesis|dissertation|ph\.?d\.?|master['’]?s?|oral|mock|proposal) (?:\w+ ){0,2}defen[cs]e"
# At the end, as in "毕业论文进展分享".
OF_A_TALK = re.compile(
    r".*(?:答辩|总结|讨论|计划|分享|汇报|报告会|见面会|自我介绍|自己紹介|打ち合わせ|자기소개|발표회)"
)
# "Methods session", "Practice talk for the conference"
ENDS_AS_A_GATHERING = re.compile(
    r".+ (?:session|paper sharing|workshop|seminar|meeting|hackathon|recruitment|working day|social event|dry[- ]run"
    rf"|(?:practice|research|student|invited|guest|job) talk)s?|{DEFENSE}",
    re.IGNORECASE,
)
# "Planning for the term" is no paper, "Planning with trees of words" is one.
OF_THE_MEETING = re.compile(
    r"\W*(?:(?:and|for|from|of|to|by|back|meetings?|sessions?|weeks?|day|lunch|talks?)\b|[&(/–—-]|$)"
)


# An introduction to a field, and not to the group.
INTRODUCTION = re.compile(
    r"intro(?:duction)? to (?!(?:the|our|this|reading|journal|paper)\b|\w+ (?:group|club|seminar|course)\b)\w+ \w+",
    re.IGNORECASE,
)


# Where all papers are linked, and this is not: "Opening session in two languages", "Research talk: Maps".
OF_A_MEETING = re.compile(
    rf"^{INTRODUCTION.pattern}|\b(?:(?:opening|closing|special|q ?& ?a) session"
    r"|(?:research|invited|guest|practice|keynote) talk)\b",
    re.IGNORECASE,
)


def is_topic_like(text: str) -> bool:
    return len(text.split()) <= MOST_WORDS_OF_A_TOPIC and ":" not in text


def is_gathering(title: str) -> bool:
    """Return whether a few words end as "Methods session" does."""
    return is_topic_like(title) and ENDS_AS_A_GATHERING.fullmatch(title) is not None


def is_topic(title: str) -> bool:
    """Return whether a title without a link is about the meeting, such as "Kick-off meeting" or "TBD"."""
    if any(words.fullmatch(title) for words in (ONLY_MARKS, ONLY_A_VENUE, BY_A_GUEST, OF_A_TALK)) or OF_A_GUEST.match(
        title
    ):
        return True
    if INTRODUCTION.match(title):
        return False
    found = NO_PAPER.match(title)
    is_short = len(title.split()) <= FEW_WORDS
    is_begun = bool(found) and (is_short or bool(OF_THE_MEETING.match(title, found.end() if found else 0)))
    ends_so = NO_PAPER.fullmatch(title.rsplit(maxsplit=1)[-1]) is not None or is_gathering(title)
    return is_topic_like(title) and (is_begun or ends_so)


def title_in(spans: Spans) -> str:
    """Return the title in a text without links: what is quoted or in bold, if only one part is; else all of it."""
    text = "\n".join(plain((Span(line),)) for line in "".join(span.text for span in spans).split("\n"))
    text = without_references(text)
    strong = [
        span.text
        for before, span, behind in zip((Span(""), *spans), spans, (*spans[1:], Span("")), strict=False)
        if span.is_strong and _is_long(span, before) and not (_is_journal(span, before, behind) or people_in(span.text))
    ]
    quoted = QUOTED.findall(text)
    if cited := [title for line in text.split("\n") if (title := cited_title(line))]:
        return "\n".join(cited)
    if len(strong) == 1:
        return clean_title(strong[0])
    if len(quoted) == 1 and len(quoted[0].split()) >= FEWEST_WORDS_OF_A_TITLE:
        return clean_title(str(quoted[0]))
    return "\n".join(filter(None, map(clean_title, text.split("\n"))))


def has_quoted_title(spans: Spans) -> bool:
    """Return whether one quoted part of a text is long enough for a title."""
    quoted = QUOTED.findall(plain(spans))
    return len(quoted) == 1 and len(quoted[0].split()) >= FEWEST_WORDS_OF_A_TITLE


def cited_title(line: str) -> str:
    """Return the title in a line of references; empty if it is none."""
    return clean_title(cited_in(line))


def _are_authors(words: list[str]) -> bool:
    return bool(words) and words[0][0].isupper() and all(PART_OF_AUTHORS.fullmatch(word) for word in words)


def title_of_link(text: str) -> str:
    """Return the text of a link, or the title in it, before or after the authors."""
    if title := cited_title(text):
        return title
    quoted = list(QUOTED.finditer(text))
    if len(quoted) == 1 and _are_authors(text[: quoted[0].start()].split()):
        is_citation = quoted[0][1].endswith((".", ","))
        if is_citation or BEHIND_A_QUOTED_TITLE.fullmatch(text, quoted[0].end()):
            return quoted[0][1]
    return text


def is_quoted(title: str, text: str) -> bool:
    return title in map(clean_title, QUOTED.findall(text))


def _is_journal(span: Span, before: Span, behind: Span) -> bool:
    """Return whether a text in italics is where a paper stands: in brackets, or below its title with a year."""
    return before.text.count("(") > before.text.count(")") or (
        before.text.rstrip(" ").endswith("\n")
        and (VENUE_AND_YEAR.search(span.text) or VOLUME.match(behind.text)) is not None
    )


def _is_long(span: Span, before: Span) -> bool:
    """Return whether a text in bold is long enough for a title. After authors, two words are enough."""
    words = len(span.text.split())
    is_behind_authors = "," in before.text and before.text.rstrip().endswith((".", ",", ":"))
    return words >= FEWEST_WORDS_OF_A_TITLE or (is_behind_authors and words > 1)


def titles_in(title: str) -> list[str]:
    """Return the titles of a cell: one for each line, or between semicolons.

    A line that begins with a small letter continues the one above. A semicolon in quotation marks belongs to the title.
    """
    lines: list[str] = []
    for line in title.split("\n"):
        if lines and line[:1].islower():
            lines[-1] += " " + line
        else:
            lines.append(line)
    parts = [part for line in lines for part in ([line] if QUOTED.search(line) else SEMICOLON.split(line))]
    return [clean for part in parts if (clean := clean_title(part)) and not is_topic(clean)]


def _without_odd_brackets(text: str) -> str:
    """Return the text without brackets at its ends that have no other, as those around a link beside it."""
    text = text.strip(EDGES).lstrip(")]" + EDGES).rstrip("([" + EDGES)
    for opening, closing in ("()", "[]"):
        if text.count(opening) < text.count(closing):
            text = text.rstrip(closing + EDGES)
        elif text.count(opening) > text.count(closing):
            text = text.lstrip(opening + EDGES)
    return text[1:-1] if IN_ONE_PAIR.fullmatch(text) else text


def clean_title(title: str) -> str:
    text = PICTURES.sub("", EMPTY_BRACKETS.sub(" ", re.sub(r"[ \t\r\f\v]+", " ", title)))
    text = _without_odd_brackets(text)
    text = OF_THE_FILE.sub("", WE_READ.sub("", text))
    text = re.sub(
        r"^(?:(?:\w+[ -])?paper|title|reading|topic|extra session|discussion|week \d+)\s*[:,]\s*",
        "",
        text,
        flags=re.IGNORECASE,
    )
    text = without_ends(text).strip(EDGES)
    if text[:1] in '“"«„»' and (text[-1:] in '”"»“«' or not set(text[1:]) & set('”"»“«')):
        text = text[1:].rstrip('”"»“«').strip(EDGES)
    return text.strip()
