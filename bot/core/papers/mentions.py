"""Which papers a chat message mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.papers.identifiers import identifiers_in
from bot.core.search.text import normalise
from bot.core.search.words import STOP_WORDS
from bot.core.text.typed import readable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.search.layers import LayeredNames
    from bot.core.search.lookups import Lookups
    from bot.core.search.prose import ProseNames

LONGEST_MESSAGE = 12_000  # a forwarded message with its embeds
MOST_WORDS_IN_A_NAME = 25
FEWEST_WORDS_OF_A_PHRASE = 4
# Names of papers are in Latin letters. In scripts without spaces, a word ends where its alphabet ends.
LATIN = r"0-9A-Za-z\u00aa\u00ba\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff"
WORD = re.compile(rf"[{LATIN}]+|(?:(?![{LATIN}])[^\W_])+")
CITATION = re.compile(
    # Only from the start of a word. Otherwise "a-a-a-…" would be read again from each of its letters.
    rf"(?<![{LATIN}'’-])(?P<author>(?![\d])[{LATIN}][{LATIN}'’-]+)"
    rf"(?:(?:\s+et\s+al\.?|\s+(?:and|&)\s+(?![\d])[{LATIN}][{LATIN}'’-]+),?\s*[(\[]?|\s*\()(?P<year>(?:19|20)\d\d)(?!\d)"
)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# "LoRA+", "Mamba-2" and "FlashAttention v2" are other papers; "T5-3B" is a size.
ANOTHER_ONE = re.compile(r"\+(?!\w)|-[2-9](?!\.?\w)|[ -]?v[2-9]\b")
BETWEEN_WORDS, ENDS_A_SENTENCE = " \t\"'(", ".!?:>*-\n"


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    plain: str
    start: int
    end: int


def mentioned_papers(text: str, index: Lookups, limit: int | None = None) -> list[str]:
    """Return the keys of the papers that a message mentions, in order of first mention.

    These count: arXiv ids, DOIs and links; titles (whole, or one side of the colon); names and aliases as whole words;
    "Hu et al., 2022" if one paper fits. A name that is also an everyday word counts only as the paper spells it
    ("ZeRO", not "zero"), or capitalized inside a sentence ("we use Adam"). Only the first 12,000 characters are read.
    """
    message = ESCAPED.sub(r"\1", readable(text[:LONGEST_MESSAGE]))
    found: list[tuple[int, str]] = []
    for start, end, identifier in identifiers_in(message):
        key = index.holds(identifier)
        if key is not None:
            found.append((start, key))
        # Text inside a link is not prose. Blank it, so that the rest keeps its positions.
        message = message[:start] + " " * (end - start) + message[end:]
    found += _named(message, index)
    for match in CITATION.finditer(message):
        papers = index.prose.cited(match["author"], int(match["year"]))
        if len(papers) == 1:
            found.append((match.start(), papers[0]))
    return list(dict.fromkeys(key for _, key in sorted(found)))[:limit]


def _named(message: str, index: Lookups) -> Iterator[tuple[int, str]]:
    words = [
        _Word(match[0], plain, match.start(), match.end())
        for match in WORD.finditer(message)
        if (plain := normalise(match[0]).replace(" ", ""))
    ]
    at = 0
    while at < len(words):
        size, papers = _longest_name(message, words[at : at + MOST_WORDS_IN_A_NAME], index.prose)
        for key in papers:
            yield words[at].start, key
        at += size or 1


def _longest_name(message: str, words: Sequence[_Word], names: ProseNames | LayeredNames) -> tuple[int, list[str]]:
    """Return how many of the words, from the first on, form the longest name, and the papers with that name."""
    best: tuple[int, list[str]] = (0, [])
    squashed = ""
    for size, word in enumerate(words, start=1):
        squashed += word.plain
        if not names.any_begins(squashed):
            break
        papers = names.called(squashed)
        if papers and not ANOTHER_ONE.match(message, word.end) and _is_meant(message, words[:size], squashed, names):
            best = size, papers
    return best


def _is_meant(message: str, words: Sequence[_Word], squashed: str, names: ProseNames | LayeredNames) -> bool:
    """Return whether a name in a message is really used as a name."""
    written = message[words[0].start : words[-1].end]
    if names.is_own_spelling(written):
        return True
    if any(char.isspace() for char in written):
        telling = sum(word.plain not in STOP_WORDS for word in words)
        return telling > 1 or len(words) >= FEWEST_WORDS_OF_A_PHRASE
    if len(words) == 1 and (names.is_family_name(squashed) or squashed in STOP_WORDS or squashed.isdigit()):
        return False
    if names.is_everyday(squashed):
        before = message[: words[0].start].rstrip(BETWEEN_WORDS)
        return written.istitle() and before != "" and before[-1] not in ENDS_A_SENTENCE
    return names.is_plain(squashed)
