"""Which process has which shards, so that no two of them speak for the same servers.

A lease lives as long as its beat changes. Whoever waits for it measures by its own clock how long it has stood still,
and its holder how long ago it was last renewed: clocks of different machines are never compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Seconds. A dead process' shards are free after LEASE_S at most. Its holder stops speaking GRACE_S earlier, however
# slowly its last renewal was answered.
LEASE_S = 12.0
GRACE_S = 3.0
RENEW_S = 3.0
LOOK_S = 1.0
NOBODY = ""


@dataclass(frozen=True, slots=True)
class ShardKey:
    """`count` is 0 where one process has them all, however many Discord advises."""

    count: int
    shard_id: int


@dataclass(frozen=True, slots=True)
class Lease:
    """`epoch` rises with each holder, `beat` with each renewal."""

    key: ShardKey
    owner: str
    epoch: int
    beat: int


@dataclass
class Watch:
    """What was seen of other processes' leases, and since when (seconds of the watcher's clock) it has not changed."""

    _seen: dict[ShardKey, tuple[Lease, float]] = field(default_factory=dict)

    def look(self, leases: Iterable[Lease], now: float) -> None:
        """Note how the leases stand."""
        before = self._seen
        self._seen = {}
        for lease in leases:
            known = before.get(lease.key)
            self._seen[lease.key] = known if known and known[0] == lease else (lease, now)

    def forget(self) -> None:
        """The database did not answer: no holder could renew anything meanwhile, so that all are watched anew."""
        self._seen = {}

    def is_free(self, lease: Lease, now: float) -> bool:
        """Given back, or not renewed for as long as a lease lasts."""
        if lease.owner == NOBODY:
            return True
        known = self._seen.get(lease.key)
        return known is not None and known[0] == lease and now - known[1] >= LEASE_S


def in_the_way(leases: Iterable[Lease], wanted: Iterable[ShardKey]) -> list[Lease]:
    """Those that must be free before the wanted ones may be taken: the same shards, and any under another count.

    Under another count the same servers belong to other shards, so that the two would share some.
    """
    wanted = set(wanted)
    counts = {key.count for key in wanted}
    return [lease for lease in leases if lease.key in wanted or lease.key.count not in counts]


def held_until(asked_at: float) -> float:
    """Until when a holder may speak that asked for renewal at this time, by its own clock, and got it."""
    return asked_at + LEASE_S - GRACE_S
