"""What a club's members see around one session, compared with what a diary says of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import discord
from icalendar import Calendar
from sqlalchemy import select

from bot.core.calendar.rhythm import Rhythm
from bot.storage.hosts.tables import host_answers
from bot.storage.meetings.tables import meetings
from tests.support.club_server import WEEK
from tests.support.databases import database_of
from tests.support.host_server import texts_to
from tests.support.meeting_server import EVENTS, allow, events
from tests.support.reading import answer_to, shown_text
from tests.support.reading_group import ReadingGroup
from tests.support.wall_clock import berlin, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.core.clubs.club import Club
    from tests.support.club_server import ClubServer
    from tests.support.wall_clock import Session

FIRST_THURSDAY = date(2026, 1, 8)
MINUTE, NEW_LINE = timedelta(minutes=1), "\n"


@dataclass
class SessionYear:
    """A club that meets every second Thursday in a voice channel.

    `done` counts its posts, and `messages` all messages in its channel. `off` are the Thursdays whose meetings are
    known to be left out, and `moved` those whose meeting is on another day. `further` counts the meetings that papers
    have besides their first.
    """

    server: ClubServer
    group: ReadingGroup = field(init=False)
    room: Any = field(init=False)
    asks: dict[str, int] = field(default_factory=dict)
    done: int = 0
    messages: int = 0
    off: list[date] = field(default_factory=list)
    further: int = 0
    moved: dict[date, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.group = ReadingGroup(self.server)
        self.room = self.server.guild.create_voice_channel("Reading room")
        allow(self.server, EVENTS | discord.Permissions(connect=True))

    async def dana(self, command: str, **options: Any) -> Any:
        """What Dana reads after a command."""
        answer = await self.server.dana.slash(self.server.lobby, command, **options)
        await self.server.delivered()
        assert answer.ephemeral
        return answer_to(answer)

    async def set_up(self, papers: Iterable[str], **settings: Any) -> Club:
        """The club's settings, as its organizer chooses them in January. Nothing else is left to do."""
        club = await self.server.club(*papers, **settings)
        said = await self.dana(
            "club edit",
            rhythm=Rhythm.TWO_WEEKS.value,
            meeting_day="Thursday",
            meeting_time="19:00",
            meeting_length=90,
            meeting_place=str(self.room.id),
        )
        assert "Sundays every 2 weeks at 18:00, Europe/Berlin" in shown_text(said)
        assert f"**Meets** Thursdays at 19:00 for 90 minutes · <#{self.room.id}>" in shown_text(said)
        return club

    async def volunteer(self, *names: str) -> None:
        for name in names:
            said = await self.group[name].slash(self.server.channel, "host volunteer")
            assert "You now take turns hosting" in shown_text(answer_to(said))
            await self.server.env.advance_time(1)

    async def at(self, moment: datetime) -> None:
        """Time passes until then. The bot ticks, and again a little later: it may have looked for leavers first."""
        await self.server.go_to(moment)
        await self.server.pass_by(timedelta(seconds=10))

    def post(self) -> Any:
        """The newest weekly post; news of the club come between them."""
        return [one for one in self.server.posts() if "## Week " in shown_text(one)][-1]

    def thread_says(self) -> list[str]:
        """What the bot said in the newest thread: each message's first line that isn't a ping or the club's name."""
        lines = [shown_text(one).splitlines() for one in self.server.said_in(self.server.threads[-1])]
        return [next(line for line in found if not line.startswith(("-# ", "<@"))) for found in lines]

    async def status(self, name: str = "gus") -> str:
        return shown_text(answer_to(await self.group[name].slash(self.server.channel, "week status")))

    async def calendar(self) -> tuple[list[datetime], list[datetime]]:
        """When the sessions in a member's calendar file begin: those that take place, and those that don't."""
        answer = answer_to(await self.group["hal"].slash(self.server.channel, "week calendar"))
        (file,) = answer.attachments
        found: list[Any] = list(Calendar.from_ical(await file.read()).walk("VEVENT"))
        on = sorted(one["DTSTART"].dt for one in found if str(one["STATUS"]) == "CONFIRMED")
        return on, sorted(one["DTSTART"].dt for one in found if str(one["STATUS"]) == "CANCELLED")

    def planned(self) -> tuple[list[datetime], list[datetime]]:
        """By the wall clock: the next ten meetings, and those left out before the last of them."""
        now, day = self.server.env.now(), FIRST_THURSDAY
        on: list[datetime] = []
        off: list[datetime] = []
        while len(on) < 10:
            held = self.moved.get(day, day)
            if berlin(held, 20, 30) > now:
                (off if day in self.off else on).append(berlin(held, 19))
            day += 2 * WEEK
        return on, off

    def newly_asked(self) -> dict[str, Any]:
        """The members who were asked to host since the last call, and the messages."""
        new = {}
        for name, member in self.group.members.items():
            asked = [one for one in texts_to(member) if "Would you host" in shown_text(one)]
            if len(asked) > self.asks.get(name, 0):
                new[name] = asked[-1]
            self.asks[name] = len(asked)
        return new

    async def answer(self, name: str, label: str, asked: Any) -> str:
        pressed = await self.group[name].user.click(asked, label=label)
        await self.server.delivered()
        return shown_text(answer_to(pressed))

    async def hosts(self) -> dict[Any, int]:
        """The stored host of each slot."""
        async with database_of(self.server.bot).read_transaction() as connection:
            found = await connection.execute(select(host_answers).where(host_answers.c.standing == "hosts"))
            rows = [(row.slot, row.user_id) for row in found]
        assert len(dict(rows)) == len(rows), "a session has two hosts"
        return dict(rows)

    async def meeting_rows(self) -> list[tuple[Any, Any, str]]:
        async with database_of(self.server.bot).read_transaction() as connection:
            found = await connection.execute(select(meetings).order_by(meetings.c.slot))
            return [(row.slot, row.starts_at, row.state) for row in found]

    def events_at(self) -> list[tuple[datetime | None, datetime | None]]:
        """When the server's events begin and end, in the order in which they were made."""
        read = discord.utils.parse_time
        return [(read(one.scheduled_start_time), read(one.scheduled_end_time)) for one in events(self.server)]

    def event_of(self, session: Session) -> Any:
        """The one event at the session's time."""
        at, ends_at = session.meets_at, session.ends_at
        (found,) = [
            one for one, when in zip(events(self.server), self.events_at(), strict=True) if when == (at, ends_at)
        ]
        return found

    def meeting_line(self, session: Session) -> str:
        where = f"[event](https://discord.com/events/{self.server.guild.id}/{self.event_of(session).id})"
        which = f"Meeting {session.part}" if session.part else "Meeting"
        return f"**{which}** {stamp(session.meets_at)} · <#{self.room.id}> · {where}"

    def hosted_line(self, session: Session, host: str) -> str:
        """The meeting and its host: one line for each of several sessions."""
        return f"{self.meeting_line(session)}{' · ' if session.part else NEW_LINE}**Host** {self.group[host].mention}"

    def reminders(self) -> list[Any]:
        return [one for one in self.server.said_in(self.server.threads[-1]) if "**Meeting on" in shown_text(one)]

    def digest(self) -> str:
        (found,) = [one for one in self.server.said_in(self.server.threads[-1]) if "is over" in shown_text(one)]
        return shown_text(found)
