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
    from bot.core.world_catalog.terms import WorldTerm

MOST_CANDIDATES = 60
RAREST, LONG_QUERY = 4, 7
BY_NAME, BY_BEGINNING, BY_INITIALS = 12, 24, 8
FEWEST_IN_A_REFERENCE, BY_NAME_INSIDE = 6, 3
ENOUGH, FEW = 24, 10
SHORTEST_BEGINNING, LONG_BEGINNING, LONGEST_INITIALS = 4, 12, 8
LEAST_SCORE = 0.52
BROAD = 20_000  # papers that have one of the words which begin with what is being typed
MOST_READ, READ_FOR_A_GUESS = 400_000, 60_000  # papers of all words of a look-up together


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
    initials = _abbreviated(index, words, terms, typed=typed)
    found: dict[int, None] = {}
    inside = () if typed or len(words) < FEWEST_IN_A_REFERENCE else beginnings_inside(query)
    for number in chain(_called(index, inside), _candidates(index, "".join(words), terms, typed=typed)):
        found.setdefault(number)
        if len(found) >= MOST_CANDIDATES:
            break
    return _ranked(index, text, terms, [*initials, *found], initials, typed=typed)[:most]


def _abbreviated(index: WordIndex, words: Sequence[str], terms: Sequence[WorldTerm], *, typed: bool) -> list[int]:
    """Return papers whose titles have the only telling word as initials: "lstm", "the lstm paper"."""
    telling = list(words) if typed else [term.word for term in terms if not term.is_stop and not term.is_year]
    is_possible = len(telling) == 1 and len(telling[0]) <= LONGEST_INITIALS
    return index.abbreviated(telling[0], BY_INITIALS) if is_possible else []


def _ranked(
    index: WordIndex,
    text: str,
    terms: Sequence[WorldTerm],
    numbers: Sequence[int],
    initials: Sequence[int],
    *,
    typed: bool,
) -> list[tuple[int, float]]:
    ranker = Ranker(text, terms, initials, typed=typed)
    scores = ((paper.number, ranker.score(paper)) for paper in index.candidates(dict.fromkeys(numbers)))
    usable = [(number, round(score, 4)) for number, score in scores if score >= LEAST_SCORE]
    return sorted(usable, key=lambda found: (-found[1], found[0]))


def _called(index: WordIndex, beginnings: Iterable[str]) -> Iterator[int]:
    for beginning in beginnings:
        yield from index.called(beginning, BY_NAME_INSIDE)


def _candidates(index: WordIndex, squashed: str, terms: Sequence[WorldTerm], *, typed: bool) -> Iterator[int]:
    """Yield papers worth ranking, likeliest first."""
    yield from index.called(squashed, BY_NAME)
    begun: list[int] = []
    if len(squashed) >= (1 if typed else SHORTEST_BEGINNING):
        begun = index.beginning(squashed, BY_BEGINNING if len(terms) > 1 else MOST_CANDIDATES)
        yield from begun
    # What is typed as titles begin, letter by letter, has no wrong word so far.
    is_right = typed and len(squashed) >= LONG_BEGINNING and 0 < len(begun) < BY_BEGINNING
    telling = [term for term in terms if not term.is_stop and not term.is_aside]
    telling = telling or [term for term in terms if not term.is_stop] or list(terms)
    known = [term for term in telling if term.meanings]
    # A few letters begin so many words that they only choose among the papers that the other words have in common.
    broad = [term for term in known if term.is_half and term.reach > BROAD]
    narrow = [term for term in known if not (term.is_half and term.reach > BROAD)]
    if not narrow:
        narrow, broad = broad, []
    if narrow:
        yield from _by_words(index, narrow, broad, may_lack_one=not is_right)


def _by_words(
    index: WordIndex, narrow: Sequence[WorldTerm], broad: Sequence[WorldTerm], *, may_lack_one: bool
) -> Iterator[int]:
    """Yield papers that have the words, then those that have them in another meaning, then those that lack one."""
    rarest = sorted(narrow, key=lambda term: term.papers)[:RAREST]
    found = _holding(index, rarest, ENOUGH, is_exact=True)
    if broad and len(found) == ENOUGH:
        yield from _holding(index, [*rarest, *broad], ENOUGH, is_exact=True, read=READ_FOR_A_GUESS)
    yield from found
    rarest = sorted(narrow, key=lambda term: term.reach)[: RAREST + 1]
    if len(found) < ENOUGH and any(_has_others(term) for term in rarest[:RAREST]):
        found = _holding(index, rarest[:RAREST], ENOUGH)
        yield from found
    if may_lack_one and len(found) < FEW and len(rarest) > 1:
        yield from _without_one(index, rarest, is_sure=bool(found))
        if not found and len(narrow) >= LONG_QUERY and not any(term.is_half for term in (*narrow, *broad)):
            yield from _together(index, narrow)


def _has_others(term: WorldTerm) -> bool:
    """Return whether the word has meanings that an exact look-up leaves out."""
    return not term.is_half and len(term.meanings) > len(term.exact)


def _without_one(index: WordIndex, rarest: Sequence[WorldTerm], *, is_sure: bool) -> Iterator[int]:
    """Yield papers that lack one of the words, which may be the wrong one; with `is_sure`, others are only like it.

    Where a list is not full, asking for its words and further ones would find nothing new.
    """
    first = _holding(index, rarest[:1], ENOUGH)
    yield from first[:FEW]
    if len(first) == ENOUGH and len(rarest) > 2:  # noqa: PLR2004
        pair = _holding(index, rarest[:2], ENOUGH, read=READ_FOR_A_GUESS)
        yield from pair
        if len(pair) == ENOUGH and not is_sure:
            for third in rarest[2:RAREST]:
                yield from _holding(index, [*rarest[:2], third], FEW, read=READ_FOR_A_GUESS)
        if not is_sure:
            yield from _holding(index, [rarest[0], *rarest[2:]], FEW, read=READ_FOR_A_GUESS)
    yield from first[FEW:]
    yield from _holding(index, rarest[1:], FEW, read=READ_FOR_A_GUESS)


def _together(index: WordIndex, terms: Sequence[WorldTerm]) -> Iterator[int]:
    """Yield papers with several neighboring words of a long query, which may be a title with other words around it."""
    for start in range(0, len(terms) - RAREST + 1, RAREST // 2):
        yield from _holding(index, terms[start : start + RAREST], FEW, read=READ_FOR_A_GUESS)


def _holding(
    index: WordIndex, terms: Sequence[WorldTerm], most: int, *, is_exact: bool = False, read: int = MOST_READ
) -> list[int]:
    """Return papers that have all the terms, in any of their meanings or only in the likeliest.

    Of words that very many papers have, only the best known papers are looked at.
    """
    groups = [term.exact if is_exact and not term.is_half else tuple(term.meanings) for term in terms]
    papers = sum(term.papers if is_exact and not term.is_half else term.reach for term in terms)
    among = index.papers * read // papers if papers > read else None
    return index.holding(groups, most, among)
