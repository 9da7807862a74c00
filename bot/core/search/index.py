"""Searches the catalog: candidates come from an index, never a scan; then at most a hundred are ranked."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from bot.core.papers.paper import Tier
from bot.core.search.acronyms import Acronyms, acronyms
from bot.core.search.answers import Hit
from bot.core.search.entries import GLUE_BITS, OPENS, Entries, Phrase
from bot.core.search.ids import PaperIds
from bot.core.search.lookups import BEST_NOT_CALLED_SO, Lookups
from bot.core.search.names import NameKind, Names, squashed_names
from bot.core.search.numbers import with_digits
from bot.core.search.postings import Postings
from bot.core.search.prose import ProseNames
from bot.core.search.queries import tells_more, terms_of
from bot.core.search.ranking import Ranking, Term
from bot.core.search.text import normalise, squash
from bot.core.search.vocabulary import Vocabulary, digits
from bot.core.search.words import PLACEHOLDERS, STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.core.papers.identifiers import Identifier
    from bot.core.papers.paper import Paper

MOST_CANDIDATES = 90
MOST_CHAINS, MOST_LEVELS = 3, 3
FIRST_QUOTA, FURTHER_QUOTA = 24, 8
ANSWERS_KEPT = 1024
LEAST_SCORE = 0.52
FEWEST_IN_A_REFERENCE = 9
# Papers with exactly this name rank above all others. A hit's score is cut to 1, or to 0.99 for the others.
BY_NAME = {NameKind.GIVEN: 1.3, NameKind.TITLE: 1.28, NameKind.PART: 1.15}
CALLED_SO = 1.25
BY_ACRONYM = 0.9
BY_BEGINNING, BY_WHOLE = 0.62, 0.35
BEGINS_SO_BONUS = 0.06
IN_ORDER_BONUS = 0.02
SHORTEST_STOP_PHRASE = 3
SHORTEST_BEGINNING = 4
ORDERED_AGAIN, CLOSE = 20, 0.25
# A text this similar (in percent) to a whole title or name of this length is that title with typos.
NEARLY_CALLED_SO, SHORTEST_NEARLY = 90, 14
TIERS = list(Tier)


class SearchIndex(Lookups):
    """A search index. It is immutable once built, and the work for a query is bounded however long the query is."""

    def __init__(self, papers: Sequence[Paper], answers_kept: int = ANSWERS_KEPT) -> None:
        """Index `papers`, which are sorted from the best known on, as `build` does it."""
        self._keys = [paper.key for paper in papers]
        self._numbers = {key: number for number, key in enumerate(self._keys)}
        entries = Entries()
        for paper in papers:
            entries.add(paper)
        self._entries = entries
        self._postings = Postings(entries.postings, len(papers))
        self._vocabulary = Vocabulary(entries.word_numbers, self._postings.counts, entries.misspelt)
        self._weights = _weights(self._vocabulary, self._postings, len(papers))
        self._names = Names(name for number, paper in enumerate(papers) for name in squashed_names(paper, number))
        self._acronyms = Acronyms(
            (initials, number) for number, paper in enumerate(papers) for initials in acronyms(paper)
        )
        self.prose = ProseNames(papers, entries, self._postings, self._vocabulary, self._names)
        self._ids = PaperIds(papers)
        self._ranked = lru_cache(answers_kept)(self._rank)

    @classmethod
    def build(cls, papers: Iterable[Paper], answers_kept: int = ANSWERS_KEPT) -> SearchIndex:
        """Build an index that caches `answers_kept` answers; 0 for none.

        How well known a paper is depends on its tier, then on how many papers build on it, then on the order given.
        """
        given = list(papers)
        built_on = Counter(link.key for paper in given for link in paper.builds_on)
        return cls(sorted(given, key=lambda paper: (TIERS.index(paper.tier), -built_on[paper.key])), answers_kept)

    def search(self, query: str, limit: int = 5) -> list[Hit]:
        if named := self.named_in(query):
            return [Hit(key, 1.0) for key in named[:limit]]
        text = normalise(query)
        return [] if text in PLACEHOLDERS else self._hits(self._ranked(text, typed=False), limit)

    def suggest(self, typed: str, limit: int = 25) -> list[Hit]:
        text = normalise(typed)
        if not text:
            return [Hit(key, 0.0) for key in self._keys[:limit]]
        if named := self.named_in(typed):
            return [Hit(key, 1.0) for key in named[:limit]]
        return self._hits(self._ranked(text, typed=True), limit)

    def says_more(self, written: str, text: str, key: str) -> bool:
        number = self._numbers[key]
        if any(owner == number for owner, _ in self._names.exactly(squash(text))):
            return False
        terms = self._terms(text)
        if len(terms) >= FEWEST_IN_A_REFERENCE:
            return False
        left = Ranking(terms, self._weights).unanswered(number, self._entries.cells(number))
        return tells_more({term.word for term in left}, written)

    def holds(self, identifier: Identifier | str) -> str | None:
        number = self._ids.number(identifier)
        return None if number is None else self._keys[number]

    def has(self, key: str) -> bool:
        return key in self._numbers

    def has_name(self, squashed: str, key: str) -> bool:
        return any(self._keys[number] == key for number, _ in self._names.exactly(squashed))

    def _hits(self, ranked: Sequence[tuple[float, int]], limit: int) -> list[Hit]:
        return [
            Hit(self._keys[number], 1.0 if score >= CALLED_SO else min(round(score, 4), BEST_NOT_CALLED_SO))
            for score, number in ranked[:limit]
        ]

    def _rank(self, text: str, *, typed: bool) -> list[tuple[float, int]]:
        """Return (score, paper's number) for a normalized query, best first."""
        text = self.with_digits(text)
        scores = self._by_name(text.replace(" ", ""), shortest=1 if typed else SHORTEST_BEGINNING)
        terms = self._terms(text, typed=typed)
        if not typed and len(terms) < SHORTEST_STOP_PHRASE and all(term.word in STOP_WORDS for term in terms):
            scores = {number: score for number, score in scores.items() if score >= CALLED_SO}
        else:
            ranking = Ranking(terms, self._weights, self._entries.coined)
            for number in islice(self._candidates(terms, scores), MOST_CANDIDATES):
                score = ranking.score(number, self._entries.cells(number))
                if number in scores:
                    scores[number] = max(scores[number], score + BEGINS_SO_BONUS)
                elif score >= LEAST_SCORE:
                    scores[number] = score
        best = sorted(((score, number) for number, score in scores.items()), key=_best_first)
        close = sum(score >= best[0][0] - CLOSE for score, _ in best[:ORDERED_AGAIN])
        again = [(self._in_order(text, score, number), number) for score, number in best[:close]]
        return sorted(again, key=_best_first) + best[close:]

    def with_digits(self, text: str) -> str:
        return with_digits(
            text, lambda name: self._vocabulary.number(name) is not None or bool(self._names.exactly(name))
        )

    def _terms(self, text: str, *, typed: bool = False) -> list[Term]:
        return terms_of(text.split(), self._vocabulary, self._acronyms, self._weights, typed=typed)

    def _by_name(self, squashed: str, shortest: int) -> dict[int, float]:
        """Return papers with this name, or with a name or title that starts like this, regardless of spaces."""
        scores: dict[int, float] = {}
        if len(squashed) >= shortest:
            for number, length in self._names.beginning(squashed):
                scores[number] = BY_BEGINNING + BY_WHOLE * len(squashed) / length
        for number in self._acronyms.papers(squashed):
            scores[number] = max(BY_ACRONYM, scores.get(number, 0.0))
        for number, kind in self._names.exactly(squashed):
            scores[number] = max(BY_NAME[kind], scores.get(number, 0.0))
        return scores

    def _candidates(self, terms: Sequence[Term], named: Iterable[int]) -> Iterator[int]:
        """Yield papers worth ranking, likeliest first: those in `named`, then those with the most and rarest words.

        A chain intersects the terms, rarest first, and skips a term that would leave nothing. Each further chain leaves
        out the rarest term, which may be the wrong one. Each level of a chain yields its best-known papers.
        """
        seen = list(named)
        yield from seen
        telling = [term for term in terms if term.word not in STOP_WORDS] or terms
        held = [papers for papers in (self._holding(term) for term in telling) if papers]
        held.sort(key=int.bit_count)
        taken = self._postings.bitmap(seen)
        for start in range(min(len(held), MOST_CHAINS)):
            levels = [held[start]]
            for papers in held[start + 1 :]:
                if both := levels[-1] & papers:
                    levels.append(both)
            quota = FIRST_QUOTA if start == 0 else FURTHER_QUOTA
            for level in levels[: -MOST_LEVELS - 1 : -1]:
                fresh = list(islice(self._postings.first(level & ~taken), quota))
                yield from fresh
                quota -= len(fresh)
                if quota <= 0:
                    break
                taken |= level

    def _holding(self, term: Term) -> int:
        papers = self._postings.union(term.meanings)
        return papers | self._postings.bitmap(term.acronym_of) if term.acronym_of else papers

    def _in_order(self, text: str, score: float, number: int) -> float:
        """Add a little for words in the order of the title or authors, to tell apart titles with the same words.

        Typos in a title's short words weigh as much as others until the whole is compared: "is all yu need".
        """
        if score >= CALLED_SO:
            return score
        alike, phrase = max(((fuzz.ratio(text, phrase), phrase) for phrase in self._phrases(number)), default=(0.0, ""))
        score += IN_ORDER_BONUS * alike / 100
        first_author = self._entries.words(number, Phrase.FIRST_AUTHOR)
        if self._vocabulary.number(text.partition(" ")[0]) in first_author:
            score += IN_ORDER_BONUS
        if alike >= NEARLY_CALLED_SO and len(phrase) >= SHORTEST_NEARLY and digits(phrase) == digits(text):
            score = max(score, alike / 100)
        return score

    def _phrases(self, number: int) -> Iterator[str]:
        """Yield the paper's titles and names as plain words, as the index keeps them."""
        words: list[str] | None = None
        for cell in (*self._entries.cells(number), OPENS | Phrase.YEARS):
            if cell >= OPENS:
                if words:
                    yield " ".join(words)
                words = [] if cell & ~OPENS <= Phrase.NAME else None
            elif words is not None and not cell & (1 << GLUE_BITS) - 1:
                words.append(self._vocabulary.words[cell >> GLUE_BITS])


def _best_first(answer: tuple[float, int]) -> tuple[float, int]:
    return -answer[0], answer[1]


def _weights(vocabulary: Vocabulary, postings: Postings, papers: int) -> array[float]:
    """Return how telling each word is: 1 if one paper has it, 0.25 if all do, and almost nothing for stop words."""
    scale = math.log(papers + 1)
    return array(
        "f",
        (
            0.1 if word in STOP_WORDS else 0.25 + 0.75 * math.log((papers + 1) / max(count, 1)) / scale
            for word, count in zip(vocabulary.words, postings.counts, strict=True)
        ),
    )
