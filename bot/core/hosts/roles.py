"""Optional roles of a session: who finds out where its paper comes from, who doubts it, who would use it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.errors import MemberId, NotNowError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Role(StrEnum):
    """The roles, one member each. The value is stored."""

    ARCHAEOLOGIST = "archaeologist"
    CRITIC = "critic"
    PRACTITIONER = "practitioner"


@dataclass(eq=False)
class RoleTakenError(NotNowError):
    """Another member has the role in that session."""

    role: Role
    member: MemberId


@dataclass(frozen=True, slots=True)
class RoleTaken:
    """A member has this role in a session."""

    member_id: int
    role: Role


@dataclass(frozen=True, slots=True)
class Cast:
    """Who has a part in a session: its host, if there is one, and the roles in their order."""

    host: int | None = None
    roles: tuple[RoleTaken, ...] = ()

    def __bool__(self) -> bool:
        return self.host is not None or bool(self.roles)


NOBODY = Cast()


def require_free(role: Role, taken: Sequence[RoleTaken], member_id: int) -> None:
    """Raise RoleTakenError if another member has the role."""
    for one in taken:
        if one.role is role and one.member_id != member_id:
            raise RoleTakenError(role, MemberId(one.member_id))
