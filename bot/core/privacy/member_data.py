"""Whose data is meant, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class MemberScope:
    """One member's data: in one server, or, without a `server_id`, everywhere and what belongs to no server."""

    user_id: int
    server_id: int | None = None


# Above the number of every row.
KEPT = 1 << 62


# An erased member's id is replaced by a negative number: that of the row, so that it says nothing about anybody.
def replaced_id(row_id: int) -> int:
    """The number that replaces a member who was erased in a row."""
    return -row_id


def kept_in(erasure_id: int) -> int:
    """The number that marks the reviews that a member leaves without their name, until their erasure is over."""
    return -(KEPT + erasure_id)


def is_erased(user_id: int) -> bool:
    """Whether the member was erased. Such a member has no name and is never mentioned or asked about."""
    return user_id < 0


def without_member(details: Any, user_id: int) -> Any:
    """An outbox entry's details, or a part of them, without the member.

    Lists hold members, or pairs of a member and a log.
    """
    if isinstance(details, dict):
        return {name: without_member(value, user_id) for name, value in details.items() if value != user_id}
    if isinstance(details, list):
        others = [each for each in details if each != user_id]
        return [without_member(each, user_id) for each in others if not _is_pair_of(each, user_id)]
    return details


def _is_pair_of(value: Any, user_id: int) -> bool:
    return isinstance(value, list) and value[:1] == [user_id]
