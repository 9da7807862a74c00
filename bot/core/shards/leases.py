"""Decides which process holds which shards, so that no two of them act for the same servers.

A lease is valid as long as its beat changes. A process that waits for it measures on its own clock how long the beat
has not changed. The holder measures on its own clock how long ago it last renewed. Clocks of different machines are
never compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Seconds. A dead process's shards are free after at most LEASE_S. The holder stops acting GRACE_S earlier, however slow
# the answer to its last renewal was.
LEASE_S = 12.0
GRACE_S = 3.0
RENEW_S = 3.0
LOOK_S = 1.0
NOBODY = ""


@dataclass(frozen=True, slots=True)
class ShardKey:
    """One shard out of `count`. `count` is 0 if one process has them all, however many Discord recommends."""

    count: int
    shard_id: int


@dataclass(frozen=True, slots=True)
class Lease:
    """A process's hold on a shard. `epoch` rises with each holder, `beat` with each renewal."""

    key: ShardKey
    owner: str
    epoch: int
    beat: int


@dataclass
class LeaseWatch:
    """What was seen of other processes' leases, and since when it is unchanged (seconds of the watcher's clock)."""

    _seen: dict[ShardKey, tuple[Lease, float]] = field(default_factory=dict)

    def look(self, leases: Iterable[Lease], now: float) -> None:
        """Record the current leases."""
        before = self._seen
        self._seen = {}
        for lease in leases:
            known = before.get(lease.key)
            self._seen[lease.key] = known if known and known[0] == lease else (lease, now)

    def forget(self) -> None:
        """Start over after the database did not answer, because no holder could renew during that time."""
        self._seen = {}

    def is_free(self, lease: Lease, now: float) -> bool:
        """Return whether the lease was released, or was not renewed for as long as a lease lasts."""
        if lease.owner == NOBODY:
            return True
        known = self._seen.get(lease.key)
        return known is not None and known[0] == lease and now - known[1] >= LEASE_S


def in_the_way(leases: Iterable[Lease], wanted: Iterable[ShardKey]) -> list[Lease]:
    """Return the leases that must be free first: those of the same shards, and any under another count.

    Under another count, the same servers belong to other shards, so the two processes would share some servers.
    """
    wanted = set(wanted)
    counts = {key.count for key in wanted}
    return [lease for lease in leases if lease.key in wanted or lease.key.count not in counts]


def held_until(asked_at: float) -> float:
    """Return until when a holder may act, by its own clock, after a renewal that it requested at `asked_at`."""
    return asked_at + LEASE_S - GRACE_S
