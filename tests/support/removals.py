"""Servers that remove the bot, and take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simcord.backend import serializers

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer


class Removal:
    """Takes the virtual server away from the bot, and gives it back as it was."""

    def __init__(self, server: ClubServer) -> None:
        self._backend = server.env.backend
        self._guild = self._backend.guilds[server.guild.id]
        places = [*self._guild.channel_ids, *self._guild.thread_ids]
        self._channels = {place: self._backend.channels[place] for place in places}
        self._messages = {place: self._backend.messages[place] for place in places if place in self._backend.messages}

    def remove(self) -> None:
        self._backend.remove_guild(self._guild.id)

    def remove_unheard(self) -> None:
        """While no bot is connected."""
        del self._backend.guilds[self._guild.id]

    def take_back(self) -> None:
        self._backend.guilds[self._guild.id] = self._guild
        self._backend.channels |= self._channels
        self._backend.messages |= self._messages
        self._backend.emit("GUILD_CREATE", serializers.guild_create_payload(self._backend, self._guild))

    def said_to_owner(self) -> str:
        direct = self._backend.get_dm_channel(self._guild.owner_id)
        return str([message.components for message in self._backend.messages.get(direct.id, {}).values()])
