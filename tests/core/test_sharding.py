"""Every server belongs to one shard, and a process knows which servers are its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.shards.sharding import ALL_SHARDS, Shards, shard_of

SERVER_IDS = st.integers(1, 2**63 - 1)


@given(SERVER_IDS, st.integers(1, 64))
def test_each_server_belongs_to_one_process(server_id: int, count: int) -> None:
    processes = [Shards(count, (number,)) for number in range(count)]
    assert [shard_of(server_id, count) in process.ids for process in processes].count(True) == 1
    assert shard_of(server_id, count) in Shards(count).ids
    assert Shards(count).are_all
    assert ALL_SHARDS.are_all


def test_the_shard_follows_discords_formula() -> None:
    # (server_id >> 22) % count, https://discord.com/developers/docs/events/gateway#sharding
    assert shard_of(197038439483310086, 16) == (197038439483310086 >> 22) % 16


def test_named_shards_need_a_count() -> None:
    with pytest.raises(ValueError, match="number of all shards"):
        Shards(None, (0,))


@given(st.integers(1, 64))
def test_a_count_alone_means_all_its_shards(count: int) -> None:
    assert Shards(count).ids == tuple(range(count))
    assert Shards(count).are_all
    assert not Shards(count + 1, (count,)).are_all
