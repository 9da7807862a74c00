"""What a setup lacks, when its first post comes, and which time zone is guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar.weekly_slot import zone_names
from bot.core.club_setup.setup import ClubSetup, SetupPart, planned_club
from bot.core.club_setup.zone_guess import guessed_zones

NOW = datetime(2026, 1, 4, 17, tzinfo=UTC)
COMPLETE = ClubSetup("Owls", 5, 6, time(18), "Europe/Berlin")
SETUPS = st.builds(
    ClubSetup,
    name=st.just("Owls"),
    channel_id=st.none() | st.integers(1, 2**63),
    weekday=st.none() | st.integers(0, 6),
    at=st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.none() | st.sampled_from(sorted(zone_names())),
    is_zone_guessed=st.booleans(),
    role_id=st.none() | st.integers(1, 2**63),
)


@given(SETUPS)
def test_a_club_can_be_created_exactly_if_nothing_is_missing(setup: ClubSetup) -> None:
    settings = setup.settings(is_forum=False, tag_id=None)
    assert (settings is None) == bool(setup.missing)
    if settings:
        assert (settings.channel_id, settings.role_id, settings.slot) == (setup.channel_id, setup.role_id, setup.slot)


@given(SETUPS)
def test_a_guess_must_be_confirmed(setup: ClubSetup) -> None:
    assert SetupPart.ZONE in replace(setup, is_zone_guessed=True).missing
    assert (SetupPart.ZONE in replace(setup, is_zone_guessed=False).missing) == (setup.zone is None)


@given(SETUPS)
def test_the_first_post_is_the_one_that_the_club_will_have(setup: ClubSetup) -> None:
    first, settings = setup.first_post(NOW), setup.settings(is_forum=False, tag_id=None)
    assert (first is None) == (setup.slot is None)
    if first:
        assert timedelta(0) < first - NOW <= timedelta(days=8)
    if settings:
        assert planned_club(settings, 1, NOW).next_due == first


def test_what_is_missing_is_listed_in_the_order_of_the_page() -> None:
    assert ClubSetup("Owls").missing == tuple(SetupPart)
    assert COMPLETE.missing == ()


@pytest.mark.parametrize(
    ("locales", "first"),
    [
        (["de"], "Europe/Berlin"),
        (["en-GB"], "Europe/London"),
        (["pt-BR"], "America/Sao_Paulo"),
        (["zh-TW"], "Asia/Taipei"),
        (["en-US"], "America/New_York"),
        (["en-US", "fr"], "Europe/Paris"),
        (["ja", "fr"], "Asia/Tokyo"),
    ],
)
def test_a_language_means_the_country_where_most_speak_it(locales: list[str], first: str) -> None:
    assert guessed_zones(locales)[0] == first


@pytest.mark.parametrize("locales", [["es-419"], ["xx"], [""], ["und"], ["not a locale"]])
def test_a_language_of_no_country_gives_no_guess(locales: list[str]) -> None:
    assert guessed_zones(locales) == [] or locales == ["und"]


@given(st.lists(st.text(max_size=12), max_size=3))
def test_any_text_gives_existing_zones(locales: list[str]) -> None:
    assert set(guessed_zones(locales)) <= zone_names()
