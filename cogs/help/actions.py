"""What `/help` and its menu do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot.core.help.topics import Reader, ReaderKind, Topic, reader_of
from cogs.help.pages import CommandHelp, help_page
from cogs.ui.replies import Page, Reply, reply_when_ready, revise_when_ready
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import language, worded

if TYPE_CHECKING:
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


class HelpActions:
    """Shows what the member can do where they ask. Every answer is private."""

    def __init__(self, dependencies: Dependencies, tree: app_commands.CommandTree[Any]) -> None:
        self._clubs = dependencies.services.clubs
        self._server_of = dependencies.server_of
        self._tree = tree

    async def show(self, interaction: ClubInteraction, topic: str | None) -> None:
        await reply_when_ready(interaction, self._reply(interaction, topic), private=True)

    async def switch(self, interaction: ClubInteraction, topic: str) -> None:
        """Show another topic in the same message."""
        await revise_when_ready(interaction, self._page(interaction, topic))

    async def _reply(self, interaction: ClubInteraction, topic: str | None) -> Reply:
        return Reply(await self._page(interaction, topic))

    async def _page(self, interaction: ClubInteraction, chosen: str | None) -> Page:
        reader, topic = await self._reader(interaction), Topic(chosen) if chosen in list(Topic) else Topic.FIRST_STEPS
        offered = {
            command.qualified_name: command
            for command in self._tree.walk_commands()
            if isinstance(command, app_commands.Command) and _is_offered(command, reader)
        }
        names = reader.commands(topic, list(offered))
        return help_page(reader, topic, [CommandHelp(name, _description(offered[name])) for name in names])

    async def _reader(self, interaction: ClubInteraction) -> Reader:
        viewer = viewer_of(interaction)
        # In a server that doesn't have the bot, only commands installed to a user's account work.
        if viewer.server_id is None or self._server_of(viewer.server_id) is None:
            return Reader(ReaderKind.ALONE)
        return reader_of(viewer, await self._clubs.of_server(viewer))


def _is_offered(command: app_commands.Command[Any, Any, Any], reader: Reader) -> bool:
    contexts = (command.root_parent or command).allowed_contexts
    works_outside_of_servers = contexts is None or bool(contexts.private_channel)
    return works_outside_of_servers or reader.kind is not ReaderKind.ALONE


def _description(command: app_commands.Command[Any, Any, Any]) -> str:
    """Return the command's description in the reader's language."""
    # discord.py has no public attribute for the text that it translates for Discord.
    words = command._locale_description  # noqa: SLF001
    if words is None:
        return command.description
    return worded(words.extras["message"], language.get(), words.extras["facts"])
