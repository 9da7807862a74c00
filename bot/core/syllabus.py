"""Which papers a club reads, in which order: ready tracks, and the way along the lineage to a goal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from bot.core.clusters import ANCESTORS
from bot.core.papers import Tier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from bot.core.papers import Catalogue, Paper

EVERYTHING = "everything"
TIERS_IN_ORDER = (Tier.MUST_READ, Tier.RECOMMENDED, Tier.FURTHER)
POLL_CANDIDATES = 3
HOUR = timedelta(hours=1)
LONGEST_POLL = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Path:
    """The focus papers of the weeks to come, goal last; `known` are papers that the way takes as read already."""

    keys: tuple[str, ...]
    known: tuple[str, ...]


def tracks(catalogue: Catalogue) -> dict[str, str]:
    """The ready tracks: slug → the name that members see."""
    listed = {
        str(Tier.MUST_READ): "Must read, in the list's order",
        str(Tier.RECOMMENDED): "Recommended, in the list's order",
    }
    used = {topic for paper in catalogue if paper.tier is not Tier.ANCESTOR for topic in paper.topics}
    topics = {slug: f"Topic: {name}" for slug, name in catalogue.topics.items() if slug in used}
    return listed | topics | {EVERYTHING: "Everything on the list"}


def track(slug: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The focus papers of a ready track, in reading order; empty for an unknown one.

    A tier and everything keep the list's order, a topic goes from older to newer.
    """
    if slug == EVERYTHING:
        return tuple(key for tier in TIERS_IN_ORDER for key in _of_tier(tier, catalogue))
    if slug in set(TIERS_IN_ORDER):
        return tuple(_of_tier(Tier(slug), catalogue))
    listed = [paper for paper in catalogue if slug in paper.topics and paper.tier is not Tier.ANCESTOR]
    return tuple(paper.key for paper in sorted(listed, key=_age))


def path_to(goal: str, weeks: int | None, read: Collection[str], catalogue: Catalogue) -> Path:
    """The way to `goal` in at most so many weeks, or the shortest on which no week needs what was not read before.

    A cluster is read with the papers it builds on, so only papers that build on something get weeks of their own.
    Nearest papers stay when there are fewer weeks than the way has. Raises KeyError for an unknown goal.
    """
    needs: dict[str, tuple[str, ...]] = {}
    row, distance = [goal], {goal: 0}
    while row:
        for key in row:
            older = [link.key for link in catalogue[key].builds_on[:ANCESTORS]]
            needs[key] = tuple(parent for parent in older if parent not in read and catalogue[parent].builds_on)
        ahead = [parent for key in row for parent in needs[key]]
        row = [key for key in dict.fromkeys(ahead) if key not in distance]
        distance.update(dict.fromkeys(row, max(distance.values()) + 1))
    nearest = sorted(needs, key=distance.__getitem__)  # keeps each row's order: most direct first
    kept = set(nearest if weeks is None else nearest[: max(1, weeks)])
    order = [key for key in _older_first(needs, catalogue) if key in kept]
    return Path(tuple(order), tuple(key for key in nearest if key not in kept))


def woven(queue: Sequence[str], way: Sequence[str]) -> list[str]:
    """The queue with the way in it, in the way's order: behind the queue, or before what is queued and needs it.

    What is queued keeps its place unless it comes too late for the way; nothing is lost.
    """
    result = list(queue)
    place = len(result)
    for key in reversed(way):
        if key in result[:place]:
            place = result.index(key)
            continue
        if key in result:
            result.remove(key)
        result.insert(place, key)
    return result


def next_unread(read: Collection[str], catalogue: Catalogue) -> str | None:
    """What a club without a queue reads next: the first unread paper of the list, must-reads first."""
    return next((key for key in track(EVERYTHING, catalogue) if key not in read), None)


def poll_candidates(read: Collection[str], queued: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Three papers to vote on: the head of the queue, then unread papers of the list, of different topics first."""
    chosen: list[str] = []
    pool = [key for key in dict.fromkeys([*queued, *track(EVERYTHING, catalogue)]) if key in catalogue]
    unread = [key for key in pool if key not in read]
    topics: set[str] = set()
    for key in unread:
        topic = next(iter(catalogue[key].topics), "")
        if topic not in topics and len(chosen) < POLL_CANDIDATES:
            chosen.append(key)
            topics.add(topic)
    rest = [key for key in unread if key not in chosen]
    return tuple([*chosen, *rest][:POLL_CANDIDATES])


def poll_end(now: datetime, next_post: datetime | None) -> datetime:
    """Whole hours from now, as Discord counts them: at least an hour before the post where there is time for it.

    One hour at least and a week at most, so a poll that starts just before a post is for the one after it.
    """
    room = next_post - HOUR - now if next_post else LONGEST_POLL
    return now + min(max(room // HOUR * HOUR, HOUR), LONGEST_POLL)


def _older_first(needs: dict[str, tuple[str, ...]], catalogue: Catalogue) -> Iterator[str]:
    """Every paper after those that it needs; of several that could come next, the oldest."""
    sorter = TopologicalSorter(needs)
    sorter.prepare()
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=lambda key: _age(catalogue[key]))
        oldest, *ready = ready
        yield oldest
        sorter.done(oldest)


def _age(paper: Paper) -> tuple[int, str]:
    return paper.year, paper.arxiv_id or paper.key


def _of_tier(tier: Tier, catalogue: Catalogue) -> list[str]:
    papers = [paper for paper in catalogue if paper.tier is tier]
    return [paper.key for paper in sorted(papers, key=_place)]


def _place(paper: Paper) -> tuple[str, int]:
    place = paper.curriculum
    # Must-read and recommended papers are one section each; further reading is several, each with its own count.
    return (place.section if place and paper.tier is Tier.FURTHER else "", place.place if place else 0)
