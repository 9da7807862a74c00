"""Send Discord our commands only when their definitions changed: syncing is slow and rate-limited."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from bot.storage.command_syncs import last_fingerprint, remember_fingerprint

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from bot.storage.database import Database


def fingerprint_of(definitions: Sequence[dict[str, Any]]) -> str:
    """64 hex digits that change with any command's definition, regardless of their order."""
    ordered = sorted(json.dumps(definition, sort_keys=True) for definition in definitions)
    return hashlib.sha256("\n".join(ordered).encode()).hexdigest()


class CommandSyncs:
    """Decides at startup whether to sync."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def sync_if_changed(
        self,
        application_id: int,
        definitions: Sequence[dict[str, Any]],
        sync: Callable[[], Awaitable[object]],
    ) -> bool:
        """Call `sync` unless Discord already has exactly these definitions; returns whether it was called.

        The new fingerprint is stored only after `sync` returns, so the next start retries a failed sync.
        """
        fingerprint = fingerprint_of(definitions)
        async with self._database.read_transaction() as connection:
            known = await last_fingerprint(connection, application_id)
        if known == fingerprint:
            return False
        await sync()
        async with self._database.write_transaction() as connection:
            await remember_fingerprint(connection, application_id, fingerprint, self._now())
        return True
