"""Which parts of a chat message may be whole titles of papers."""

from __future__ import annotations

import re

from bot.core.papers.mentions import LONGEST_MESSAGE
from bot.core.search.text import normalise
from bot.core.search.words import STOP_WORDS
from bot.core.text.typed import readable

MOST_TITLES = 20
FEWEST_WORDS, FEWEST_TELLING, MOST_WORDS = 4, 3, 40
QUOTED = re.compile(r"[\"“„«](.{12,300}?)[\"”“»]|(?<!\w)[*_]{1,3}(\w.{12,300}?)[*_]{1,3}(?!\w)|\[([^\]\n]{12,300})\]\(")
EDGE = " \t-–—*_>#.,;:!?\"'“”„«»()[]0123456789"
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+|\s[–—|]\s")


def titles_in(text: str) -> list[str]:
    """Return what may be titles: lines, sentences, and what is in quotation marks, in italics or a link's text.

    Shorter ones than four words are left out, since such titles are also ordinary phrases.
    """
    message = readable(text[:LONGEST_MESSAGE])
    quoted = (part for match in QUOTED.finditer(message) for part in match.groups() if part)
    lines = [line for line in message.splitlines() if line.strip()]
    found = [*quoted, *lines, *(sentence for line in lines for sentence in SENTENCE.split(line))]
    titles = dict.fromkeys(normalise(each.strip(EDGE)) for each in found)
    return [title for title in titles if _may_be_a_title(title.split())][:MOST_TITLES]


def _may_be_a_title(words: list[str]) -> bool:
    return FEWEST_WORDS <= len(words) <= MOST_WORDS and len(set(words) - STOP_WORDS) >= FEWEST_TELLING
