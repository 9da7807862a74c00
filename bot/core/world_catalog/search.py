"""Searches the world's papers: a few look-ups in the file give at most sixty candidates, which are then ranked."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from bot.core.search.text import normalise
from bot.core.search.words import PLACEHOLDERS
from bot.core.world_catalog.ranking import Ranker
from bot.core.world_catalog.references import beginnings_inside
from bot.core.world_catalog.terms import terms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.core.world_catalog.index import WordIndex
    from bot.core.world_catalog.terms import Term

MOST_CANDIDATES = 60
RAREST, LONG_QUERY = 4, 7
BY_NAME, BY_BEGINNING, BY_INITIALS = 12, 24, 8
FEWEST_IN_A_REFERENCE, BY_NAME_INSIDE = 6, 3
ENOUGH, FEW = 24, 10
SHORTEST_BEGINNING, LONGEST_INITIALS = 4, 8
LEAST_SCORE = 0.52
# Of words that very many papers have, only the best known papers are looked at.
COMMON, LOOKED_AT_IF_COMMON = 50_000, 150_000


def search_world(index: WordIndex, query: str, most: int = 10, *, typed: bool = False) -> list[tuple[int, float]]:
    """Return up to `most` papers' numbers with their scores, best first. With `typed`, the last word may be half one.

    Of equally good ones, the better known comes first. Never raises.
    """
    text = normalise(query)
    if not text or text in PLACEHOLDERS:
        return []
    words = text.split()
    terms = terms_of(words, index, typed=typed)
    if not typed and all(term.is_stop for term in terms) and len(terms) < SHORTEST_BEGINNING:
        return _ranked(index, text, terms, index.called("".join(words), BY_NAME), [], typed=typed)[:most]
    initials = index.abbreviated(text, BY_INITIALS) if len(words) == 1 and len(text) <= LONGEST_INITIALS else []
    found: dict[int, None] = {}
    inside = () if typed or len(words) < FEWEST_IN_A_REFERENCE else beginnings_inside(query)
    for number in chain(_called(index, inside), _candidates(index, "".join(words), terms, typed=typed)):
        found.setdefault(number)
        if len(found) >= MOST_CANDIDATES:
            break
    return _ranked(index, text, terms, [*initials, *found], initials, typed=typed)[:most]


def _ranked(
    index: WordIndex, text: str, terms: Sequence[Term], numbers: Sequence[int], initials: Sequence[int], *, typed: bool
) -> list[tuple[int, float]]:
    ranker = Ranker(text, terms, initials, typed=typed)
    scores = ((paper.number, ranker.score(paper)) for paper in index.candidates(dict.fromkeys(numbers)))
    usable = [(number, round(score, 4)) for number, score in scores if score >= LEAST_SCORE]
    return sorted(usable, key=lambda found: (-found[1], found[0]))


def _called(index: WordIndex, beginnings: Iterable[str]) -> Iterator[int]:
    for beginning in beginnings:
        yield from index.called(beginning, BY_NAME_INSIDE)


def _candidates(index: WordIndex, squashed: str, terms: Sequence[Term], *, typed: bool) -> Iterator[int]:
    """Yield papers worth ranking, likeliest first."""
    yield from index.called(squashed, BY_NAME)
    if len(squashed) >= (1 if typed else SHORTEST_BEGINNING):
        yield from index.beginning(squashed, BY_BEGINNING if len(terms) > 1 else MOST_CANDIDATES)
    telling = [term for term in terms if not term.is_stop and not term.is_aside]
    telling = telling or [term for term in terms if not term.is_stop] or list(terms)
    known = sorted((term for term in telling if term.meanings), key=lambda term: term.papers)
    rarest = known[:RAREST]
    if not rarest:
        return
    exact = _holding(index, rarest, ENOUGH, [term.exact for term in rarest])
    yield from exact
    if len(exact) < ENOUGH and any(len(term.meanings) > len(term.exact) for term in rarest):
        exact = _holding(index, rarest, ENOUGH)
        yield from exact
    if len(exact) < FEW:
        yield from _without_one(index, rarest, known[RAREST:])
    if len(exact) < FEW and len(known) >= LONG_QUERY and not typed:
        yield from _together(index, [term for term in telling if term.meanings])


def _without_one(index: WordIndex, rarest: Sequence[Term], others: Sequence[Term]) -> Iterator[int]:
    """Yield papers that lack one of the words, which may be the wrong one."""
    if len(rarest) > 1:
        for at in range(len(rarest)):
            yield from _holding(index, [*rarest[:at], *rarest[at + 1 :], *others[:1]], FEW)
    if len(rarest) > 2:  # noqa: PLR2004
        yield from _holding(index, rarest[:2], FEW)
    yield from _holding(index, rarest[:1], FEW)


def _together(index: WordIndex, terms: Sequence[Term]) -> Iterator[int]:
    """Yield papers with several neighboring words of a long query, which may be a title with other words around it."""
    for start in range(0, len(terms) - RAREST + 1, RAREST // 2):
        yield from _holding(index, terms[start : start + RAREST], FEW)


def _holding(
    index: WordIndex, terms: Sequence[Term], most: int, groups: Sequence[Sequence[str]] | None = None
) -> list[int]:
    """Return papers that have all the terms, in any of their meanings unless `groups` says in which."""
    among = LOOKED_AT_IF_COMMON if min(term.papers for term in terms) > COMMON else None
    return index.holding(groups or [tuple(term.meanings) for term in terms], most, among)
