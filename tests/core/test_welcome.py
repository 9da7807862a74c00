"""Which servers are welcomed, and where."""

from __future__ import annotations

import random  # noqa: TC003 - hypothesis reads the annotations
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.welcome.rules import WELCOMED_WITHIN, WelcomeChannel, is_new_server, welcome_channel

NOW = datetime(2026, 1, 4, 17, tzinfo=UTC)
CHANNELS = st.lists(
    st.builds(
        WelcomeChannel,
        id=st.integers(1, 10**6),
        position=st.integers(0, 5),
        category_position=st.none() | st.integers(0, 3),
        may_write=st.booleans(),
        is_seen_by_all=st.booleans(),
        is_seen_by_organizers=st.booleans(),
    ),
    unique_by=lambda channel: channel.id,
    max_size=8,
)
MOMENTS = st.timedeltas(timedelta(days=-9), timedelta(days=9)).map(lambda span: NOW + span)


@given(CHANNELS, st.integers(1, 10**6))
def test_the_channel_is_one_where_the_bot_may_write_and_somebody_reads(
    channels: list[WelcomeChannel], system: int
) -> None:
    by_id = {channel.id: channel for channel in channels}
    chosen = welcome_channel(channels, system)
    usable = [channel for channel in channels if channel.may_write]
    if chosen is None:
        assert not any(channel.is_seen_by_all or channel.is_seen_by_organizers for channel in usable)
        assert system not in {channel.id for channel in usable}
        return
    assert by_id[chosen].may_write
    assert chosen == system or by_id[chosen].is_seen_by_all or by_id[chosen].is_seen_by_organizers


@given(CHANNELS)
def test_a_channel_for_everybody_comes_before_one_for_organizers(channels: list[WelcomeChannel]) -> None:
    chosen = welcome_channel(channels, None)
    if any(channel.may_write and channel.is_seen_by_all for channel in channels):
        assert next(channel for channel in channels if channel.id == chosen).is_seen_by_all


@given(CHANNELS, st.randoms())
def test_the_order_in_which_channels_are_known_does_not_matter(
    channels: list[WelcomeChannel], chance: random.Random
) -> None:
    mixed = list(channels)
    chance.shuffle(mixed)
    assert welcome_channel(mixed, None) == welcome_channel(channels, None)


def test_channels_are_ordered_as_discord_lists_them() -> None:
    """Those outside categories come first, then one category after the other."""
    in_second = WelcomeChannel(1, 0, category_position=7)
    in_first = WelcomeChannel(2, 9, category_position=3)
    outside = WelcomeChannel(3, 9)
    assert welcome_channel([in_second, in_first, outside], None) == 3
    assert welcome_channel([in_second, in_first], None) == 2
    assert welcome_channel([in_second], None) == 1


def test_the_system_channel_comes_first_if_the_bot_may_write_there() -> None:
    channels = [WelcomeChannel(1, 0), WelcomeChannel(2, 1)]
    assert welcome_channel(channels, 2) == 2
    assert welcome_channel([channels[0], WelcomeChannel(2, 1, may_write=False)], 2) == 1


@given(MOMENTS, MOMENTS)
def test_only_servers_joined_lately_and_since_the_beginning_are_new(joined_at: datetime, since: datetime) -> None:
    is_new = is_new_server(joined_at, since=since, now=NOW)
    assert is_new == (joined_at >= since and joined_at >= NOW - WELCOMED_WITHIN)
