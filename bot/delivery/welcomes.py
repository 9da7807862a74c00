"""Notices servers that the bot has joined, also while it was offline, and has them welcomed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import discord

    from bot.services.welcome.service import WelcomeService


class Welcomes:
    """Discord reports a server that the bot joins once, so a crash at that moment would lose it.

    So the bot looks at when it joined each server, whenever Discord sends them anew. `wake` makes the outbox worker
    look for due messages.
    """

    def __init__(self, bot: discord.Client, welcome: WelcomeService, wake: Callable[[], None]) -> None:
        self._bot = bot
        self._welcome = welcome
        self._wake = wake
        self._news = self._news_handled = 0

    def look_again(self) -> None:
        """Discord has sent servers, as in a new session or after an outage. Some may be new to the bot."""
        self._news += 1

    async def look(self) -> None:
        """A chore: welcome the servers that the bot joined while nobody noticed."""
        news = self._news
        if news == self._news_handled or not self._bot.is_ready():
            return
        for server in list(self._bot.guilds):
            await self.welcome_if_new(server)
        # Not before: if the database fails in between, the next chore looks again.
        self._news_handled = news

    async def welcome_if_new(self, server: discord.Guild) -> None:
        """Welcome the server if the bot has joined it lately, unless it was welcomed."""
        own = server.get_member(self._bot.user.id) if self._bot.user else None
        joined_at = own.joined_at if own else None
        if joined_at and not server.unavailable and await self._welcome.welcome(server.id, joined_at):
            self._wake()
