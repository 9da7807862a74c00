"""What an erasure's outbox entries carry, and whether entries name a member. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.core.outbox.details import Details
from bot.core.privacy.member_data import without_member

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ErasureDetails(Details):
    """A change of a message for an erasure. `posted` is the key of the entry that posted the message."""

    erasure_id: int = 0
    message_id: int = 0
    posted: str = ""


def names_member(details: Mapping[str, Any], user_id: int) -> bool:
    """Return whether an entry's details name the member."""
    return bool(without_member(details, user_id) != details)
