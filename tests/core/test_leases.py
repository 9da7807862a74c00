"""Two processes never believe at the same time that they hold the same shards."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core.shards.leases import GRACE_S, LEASE_S, NOBODY, Lease, LeaseWatch, ShardKey, held_until, in_the_way

KEY = ShardKey(2, 0)


@dataclass
class Process:
    """A process whose clock is `ahead` of true time. `until` is by its own clock."""

    name: str
    ahead: float
    watch: LeaseWatch
    epoch: int = 0
    until: float = float("-inf")

    def may_act_at(self, world: float) -> bool:
        return world + self.ahead < self.until


# Who acts, how long after the last event, and how long the database takes to answer.
ACTS = st.lists(st.tuples(st.integers(0, 2), st.floats(0, 20), st.floats(0, 30)), max_size=60)


@given(ACTS, st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3))
def test_a_former_holder_never_acts_after_a_takeover(acts: list[tuple[int, float, float]], ahead: list[float]) -> None:
    processes = [Process(str(number), offset, LeaseWatch()) for number, offset in enumerate(ahead)]
    lease, world = Lease(KEY, NOBODY, 0, 0), 0.0
    for number, waited, answer in acts:
        process = processes[number]
        asked = world + waited
        # A request takes effect at some moment before its answer. Here it is the latest possible, which is the hardest
        # case.
        world = asked + answer
        if lease.owner == process.name:
            lease = replace(lease, beat=lease.beat + 1)
        else:
            process.watch.look([lease], asked + process.ahead)
            if not process.watch.is_free(lease, asked + process.ahead):
                continue
            lease = replace(lease, owner=process.name, epoch=lease.epoch + 1)
        process.until = held_until(asked + process.ahead)
        speakers = [other.name for other in processes if other.may_act_at(world)]
        assert speakers in ([], [process.name])


def test_a_lease_is_free_once_it_was_not_renewed_or_was_given_back() -> None:
    watch, lease = LeaseWatch(), Lease(KEY, "a", 1, 5)
    watch.look([lease], 100)
    assert not watch.is_free(lease, 100)
    watch.look([lease], 100 + LEASE_S - 0.1)
    assert not watch.is_free(lease, 100 + LEASE_S - 0.1)
    assert watch.is_free(lease, 100 + LEASE_S)
    renewed = replace(lease, beat=6)
    watch.look([renewed], 100 + LEASE_S)
    assert not watch.is_free(renewed, 100 + LEASE_S)
    assert watch.is_free(replace(renewed, owner=NOBODY), 100 + LEASE_S)


def test_a_holder_stops_acting_before_its_lease_is_free() -> None:
    assert held_until(50) == 50 + LEASE_S - GRACE_S


def test_shards_of_another_count_block() -> None:
    same, other, recount = (Lease(key, "a", 1, 0) for key in (ShardKey(2, 0), ShardKey(2, 1), ShardKey(4, 3)))
    assert in_the_way([same, other, recount], [ShardKey(2, 0)]) == [same, recount]
    assert in_the_way([same, other, recount], [ShardKey(0, 0)]) == [same, other, recount]
