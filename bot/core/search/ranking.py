"""Scores how well a paper matches a query, from 0 to 1."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.search.entries import GLUE_BITS, OPENS, Phrase

if TYPE_CHECKING:
    from array import array
    from collections.abc import Collection, Iterator, Sequence

GLUED = (1 << GLUE_BITS) - 1
WORD_NUMBER = OPENS - 1
# The relative worth of kinds of words, and the part of the score that is reserved for a complete name or title. The
# values were chosen on the query list in the tests.
GIVEN_NAME_WORTH = 0.8
SHORTEST_MISSPELT_AUTHOR = 5
COVERAGE_SHARE = 0.7
AUTHOR_ALONE = {Phrase.FIRST_AUTHOR: 0.75, Phrase.AUTHORS: 0.65}
FIRST_AUTHOR_AND_YEAR = 1.0
# A word that no paper has counts against every answer, and more so if only an author's name matches.
UNKNOWN_LOSS = 1.0
LOSS_BESIDE_A_COINED_NAME = 0.8  # one such word: the name is offered as a guess; two: it is not
NAMESAKE = 0.85
# If every word is misspelled, a score below this is chance: "lawn mower" is two typos away from "laws power".
NEARLY_WHOLE = 0.85  # one of its words misspelled
MET, LEAST_GUESSED = 0.9, 0.68


@dataclass(slots=True)
class Term:
    """One word of a query.

    `gain` is its weight if a paper has it, `loss` if it does not. An unknown word counts against every answer, a word
    of the field hardly against any. `meanings` are the catalog words it may stand for, each with its likelihood.
    `acronym_of` are the papers whose initials it is.
    """

    word: str
    gain: float
    loss: float
    meanings: dict[int, float]
    is_year: bool = False
    acronym_of: frozenset[int] = field(default_factory=frozenset)


class Ranking:
    """Scores papers against the terms of one query.

    `weights[word]` is how telling a word is, up to 1. `coined` are names that can hardly mean anything else.
    """

    def __init__(self, terms: Sequence[Term], weights: array[float], coined: Collection[int] = ()) -> None:
        self._terms = terms
        self._weights = weights
        # Numbers in a query of several words. They count only next to another word of the query.
        self._numbers = {
            at for at, term in enumerate(terms) if term.word.isdigit() and not term.is_year and len(terms) > 1
        }
        self._coined_terms = [
            at
            for at, term in enumerate(terms)
            if any(likely == 1 and word in coined for word, likely in term.meanings.items())
        ]
        self._meant: dict[int, list[tuple[int, float]]] = {}
        for at, term in enumerate(terms):
            for word, likely in term.meanings.items():
                self._meant.setdefault(word, []).append((at, likely))

    def unanswered(self, paper: int, cells: Sequence[int]) -> list[Term]:
        """Return the terms that are matched neither by the authors and years nor by a single title or name.

        Several names match together only if the query contains one of them whole: words picked from many names match
        anything.
        """
        about = [0.0] * len(self._terms)
        names: list[list[float]] = []
        gives_one = False
        for phrase, words, found in self._answering(cells):
            is_name = phrase <= Phrase.NAME
            answered = [0.0] * len(self._terms) if is_name else about
            share = self._share(words, found, phrase, answered)
            if is_name:
                names.append(answered)
                gives_one = gives_one or share >= NEARLY_WHOLE
        if gives_one:
            names = [[max(worths) for worths in zip(*names, strict=True)]]
        return min((self._left(paper, name, about) for name in names or [about]), key=len)

    def _left(self, paper: int, *answers: Sequence[float]) -> list[Term]:
        worths = zip(*answers, strict=True)
        return [
            term
            for term, worth in zip(self._terms, worths, strict=True)
            if not any(worth) and paper not in term.acronym_of
        ]

    def score(self, paper: int, cells: Sequence[int]) -> float:
        """Return how much of the query the paper covers, adjusted by how complete its names or citations are."""
        best = [0.0] * len(self._terms)
        complete = 0.0
        cited: Phrase | None = None
        for phrase, words, found in self._answering(cells):
            share = self._share(words, found, phrase, best)
            if phrase <= Phrase.NAME:
                complete = max(complete, share)
            elif share and (phrase <= Phrase.AUTHORS or phrase == Phrase.MIDDLE_NAMES):
                cited = min(phrase, Phrase.AUTHORS, cited or Phrase.AUTHORS)
        for number, term in enumerate(self._terms):
            if paper in term.acronym_of and best[number] < MET:
                best[number] = MET
                complete = max(complete, 0.8)
        coverage = self._coverage(best, named=complete == 1)
        if cited is not None:
            if not complete and any(term.loss == UNKNOWN_LOSS and not best[at] for at, term in enumerate(self._terms)):
                coverage *= NAMESAKE
            complete = max(complete, self._citation(cited, best))
        score = coverage * (COVERAGE_SHARE + (1 - COVERAGE_SHARE) * complete)
        return 0.0 if score < LEAST_GUESSED and all(worth < MET for worth in best) else score

    def _answering(self, cells: Sequence[int]) -> Iterator[tuple[Phrase, Sequence[int], list[int]]]:
        """Yield phrases with a word that the query may mean: their kind, cells, and the positions of such words."""
        meant = self._meant
        start = 0
        found: list[int] = []
        for at, cell in enumerate(cells):
            if cell >= OPENS:
                if found:
                    yield Phrase(cells[start] & WORD_NUMBER), cells[start + 1 : at], found
                    found = []
                start = at
            elif cell >> GLUE_BITS in meant:
                found.append(at - start - 1)
        if found:
            yield Phrase(cells[start] & WORD_NUMBER), cells[start + 1 :], found

    def _share(self, words: Sequence[int], found: Sequence[int], phrase: Phrase, best: list[float]) -> float:
        """Record in `best` which terms the phrase matches, and return the share of the phrase that they make up."""
        if self._numbers and phrase <= Phrase.NAME and self._only_numbers(words, found):
            return 0.0
        weights = self._weights
        shares: dict[int, float] = {}
        for at in found:
            credit = self._credit(words[at] >> GLUE_BITS, phrase, best)
            glues = words[at] & GLUED
            if not glues:
                shares[at] = credit
                continue
            for part in range(at - glues, at):
                shares[part] = max(shares.get(part, 0.0), credit)
        if phrase > Phrase.NAME:
            return max(shares.values())
        total = sum([weights[cell >> GLUE_BITS] for cell in words if not cell & GLUED])
        return sum([credit * weights[words[at] >> GLUE_BITS] for at, credit in shares.items()]) / total

    def _credit(self, word: int, phrase: Phrase, best: list[float]) -> float:
        """Return how well the word matches its best term, and record the best match of each term."""
        credit = 0.0
        for term, likely in self._meant[word]:
            # Plain comparisons instead of max(), because this is the innermost loop of a search.
            worth = likely if phrase <= Phrase.NAME else self._citation_worth(term, likely, phrase)
            if worth > best[term]:  # noqa: PLR1730
                best[term] = worth
            if worth > credit:  # noqa: PLR1730
                credit = worth
        return credit

    def _only_numbers(self, words: Sequence[int], found: Sequence[int]) -> bool:
        """Return whether only numbers match: the 4 of "4-bit quantization" says nothing about "gpt 4"."""
        meant = self._meant
        return all(term in self._numbers for at in found for term, _ in meant[words[at] >> GLUE_BITS])

    def _citation_worth(self, term: int, likely: float, phrase: Phrase) -> float:
        if phrase >= Phrase.YEARS:
            return likely if likely == 1 else 0.0
        if likely < 0.9 and len(self._terms[term].word) < SHORTEST_MISSPELT_AUTHOR:  # noqa: PLR2004
            return 0.0
        return likely * GIVEN_NAME_WORTH if phrase == Phrase.GIVEN_NAMES else likely

    def _citation(self, cited: Phrase, best: Sequence[float]) -> float:
        """Return how complete "hu" or "hu 2022" is as a citation of a paper with Hu as first or later author."""
        dated = any(term.is_year and best[at] for at, term in enumerate(self._terms))
        return FIRST_AUTHOR_AND_YEAR if dated and cited == Phrase.FIRST_AUTHOR else AUTHOR_ALONE[cited]

    def _coverage(self, best: Sequence[float], *, named: bool) -> float:
        """Return the covered share of the query. `named` means that the query gives a whole name of the paper."""
        coined = named and any(best[at] == 1 for at in self._coined_terms)
        gained = asked = 0.0
        for term, worth in zip(self._terms, best, strict=True):
            if worth:
                gained += term.gain * worth
                asked += term.gain
            else:
                beside = coined and term.word.isalpha()
                asked += min(term.loss, LOSS_BESIDE_A_COINED_NAME) if beside else term.loss
        return gained / asked if asked else 0.0
