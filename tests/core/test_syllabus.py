"""Tracks, the way to a goal, what comes without a queue, and what is put to the vote."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clusters import ANCESTORS
from bot.core.papers import Catalogue, Tier
from bot.core.syllabus import (
    EVERYTHING,
    Path,
    next_unread,
    path_to,
    poll_candidates,
    poll_end,
    track,
    tracks,
    woven,
)
from bot.storage.catalogue import load_catalogue
from bot.wiring import PAPERS_FILE
from tests.core.graphs import catalogues, paper

SHIPPED = load_catalogue(PAPERS_FILE)
KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


@st.composite
def journeys(draw: st.DrawFn) -> tuple[Catalogue, str, set[str]]:
    """A catalogue, a goal in it, and what the club has read."""
    catalogue = draw(catalogues())
    keys = [paper.key for paper in catalogue]
    return catalogue, draw(st.sampled_from(keys)), draw(st.sets(st.sampled_from(keys)))


def needed(key: str, catalogue: Catalogue) -> list[str]:
    """What a week about a paper builds on, without those that are read in the same week for having no ancestors."""
    return [link.key for link in catalogue[key].builds_on[:ANCESTORS] if catalogue[link.key].builds_on]


@given(journeys())
def test_no_week_needs_what_was_not_read_before(journey: tuple[Catalogue, str, set[str]]) -> None:
    catalogue, goal, read = journey
    path = path_to(goal, None, read, catalogue)
    assert path.keys[-1] == goal
    assert path.known == ()
    assert len(set(path.keys)) == len(path.keys)
    for place, key in enumerate(path.keys):
        assert set(needed(key, catalogue)) <= read | set(path.keys[:place])
    assert not (set(path.keys) - {goal}) & read


@given(journeys(), st.integers(1, 6))
def test_fewer_weeks_keep_the_nearest_and_name_the_rest(journey: tuple[Catalogue, str, set[str]], weeks: int) -> None:
    catalogue, goal, read = journey
    whole, short = path_to(goal, None, read, catalogue), path_to(goal, weeks, read, catalogue)
    assert len(short.keys) == min(weeks, len(whole.keys))
    assert short.keys[-1] == goal
    assert list(short.keys) == [key for key in whole.keys if key in short.keys]
    assert sorted([*short.keys, *short.known]) == sorted(whole.keys)
    for key in short.keys:
        assert set(needed(key, catalogue)) <= read | set(short.keys) | set(short.known)


def test_the_way_to_mamba() -> None:
    assert path_to("mamba", None, [], SHIPPED) == Path(("attention", "s4", "flashattention", "h3", "mamba"), ())
    assert path_to("mamba", None, ["attention", "s4"], SHIPPED).keys == ("flashattention", "h3", "mamba")
    assert path_to("mamba", 1, [], SHIPPED).keys == ("mamba",)


def test_of_what_could_come_next_the_oldest_comes() -> None:
    root = paper("root", 2000)
    middle = [paper(name, year, ("root",)) for name, year in (("young", 2019), ("old", 2005), ("mid", 2012))]
    goal = paper("goal", 2020, ("young", "old", "mid"))
    assert path_to("goal", None, [], Catalogue([root, *middle, goal], {})).keys == ("old", "mid", "young", "goal")


@given(KEYS, KEYS)
def test_weaving_loses_nothing_and_keeps_the_way_in_order(queue: list[str], way: list[str]) -> None:
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
def test_weaving(queue: str, way: str, result: str) -> None:
    assert "".join(woven(queue, way)) == result


def test_the_must_reads_come_in_the_lists_order() -> None:
    assert track("must-read", SHIPPED) == ("attention", "gpt3", "lora", "ddpm", "mamba")


def test_a_tier_comes_as_the_list_numbers_it() -> None:
    for tier in (Tier.MUST_READ, Tier.RECOMMENDED):
        places = [SHIPPED[key].curriculum for key in track(tier, SHIPPED)]
        assert [place.place for place in places if place] == sorted(place.place for place in places if place)


def test_every_track_that_is_offered_has_papers_of_the_list_once() -> None:
    for slug, name in tracks(SHIPPED).items():
        keys = track(slug, SHIPPED)
        assert keys
        assert len(set(keys)) == len(keys)
        assert all(SHIPPED[key].tier is not Tier.ANCESTOR for key in keys)
        assert 1 <= len(name) <= 100
    assert len(tracks(SHIPPED)) <= 25
    assert set(track(EVERYTHING, SHIPPED)) == {item.key for item in SHIPPED if item.tier is not Tier.ANCESTOR}


def test_a_topic_goes_from_older_to_newer() -> None:
    for slug in SHIPPED.topics:
        years = [SHIPPED[key].year for key in track(slug, SHIPPED)]
        assert years == sorted(years)


def test_an_unknown_track_is_empty() -> None:
    assert track("gardening", SHIPPED) == ()


def test_without_a_queue_the_list_goes_on_until_all_is_read() -> None:
    read: list[str] = []
    while (key := next_unread(read, SHIPPED)) is not None:
        read.append(key)
    assert tuple(read) == track(EVERYTHING, SHIPPED)


@given(journeys(), st.lists(st.sampled_from([f"p{number}" for number in range(15)]), unique=True))
def test_what_is_put_to_the_vote(journey: tuple[Catalogue, str, set[str]], queue: list[str]) -> None:
    catalogue, _, read = journey
    candidates = poll_candidates(read, queue, catalogue)
    assert len(candidates) == len(set(candidates)) <= 3
    assert not set(candidates) & read
    open_ones = {key for key in [*queue, *track(EVERYTHING, catalogue)] if key in catalogue} - read
    assert set(candidates) <= open_ones
    assert len(candidates) == min(3, len(open_ones))


def test_candidates_differ_in_topic_where_they_can() -> None:
    candidates = poll_candidates([], ["lora", "qlora", "mamba"], SHIPPED)
    assert candidates[0] == "lora"
    assert len({SHIPPED[key].topics[0] for key in candidates}) == 3


@given(st.none() | st.timedeltas(timedelta(hours=-1), timedelta(days=30)))
def test_a_poll_lasts_whole_hours_and_ends_an_hour_before_the_post_where_there_is_time(ahead: timedelta | None) -> None:
    now, hour, week = datetime(2026, 1, 4, 17, 12, tzinfo=UTC), timedelta(hours=1), timedelta(days=7)
    length = poll_end(now, None if ahead is None else now + ahead) - now
    assert length % hour == timedelta(0)
    if ahead is None or ahead >= week + hour:
        assert length == week
    elif ahead >= 2 * hour:
        assert length <= ahead - hour < length + hour
    else:
        assert length == hour
