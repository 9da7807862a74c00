"""Time zones as people type them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar import city_zones as places
from bot.core.calendar.time_zones import suggested_zones, time_zone
from bot.core.calendar.weekly_slot import zone_names, zone_of
from bot.core.errors import ClubError
from cogs.ui.refusals import sentence

ZONES = zone_names()


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        (" America/New York ", "America/New_York"),
        ("berlin", "Europe/Berlin"),
        ("Kolkata", "Asia/Kolkata"),
        ("utc", "UTC"),
        ("Zulu", "UTC"),
        ("Etc/UTC", "UTC"),
        ("Istanbul", "Europe/Istanbul"),
        ("İSTANBUL", "Europe/Istanbul"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("buenos\u00a0aires", "America/Argentina/Buenos_Aires"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Beijing", "Asia/Shanghai"),
        ("北京", "Asia/Shanghai"),
        ("Washington", "America/New_York"),
        ("Mumbai", "Asia/Kolkata"),
        ("Munich", "Europe/Berlin"),
        ("köln", "Europe/Berlin"),
        ("Germany", "Europe/Berlin"),
        ("the Netherlands", "Europe/Amsterdam"),
        ("Japan", "Asia/Tokyo"),
        ("Vietnam", "Asia/Ho_Chi_Minh"),
        ("Spain", "Europe/Madrid"),
        ("California", "America/Los_Angeles"),
        ("Portland, Oregon", "America/Los_Angeles"),
        ("Portland, Maine", "America/New_York"),
        ("JST", "Asia/Tokyo"),
        ("Europe\uff0fBerlin\u200b", "Europe/Berlin"),
        ("US/Eastern", "US/Eastern"),
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
        ("UTC+2", "daylight saving time"),
        ("-05:30", "daylight saving time"),
        ("", "Which time zone?"),
        ("a`b", "`aʼb` is an unknown"),
        ("x" * 6000, "unknown time zone"),
        ("\u202e\u200b", "Which time zone?"),
        ("EST", "`EST` is an abbreviation that may ignore daylight saving time. Did you mean `America/New_York`"),
        ("e.s.t.", "Did you mean `America/New_York`"),
        ("MST", " daylight saving time. Did you mean `America/Denver`"),
        ("HST", " daylight saving time. Did you mean `Pacific/Honolulu`"),
        ("GMT", " daylight saving time. Did you mean `Europe/London` or `UTC`"),
        ("UTC-5", "`UTC-5` ignores daylight saving time. Did you mean `America/New_York`"),
        ("UTC\u22125", "Did you mean `America/New_York`"),
        ("Etc/GMT+5", "Did you mean `America/New_York`"),
        ("GMT+5:30", "Did you mean `Asia/Kolkata`?"),
        ("UTC+14", "daylight saving time. Type a large city"),
        ("AEST", "Did you mean `Australia/Sydney`"),
        ("CEST", "Did you mean `Europe/Berlin`"),
        ("CET", "Did you mean `Europe/Berlin`"),
        ("PST", "Did you mean `America/Los_Angeles`"),
        ("IST", "Did you mean `Asia/Kolkata`, `Europe/Dublin` or `Asia/Jerusalem`?"),
        ("Eastern Time", "Did you mean `America/New_York`"),
        ("USA", "`USA` could be in several time zones. Did you mean `America/New_York`, `America/Chicago`"),
        ("Australia", "Did you mean `Australia/Sydney`"),
        ("Portland", "Did you mean `America/Los_Angeles`, `America/New_York`"),
        ("Birmingham", "Did you mean `Europe/London`, `America/Chicago`"),
        ("Georgia", "Did you mean `America/New_York` or `Asia/Tbilisi`?"),
        ("San Jose", "Did you mean `America/Los_Angeles`, `America/Costa_Rica`"),
        ("Narnia", "`Narnia` is an unknown time zone. Type a large city"),
        ("Europe", "unknown time zone. Type a large city"),
        ("a" + "\u0301" * 79, "`á\u0301\u0301\u0301` is an unknown"),
    ],
)
def test_invalid_zones(typed: str, said: str) -> None:
    with pytest.raises(ClubError) as refusal:
        time_zone(typed)
    assert said in sentence(refusal.value)
    assert len(sentence(refusal.value)) < 300


@given(st.text(max_size=80))
def test_any_text_is_a_real_zone_or_refused(typed: str) -> None:
    with suppress(ClubError):
        assert zone_of(time_zone(typed)).key in ZONES


@given(st.text(max_size=80), st.integers(1, 25))
def test_suggestions_are_zones(typed: str, limit: int) -> None:
    names = suggested_zones(typed, limit)
    assert len(names) == len(set(names)) <= limit
    assert set(names) <= ZONES


def test_a_prefix_suggests_its_city_first() -> None:
    assert suggested_zones("lon")[0] == "Europe/London"
    assert suggested_zones("berl")[0] == "Europe/Berlin"
    assert "UTC" in suggested_zones("")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("est", "America/New_York"),
        ("hst", "Pacific/Honolulu"),
        ("cest", "Europe/Berlin"),
        ("aest", "Australia/Sydney"),
        ("germ", "Europe/Berlin"),
        ("istan", "Europe/Istanbul"),
        ("buen", "America/Argentina/Buenos_Aires"),
        ("muni", "Europe/Berlin"),
        ("utc-5", "America/New_York"),
        ("Wash", "America/New_York"),
    ],
)
def test_the_first_suggestion(typed: str, first: str) -> None:
    assert suggested_zones(typed)[0] == first


@pytest.mark.parametrize("typed", ["", "e", "es", "est", "istanbul", "eur", "utc", "gmt", "us", "mst"])
def test_no_zone_without_a_place_or_with_a_former_name_is_suggested(typed: str) -> None:
    assert {"EST", "MST", "HST", "GMT", "Etc/GMT+5", "Asia/Istanbul", "US/Eastern"}.isdisjoint(suggested_zones(typed))


def test_no_country_or_city_is_far_from_its_zone() -> None:
    """Every place that is accepted without asking has a valid zone, and the largest cities have the right one."""
    lines = places.TABLE.read_text(encoding="utf-8").strip().splitlines()
    assert len(lines) > 20_000
    named = {zone for line in lines for zone in line.partition("\t")[2].removeprefix("=").split()}
    assert named <= ZONES


def test_the_table_is_searched_without_a_larger_index() -> None:
    assert isinstance(places._table(), bytes)
    assert len(places._table()) < 2_500_000
