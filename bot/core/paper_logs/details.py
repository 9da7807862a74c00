"""The details that outbox entries about logs store."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.outbox.details import Details


@dataclass(frozen=True, slots=True)
class LogDetails(Details):
    """Which log and version the message shows. `version` is None in entries stored before logs had versions."""

    log_id: int
    version: int | None = None
