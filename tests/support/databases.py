"""The database of a running bot, for tests that read or corrupt it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.storage.database import Database

if TYPE_CHECKING:
    from bot.client import PaperClub


def database_of(bot: PaperClub) -> Database:
    """The database that all of the bot's services share."""
    return bot.part(Database)
