"""The words of the catalog, and which of them a typed word may mean."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from heapq import nlargest
from itertools import islice
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.search.text import SHORTEST_SINGULAR, stem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SHORTEST_WITH_TYPO = 4
SHORTEST_MISSPELT = 3  # a four-letter word that lost a letter
SHORTEST_WITH_TWO_TYPOS = 8
SHORTEST_DOUBTED = 6
SHORTEST_PREFIX = 3
SHORTEST_HALF = 4
LONGEST_HEAD = 4
MOST_LOOKED_AT = 512
MOST_COMPLETIONS = 24
LONGEST_WORD = 40
HASH_BITS = 32
DIGITS = "0123456789"


class HashedTable:
    """Text to numbers as one sorted array, 8 bytes per entry.

    A look-up may also return numbers of other texts with the same hash.
    """

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        self._entries = array("Q", sorted({_hashed(text) << HASH_BITS | number for text, number in entries}))

    def numbers(self, text: str, most: int) -> list[int]:
        """Return up to `most` numbers stored for the text, lowest first."""
        low = _hashed(text) << HASH_BITS
        start = bisect_left(self._entries, low)
        found = islice(self._entries[start : start + most], most)
        return [entry & (1 << HASH_BITS) - 1 for entry in found if entry >> HASH_BITS == low >> HASH_BITS]


class Vocabulary:
    """All words by number. `counts[word]` is how many papers contain one.

    Only the words in `misspelt` are found in spite of typos.
    """

    def __init__(self, numbers: dict[str, int], counts: array[int], misspelt: set[int]) -> None:
        self._numbers = numbers
        self.words = list(numbers)
        self._counts = counts
        self._sorted = sorted(numbers)
        self._stems = HashedTable((stem(word), numbers[word]) for word in numbers if len(word) > SHORTEST_SINGULAR)
        spelled = [(self.words[number], number) for number in misspelt if len(self.words[number]) >= SHORTEST_WITH_TYPO]
        self._shortened = HashedTable((form, number) for word, number in spelled for form in _one_shorter(word))
        self._misspellable = misspelt
        self._heads = _filed(spelled, lambda word: word[:2])
        self._tails = _filed(spelled, lambda word: word[-2:])
        self._common_completions = self._completions_of_short_prefixes()

    def number(self, word: str) -> int | None:
        return self._numbers.get(word)

    def meanings(self, word: str, *, half_typed: bool) -> dict[int, float]:
        """Return the catalog words that a typed word may mean, each with its likelihood from 0 to 1.

        These are the word itself, its other endings, words that start with it, and words one typo away (two from eight
        letters on). A short word of the catalog is taken literally. A long one may still be a misspelling that some
        paper has as an alias.
        """
        word = word[:LONGEST_WORD]
        found: dict[int, float] = {}
        exact = self._numbers.get(word)
        if half_typed or (exact is None and len(word) >= SHORTEST_PREFIX):
            found |= self._completions(word, half_typed=half_typed)
        if not word.isdigit():
            _keep_likelier(found, self._other_endings(word))
        if len(word) >= (SHORTEST_MISSPELT if exact is None else SHORTEST_DOUBTED):
            _keep_likelier(found, self._misspelt(word))
        if exact is not None:
            found[exact] = 1.0
        return found

    def halves(self, word: str) -> tuple[str, str] | None:
        """Return the two known words that form an unknown one, or None. Of several pairs, the most even one wins."""
        best: tuple[int, tuple[str, str]] | None = None
        for cut in range(2, min(len(word), LONGEST_WORD) - 1):
            left, right = word[:cut], word[cut:]
            shorter = min(len(left), len(right))
            plausible = shorter >= SHORTEST_HALF or right.isdigit() != left.isdigit()
            better = plausible and (best is None or shorter > best[0])
            if better and {self._numbers.get(left), self._numbers.get(right)} <= self._misspellable:
                best = shorter, (left, right)
        return best[1] if best else None

    def _completions(self, prefix: str, *, half_typed: bool) -> dict[int, float]:
        least = 0.8 if half_typed else 0.7
        numbers = self._common_completions.get(prefix[:LONGEST_HEAD]) if len(prefix) <= LONGEST_HEAD else None
        if numbers is None:
            numbers = self._commonest(self._starting(prefix))
        return {number: least + (0.98 - least) * len(prefix) / len(self.words[number]) for number in numbers}

    def _starting(self, prefix: str) -> array[int]:
        start = bisect_left(self._sorted, prefix)
        end = bisect_left(self._sorted, prefix + "\U0010ffff", start, min(len(self._sorted), start + MOST_LOOKED_AT))
        return array("I", map(self._numbers.__getitem__, self._sorted[start:end]))

    def _commonest(self, numbers: array[int]) -> array[int]:
        if len(numbers) <= MOST_COMPLETIONS:
            return numbers
        return array("I", nlargest(MOST_COMPLETIONS, numbers, key=self._counts.__getitem__))

    def _completions_of_short_prefixes(self) -> dict[str, array[int]]:
        """Compute completions in advance, because too many words start with a short prefix to check them per search."""
        filed: dict[str, array[int]] = {}
        for number in sorted(range(len(self.words)), key=self._counts.__getitem__, reverse=True):
            word = self.words[number]
            for length in range(1, min(LONGEST_HEAD, len(word)) + 1):
                commonest = filed.setdefault(word[:length], array("I"))
                if len(commonest) < MOST_COMPLETIONS:
                    commonest.append(number)
        return {prefix: numbers for prefix, numbers in filed.items() if len(numbers) == MOST_COMPLETIONS}

    def _other_endings(self, word: str) -> dict[int, float]:
        root = stem(word)
        if len(root) < SHORTEST_SINGULAR:
            return {}
        candidates = [*self._stems.numbers(root, 16), self._numbers.get(root)]
        return {number: 0.93 for number in candidates if number is not None and stem(self.words[number]) == root}

    def _misspelt(self, word: str) -> dict[int, float]:
        near = {number for form in _one_shorter(word) for number in self._shortened.numbers(form, 32)}
        found = self._within(word, near, 1)
        if word in self._numbers:
            return found
        if not found and len(word) >= SHORTEST_WITH_TWO_TYPOS:
            found = self._within(word, {*self._heads.get(word[:2], ()), *self._tails.get(word[-2:], ())}, 2)
        if not found:
            found = self._misspelt_beginning(word)
        return found

    def _within(self, word: str, numbers: set[int], typos: int) -> dict[int, float]:
        candidates = {number: self.words[number] for number in numbers}
        close = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=typos, limit=MOST_COMPLETIONS)
        typed_digits = digits(word)
        return {
            number: min(0.92, 1 - distance / min(len(word), len(near)))
            for near, distance, number in close
            if digits(near) == typed_digits and (typos == 1 or len(near) >= SHORTEST_WITH_TWO_TYPOS)
        }

    def _misspelt_beginning(self, word: str) -> dict[int, float]:
        """Return the longer words whose beginning is one edit away: the word is half-typed and has a typo."""
        if len(word) <= SHORTEST_WITH_TYPO or any(char in DIGITS for char in word):
            return {}
        beginnings = {
            number: self.words[number][: len(word)]
            for number in self._heads.get(word[:2], ())
            if len(self.words[number]) > len(word)
        }
        close = process.extract(word, beginnings, scorer=OSA.distance, score_cutoff=1, limit=MOST_COMPLETIONS)
        return {number: 0.5 + 0.3 * len(word) / len(self.words[number]) for _, _, number in close}


def _hashed(text: str) -> int:
    return hash(text) & (1 << HASH_BITS) - 1


def _one_shorter(word: str) -> Iterator[str]:
    """Yield the word and each form with one letter left out. Words one typo apart share one of these forms."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _filed(spelled: list[tuple[str, int]], part: Callable[[str], str]) -> dict[str, array[int]]:
    filed: dict[str, array[int]] = {}
    for word, number in spelled:
        filed.setdefault(part(word), array("I")).append(number)
    return filed


def _keep_likelier(found: dict[int, float], others: dict[int, float]) -> None:
    for number, likely in others.items():
        found[number] = max(likely, found.get(number, 0.0))


def digits(word: str) -> str:
    """Return the digits. A typo in a number makes another number, so texts that should be equal must agree in them."""
    return "".join(char for char in word if char in DIGITS)
