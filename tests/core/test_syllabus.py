"""Tracks, the path to a goal, what comes without a queue, and what members vote on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.papers.clusters import ANCESTORS
from bot.core.papers.paper import Catalog, Tier
from bot.core.syllabus.syllabus import (
    EVERYTHING,
    Path,
    ballots_end,
    next_unread,
    path_to,
    poll_candidates,
    poll_end,
    track,
    tracks,
    woven,
)
from bot.storage.papers.catalog import load_catalog
from bot.wiring import PAPERS_FILE
from cogs.syllabus.pages import track_name
from tests.core.graphs import catalogs, paper

SHIPPED = load_catalog(PAPERS_FILE)
KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


@st.composite
def journeys(draw: st.DrawFn) -> tuple[Catalog, str, set[str]]:
    """Draw a catalog, a goal in it, and the papers the club has read."""
    catalog = draw(catalogs())
    keys = [paper.key for paper in catalog]
    return catalog, draw(st.sampled_from(keys)), draw(st.sets(st.sampled_from(keys)))


def needed(key: str, catalog: Catalog) -> list[str]:
    """The papers that must be read before a week about this paper. Papers without ancestors are left out, because they
    are read in the same week.
    """
    return [link.key for link in catalog[key].builds_on[:ANCESTORS] if catalog[link.key].builds_on]


@given(journeys())
def test_every_week_comes_after_the_papers_it_builds_on(journey: tuple[Catalog, str, set[str]]) -> None:
    catalog, goal, read = journey
    path = path_to(goal, None, read, catalog)
    assert path.keys[-1] == goal
    assert path.known == ()
    assert len(set(path.keys)) == len(path.keys)
    for position, key in enumerate(path.keys):
        assert set(needed(key, catalog)) <= read | set(path.keys[:position])
    assert not (set(path.keys) - {goal}) & read


@given(journeys(), st.integers(1, 6))
def test_fewer_weeks_keep_the_nearest_papers_and_name_the_rest(
    journey: tuple[Catalog, str, set[str]], weeks: int
) -> None:
    catalog, goal, read = journey
    whole, short = path_to(goal, None, read, catalog), path_to(goal, weeks, read, catalog)
    assert len(short.keys) == min(weeks, len(whole.keys))
    assert short.keys[-1] == goal
    assert list(short.keys) == [key for key in whole.keys if key in short.keys]
    assert sorted([*short.keys, *short.known]) == sorted(whole.keys)
    for key in short.keys:
        assert set(needed(key, catalog)) <= read | set(short.keys) | set(short.known)


def test_the_path_to_mamba() -> None:
    assert path_to("mamba", None, [], SHIPPED) == Path(("attention", "s4", "flashattention", "h3", "mamba"), ())
    assert path_to("mamba", None, ["attention", "s4"], SHIPPED).keys == ("flashattention", "h3", "mamba")
    assert path_to("mamba", 1, [], SHIPPED).keys == ("mamba",)


def test_of_the_possible_next_papers_the_oldest_comes() -> None:
    root = paper("root", 2000)
    middle = [paper(name, year, ("root",)) for name, year in (("young", 2019), ("old", 2005), ("mid", 2012))]
    goal = paper("goal", 2020, ("young", "old", "mid"))
    assert path_to("goal", None, [], Catalog([root, *middle, goal], {})).keys == ("old", "mid", "young", "goal")


@given(KEYS, KEYS)
def test_merging_loses_nothing_and_keeps_the_paths_order(queue: list[str], way: list[str]) -> None:
    result = woven(queue, way)
    assert sorted(result) == sorted({*queue, *way})
    assert [key for key in result if key in way] == way
    others = [key for key in queue if key not in way]
    assert [key for key in result if key in others] == others


@pytest.mark.parametrize(
    ("queue", "way", "result"),
    [
        ("xy", "abg", "xyabg"),
        ("gx", "abg", "abgx"),
        ("xagy", "abg", "xabgy"),
        ("gxa", "abg", "abgx"),
        ("", "abg", "abg"),
    ],
)
def test_merging_a_path_into_a_queue(queue: str, way: str, result: str) -> None:
    assert "".join(woven(queue, way)) == result


def test_the_must_reads_come_in_the_order_of_the_list() -> None:
    assert track("must-read", SHIPPED) == ("attention", "gpt3", "lora", "ddpm", "mamba")


def test_a_tier_comes_in_the_order_of_the_list() -> None:
    for tier in (Tier.MUST_READ, Tier.RECOMMENDED):
        listed = [SHIPPED[key].curriculum for key in track(tier, SHIPPED)]
        assert [one.position for one in listed if one] == sorted(one.position for one in listed if one)


def test_every_offered_track_has_papers_of_the_list_once() -> None:
    for slug in tracks(SHIPPED):
        keys = track(slug, SHIPPED)
        assert keys
        assert len(set(keys)) == len(keys)
        assert all(SHIPPED[key].tier is not Tier.ANCESTOR for key in keys)
        assert 1 <= len(track_name(slug, SHIPPED)) <= 100
    assert len(tracks(SHIPPED)) <= 25
    assert set(track(EVERYTHING, SHIPPED)) == {item.key for item in SHIPPED if item.tier is not Tier.ANCESTOR}


def test_a_topic_goes_from_old_to_new() -> None:
    for slug in SHIPPED.topics:
        years = [SHIPPED[key].year for key in track(slug, SHIPPED)]
        assert years == sorted(years)


def test_an_unknown_track_is_empty() -> None:
    assert track("gardening", SHIPPED) == ()


def test_without_a_queue_the_list_continues_until_everything_is_read() -> None:
    read: list[str] = []
    while (key := next_unread(read, SHIPPED)) is not None:
        read.append(key)
    assert tuple(read) == track(EVERYTHING, SHIPPED)


@given(journeys(), st.lists(st.sampled_from([f"p{number}" for number in range(15)]), unique=True))
def test_the_candidates_of_a_poll(journey: tuple[Catalog, str, set[str]], queue: list[str]) -> None:
    catalog, _, read = journey
    candidates = poll_candidates(read, queue, catalog)
    assert len(candidates) == len(set(candidates)) <= 3
    assert not set(candidates) & read
    open_ones = {key for key in [*queue, *track(EVERYTHING, catalog)] if key in catalog} - read
    assert set(candidates) <= open_ones
    assert len(candidates) == min(3, len(open_ones))


def test_candidates_have_different_topics_if_possible() -> None:
    candidates = poll_candidates([], ["lora", "qlora", "mamba"], SHIPPED)
    assert candidates[0] == "lora"
    assert len({SHIPPED[key].topics[0] for key in candidates}) == 3


@given(st.timedeltas(timedelta(minutes=1), timedelta(days=50)))
def test_ballots_end_before_their_post_wherever_it_moves(ahead: timedelta) -> None:
    now = datetime(2026, 1, 4, 17, 12, tzinfo=UTC)
    end = ballots_end(now, now + ahead)
    hour = timedelta(hours=1)
    assert now + min(hour, ahead) <= end <= now + ahead
    assert end == now + ahead - hour or ahead < 2 * hour


@given(st.none() | st.timedeltas(timedelta(hours=-1), timedelta(days=50)))
def test_a_poll_lasts_whole_hours_and_ends_an_hour_before_the_post_if_there_is_time(ahead: timedelta | None) -> None:
    now, hour, longest = datetime(2026, 1, 4, 17, 12, tzinfo=UTC), timedelta(hours=1), timedelta(days=32)
    length = poll_end(now, None if ahead is None else now + ahead) - now
    assert length % hour == timedelta(0)
    if ahead is None or ahead >= longest + hour:
        assert length == longest
    elif ahead >= 2 * hour:
        assert length <= ahead - hour < length + hour
    else:
        assert length == hour
    if ahead is not None:
        ranked = poll_end(now, now + ahead, is_ranked=True) - now
        assert ranked == length or (ranked > longest - hour and ahead - 2 * hour < ranked <= ahead - hour)
