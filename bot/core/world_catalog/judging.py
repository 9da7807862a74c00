"""Decides between a server's papers and the world's: which card is shown, or which papers are offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.search.answers import DidYouMean, Found, Hit, NothingFound
from bot.core.search.text import normalise
from bot.core.search.words import STOP_WORDS
from bot.core.world_catalog.left_over import says_more
from bot.core.world_catalog.unspaced import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.world_catalog.paper import WorldPaper

# One of the world's papers has many neighbors. Its card needs most of the query and a lead over each of them, a larger
# one if its title has more words than the query: others may have these words too.
NEARLY_ALL, LEAD_IF_NEARLY_ALL = 0.97, 0.15
LEAST_OF_WORLD, LEAD_OF_WORLD, LEAD_OF_A_TITLE = 0.9, 0.2, 0.03
LEAD_OF_OURS, LEAD_OVER_OURS = 0.07, 0.15
FEWEST_WORDS = 3
PLAUSIBLE_LAG = 0.2
MOST_OFFERED, MOST_OF_OURS = 10, 6


@dataclass(frozen=True, slots=True)
class WorldHit:
    """One of the world's papers, and how well it matches, as in `Hit`."""

    paper: WorldPaper
    score: float


@dataclass(frozen=True, slots=True)
class FoundInWorld:
    """Exactly one paper is meant, and nobody has added it yet."""

    paper: WorldPaper


@dataclass(frozen=True, slots=True)
class Offered:
    """Papers that may be meant: the server's first, then the world's, each best first."""

    ours: tuple[Hit, ...]
    world: tuple[WorldHit, ...]


def judge(
    query: str, ours: Found | DidYouMean | NothingFound, world: Sequence[WorldHit]
) -> Found | FoundInWorld | Offered | NothingFound:
    """Return what is meant. `world` has the best of the world's papers, without those that the server has too."""
    # A server's paper is what its members most likely mean: it keeps its card unless another one fits as well. Many
    # papers have the same first author and year.
    if not world or (isinstance(ours, Found) and ours.score is None):
        return Offered(ours.hits, ()) if isinstance(ours, DidYouMean) else ours
    best = world[0].score
    if isinstance(ours, Found):
        score = ours.score or 0.0
        if score == 1.0 or best < score - LEAD_OF_OURS:
            return ours
        own_hits: tuple[Hit, ...] = (Hit(ours.key, score),)
    else:
        own_hits = ours.hits if isinstance(ours, DidYouMean) else ()
    if _is_clear(query, world, own_hits):
        return FoundInWorld(world[0].paper)
    top = max(best, own_hits[0].score if own_hits else 0.0)
    kept = tuple(hit for hit in own_hits if hit.score >= top - PLAUSIBLE_LAG)[:MOST_OF_OURS]
    room = MOST_OFFERED - len(kept)
    return Offered(kept, tuple(hit for hit in world if hit.score >= top - PLAUSIBLE_LAG)[:room])


def _is_clear(query: str, world: Sequence[WorldHit], ours: Sequence[Hit]) -> bool:
    best = world[0].score
    lead_of_world = best - (world[1].score if len(world) > 1 else 0.0)
    lead = min(lead_of_world, best - ours[0].score) if ours else lead_of_world
    telling = count_words(set(normalise(query).split()) - STOP_WORDS)
    if best == 1.0 and telling > 1:
        # A part of the title of a server's paper may be all of another one's.
        return lead_of_world >= LEAD_OF_A_TITLE and (not ours or best - ours[0].score >= LEAD_OVER_OURS)
    if says_more(query, world[0].paper):
        return False
    needed = LEAD_IF_NEARLY_ALL if best >= NEARLY_ALL else LEAD_OF_WORLD
    return telling >= FEWEST_WORDS and best >= LEAST_OF_WORLD and lead >= needed
