"""Cities, countries and regions, and when one of them is clearly meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.places import place_key, zones_at, zones_beginning
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
def test_names_are_compared_without_what_people_leave_out(typed: str, key: str) -> None:
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


def test_the_largest_places_come_first_and_a_letter_or_two_name_none() -> None:
    assert zones_beginning("buen", 3)[0] == "America/Argentina/Buenos_Aires"
    assert zones_beginning("be", 3) == []
    assert zones_beginning("qqqqq", 3) == []


def gazetteer(*cities: tuple[str, str, str, int, Sequence[str]]) -> Gazetteer:
    """Of (name, country, zone, people, other names)."""
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
        # The same clock all year is the same answer.
        ([("Ambridge", "US", "America/Menominee", 900_000, [])], "ambridge", "=America/Chicago"),
        # A small place of that name is asked about where a large one is only sometimes called so.
        ([("Big Town", "GB", "Europe/London", 90_000, [])], "big town", "America/Chicago Europe/London"),
    ],
)
def test_when_a_city_is_clearly_meant(
    others: list[tuple[str, str, str, int, Sequence[str]]], key: str, line: str
) -> None:
    assert gazetteer(LARGE, *others).line(key) == f"{key}\t{line}"


def test_codes_of_airports_are_no_names() -> None:
    assert "amb" not in gazetteer(LARGE).names


def test_a_country_of_several_times_is_asked_about() -> None:
    made = Gazetteer()
    made.add_region(["Onetime"], {"Europe/Madrid": 96, "Atlantic/Canary": 4}, "Europe/Madrid")
    made.add_region(["Twotimes"], {"America/Chicago": 60, "America/New_York": 40}, "America/New_York")
    assert made.line("onetime") == "onetime\t=Europe/Madrid"
    assert not made.line("twotimes").partition("\t")[2].startswith("=")
