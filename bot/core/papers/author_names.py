"""Authors' names: which part is the family name, and how to write them in plain letters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii
from nameparser import HumanName
from nameparser.config import Constants


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAMES_KEPT = 4096
# Only generations are suffixes, and nothing is a title: "Ma", "Ba" and "Do" are family names, "Prince" is a first name.
RULES = Constants(
    titles=set(),
    first_name_titles=set(),
    suffix_acronyms=set(),
    suffix_not_acronyms={"jr", "sr", "ii", "iii", "iv", "junior", "senior"},
)
SPECIAL = frozenset({*RULES.prefixes, *RULES.conjunctions, *RULES.suffix_not_acronyms})
COLLECTIVE_WORDS = _words(
    """
    association center centre collaboration collective committee community company consortium contributors
    corporation council foundation group inc initiative institute lab laboratory labs ltd network organization
    organisation project research society team university workshop
    """
)
COLLECTIVE_SIGNS = re.compile(r"[&@/]|\b(?:AI|and|of|for)\b")
EAST_ASIAN = re.compile(r"[\u3005\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]+")
# Chinese family names of two characters; all others have one.
LONG_FAMILIES = _words(
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 令狐 慕容 司徒 夏侯 长孙 長孫"
)
UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "Ø": "Oe", "å": "aa"}
)
SPOKEN = str.maketrans({"ё": "yo", "Ё": "Yo"})  # anyascii reads it as e, because Russian text rarely prints its dots


@dataclass(frozen=True, slots=True)
class AuthorName:
    """A name in two parts.

    `family` includes particles ("van den Oord"). For a group it is the whole name, and `given` is empty.
    """

    given: str
    family: str
    suffix: str = ""
    is_collective: bool = False


@lru_cache(NAMES_KEPT)
def author_name(written: str) -> AuthorName:
    """Split a name as a title page prints it: given name first, in Chinese and Korean characters family name first."""
    if _is_collective(written):
        return AuthorName("", written, is_collective=True)
    if EAST_ASIAN.fullmatch(written):
        size = 2 if written[:2] in LONG_FAMILIES and len(written) > 2 else 1  # noqa: PLR2004
        return AuthorName(written[size:], written[:size])
    words = written.split()
    if len(words) > 1 and SPECIAL.isdisjoint(word.casefold().strip(".,") for word in words):
        return AuthorName(" ".join(words[:-1]), words[-1])  # what nameparser returns too, in a hundredth of the time
    name = HumanName(written, constants=RULES)
    family = name.last or name.first
    given = " ".join(filter(None, (name.first, name.middle))) if name.last else ""
    return AuthorName(given, family, name.suffix)


def family_name(written: str) -> str:
    """Return the family name. No other code decides which part of a name that is."""
    return author_name(written).family


def spellings(family: str) -> list[str]:
    """Return what people may type for a family name: as written, without d' or O', and in other alphabets."""
    parts = [part for part in re.split(r"['’ʼ]", family)[1:] if len(part) > 1]
    transcribed = unicodedata.normalize("NFC", family).translate(UMLAUTS)
    return list(dict.fromkeys([family, *parts, transcribed, anyascii(family.translate(SPOKEN)), anyascii(transcribed)]))


def plain_letters(text: str) -> str:
    """Return lower-case ASCII letters and digits for a text in any alphabet: Yıldız → yildiz, 陈 → chen."""
    composed = unicodedata.normalize("NFC", text).translate(SPOKEN)
    return re.sub(r"[^a-z0-9]", "", anyascii(composed).lower())


def _is_collective(written: str) -> bool:
    words = re.findall(r"[^\W_]+", written.casefold())
    return len(words) > 1 and (not COLLECTIVE_WORDS.isdisjoint(words) or bool(COLLECTIVE_SIGNS.search(written)))
