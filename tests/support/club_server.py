"""A study server with a reading club, and time that passes in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import discord
from sqlalchemy import select

from bot.core.calendar import WeeklySlot
from bot.core.clubs import ClubSettings
from bot.storage.tables import outbox, weeks
from tests.support.reading import answer_to, buttons
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from simcord import Env, ResponseMessage
    from simcord.actors import MemberActor
    from simcord.builders import ChannelHandle, GuildHandle, RoleHandle

    from bot.client import PaperClub
    from bot.core.clubs import Club

SUNDAY = WeeklySlot(6, time(18), "Europe/Berlin")
STEERING = discord.Permissions(manage_guild=True, manage_messages=True, send_messages=True, view_channel=True)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass
class ClubServer:
    """Dana organises; Ada and Bo are members; the club meets in `channel`, a text channel or a forum."""

    env: Env
    is_forum: bool = False
    guild: GuildHandle = field(init=False)
    channel: ChannelHandle = field(init=False)
    lobby: ChannelHandle = field(init=False)
    readers: RoleHandle = field(init=False)
    dana: MemberActor = field(init=False)
    ada: MemberActor = field(init=False)
    bo: MemberActor = field(init=False)

    def __post_init__(self) -> None:
        self.guild = self.env.create_guild("Study group")
        make = self.guild.create_forum_channel if self.is_forum else self.guild.create_text_channel
        self.channel = make("papers")
        self.lobby = self.guild.create_text_channel("lobby")
        self.readers = self.guild.create_role("Readers", mentionable=True)
        organisers = self.guild.create_role("Organisers", permissions=STEERING)
        self.dana = self.guild.add_member(self.env.create_user("dana"), roles=[organisers])
        self.ada = self.guild.add_member(self.env.create_user("ada"))
        self.bo = self.guild.add_member(self.env.create_user("bo"))

    @property
    def bot(self) -> PaperClub:
        bot: PaperClub = self.env.bot  # type: ignore[assignment]
        return bot

    async def club(self, *queue: str, slot: WeeklySlot = SUNDAY, **facts: Any) -> Club:
        """A club that mentions the readers; its papers in the order given."""
        place = {"channel_id": self.channel.id, "is_forum": self.is_forum}
        chosen: dict[str, Any] = {"name": "Sunday papers", "role_id": self.readers.id} | place | facts
        settings = ClubSettings(slot=slot, **chosen)
        club = await self.bot.clubs.create(self.guild.id, settings, viewer(0, self.guild.id))
        for key in queue:
            await self.bot.syllabus.add(club, key, None)
        return club

    async def edit(self, club: Club, **settings: Any) -> None:
        await self.bot.clubs.edit(club, lambda present: replace(present, **settings), viewer())

    async def present(self, club: Club) -> Club:
        return await self.bot.clubs.by_id(viewer(0, self.guild.id), club.id)

    async def confirmed(self, channel: ChannelHandle, name: str, **options: Any) -> ResponseMessage:
        """What follows once Dana has given a command that asks first, and pressed its only button."""
        asking = await self.dana.slash(channel, name, **options)
        assert asking.ephemeral
        (label,) = buttons(answer_to(asking))
        pressed = await self.dana.click(answer_to(asking), label=label)
        await self.delivered()
        assert not pressed.ephemeral
        return answer_to(pressed)

    async def tick(self) -> None:
        await self.bot.scheduler.tick()
        await self.delivered()

    async def delivered(self) -> None:
        """Let the courier come to rest: what it does is nobody's interaction, so SimCord does not wait for it."""
        await self.bot.courier.rest()
        await self.env.settle()

    async def go_to(self, moment: datetime | None) -> None:
        """Let that time come, and tick."""
        assert moment is not None
        await self.env.advance_time(max(0.0, (moment - self.env.now()).total_seconds()))
        await self.tick()

    async def pass_by(self, span: timedelta) -> None:
        await self.go_to(self.env.now() + span)

    def posts(self) -> list[discord.Message]:
        """The bot's messages in the club's channel, or the starters of its forum posts; oldest first."""
        if not self.is_forum:
            return self.said_in(self.channel)
        return [message for thread in self.channel.threads for message in self.said_in(thread)[:1]]

    def said_in(self, channel: ChannelHandle) -> list[discord.Message]:
        """What everybody can see of the bot there."""
        me = self.bot.user
        return [
            message
            for message in channel.history()
            if me
            and message.author.id == me.id
            and message.type is discord.MessageType.default
            and not message.flags.ephemeral
        ]

    @property
    def threads(self) -> list[ChannelHandle]:
        return sorted(self.channel.threads, key=lambda thread: thread.id)

    async def week_rows(self) -> list[Any]:
        async with self.bot.weeks._database.reading() as connection:
            return list(await connection.execute(select(weeks).order_by(weeks.c.slot)))

    async def entry_rows(self) -> list[Any]:
        async with self.bot.weeks._database.reading() as connection:
            return list(await connection.execute(select(outbox).order_by(outbox.c.id)))

    def requests(self, method: str, ending: str) -> list[Any]:
        return [
            request for request in self.env.http_requests if request.method == method and request.path.endswith(ending)
        ]
