"""Time zones as people type them."""

from __future__ import annotations

from contextlib import suppress
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar import zone_of
from bot.core.errors import ClubError
from bot.core.timezones import suggested_zones, time_zone


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        (" America/New York ", "America/New_York"),
        ("berlin", "Europe/Berlin"),
        ("Kolkata", "Asia/Kolkata"),
        ("utc", "UTC"),
    ],
)
def test_zones(typed: str, zone: str) -> None:
    assert time_zone(typed) == zone


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Mars/Olympus", "`Mars/Olympus` is an unknown time zone. Did you mean `"),
        ("Eurpe/Berln", "Did you mean `Europe/Berlin`"),
        ("Washington State", "unknown time zone"),
        ("UTC+2", "no daylight saving"),
        ("-05:30", "no daylight saving"),
        ("", "Which time zone?"),
        ("a`b", "`aʼb` is an unknown"),
        ("x" * 6000, "unknown time zone"),
        ("\u202e\u200b", "Which time zone?"),
    ],
)
def test_zones_that_are_none(typed: str, said: str) -> None:
    with pytest.raises(ClubError) as refusal:
        time_zone(typed)
    assert said in str(refusal.value)
    assert len(str(refusal.value)) < 300


@given(st.text(max_size=80))
def test_any_text_is_a_real_zone_or_refused(typed: str) -> None:
    with suppress(ClubError):
        assert zone_of(time_zone(typed)).key in available_timezones()


@given(st.text(max_size=80), st.integers(1, 25))
def test_suggestions_are_zones(typed: str, limit: int) -> None:
    names = suggested_zones(typed, limit)
    assert len(names) == len(set(names)) <= limit
    assert set(names) <= available_timezones()


def test_a_beginning_leads_to_its_city_first() -> None:
    assert suggested_zones("lon")[0] == "Europe/London"
    assert suggested_zones("berl")[0] == "Europe/Berlin"
    assert "UTC" in suggested_zones("")
