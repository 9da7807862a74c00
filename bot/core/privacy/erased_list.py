"""The list of erased members, which outlives a restore: it says which erasures a backup does not know. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class ErasedMember:
    """One erasure: `member_hash` is keyed, so that it names nobody, and `server_id` is 0 for everywhere."""

    member_hash: str
    server_id: int
    keeps_reviews: bool
    erased_at: datetime

    @property
    def whose(self) -> tuple[str, int]:
        return self.member_hash, self.server_id


@dataclass(frozen=True, slots=True)
class ErasedList:
    """`key` is that of the hashes; None as long as nobody was erased."""

    key: str | None = None
    members: tuple[ErasedMember, ...] = ()

    def fits(self, other: ErasedList) -> bool:
        """Whether both belong to the same data. Hashes under different keys can't be compared."""
        return self.key == other.key or self.key is None or other.key is None

    def unknown_to(self, other: ErasedList) -> list[ErasedMember]:
        """The erasures that the other list does not know, or of which it knows only an earlier one.

        A member who was erased and came back stays, if the other list knows of that erasure.
        """
        known = {member.whose: member.erased_at for member in other.members}
        return [
            member
            for member in newest(self.members)
            if member.whose not in known or known[member.whose] < member.erased_at
        ]

    def with_all_of(self, other: ErasedList) -> ErasedList:
        """Both lists in one, each member's latest erasure once, in a fixed order."""
        return ErasedList(self.key or other.key, tuple(newest([*self.members, *other.members])))


def newest(members: Iterable[ErasedMember]) -> list[ErasedMember]:
    """The latest erasure of each member in each place; of two at the same time, the one that erases more."""
    latest: dict[tuple[str, int], ErasedMember] = {}
    for member in sorted(members, key=lambda member: (member.erased_at, not member.keeps_reviews)):
        latest[member.whose] = member
    return [latest[whose] for whose in sorted(latest)]
