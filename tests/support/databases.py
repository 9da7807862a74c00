"""The database of a running bot, for tests that read or corrupt it. The bot doesn't expose it; tests get
it only here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.client import PaperClub
    from bot.storage.database import Database


def database_of(bot: PaperClub) -> Database:
    """The database that all of the bot's services share."""
    return bot.services.weeks._database
