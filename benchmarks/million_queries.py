"""What people may type for a paper, in many ways, for the benchmark of the search over a million papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.core.papers.author_names import family_name
from bot.core.search.text import normalise, squash
from bot.core.search.words import STOP_WORDS
from bot.core.world_catalog.index_entries import initials_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from bot.core.world_catalog.paper import WorldPaper

# What is typed, the words that the paper has of it, and further facts of the query.
Made: TypeAlias = "tuple[str, str, dict[str, Any]] | None"
SHORTEST_TYPED, LONGEST_NAME = 8, 24
FEWEST_LETTERS = 5  # of a word that gets a typing error


@dataclass(frozen=True, slots=True)
class Asked:
    """`text` as it is typed, `meant` the words that the paper has, without typing errors. `paper` is its number.

    `name`, `initials` and `beginning` are what the paper has instead, if it is asked for by one of them.
    """

    kind: str
    text: str
    paper: int
    meant: tuple[str, ...] = ()
    is_typed: bool = False
    name: str = ""
    initials: str = ""
    beginning: str = ""


def asked(papers: Sequence[tuple[int, WorldPaper]], rng: random.Random, count: int) -> list[Asked]:
    """Return `count` queries, of every kind in turn, each for a paper chosen at random. Not every paper has each."""
    made: list[Asked] = []
    kinds = list(KINDS.items())
    attempt = 0
    while len(made) < count:
        kind, make = kinds[attempt % len(kinds)]
        attempt += 1
        for _ in range(50):
            number, paper = rng.choice(papers)
            query = make(paper, rng)
            if query:
                text, meant, more = query
                made.append(Asked(kind, text, number, tuple(dict.fromkeys(normalise(meant).split())), **more))
                break
    return made


def _exact(paper: WorldPaper, _rng: random.Random) -> Made:
    return paper.title, paper.title, {"name": squash(paper.title)}


def _small_letters(paper: WorldPaper, _rng: random.Random) -> Made:
    return normalise(paper.title), paper.title, {"name": squash(paper.title)}


def _without_spaces(paper: WorldPaper, _rng: random.Random) -> Made:
    words = normalise(paper.title).split()
    glued = "".join(words[:4])
    return (glued, "", {"beginning": glued}) if len(words) >= 4 else None


def _typed(paper: WorldPaper, rng: random.Random) -> Made:
    title = " ".join(paper.title.split())
    typed = title[: max(SHORTEST_TYPED, round(len(title) * rng.uniform(0.4, 0.95)))]
    return typed, " ".join(normalise(typed).split()[:-1]), {"is_typed": True}


def _typo(paper: WorldPaper, rng: random.Random) -> Made:
    return _spoilt(normalise(paper.title), rng, 1)


def _two_typos(paper: WorldPaper, rng: random.Random) -> Made:
    return _spoilt(normalise(paper.title), rng, 2)


def _typed_with_typo(paper: WorldPaper, rng: random.Random) -> Made:
    words = normalise(paper.title).split()
    if len(words) < 5:
        return None
    made = _spoilt(" ".join(words[:4]), rng, 1)
    return (f"{made[0]} {words[4][:3]}", made[1], {"is_typed": True}) if made else None


def _any_order(paper: WorldPaper, rng: random.Random) -> Made:
    words = normalise(paper.title).split()
    return " ".join(rng.sample(words, len(words))), paper.title, {}


def _some_words(paper: WorldPaper, rng: random.Random) -> Made:
    words = _telling(paper)
    if len(words) < 3:
        return None
    chosen = " ".join(sorted(rng.sample(words, min(4, len(words))), key=words.index))
    return chosen, chosen, {}


def _author_and_words(paper: WorldPaper, rng: random.Random) -> Made:
    words = _telling(paper)
    if len(words) < 2 or not paper.authors:
        return None
    family = normalise(family_name(rng.choice(paper.authors)))
    chosen = f"{family} {' '.join(rng.sample(words, 2))}"
    return (chosen, chosen, {}) if family else None


def _author_and_year(paper: WorldPaper, _rng: random.Random) -> Made:
    family = normalise(family_name(paper.authors[0])) if paper.authors else ""
    return (f"{family} {paper.year}", f"{family} {paper.year}", {}) if family and paper.year else None


def _author_year_word(paper: WorldPaper, _rng: random.Random) -> Made:
    words = _telling(paper)
    family = normalise(family_name(paper.authors[0])) if paper.authors else ""
    if not (words and family and paper.year):
        return None
    chosen = f"{family} {paper.year} {max(words, key=len)}"
    return chosen, chosen, {}


def _name(paper: WorldPaper, _rng: random.Random) -> Made:
    name, colon, _ = paper.title.partition(":")
    return (name, name, {"name": squash(name)}) if colon and len(name) <= LONGEST_NAME else None


def _initials(paper: WorldPaper, rng: random.Random) -> Made:
    found = sorted(each for each in initials_of(paper.title) if len(each) >= 4 and each.isalpha())
    chosen = rng.choice(found) if found else ""
    return (chosen, "", {"initials": chosen}) if chosen else None


def _id(paper: WorldPaper, _rng: random.Random) -> Made:
    if paper.arxiv_id:
        return f"https://arxiv.org/abs/{paper.arxiv_id}v2", "", {}
    return (f"doi:{paper.doi}", "", {}) if paper.doi else None


KINDS: dict[str, Callable[[WorldPaper, random.Random], Made]] = {
    "exact title": _exact,
    "small letters": _small_letters,
    "typed so far": _typed,
    "one typo": _typo,
    "two typos": _two_typos,
    "typed with a typo": _typed_with_typo,
    "words in any order": _any_order,
    "some words": _some_words,
    "author and words": _author_and_words,
    "author, year, word": _author_year_word,
    "author and year": _author_and_year,
    "without spaces": _without_spaces,
    "name": _name,
    "initials": _initials,
    "id or link": _id,
}


def _telling(paper: WorldPaper) -> list[str]:
    words = dict.fromkeys(normalise(paper.title).split())
    return [word for word in words if word not in STOP_WORDS and len(word) > 3]


def _spoilt(text: str, rng: random.Random, typos: int) -> Made:
    """Return the text with a typing error in each of its longest words: a letter doubled, dropped, swapped or wrong."""
    words = text.split()
    long = sorted((at for at, word in enumerate(words) if len(word) >= FEWEST_LETTERS), key=lambda at: -len(words[at]))
    if len(long) < typos:
        return None
    for at in long[:typos]:
        words[at] = _mistyped(words[at], rng)
    return " ".join(words), text, {}


def _mistyped(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    left, letter, right = word[:at], word[at], word[at + 1 :]
    wrong = rng.choice([letter * 2, "", rng.choice("etaoinsrhl"), ""])
    return f"{left}{right[0]}{letter}{right[1:]}" if rng.random() < 0.25 else f"{left}{wrong}{right}"
