"""What each feature does after the outcome of its outbox entries is known. Features register by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.core.outbox.entry import Entry, Outcome
    from bot.storage.connections import AsyncConnection


def _nothing(_entry: Entry) -> None:
    pass


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What to do after an outcome.

    `store` runs in the transaction that stores the outcome, and gets the changed entry. `committed` runs after the
    commit, to update what is kept in memory.
    """

    store: Callable[[AsyncConnection, Entry, Outcome, datetime], Awaitable[None]]
    committed: Callable[[Entry], None] = _nothing


FollowUps = Mapping[Kind, FollowUp]
