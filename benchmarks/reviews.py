"""Weeks of peer review with silent reviewers, simulated with the real rules: `python -m benchmarks.reviews`.

The model of a week: every member has a log and two reviews to write. Each member is independently silent with a
probability of 30% and writes none; all others write theirs in time. A day before the end, reviews that nobody has
started go to the pool, and for each log without a reviewer the bot asks one member who is done by name. Then the
members who were not silent come by in random order. A member who was asked writes that review with a probability of
70%, like reviewers named at the beginning; one who wasn't asked takes the first review of the pool with a probability
of 50%. Nobody writes a second one. It is an assumption that asking by name works as well as assigning, so the row "not
asked" does without it: everyone who is not silent looks at the pool with a probability of 50%.

For comparison, the same weeks with plain random allocation, as on learning platforms: two different random reviewers
for each log, two reviews for each member, no memory, no pool. "strict pool" is "not asked" without offering anyone the
log of their own reviewer, even if it has nobody; "no pool" is the ring alone.

Repeated are all named pairs after their first meeting within eight weeks. Small clubs don't have enough other members,
so the smallest possible number is printed too.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from benchmarks.aims import Result, aim, must
from bot.core.reviews.allocation import allocate
from bot.core.reviews.pairs import MEMORY, Pair
from bot.core.reviews.pool import PooledLog, pool_order, to_ask
from bot.core.reviews.reallocation import DutyState, released

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

AIMS = {6: 0.03, 12: 0.015, 40: 0.005}  # the largest share of logs without any review, by the size of the club
WEEKS, QUICK_WEEKS, PER_MEMBER = 1000, 100, 2
SILENT, WILLING = 0.3, 0.5
LOGS_DUE = datetime(2026, 1, 4, 17, tzinfo=UTC)
REVIEWS_DUE = LOGS_DUE + timedelta(days=2)


@dataclass(slots=True)
class Tally:
    """Counts over all weeks, of the named pairs unless stated otherwise; `recent` has the newest week first."""

    logs: int = 0
    unreviewed: int = 0
    named: int = 0
    repeated: int = 0
    repeated_at_once: int = 0
    reciprocal: int = 0
    mutual_by_choice: int = 0
    met: set[Pair] = field(default_factory=set)
    recent: deque[frozenset[Pair]] = field(default_factory=lambda: deque(maxlen=MEMORY))

    def add(self, week: int, named: Collection[Pair], done: Collection[Pair], size: int) -> None:
        pairs = frozenset(named)
        if week % MEMORY == 0:
            self.met.clear()
        self.named += len(pairs)
        self.repeated += len(pairs & self.met)
        self.repeated_at_once += len(pairs & self.recent[0]) if self.recent else 0
        self.reciprocal += sum(pair.reversed in pairs for pair in pairs) // 2
        self.met |= pairs
        self.recent.appendleft(pairs)
        self.logs += size
        self.unreviewed += size - len({pair.author for pair in done})
        self.mutual_by_choice += sum(pair not in pairs and pair.reversed in done for pair in done)


@dataclass(frozen=True, slots=True)
class LastDay:
    """A week once the pool is open; `passing` come by in this order, and `luck` decides who does something."""

    size: int
    done: frozenset[Pair]
    passing: Sequence[int]
    luck: Mapping[int, float]

    def logs(self, added: Collection[Pair]) -> list[PooledLog]:
        reviewers: dict[int, set[int]] = {author: set() for author in range(self.size)}
        for reviewer, author in {*self.done, *added}:
            reviewers[author].add(reviewer)
        return [PooledLog(author, LOGS_DUE, frozenset(known)) for author, known in reviewers.items()]

    def volunteered(self, *, even_mutual: bool = True, asked: Collection[Pair] = ()) -> set[Pair]:
        """The reviews that are added."""
        wanted = {pair.reviewer: pair.author for pair in asked}
        added: set[Pair] = set()
        for member in self.passing:
            offered = pool_order(self.logs(added), member, even_mutual=even_mutual)
            if self.luck[member] < (1 - SILENT if member in wanted else WILLING):
                author = wanted.get(member)
                added |= {Pair(member, author) for author in ([author] if author in offered else offered[:1])}
        return added

    def asked(self, seed: str) -> tuple[Pair, ...]:
        return to_ask(self.logs([]), self.passing, [], seed)


def at_random(size: int, rng: random.Random) -> list[Pair]:
    """Two rounds in which everyone reviews once and is reviewed once, drawn again until nobody gets their own log or
    the same log twice.
    """
    pairs: set[Pair] = set()
    while len(pairs) < size * PER_MEMBER:
        order = rng.sample(range(size), size)
        drawn = {Pair(reviewer, author) for reviewer, author in enumerate(order)}
        if not drawn & pairs and all(pair.reviewer != pair.author for pair in drawn):
            pairs |= drawn
    return sorted(pairs)


def last_day(size: int, named: Sequence[Pair], rng: random.Random) -> LastDay:
    """Who was silent, and what the bot has released by then."""
    silent = {member for member in range(size) if rng.random() < SILENT}
    duties = {pair: DutyState.OPEN if pair.reviewer in silent else DutyState.DONE for pair in named}
    free = released(duties, REVIEWS_DUE - timedelta(days=1), LOGS_DUE, REVIEWS_DUE)
    active = [member for member in range(size) if member not in silent]
    luck = {member: rng.random() for member in range(size)}
    return LastDay(size, frozenset(named) - frozenset(free), rng.sample(active, len(active)), luck)


def simulated(size: int, weeks: int) -> tuple[dict[str, Tally], float]:
    """The tallies, and the CPU seconds of the slowest allocation."""
    rng = random.Random(size)
    tallies = {name: Tally() for name in ("ours", "not asked", "strict pool", "no pool", "random")}
    slowest = 0.0
    for week in range(weeks):
        seed = f"club {size} week {week}"
        started = time.process_time()
        ring = allocate(range(size), PER_MEMBER, list(tallies["ours"].recent), [], seed)
        slowest = max(slowest, time.process_time() - started)
        day = last_day(size, ring, rng)
        added = {
            "ours": day.volunteered(asked=day.asked(seed)),
            "not asked": day.volunteered(),
            "strict pool": day.volunteered(even_mutual=False),
        }
        for name, tally in tallies.items():
            if name != "random":
                tally.add(week, ring, day.done | added.get(name, set()), size)
        named = at_random(size, rng)
        tallies["random"].add(week, named, {pair for pair in named if pair.reviewer in day.passing}, size)
    return tallies, slowest


def main() -> Result:
    options = argparse.ArgumentParser(description="Who reviews whom, over many weeks.")
    options.add_argument("--quick", action="store_true", help=f"{QUICK_WEEKS} weeks")
    weeks = QUICK_WEEKS if options.parse_args().quick else WEEKS
    print(
        f"{weeks:,} weeks a size, {PER_MEMBER} reviews each, {SILENT:.0%} silent, {WILLING:.0%} of the others willing\n"
    )
    print(
        f"{'members':>7}  {'allocation':<11} {'no review':>9} {'reciprocal':>10} {'mutual by choice':>16} "
        f"{'repeated in 8 weeks':>19} {'least':>5} {'since last week':>15}"
    )
    results = []
    for size, most in AIMS.items():
        tallies, slowest = simulated(size, weeks)
        least = max(0.0, 1 - size * (size - 1) / (MEMORY * size * PER_MEMBER))
        for name, tally in tallies.items():
            print(
                f"{size:>7}  {name:<11} {tally.unreviewed / tally.logs:>9.2%} {tally.reciprocal:>10,} "
                f"{tally.mutual_by_choice:>16,} {tally.repeated / tally.named:>19.1%} {least:>5.0%} "
                f"{tally.repeated_at_once / tally.named:>15.1%}"
            )
        ours = tallies["ours"]
        share = ours.unreviewed / ours.logs
        results += [
            aim("logs without a review", f"{share:.2%}", f"<= {most:.1%}", met=share <= most),
            must("reciprocal pairs named", f"{ours.reciprocal}", "0", met=ours.reciprocal == 0),
        ]
        print(f"  slowest allocation              {slowest * 1000:.0f} ms of processor time\n")
    return max(results)


if __name__ == "__main__":
    sys.exit(main())
