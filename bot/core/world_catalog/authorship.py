"""Whether two records have the same authors, as far as names tell."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from bot.core.papers.author_names import EAST_ASIAN, plain_letters
from bot.core.world_catalog.namesakes import are_namesakes
from bot.core.world_catalog.typing_errors import is_misspelt

if TYPE_CHECKING:
    from bot.core.world_catalog.same_work import Known

BETWEEN_PARTS = re.compile(r"[\s\-‐‑.]+")


def words_in_any_order(name: str) -> frozenset[str]:
    """Return the words of a name in plain letters, or the characters of one like "王伟"."""
    words = name if EAST_ASIAN.fullmatch(name) else name.split()
    return frozenset(map(plain_letters, words))


def are_by_namesakes(one: Known, other: Known) -> bool:
    """Return whether people of the same family names wrote both, but given names say that they are others."""
    shared = one.work.families & other.work.families
    return bool(shared) and not any(_may_be_same(one, other, family) for family in shared)


def have_same_authors(one: Known, other: Known) -> bool:
    """Return whether all authors are the same, or one list breaks off after several."""
    if one.work.families == other.work.families:
        return True
    few, many = sorted((one.in_order, other.in_order), key=len)
    return len(few) > 1 and many[: len(few)] == few


def share_authors(one: Known, other: Known, *, whole_half: bool = True) -> bool:
    """Return whether enough authors are the same: the first one, or half of the shorter list.

    Only people count whose given names may be the same. Without them, millions of papers are by somebody called Wang.
    """
    shared = {family for family in one.work.families & other.work.families if _may_be_same(one, other, family)}
    if not shared:
        # Some dumps have lost the accented letters of names.
        first = (one.in_order[0], other.in_order[0]) if one.in_order and other.in_order else ("", "")
        is_first_misspelt = first[0] != first[1] and is_misspelt(*first)
        return is_first_misspelt or _have_same_names(one, other)
    fewest = min(len(one.work.families), len(other.work.families))
    if one.is_short and fewest > 1:
        left_over = product(one.work.families - shared, other.work.families - shared)
        return len(shared) > 1 or any(is_misspelt(*families) for families in left_over)
    if not whole_half or one.in_order[0] == other.in_order[0] in shared:
        return True
    return len(shared) * 2 >= fewest


def _have_same_names(one: Known, other: Known) -> bool:
    """Return whether somebody's name is the same in another order, or the first author's has a part more.

    "Gabriel García" is "Gabriel García Márquez", "J. Al-Rfou" may be "Jamil Al Rfou", and "Mc Callum" is "McCallum".
    """
    if not set(one.whole_names).isdisjoint(other.whole_names):
        return True
    if not one.authors or not other.authors:
        return False
    mine, others = one.authors[0], other.authors[0]
    return plain_letters(mine) == plain_letters(others) or _is_part_of_name(*sorted((mine, others), key=len))


def _is_part_of_name(short: str, long: str) -> bool:
    few, many = (set(map(plain_letters, BETWEEN_PARTS.split(name))) - {""} for name in (short, long))
    whole = {word for word in few if len(word) > 1}
    initials, others = ({word[0] for word in words - whole} for words in (few, many))
    return len(whole) > 1 and whole <= many and initials <= others


def _may_be_same(one: Known, other: Known, family: str) -> bool:
    pairs = product(one.given_names[family], other.given_names[family])
    return not all(are_namesakes(mine, others) for mine, others in pairs)


def are_group_and_members(one: Known, other: Known) -> bool:
    """Return whether a source lists the collaboration, and the other one its members without it."""
    return (one.is_by_groups and other.is_by_people) or (one.is_by_people and other.is_by_groups)
