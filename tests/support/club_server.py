"""A study server with a reading club, and control over its time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import discord
from sqlalchemy import select

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import ClubSettings, SettingsChange
from bot.core.outbox.kinds import Kind
from bot.storage.tables import outbox, weeks
from tests.support.databases import database_of
from tests.support.reading import answer_to, buttons
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from simcord import Env, ResponseMessage
    from simcord.actors import MemberActor
    from simcord.builders import ChannelHandle, GuildHandle, RoleHandle

    from bot.client import PaperClub
    from bot.core.clubs.club import Club

SUNDAY = WeeklySlot(6, time(18), "Europe/Berlin")
ORGANIZER_PERMISSIONS = discord.Permissions(
    manage_guild=True, manage_messages=True, send_messages=True, view_channel=True
)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass
class ClubServer:
    """Dana is the organizer; Ada and Bo are members. The club meets in `channel`, a text channel or a forum."""

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
        organisers = self.guild.create_role("Organisers", permissions=ORGANIZER_PERMISSIONS)
        self.dana = self.guild.add_member(self.env.create_user("dana"), roles=[organisers])
        self.ada = self.guild.add_member(self.env.create_user("ada"))
        self.bo = self.guild.add_member(self.env.create_user("bo"))

    @property
    def bot(self) -> PaperClub:
        bot: PaperClub = self.env.bot  # type: ignore[assignment]
        return bot

    async def club(self, *queue: str, slot: WeeklySlot = SUNDAY, **facts: Any) -> Club:
        """Create a club that pings the readers and reads these papers in order."""
        channel_facts = {"channel_id": self.channel.id, "is_forum": self.is_forum}
        chosen: dict[str, Any] = {"name": "Sunday papers", "role_id": self.readers.id} | channel_facts | facts
        settings = ClubSettings(slot=slot, **chosen)
        club = await self.bot.services.clubs.create(self.guild.id, settings, viewer(0, self.guild.id))
        for key in queue:
            await self.bot.services.syllabus.add(club, key, None)
        return club

    async def edit(self, club: Club, **settings: Any) -> None:
        await self.bot.services.clubs.edit(club, SettingsChange(settings), viewer())

    async def present(self, club: Club) -> Club:
        return await self.bot.services.clubs.by_id(viewer(0, self.guild.id), club.id)

    async def confirmed(self, channel: ChannelHandle, name: str, **options: Any) -> ResponseMessage:
        """The result after Dana has used a command that asks first, and pressed its only button."""
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
        """Wait until the outbox worker is idle. SimCord doesn't wait for it, because its work isn't part of an
        interaction.
        """
        await self.bot.outbox_worker.rest()
        await self.env.settle()

    async def go_to(self, moment: datetime | None) -> None:
        """Move the time there, and tick."""
        assert moment is not None
        await self.env.advance_time(max(0.0, (moment - self.env.now()).total_seconds()))
        await self.tick()

    async def pass_by(self, span: timedelta) -> None:
        await self.go_to(self.env.now() + span)

    def posts(self) -> list[discord.Message]:
        """The bot's messages in the club's channel, or the first messages of its forum posts; oldest first."""
        if not self.is_forum:
            return self.said_in(self.channel)
        return [message for thread in self.channel.threads for message in self.said_in(thread)[:1]]

    def guides_in(self, channel: ChannelHandle) -> list[discord.Message]:
        """The reading guides there, of which a week's thread has one."""
        return [message for message in self.said_in(channel, with_guides=True) if _is_guide(message)]

    def said_in(self, channel: ChannelHandle, *, with_guides: bool = False) -> list[discord.Message]:
        """The bot's messages there that everybody can see. Few tests are about the reading guide of a thread."""
        me = self.bot.user
        return [
            message
            for message in channel.history()
            if me
            and message.author.id == me.id
            and message.type is discord.MessageType.default
            and not message.flags.ephemeral
            and (with_guides or not _is_guide(message))
        ]

    @property
    def threads(self) -> list[ChannelHandle]:
        return sorted(self.channel.threads, key=lambda thread: thread.id)

    async def week_rows(self) -> list[Any]:
        async with database_of(self.bot).read_transaction() as connection:
            return list(await connection.execute(select(weeks).order_by(weeks.c.slot)))

    async def entry_rows(self, *, with_guides: bool = False) -> list[Any]:
        """Every entry, oldest first. Few tests are about reading guides."""
        query = select(outbox).order_by(outbox.c.id)
        async with database_of(self.bot).read_transaction() as connection:
            return list(await connection.execute(query if with_guides else query.where(outbox.c.kind != Kind.GUIDE)))

    def requests(self, method: str, ending: str) -> list[Any]:
        return [
            request for request in self.env.http_requests if request.method == method and request.path.endswith(ending)
        ]


def _is_guide(message: discord.Message) -> bool:
    return any(custom_id.endswith(f"-{Kind.GUIDE}") for custom_id in buttons(message).values())
