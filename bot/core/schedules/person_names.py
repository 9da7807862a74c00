"""Tells the full names of people, and lists of them, from other capitalized words, wherever they stand."""

from __future__ import annotations

import re

from bot.core.schedules.known_names import is_chinese_family_name, is_family_name, is_given_name
from bot.core.schedules.words import FIELD, PARTICLE

WORD = r"[^\W\d_a-z](?:[\w’'-]{0,20}[^\W\d_])?"
INITIALS = r"[^\W\d_a-z]\.?(?:[ -]?[^\W\d_a-z]\.){0,3}"
# "Ada", "A. B.", "van den", "C.d.S."
PART = rf"(?:{WORD}|{INITIALS}|{PARTICLE}|von|[A-Z]\.(?:[A-Za-z]\.){{1,3}})"
SHAPE = re.compile(rf"(?:{WORD}|{INITIALS})(?: {PART}){{0,4}}")
HAS_INITIAL = re.compile(rf"{WORD} (?:{WORD} )?[A-Z]\.(?:[ -]?[A-Za-z]\.){{0,3}} {WORD}|(?:[A-Z]\. ?){{1,3}}{WORD}")
HAS_PARTICLE = re.compile(
    rf"(?:{WORD}|{INITIALS}) (?:{WORD} )?(?:(?:d[aeo]s?|del|v[ao]n|de[rn]|von|bin|ibn|al|ten) ){{1,3}}{WORD}"
)
OF_FAMILIES = re.compile(r"(?:Ma?c|[OD]['’])[A-Z][\w’'-]{2,20}")
# "Jingyuan", "Ao", "Xiao-Ming": one or two syllables of Chinese in Latin letters.
FINAL = r"(?:i?a(?:o|ng?|i)?|u?a(?:i|ng?)?|i?ong|o(?:u|ng)?|e(?:i|ng?)?|i(?:e|u|ng?)?|u(?:o|i|e|n)?|ve?|er)"
SYLLABLE = rf"(?:[zcs]h?|[bpmfdtnlgkhjqxryw])?{FINAL}"
CHINESE = re.compile(rf"(?=[A-Z]){SYLLABLE}(?:[-’']?{SYLLABLE})?", re.IGNORECASE)
# The last word of "Thompson Sampling" and "Gabor Filters" is no name.
OF_A_METHOD = re.compile(
    r".*(?:ings?|[st]ions?|ments?|it(?:y|ies)|ics?|ness|isms?|log(?:y|ies)|graphy|ances?|ences?|ives?|ous|al|um|ines?"
    r"|[bcdfghjkmpqtvwxz]s|[^aeiou]ers|ory|ures?|ians?|eses|ysis|ables?|ated?|ized?|ed)",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"\s*(?:[,;]\s*(?:(?:and|und|et|y|e)\b|&)?|\b(?:and|und|et|y)\b|&|/|·)\s*")
OF_METHODS = frozenset({"Gabor", "Shannon"})
LONGEST_LIST = 60
HALF, A_QUARTER, SEVERAL = 1 / 2, 1 / 4, 3
NO_FIRST_WORD = re.compile(
    r"(?:An?|The|On|In|At|For|From|Of|To|With|How|What|Why|When|Is|Are|San|Santa|Los|Las|New|Saint|St)"
)


def is_full_name(text: str) -> bool:
    """Return whether a text is the name of a person: its form alone is not enough, one part must be known as a name."""
    words = text.split()
    if len(words) < 2 or not is_like_a_name(text):  # noqa: PLR2004
        return False
    is_called = is_given_name(words[0]) and not is_of_a_method(words[-1])
    return has_family_name(text) or is_romanized(words) or (is_called and words[0] not in OF_METHODS)


def has_family_name(name: str) -> bool:
    """Return whether the last word is known as a family name, or a part before it shows that it is one."""
    last = name.rsplit(maxsplit=1)[-1]
    is_marked = any(words.fullmatch(name) for words in (HAS_INITIAL, HAS_PARTICLE)) or OF_FAMILIES.fullmatch(last)
    return bool(is_marked) or any(map(is_family_name, last.split("-")))


def is_like_a_name(text: str) -> bool:
    first = text.split(" ", 1)[0]
    return SHAPE.fullmatch(text) is not None and not NO_FIRST_WORD.fullmatch(first) and not FIELD.search(text)


def is_romanized(words: list[str]) -> bool:
    """Return whether two words are a Chinese name in Latin letters, in either order."""
    if len(words) != 2 or not all(map(CHINESE.fullmatch, words)):  # noqa: PLR2004
        return False
    return any(map(is_chinese_family_name, words))


def is_of_a_method(word: str) -> bool:
    return OF_A_METHOD.fullmatch(word) is not None and not (is_family_name(word) or is_chinese_family_name(word))


def people_in(text: str, *, may_be_surnames: bool = False) -> list[str]:
    """Return the people if a text is a list of them, and at least half are known as such; else nothing.

    With `may_be_surnames`, "Berg, Ito and Lind" is a list too.
    """
    names = [name for name in BETWEEN.split(text.strip(" ,;.")) if name]
    if not 0 < len(names) <= LONGEST_LIST or not all(map(is_like_a_name, names)):
        return []
    full = [name for name in names if " " in name]
    known = sum(map(is_full_name, full))
    if len(full) < len(names):
        single = [name for name in names if " " not in name]
        is_list = may_be_surnames and len(names) > 1 and not any(map(is_of_a_method, single))
        if not is_list and not (known and all(map(is_given_name, single))):
            return []  # and not as in "Sam and Ada Berg"
        known += sum(is_family_name(name) or is_chinese_family_name(name) for name in single)
    is_long = len(names) >= SEVERAL and not any(is_of_a_method(name.split()[-1]) for name in names)
    return names if known and known >= (A_QUARTER if is_long else HALF) * len(names) else []
