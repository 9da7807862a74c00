"""The words of a query, and which words of the world's papers each may mean."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from bot.core.search.text import SHORTEST_SINGULAR, stem
from bot.core.search.words import FIELD_WORDS, STOP_WORDS, VENUE_WORDS
from bot.core.world_catalog.unspaced import pairs_in

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.core.world_catalog.index import WordIndex

MOST_TERMS = 12
FEWEST_IN_A_REFERENCE = 9
MOST_COMPLETIONS = 12
MOST_NEAR = 8
SHORTEST_WITH_TYPO = 4
LONGEST_WORD = 40
# If a word has a neighbor that this many times more papers have, it may be a misprint of it.
MISPRINT = 40
ALSO_NAMES = frozenset({"he", "an", "do", "so", "to", "you", "how"})  # stop words otherwise
YEAR = re.compile(r"(?:1[89]\d|20[0-4])\d")
SURE_YEAR = "1950"
PAGES = frozenset({"pp", "pages"})
CITATION_KEY = re.compile(r"([a-z]{2,})((?:19|20)\d\d)([a-z][a-z0-9]*)?")
OTHER_ENDING, NEARLY, LEAST_COMPLETED = 0.93, 0.9, 0.8
STOP_GAIN, STOP_LOSS, FIELD_LOSS, NUMBER_LOSS, YEAR_GAIN, YEAR_LOSS, UNKNOWN_LOSS = 0.08, 0.03, 0.15, 1.2, 0.6, 0.5, 1.0
KNOWN_LOSS = 0.75


@dataclass(slots=True)
class WorldTerm:
    """A word of the query. `gain` is what it is worth in a paper, `loss` what a paper without it loses.

    `meanings` are the words that it may stand for, each with its likelihood up to 1; `reach` is how many papers have
    them, and `papers` how many have the likeliest, `exact`. `is_aside` is set for initials, pages and venues, which no
    title is found by, and `is_half` for a word that is still being typed.
    """

    word: str
    gain: float
    loss: float
    meanings: dict[str, float] = field(default_factory=dict)
    papers: int = 0
    exact: tuple[str, ...] = ()
    reach: int = 0
    is_stop: bool = False
    is_aside: bool = False
    is_year: bool = False
    is_half: bool = False

    def may_be_part_of(self, joined: str, papers: int, likely: float = OTHER_ENDING) -> None:
        if joined not in self.meanings:
            self.meanings[joined] = likely
            self.exact += (joined,)
            self.papers += papers
            self.reach += papers


def terms_of(words: Sequence[str], index: WordIndex, *, typed: bool) -> list[WorldTerm]:
    """Return up to twelve different terms. With `typed`, the last word may be the start of one."""
    parts = [part for word in words for part in _taken_apart(word[:LONGEST_WORD])]
    # The last word is the one that is being typed.
    parts = [*parts[: MOST_TERMS * 2 - 1], *parts[MOST_TERMS * 2 - 1 :][-1:]]
    glued = {(left, right): left + right for left, right in pairwise(parts)}
    # A name is in the index as a whole only, and what is a title here may be in the middle of another one.
    whole = {pair: word for word in words for pair in pairs_in(word[:LONGEST_WORD])}
    counts = index.counts({*parts, *glued.values(), *whole.values()})
    half = parts[-1] if typed and parts else None
    names, years = _names_in(parts), _years_in(parts)
    terms = {
        word: _term(word, counts.get(word, 0), index, is_half=word == half, is_name=word in names, years=years)
        for word in _telling_first(list(dict.fromkeys(parts)), half, years)
    }
    for pair, joined in glued.items():
        for part in pair if joined in counts else ():
            if part in terms and not terms[part].is_year:
                terms[part].may_be_part_of(joined, counts[joined])
    for part, joined in whole.items():
        if part in terms and joined in counts:
            terms[part].may_be_part_of(joined, counts[joined], 1.0)
    _weaken_numbers(list(terms.values()))
    return list(terms.values())


def _names_in(words: Sequence[str]) -> set[str]:
    """Return words that are names here: before "et al.", and before a year at the beginning, as in "He 2015"."""
    names = {word for word, *after in zip(words, words[1:], words[2:], strict=False) if after == ["et", "al"]}
    is_cited = len(words) > 1 and words[0] in ALSO_NAMES and YEAR.fullmatch(words[1])
    return {*names, words[0]} if is_cited else names


def _years_in(words: Sequence[str]) -> set[str]:
    """Return the years. Next to another one, an early one is a page: "2019, pp. 1858-1867"."""
    pages = {word for mark, *after in zip(words, words[1:], words[2:], strict=False) if mark in PAGES for word in after}
    years = {word for word in words if YEAR.fullmatch(word)} - pages
    return years if len(years) == 1 else {year for year in years if year >= SURE_YEAR}


def _weaken_numbers(terms: Sequence[WorldTerm]) -> None:
    """Let the numbers of a reference, which are volumes and pages, weigh little."""
    if len(terms) >= FEWEST_IN_A_REFERENCE or any(term.word in VENUE_WORDS for term in terms):
        for term in terms:
            if term.word.isdigit() and not term.is_year:
                term.loss, term.is_aside = FIELD_LOSS, True


def _telling_first(words: Sequence[str], half: str | None, years: Collection[str]) -> list[str]:
    """Return at most twelve words in their order; where there are more, those that say little are left out."""
    if len(words) <= MOST_TERMS:
        return list(words)
    last = [half] if half else []
    telling = [word for word in words if word not in STOP_WORDS and word not in last and not _is_aside(word, years)]
    kept = {*telling[: MOST_TERMS - len(last)], *last}
    return [word for word in words if word in kept]


def _is_aside(word: str, years: Collection[str]) -> bool:
    is_number = word.isdigit() and word not in years
    return word in VENUE_WORDS or is_number or (len(word) == 1 and word.isascii())


def _taken_apart(word: str) -> list[str]:
    """Return the parts of a citation key: hu2022lora → hu, 2022, lora. And pairs of Chinese characters."""
    if pairs := pairs_in(word):
        return pairs
    cited = CITATION_KEY.fullmatch(word)
    return [part for part in cited.groups() if part] if cited else [word]


def _term(
    word: str, count: int, index: WordIndex, *, is_half: bool, is_name: bool, years: Collection[str]
) -> WorldTerm:
    if word in years:
        return WorldTerm(word, YEAR_GAIN, YEAR_LOSS, {word: 1.0}, max(count, 1), (word,), count, is_year=True)
    is_stop = word in STOP_WORDS and not is_name
    if is_stop and not is_half:
        return WorldTerm(word, STOP_GAIN, STOP_LOSS, {word: 1.0}, index.papers, (word,), count, is_stop=True)
    meanings, found = _meanings(word, count, index, is_half=is_half)
    exact = tuple(each for each, likely in meanings.items() if likely >= OTHER_ENDING or (is_half and not count))
    # The likeliest meaning of the word decides how rare it is.
    reach = sum(found.values())
    papers = sum(found[each] for each in exact) or reach
    exact = exact or tuple(meanings)
    if is_stop:
        return WorldTerm(
            word, STOP_GAIN, STOP_LOSS, meanings, index.papers, exact, reach, is_stop=True, is_half=is_half
        )
    is_aside = word in VENUE_WORDS or (len(word) == 1 and word.isascii() and word.isalpha() and not is_half)
    gain = weight(papers or 1, index.papers)
    loss = FIELD_LOSS if is_aside else _loss(word, gain, is_known=bool(count))
    return WorldTerm(word, gain, loss, meanings, papers, exact, reach, is_aside=is_aside, is_half=is_half)


def _meanings(word: str, count: int, index: WordIndex, *, is_half: bool) -> tuple[dict[str, float], dict[str, int]]:
    """Return the words that may be meant with their likelihoods, and how many papers have each."""
    meanings = {word: 1.0} if count else {}
    found = {word: count} if count else {}
    if is_half or (not count and len(word) > SHORTEST_SINGULAR):
        least = LEAST_COMPLETED if is_half else LEAST_COMPLETED - 0.1
        for other, papers in index.completions(word, MOST_COMPLETIONS):
            found[other] = papers
            meanings.setdefault(other, least + (0.98 - LEAST_COMPLETED) * len(word) / len(other))
    if not word.isdigit():
        _add_endings(word, index, meanings, found)
        _add_near(word, count, index, meanings, found)
    return meanings, found


def _add_endings(word: str, index: WordIndex, meanings: dict[str, float], found: dict[str, int]) -> None:
    root = stem(word)
    for other, papers in index.with_stem(root, MOST_COMPLETIONS) if len(root) >= SHORTEST_SINGULAR else ():
        found[other] = papers
        meanings[other] = max(OTHER_ENDING, meanings.get(other, 0.0))
    if forms := _other_forms(word, is_known=word in meanings):
        for other, papers in index.counts(forms).items():
            found[other] = papers
            meanings.setdefault(other, OTHER_ENDING)


def _other_forms(word: str, *, is_known: bool) -> set[str]:
    """Return what `stem` does not bring together: "theories" and "theory", "Hu's" and "Hu"."""
    if word.endswith("ies"):
        return {f"{word[:-3]}y"}
    if word.endswith("y"):
        return {f"{word[:-1]}ies"}
    return {word[:-1]} if word.endswith("s") and not is_known and len(word) >= SHORTEST_SINGULAR else set()


def _add_near(word: str, count: int, index: WordIndex, meanings: dict[str, float], found: dict[str, int]) -> None:
    """Add words one typo away, unless the word is usual itself."""
    is_usual = count * MISPRINT > index.papers
    if is_usual or len(word) < SHORTEST_WITH_TYPO or any(char.isdigit() for char in word):
        return
    for other, papers in index.near(word, MOST_NEAR):
        if other in meanings or (count and papers < count * MISPRINT) or abs(len(other) - len(word)) > 1:
            continue
        if OSA.distance(word, other, score_cutoff=1) > 1:
            continue
        found[other] = papers
        meanings[other] = min(NEARLY, 1 - 1 / min(len(word), len(other)))


def _loss(word: str, gain: float, *, is_known: bool) -> float:
    if word in FIELD_WORDS:
        return FIELD_LOSS
    if word.isdigit():
        return NUMBER_LOSS
    return gain * KNOWN_LOSS if is_known else UNKNOWN_LOSS


def weight(papers: int, of: int) -> float:
    """Return how telling a word is that so many papers have: 1 if it is one, 0.25 if all have it."""
    scale = math.log(of + 1)
    return 0.25 + 0.75 * max(0.0, math.log((of + 1) / papers)) / scale if scale else 1.0
