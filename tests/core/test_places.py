"""Cities, countries and regions, and when it is clear which one is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.calendar.city_zones import place_key, zones_at, zones_beginning
from data.make_places import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("São Paulo", "sao paulo"),
        ("The Netherlands", "netherlands"),
        ("ŁÓDŹ", "lodz"),
        ("Diyarbakır", "diyarbakir"),
        ("St. John's", "st john s"),
        ("Ｂｅｒｌｉｎ\u200b", "berlin"),
        ("東京", "東京"),
        ("?", ""),
    ],
)
def test_optional_parts_of_names_are_ignored(typed: str, key: str) -> None:
    assert place_key(typed) == key


@pytest.mark.parametrize(
    ("typed", "zones", "is_clear"),
    [
        ("Lodz", ["Europe/Warsaw"], True),
        ("Hanoi", ["Asia/Ho_Chi_Minh"], True),
        ("Texas", ["America/Chicago"], True),
        ("Portland", ["America/Los_Angeles", "America/New_York"], False),
        ("Paris, Texas", ["America/Chicago"], True),
        ("London, Ontario", ["America/Toronto"], True),
        ("London, Narnia", [], False),
        ("Narnia", [], False),
        ("", [], False),
        ("\t=", [], False),
    ],
)
def test_zones_of_a_place(typed: str, zones: list[str], is_clear: bool) -> None:
    found, clear = zones_at(typed)
    assert (found[: len(zones)] if zones else found, clear) == (zones, is_clear)


def test_the_largest_places_come_first_and_two_letters_match_none() -> None:
    assert zones_beginning("buen", 3)[0] == "America/Argentina/Buenos_Aires"
    assert zones_beginning("be", 3) == []
    assert zones_beginning("qqqqq", 3) == []


def gazetteer(*cities: tuple[str, str, str, int, Sequence[str]]) -> Gazetteer:
    """Build a gazetteer from (name, country, zone, population, other names)."""
    made = Gazetteer()
    fields = ("name", "countrycode", "timezone", "population", "alternatenames")
    made.add_cities([dict(zip(fields, city, strict=True)) for city in cities])
    return made


LARGE = ("Ambridge", "US", "America/Chicago", 1_000_000, ["Big Town", "AMB"])


@pytest.mark.parametrize(
    ("others", "key", "line"),
    [
        ([], "ambridge", "=America/Chicago"),
        ([], "big town", "=America/Chicago"),
        ([("Ambridge", "GB", "Europe/London", 90_000, [])], "ambridge", "=America/Chicago Europe/London"),
        ([("Ambridge", "GB", "Europe/London", 110_000, [])], "ambridge", "America/Chicago Europe/London"),
        # Zones with the same time all year count as the same answer.
        ([("Ambridge", "US", "America/Menominee", 900_000, [])], "ambridge", "=America/Chicago"),
        # A small place is asked about if a large one is only sometimes called by this name.
        ([("Big Town", "GB", "Europe/London", 90_000, [])], "big town", "America/Chicago Europe/London"),
    ],
)
def test_when_a_city_is_unambiguous(
    others: list[tuple[str, str, str, int, Sequence[str]]], key: str, line: str
) -> None:
    assert gazetteer(LARGE, *others).line(key) == f"{key}\t{line}"


def test_airport_codes_are_not_names() -> None:
    assert "amb" not in gazetteer(LARGE).names


def test_a_country_with_several_zones_is_asked_about() -> None:
    made = Gazetteer()
    made.add_region(["Onetime"], {"Europe/Madrid": 96, "Atlantic/Canary": 4}, "Europe/Madrid")
    made.add_region(["Twotimes"], {"America/Chicago": 60, "America/New_York": 40}, "America/New_York")
    assert made.line("onetime") == "onetime\t=Europe/Madrid"
    assert not made.line("twotimes").partition("\t")[2].startswith("=")
