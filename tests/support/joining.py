"""A server that the bot joins."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import discord
from simcord.backend import serializers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord import Env
    from simcord.actors import MemberActor
    from simcord.builders import ChannelHandle, GuildHandle

    from bot.client import PaperClub

ORGANIZER_PERMISSIONS = discord.Permissions(manage_guild=True, send_messages=True, view_channel=True)


class NewServer:
    """A server with the channels `general` and `papers`, an organizer, Dana, and a member, Ada.

    The bot hears nothing of it before `join`.
    """

    guild: GuildHandle
    general: ChannelHandle
    papers: ChannelHandle
    dana: MemberActor
    ada: MemberActor

    def __init__(self, env: Env) -> None:
        self.env = env
        with self.unheard():
            self.guild = env.create_guild("Owls")
            self.general = self.guild.create_text_channel("general")
            self.papers = self.guild.create_text_channel("papers")
            self.organizers = self.guild.create_role("Organizers", permissions=ORGANIZER_PERMISSIONS)
            self.dana = self.guild.add_member(env.create_user("dana"), roles=[self.organizers])
            self.ada = self.guild.add_member(env.create_user("ada"))

    @property
    def bot(self) -> PaperClub:
        bot: PaperClub = self.env.bot  # type: ignore[assignment]
        return bot

    @contextmanager
    def unheard(self) -> Iterator[None]:
        """What happens meanwhile, the bot is not told."""
        heard, self.env.backend.subscribers[:] = list(self.env.backend.subscribers), []
        yield
        self.env.backend.subscribers[:] = heard

    def facts(self) -> dict[str, Any]:
        backend = self.env.backend
        return dict(serializers.guild_create_payload(backend, backend.guilds[self.guild.id]))

    def set_joined_now(self) -> None:
        own = self.env.backend.guilds[self.guild.id].members[self.env.backend.bot_user.id]
        own.joined_at = self.env.backend.now_iso()

    async def join(self) -> None:
        """Discord reports the server without `unavailable`, as it does only when a bot joins."""
        self.set_joined_now()
        await self.hear({name: value for name, value in self.facts().items() if name != "unavailable"})

    async def come_back_after_an_outage(self) -> None:
        self.env.backend.emit("GUILD_DELETE", {"id": str(self.guild.id), "unavailable": True})
        await self.hear(self.facts())

    async def leave(self) -> None:
        self.env.backend.emit("GUILD_DELETE", {"id": str(self.guild.id)})
        await self.settled()

    async def hear(self, facts: dict[str, Any]) -> None:
        self.env.backend.emit("GUILD_CREATE", facts)
        await self.settled()

    async def settled(self) -> None:
        await self.env.settle()
        await self.bot.outbox_worker.rest()
        await self.env.settle()

    async def do_chores(self) -> None:
        await self.bot.scheduler.do_chores()
        await self.settled()

    def use_as_system_channel(self, channel: ChannelHandle) -> None:
        with self.unheard():
            self.env.backend.edit_guild(self.guild.id, {"system_channel_id": channel.id})

    def welcomes(self) -> list[discord.Message]:
        """The bot's messages in all channels."""
        me = self.bot.user
        found = [message for channel in self.guild.channels.values() for message in channel.history()]
        return [message for message in found if me and message.author.id == me.id and not message.flags.ephemeral]
