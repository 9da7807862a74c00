"""Picks the sentences of a paper that say best how it relates to a reference."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.fulltext.cues import Cue
from bot.core.fulltext.manuscript import GAP, PaperPart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.fulltext.citing import Mention

MOST_QUOTES = 3
SHORTEST, LONGEST = 40, 420  # characters
CLEAN_START = re.compile(r"[“\"'(]?[A-Z0-9]")
CLEAN_END = re.compile(r"[.!?][”\"')\]]*$")
MOST_SIGNS = 0.25  # of a sentence's characters: more is a formula or a table
LONE_NUMBER = re.compile(r"(?<!\S)\d+(?:\.\d+)?%?(?!\S)")
MOST_NUMBERS = 4  # the labels of a figure have more
USUAL_PARTS = frozenset({PaperPart.ABSTRACT, PaperPart.INTRODUCTION, PaperPart.METHOD, PaperPart.RELATED_WORK})


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence as the paper has it, and the heading above it."""

    text: str
    heading: str


def quotes_of(mentions: Sequence[Mention]) -> tuple[Quote, ...]:
    """Return the best sentences, each once, best first; none if only parts of sentences mention it."""
    whole = [mention for mention in mentions if GAP not in mention.sentence.text]
    ranked = sorted(whole, key=_worth, reverse=True)
    chosen: dict[str, Quote] = {}
    for mention in ranked:
        text = mention.sentence.text
        if text not in chosen and SHORTEST <= len(text) <= LONGEST and len(chosen) < MOST_QUOTES:
            chosen[text] = Quote(text, mention.sentence.passage.heading)
    if not chosen and ranked:
        # A long sentence is better than none, as long as it fits into a message.
        shortest = min(ranked, key=lambda mention: len(mention.sentence.text)).sentence
        return (Quote(shortest.text, shortest.passage.heading),)
    return tuple(chosen.values())


def _worth(mention: Mention) -> float:
    sentence = mention.sentence
    signs = sum(not (char.isalpha() or char.isspace()) for char in sentence.text) / max(1, len(sentence.text))
    return (
        2.0 * (Cue.BUILDS_ON in mention.cues)
        + 1.0 * (Cue.USES in mention.cues)
        + 1.5 * sentence.is_about_own_work
        + 1.0 / mention.group
        + 1.0 * (sentence.passage.part in USUAL_PARTS)
        + 0.5 * (sentence.passage.part is not PaperPart.APPENDIX)
        - 1.0 * mention.is_by_name
        - 2.0 * sentence.passage.is_small
        + 2.0 * bool(CLEAN_START.match(sentence.text))
        + 2.0 * bool(CLEAN_END.search(sentence.text))
        - 3.0 * (signs > MOST_SIGNS)
        - 3.0 * (len(LONE_NUMBER.findall(sentence.text)) > MOST_NUMBERS)
        - 2.0 * (not SHORTEST <= len(sentence.text) <= LONGEST)
    )
