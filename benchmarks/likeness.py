"""How often a paper is recognized by a title that is typed in another way: `python -m benchmarks.likeness`.

It needs the file of real papers (`benchmarks/real_papers.py`). Each of 2,000 papers is looked up among all of them with
its title changed, its authors, a year that may be one off, and no ids. Papers whose title stays as it is are left out.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from typing import TYPE_CHECKING

from benchmarks.real_papers import SETTING, file_of_real_papers, real_papers
from bot.core.papers.author_names import family_name
from bot.core.papers.likeness import KnownWorks, Likeness, Work, plain_family

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.papers.paper import Paper

SEED = 5
LOOKED_UP = 2_000
SHORTEST_SLIPPED = 5
LETTERS = "aeiorst"


def slipped(title: str, chance: random.Random) -> str:
    """Return the title with a letter left out, added, replaced or swapped in one of its longer words."""
    words = title.split()
    at = chance.choice([index for index, word in enumerate(words) if len(word) >= SHORTEST_SLIPPED] or [0])
    word = words[at]
    place = chance.randrange(1, max(2, len(word) - 1))
    before, letter, after = word[:place], word[place : place + 1], word[place + 1 :]
    other = chance.choice(LETTERS)
    words[at] = before + chance.choice([after, other + letter + after, other + after, after[:1] + letter + after[1:]])
    return " ".join(words)


WAYS: dict[str, Callable[[str, random.Random], str]] = {
    "small letters": lambda title, _: title.lower(),
    "without colons": lambda title, _: title.replace(":", " -"),
    "without hyphens": lambda title, _: title.replace("-", " "),
    "without articles": lambda title, _: re.sub(r"\b(?:the|an?) ", "", title, flags=re.IGNORECASE),
    "one slip": slipped,
    "two slips": lambda title, chance: slipped(slipped(title, chance), chance),
    "without the subtitle": lambda title, _: re.split(r"[:?]\s", title)[0],
}


def work_of(paper: Paper) -> Work:
    families = frozenset(filter(None, (plain_family(family_name(author)) for author in paper.authors)))
    return Work(paper.title, families, paper.year, paper.arxiv_id, paper.doi)


def main() -> int:
    """Print the pairs that count as the same, and a line for each way to type a title."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.likeness", description=__doc__)
    parser.add_argument("--papers", type=int, default=60_000, help="how many papers there are")
    count = parser.parse_args().papers
    file = file_of_real_papers()
    if not file:
        sys.stdout.write(f"There is no file of real papers. Set {SETTING}.\n")
        return 0
    papers = real_papers(file, count)
    known: KnownWorks[int] = KnownWorks()
    for index, paper in enumerate(papers):
        work = work_of(paper)
        match = known.find(work)
        if match and match.by is Likeness.TITLE:
            sys.stdout.write(f"the same? {papers[match.key].title} | {paper.title}\n")
        known.add(index, work)
    for way in WAYS:
        sys.stdout.write(_line(way, papers, known))
    return 0


def _line(way: str, papers: list[Paper], known: KnownWorks[int]) -> str:
    chance = random.Random(SEED)
    right = wrong = looked_up = 0
    for index in chance.sample(range(len(papers)), min(LOOKED_UP, len(papers))):
        paper = papers[index]
        title = WAYS[way](paper.title, chance)
        if title == paper.title:
            continue
        looked_up += 1
        match = known.find(Work(title, work_of(paper).families, paper.year + chance.choice([-1, 0, 0, 1])))
        if match and match.by is not Likeness.TITLE_ONLY:
            right += match.key == index
            wrong += match.key != index
    return f"{way}: {right / max(1, looked_up):.1%} recognized, {wrong} taken for another, of {looked_up}\n"


if __name__ == "__main__":
    sys.exit(main())
