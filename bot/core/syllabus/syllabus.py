"""Which papers a club reads and in which order: ready tracks, and the path along the lineage to a goal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from bot.core.papers.clusters import ANCESTORS
from bot.core.papers.paper import Tier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from bot.core.papers.paper import Catalog, Paper

EVERYTHING = "everything"
TIERS_IN_ORDER = (Tier.MUST_READ, Tier.RECOMMENDED, Tier.FURTHER)
POLL_CANDIDATES = 3
PERIODS = range(1, 5)  # that a paper can take
GOES_ON = ""
HOUR = timedelta(hours=1)
# Discord's limit for its own polls. In a rhythm by the month, posts can be 35 days apart, and a break can come between.
LONGEST_POLL = timedelta(days=32)


@dataclass(frozen=True, slots=True)
class Path:
    """The focus papers of the coming weeks, goal last. `known` are papers that the path assumes are read already."""

    keys: tuple[str, ...]
    known: tuple[str, ...]


def first_slots(keys: Sequence[str], periods: Mapping[str, int], days: Sequence[date]) -> list[date]:
    """Return the first slot of each paper, and of what comes after them, as far as `days` go."""
    found: list[date] = []
    index = 0
    for key in (*keys, ""):
        found += days[index : index + 1]
        index += periods.get(key, 1)
    return found


def in_slots(keys: Sequence[str], periods: Mapping[str, int]) -> list[str]:
    """Return what each coming slot brings: its paper, or `GOES_ON` if the paper before takes that slot too."""
    return [part for key in keys for part in (key, *[GOES_ON] * (periods.get(key, 1) - 1))]


def each_named(slots: Sequence[str]) -> list[str]:
    """Return the paper of each slot, also where the paper before goes on."""
    named: list[str] = []
    for key in slots:
        named.append(named[-1] if key == GOES_ON and named else key)
    return named


def tracks(catalog: Catalog) -> tuple[str, ...]:
    """Return the slugs of the ready tracks: two tiers, the topics, and everything."""
    used = {topic for paper in catalog.listed if paper.tier is not Tier.ANCESTOR for topic in paper.topics}
    topics = [slug for slug in catalog.topics if slug in used]
    return (str(Tier.MUST_READ), str(Tier.RECOMMENDED), *topics, EVERYTHING)


def track(slug: str, catalog: Catalog) -> tuple[str, ...]:
    """Return the focus papers of a ready track in reading order; empty for an unknown track.

    Tiers and the track of everything keep the list's order. A topic goes from older to newer papers.
    """
    if slug == EVERYTHING:
        return tuple(key for tier in TIERS_IN_ORDER for key in _of_tier(tier, catalog))
    if slug in set(TIERS_IN_ORDER):
        return tuple(_of_tier(Tier(slug), catalog))
    listed = [paper for paper in catalog.listed if slug in paper.topics and paper.tier is not Tier.ANCESTOR]
    return tuple(paper.key for paper in sorted(listed, key=_age))


def path_to(goal: str, weeks: int | None, read: Collection[str], catalog: Catalog) -> Path:
    """Return the path to `goal` in at most `weeks` weeks, or the shortest on which no week needs an unread paper.

    A cluster is read with the papers it builds on, so only papers that build on something get weeks of their own. If
    there are too few weeks, the papers nearest to the goal stay. Raises KeyError for an unknown goal.
    """
    needs: dict[str, tuple[str, ...]] = {}
    row, distance = [goal], {goal: 0}
    while row:
        for key in row:
            older = [link.key for link in catalog[key].builds_on[:ANCESTORS]]
            needs[key] = tuple(parent for parent in older if parent not in read and catalog[parent].builds_on)
        ahead = [parent for key in row for parent in needs[key]]
        row = [key for key in dict.fromkeys(ahead) if key not in distance]
        distance.update(dict.fromkeys(row, max(distance.values()) + 1))
    nearest = sorted(needs, key=distance.__getitem__)  # keeps the order in each row: most direct first
    kept = set(nearest if weeks is None else nearest[: max(1, weeks)])
    order = [key for key in _older_first(needs, catalog) if key in kept]
    return Path(tuple(order), tuple(key for key in nearest if key not in kept))


def woven(queue: Sequence[str], way: Sequence[str]) -> list[str]:
    """Return the queue with the path merged in, in the path's order: at the end, or before queued papers that need it.

    Queued papers keep their positions unless they come too late for the path. None is lost.
    """
    result = list(queue)
    position = len(result)
    for key in reversed(way):
        if key in result[:position]:
            position = result.index(key)
            continue
        if key in result:
            result.remove(key)
        result.insert(position, key)
    return result


def next_unread(read: Collection[str], catalog: Catalog) -> str | None:
    """Return what a club without a queue reads next: the first unread paper of the list, must-reads first."""
    return next((key for key in track(EVERYTHING, catalog) if key not in read), None)


def poll_candidates(read: Collection[str], queued: Iterable[str], catalog: Catalog) -> tuple[str, ...]:
    """Return three papers to vote on: the head of the queue, then the list's unread papers, different topics first."""
    chosen: list[str] = []
    pool = [key for key in dict.fromkeys([*queued, *track(EVERYTHING, catalog)]) if key in catalog]
    unread = [key for key in pool if key not in read]
    topics: set[str] = set()
    for key in unread:
        topic = next(iter(catalog[key].topics), "")
        if topic not in topics and len(chosen) < POLL_CANDIDATES:
            chosen.append(key)
            topics.add(topic)
    rest = [key for key in unread if key not in chosen]
    return tuple([*chosen, *rest][:POLL_CANDIDATES])


def poll_end(now: datetime, next_post: datetime | None, *, is_ranked: bool = False) -> datetime:
    """Return when a poll ends: in whole hours from now, as Discord counts, and an hour before the post if possible.

    A poll takes at least an hour, and Discord's own at most 32 days. So one that starts just before a post decides
    about the post after it.
    """
    room = next_post - HOUR - now if next_post else LONGEST_POLL
    length = max(room // HOUR * HOUR, HOUR)
    return now + (length if is_ranked else min(length, LONGEST_POLL))


def ballots_end(now: datetime, next_post: datetime) -> datetime:
    """Return when ranked ballots end whose post has moved: an hour before it.

    If that leaves less than an hour to vote, they take an hour, or end with the post if it is that close.
    """
    return max(next_post - HOUR, min(now + HOUR, next_post))


def _older_first(needs: dict[str, tuple[str, ...]], catalog: Catalog) -> Iterator[str]:
    """Yield every paper after those that it needs. Of several that could come next, the oldest comes first."""
    sorter = TopologicalSorter(needs)
    sorter.prepare()
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=lambda key: _age(catalog[key]))
        oldest, *ready = ready
        yield oldest
        sorter.done(oldest)


def _age(paper: Paper) -> tuple[int, str]:
    return paper.year, paper.arxiv_id or paper.key


def _of_tier(tier: Tier, catalog: Catalog) -> list[str]:
    papers = [paper for paper in catalog.listed if paper.tier is tier]
    return [paper.key for paper in sorted(papers, key=_position)]


def _position(paper: Paper) -> tuple[str, int]:
    listed = paper.curriculum
    # Must-read and recommended papers are one section each. Further reading has several sections, each counted
    # separately.
    return (listed.section if listed and paper.tier is Tier.FURTHER else "", listed.position if listed else 0)
