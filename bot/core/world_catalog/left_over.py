"""Finds words of a query that a paper lacks. One such word may mean that another paper is meant."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bot.core.papers.likeness import is_word_typed_wrong
from bot.core.search.text import LONGEST_TITLE, normalise, squash, stem
from bot.core.search.words import STOP_WORDS, VENUE_WORDS
from bot.core.world_catalog.name_words import words_of_names

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.core.papers.paper import Paper
    from bot.core.world_catalog.paper import WorldPaper

SHORTEST_BEGINNING, SHORTEST_NAME = 3, 2
FEWEST_BEFORE_NAMES, FEWEST_IF_CUT_OFF = 3, 6  # words of a title that a site has cut off
SAYING_LITTLE = STOP_WORDS | VENUE_WORDS


def says_more(query: str, paper: WorldPaper | Paper) -> bool:
    """Return whether the query has a telling word that neither the title, nor the names, nor the year answer.

    Typing errors, other endings, and words that are written apart or together are answers. The name of an author makes
    a reference of the query, and the numbers of a reference are pages.
    """
    words, title = normalise(query).split(), normalise(paper.title, LONGEST_TITLE).split()
    names = words_of_names(paper.authors)
    answers = {*title, *_joined(title), *squash_each(paper.title), *names, *normalise(paper.venue).split()}
    if paper.year:
        answers.update(str(paper.year + apart) for apart in (-1, 0, 1))
    unanswered = [at for at, word in enumerate(words) if word not in answers and word not in SAYING_LITTLE]
    if any(word in names for word in words if len(word) >= SHORTEST_NAME):
        unanswered = [at for at in unanswered if not words[at].isdigit()]
    open_words = {*(word for word in title if word not in words), *names}
    return not all(_is_initial(words[at]) or _is_answered(words, at, open_words) for at in unanswered)


def is_titled(words: str, paper: WorldPaper | Paper) -> bool:
    """Return whether the words are the paper's title, whole or cut off, and say nothing else but names and the like.

    Somebody else's page about a paper has most words of its title too.
    """
    written, title = normalise(words).split(), normalise(paper.title, LONGEST_TITLE).replace(" ", "")
    ends = [_end_of(written, start, title) for start in range(len(written))]
    start, end = max(enumerate(ends), key=lambda place: place[1] - place[0], default=(0, 0))
    found, beside = "".join(written[start:end]), [*written[:start], *written[end:]]
    is_enough = (
        found == title
        or (end - start >= FEWEST_BEFORE_NAMES and not words_of_names(paper.authors).isdisjoint(beside))
        or (end - start >= FEWEST_IF_CUT_OFF and len(found) * 2 >= len(title))
    )
    return is_enough and not says_more(" ".join(beside), paper)


def _end_of(words: Sequence[str], start: int, title: str) -> int:
    """Return where the title, which has no spaces, does not go on any more like the words."""
    found = ""
    for at in range(start, len(words)):
        found += words[at]
        if not title.startswith(found):
            return at
    return len(words)


def squash_each(title: str) -> set[str]:
    """Return the hyphenated words of a title as one word each."""
    return {squash(word) for word in title[:LONGEST_TITLE].split()}


def _joined(words: Sequence[str]) -> set[str]:
    return {left + right for left, right in pairwise(words)}


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def _is_answered(words: Sequence[str], at: int, answers: Collection[str]) -> bool:
    glued = {"".join(words[max(at - 1, 0) : at + 1]), "".join(words[at : at + 2])}
    if not glued.isdisjoint(answers) or any(_is_alike(words[at], answer) for answer in answers):
        return True
    is_half = at == len(words) - 1 and len(words[at]) >= SHORTEST_BEGINNING
    return is_half and any(answer.startswith(words[at]) for answer in answers)


def _is_alike(word: str, answer: str) -> bool:
    return word in {answer, f"{answer}s"} or stem(word) == stem(answer) or is_word_typed_wrong(word, answer)
