"""Which commands `/help` shows, to whom and where."""

from __future__ import annotations

from datetime import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import Club, ClubSettings, ClubState
from bot.core.help.topics import (
    CATALOG_FOR_MEMBERS,
    COMMANDS,
    FIRST_STEPS,
    Reader,
    ReaderKind,
    Topic,
    reader_of,
    topic_of,
)
from bot.core.visibility import Access, Membership, Viewer
from tests.test_docs import COMMANDS as ALL

SERVER, CHANNEL, ROLE = 1, 2, 3
OFFERED = sorted(ALL)
READERS = [Reader(kind, manages_server=manages) for kind, manages in product(ReaderKind, (False, True))]
MEMBERS = [reader for reader in READERS if reader.kind is not ReaderKind.ORGANIZER and not reader.manages_server]


def club() -> Club:
    slot = WeeklySlot(6, time(18), "Europe/Berlin")
    settings = ClubSettings("Sunday papers", CHANNEL, is_forum=False, slot=slot, organiser_role_id=ROLE)
    return Club(1, "abcd1234", SERVER, settings, ClubState.PAUSED, None, None)


def viewer(access: Access, *roles: int, manages: bool = False) -> Viewer:
    return Viewer(7, SERVER, {SERVER: Membership(lambda _channel: access, manages, frozenset(roles))})


def test_every_command_has_a_topic() -> None:
    assert [name for name in OFFERED if topic_of(name) is None] == [], "list it in COMMANDS in bot/core/help/topics.py"


def test_the_tables_name_existing_commands() -> None:
    groups = {name.partition(" ")[0] for name in ALL}
    assert {name for names in COMMANDS.values() for name in names} <= ALL | groups
    assert {name for names in FIRST_STEPS.values() for name in names} <= ALL
    assert set(FIRST_STEPS) == set(ReaderKind)
    assert set(COMMANDS) == set(Topic)


def test_a_command_has_its_own_topic_or_its_groups() -> None:
    assert topic_of("week status") is Topic.WEEKS
    assert topic_of("week post") is Topic.ORGANIZING
    assert topic_of("week a-new-one") is Topic.ORGANIZING
    assert topic_of("log a-new-one") is Topic.LOGS
    assert topic_of("brand-new") is None
    assert topic_of("weekend status") is None


@pytest.mark.parametrize("reader", READERS, ids=str)
def test_each_topic_on_the_menu_has_something_to_do(reader: Reader) -> None:
    assert [topic for topic in Topic if reader.commands(topic, OFFERED)] == reader.topics
    assert len(reader.commands(Topic.FIRST_STEPS, OFFERED)) <= 6


@pytest.mark.parametrize("reader", MEMBERS, ids=str)
def test_members_see_no_command_of_organizers(reader: Reader) -> None:
    shown = {name for topic in Topic for name in reader.commands(topic, OFFERED)}
    assert not [name for name in shown if topic_of(name) is Topic.ORGANIZING]
    assert {name for name in shown if topic_of(name) is Topic.CATALOG} <= CATALOG_FOR_MEMBERS


def test_only_who_manages_the_server_is_shown_how_to_start_a_club() -> None:
    for reader in READERS:
        shown = {name for topic in Topic for name in reader.commands(topic, OFFERED)}
        assert ("club create" in shown) == reader.manages_server


@given(st.lists(st.sampled_from(OFFERED), unique=True), st.sampled_from(READERS), st.sampled_from(Topic))
def test_only_offered_commands_are_shown_and_none_twice(offered: list[str], reader: Reader, topic: Topic) -> None:
    shown = reader.commands(topic, offered)
    assert set(shown) <= set(offered)
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize(
    ("viewer", "expected"),
    [
        (Viewer(7, None), Reader(ReaderKind.ALONE)),
        (Viewer(7, SERVER), Reader(ReaderKind.ALONE)),
        (viewer(Access.HIDDEN), Reader(ReaderKind.WITHOUT_CLUB)),
        (viewer(Access.HIDDEN, ROLE), Reader(ReaderKind.WITHOUT_CLUB)),
        (viewer(Access.HIDDEN, manages=True), Reader(ReaderKind.WITHOUT_CLUB, manages_server=True)),
        (viewer(Access.OPEN), Reader(ReaderKind.MEMBER)),
        (viewer(Access.OPEN, ROLE + 1), Reader(ReaderKind.MEMBER)),
        (viewer(Access.OPEN, ROLE), Reader(ReaderKind.ORGANIZER)),
        (viewer(Access.OPEN, manages=True), Reader(ReaderKind.ORGANIZER, manages_server=True)),
        (viewer(Access.GONE), Reader(ReaderKind.WITHOUT_CLUB)),
        (viewer(Access.GONE, ROLE), Reader(ReaderKind.ORGANIZER)),
    ],
)
def test_a_hidden_club_is_no_club(viewer: Viewer, expected: Reader) -> None:
    assert reader_of(viewer, [club()]) == expected
    without = ReaderKind.ALONE if expected.kind is ReaderKind.ALONE else ReaderKind.WITHOUT_CLUB
    assert reader_of(viewer, []).kind is without
