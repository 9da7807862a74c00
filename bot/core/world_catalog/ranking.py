"""Scores how well one of the world's papers fits a query, on the scale of `Hit`: from 0 to 1."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from bot.core.search.text import LONGEST_TITLE, normalise, squash
from bot.core.search.words import FIELD_WORDS, STOP_WORDS
from bot.core.world_catalog.name_words import spelt_out, words_of_names
from bot.core.world_catalog.unspaced import pairs_in

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.core.world_catalog.index import Candidate
    from bot.core.world_catalog.terms import WorldTerm

COMPLETE_SHARE = 0.3
FIRST_AUTHOR, ANY_AUTHOR, GIVEN_NAME = 1.0, 0.92, 0.8
AUTHOR_ALONE, LATER_AUTHOR_ALONE, AUTHOR_AND_YEAR = 0.75, 0.65, 1.0
NEXT_YEAR = 0.6  # people cite the year of the preprint or of the conference
ABBREVIATED = 0.9
SHORTEST_FAMILY_WITH_TYPO = 5
BEST, BEST_BUT_ONE = 1.0, 0.99
WHOLE_NAME, WHOLE_SUBTITLE = 0.97, 0.93
BEGINS, BEGINS_WHOLE = 0.62, 0.35
NEARLY_WHOLE, SHORTEST_NEARLY, SHORTEST_GLUED = 90, 14, 8
INSIDE, INSIDE_WHOLE, SHORTEST_INSIDE = 0.9, 0.06, 16
IN_ORDER = 0.03
COMMON_WEIGHT, USUAL_WEIGHT = 0.12, 0.75
COLON = re.compile(r":\s|\?\s|\s[–—-]+\s")
EXACT = 0.999


class Ranker:
    """Scores candidates for one query. `text` is normalized; `abbreviated` are papers that have it as initials."""

    def __init__(
        self, text: str, terms: Sequence[WorldTerm], abbreviated: Collection[int] = (), *, typed: bool
    ) -> None:
        self._text, self._squashed = text, text.replace(" ", "")
        self._terms, self._typed = terms, typed
        self._abbreviated = frozenset(abbreviated)
        self._meant: dict[str, list[tuple[int, float]]] = {}
        for at, term in enumerate(terms):
            for word, likely in term.meanings.items():
                self._meant.setdefault(word, []).append((at, likely))
        self._last_word = text.rpartition(" ")[2]
        self._years = [(at, int(term.word)) for at, term in enumerate(terms) if term.is_year]
        self._digits = _digits(self._squashed)

    def score(self, paper: Candidate) -> float:
        title = normalise(paper.title, LONGEST_TITLE)
        together = title.replace(" ", "")
        if together == self._squashed:
            return BEST
        best = [0.0] * len(self._terms)
        complete = self._titles(paper.title, title, best)
        cited = self._authors(paper, best) if min(best, default=1.0) < EXACT else 0.0
        if paper.number in self._abbreviated:
            # While "for" is being typed, the only word may be one that says little.
            telling = next((at for at, term in enumerate(self._terms) if not (term.is_stop or term.is_year)), 0)
            best[telling], complete = max(best[telling], ABBREVIATED), max(complete, ABBREVIATED)
        score = self._coverage(best) * (1 - COMPLETE_SHARE + COMPLETE_SHARE * max(complete, cited))
        alike = fuzz.ratio(self._text, title)
        return min(BEST_BUT_ONE, max(score, self._as_a_whole(title, together, alike)) + IN_ORDER * alike / 100)

    def _titles(self, written: str, title: str, best: list[float]) -> float:
        """Note which terms the title answers, and return how complete its best part is in them."""
        words = title.split()
        pairs = [] if title.isascii() else [pair for word in words for pair in pairs_in(word) or [word]]
        likely = self._answer([*words, *_joined(written), *pairs], best)
        complete = max(_share(words, likely), _share(pairs, likely))
        if COLON.search(written):
            name, rest = (normalise(part, LONGEST_TITLE).split() for part in COLON.split(written, maxsplit=1))
            complete = max(complete, WHOLE_NAME * _share(name, likely), WHOLE_SUBTITLE * _share(rest, likely))
        return complete

    def _answer(self, words: Sequence[str], best: list[float]) -> dict[str, float]:
        found: dict[str, float] = {}
        for word in words:
            for at, likely in self._meant.get(word, ()):
                best[at] = max(best[at], likely)
                found[word] = max(likely, found.get(word, 0.0))
        for left, right in pairwise(words):
            for at, likely in self._meant.get(left + right, ()):
                best[at] = max(best[at], likely)
                found[left] = found[right] = likely
        return found

    def _authors(self, paper: Candidate, best: list[float]) -> float:
        """Note which other terms the authors and the year answer, and return how complete they are as a citation."""
        cited = 0.0
        authors = paper.authors
        # Most candidates have no author who is asked for, and all names at once are quicker to read than one by one.
        if self._meant.keys().isdisjoint(words_of_names(authors)):
            authors = ()
        for place, author in enumerate(authors):
            worth, alone = (FIRST_AUTHOR, AUTHOR_ALONE) if place == 0 else (ANY_AUTHOR, LATER_AUTHOR_ALONE)
            for spelt in spelt_out(author):
                *given, family = spelt.split() or [""]
                if self._is_family(family, worth, best):
                    cited = max(cited, alone)
                for name in given:
                    self._note_given_name(name, best)
        dated = self._is_dated(paper.year, best)
        return AUTHOR_AND_YEAR if dated and cited == AUTHOR_ALONE else cited

    def _is_family(self, family: str, worth: float, best: list[float]) -> bool:
        """Note the terms that may mean this family name, and return whether it is the best answer to one."""
        is_meant = False
        for at, likely in self._meant.get(family, ()):
            is_sure = likely > ABBREVIATED or len(self._terms[at].word) >= SHORTEST_FAMILY_WITH_TYPO
            if is_sure and likely * worth > best[at]:
                best[at], is_meant = likely * worth, True
        return is_meant

    def _note_given_name(self, name: str, best: list[float]) -> None:
        for at, likely in self._meant.get(name, ()):
            if likely >= EXACT or self._terms[at].word == self._last_word:
                best[at] = max(best[at], likely * GIVEN_NAME)

    def _is_dated(self, year: int, best: list[float]) -> bool:
        is_dated = False
        for at, asked in self._years if year else ():
            if (apart := abs(asked - year)) <= 1:
                best[at], is_dated = max(best[at], NEXT_YEAR if apart else 1.0), True
        return is_dated

    def _coverage(self, best: Sequence[float]) -> float:
        gained = asked = 0.0
        for term, worth in zip(self._terms, best, strict=True):
            asked += term.gain if worth else term.loss
            gained += term.gain * worth
        return gained / asked if asked else 0.0

    def _as_a_whole(self, title: str, together: str, alike: float) -> float:
        """Return what it is worth that the query is nearly the title, or how it begins."""
        whole = self._typed or len(self._squashed) >= (SHORTEST_NEARLY if " " in self._text else SHORTEST_GLUED)
        if whole and together.startswith(self._squashed):
            return BEGINS + BEGINS_WHOLE * len(self._squashed) / len(together)
        if self._is_inside(title):
            return INSIDE + INSIDE_WHOLE * len(title) / len(self._text)
        is_nearly = alike >= NEARLY_WHOLE and len(title) >= SHORTEST_NEARLY and _digits(together) == self._digits
        return alike / 100 if is_nearly else 0.0

    def _is_inside(self, title: str) -> bool:
        """Return whether the query has the whole title among other words, as a reference does."""
        return len(title) >= SHORTEST_INSIDE and not self._typed and f" {title} " in f" {self._text} "


def _share(words: Sequence[str], likely: dict[str, float]) -> float:
    """Return the share of a title that is answered. Words that say little weigh little."""
    total = answered = 0.0
    for word in words:
        weight = _weight(word)
        total += weight
        answered += likely.get(word, 0.0) * weight
    return answered / total if total else 0.0


def _weight(word: str) -> float:
    return COMMON_WEIGHT if word in STOP_WORDS else USUAL_WEIGHT / 2 if word in FIELD_WORDS else USUAL_WEIGHT


def _joined(written: str) -> list[str]:
    """Return the hyphenated words of a title as one word each."""
    return [squash(chunk) for chunk in written[:LONGEST_TITLE].split() if "-" in chunk[1:-1]]


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())
