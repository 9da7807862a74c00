"""Chooses the papers that are suggested while somebody types: the server's, then the world's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.papers.paper import Paper
    from bot.core.world_catalog.judging import WorldHit
    from bot.core.world_catalog.paper import WorldPaper

MOST_OF_WORLD = 12
# A server's paper that fits this much worse than the world's best can't be what is being typed.
FAR_BEHIND = 0.3


def ranked_suggestions(
    ours: Sequence[Paper], scores: Mapping[str, float], world: Sequence[WorldHit], limit: int
) -> tuple[list[Paper], list[WorldPaper]]:
    """Return the papers that fill the suggestions. `scores` has those of our papers that were found by their words.

    The world gets at most twelve places, and the server the others, without what fits far worse.
    """
    best = world[0].score if world else 0.0
    kept = [paper for paper in ours if scores.get(paper.key, 1.0) >= best - FAR_BEHIND]
    others = [hit.paper for hit in world[:MOST_OF_WORLD]]
    return kept[: limit - len(others)], others
