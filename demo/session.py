"""A club that meets live, for those who want to try that without setting it up, and the steps to walk through it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from simcord.backend.permissions import flag

from bot.core.clubs.club import WEEKDAYS
from bot.core.weeks.attendance import who_is_in
from bot.core.weeks.week import WeekState
from demo.world import MEMBERS, ORGANIZER, READERS

if TYPE_CHECKING:
    from datetime import date

    from simcord import ChannelHandle, Env

    from bot.client import PaperClub
    from bot.core.clubs.club import Club
    from bot.services.weeks.views import WeekView
    from demo.clock import Clock
    from demo.stage import Stage

NAME = "Evening talks"
HOSTS = ("ada", "bo")
NOMINATED = {
    "ada": ("flashattention", "Everybody uses it, and nobody here can explain it."),
    "bo": ("mamba", "Is attention still all you need?"),
    "chidi": ("dpo", "I want to understand how it gets rid of the reward model."),
}
# The first post is soon, and the meeting in the same week: after the logs, before the digest.
DAYS_TO_POST, DAYS_TO_MEETING = 3, 4
POSTS_AT, MEETS_AT = "18:00", "19:00"
OPEN_CHANNEL, OPEN_THREAD = "Open evening-talks", "Open the thread"
FOR_EVENTS = ("create_events", "connect")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing for the visitor to do. `button` leads to the `place`; without one, it is the clock."""

    title: str
    text: str
    is_done: bool
    place: ChannelHandle | None = None
    button: str = ""


class Session:
    """The club, from its setup to the digest of its first week."""

    def __init__(self, env: Env, bot: PaperClub, stage: Stage, clock: Clock) -> None:
        self._env = env
        self._bot = bot
        self._stage = stage
        self._clock = clock
        self._club_id: int | None = None
        self._week_id: int | None = None

    @property
    def _channel(self) -> ChannelHandle:
        return self._stage.world.talks

    async def set_up(self) -> None:
        """Members set it up with the bot's commands, as on Discord. A second call does nothing."""
        async with self._stage.turn:
            if self._club_id is None:
                await self._set_up()
                await self._stage.refresh()

    async def _set_up(self) -> None:
        world, members = self._stage.world, self._stage.world.members
        self._allow_events()
        posts, meets = (WEEKDAYS[(self._clock.now + timedelta(days=days)).weekday()] for days in self._days())
        dana = members[ORGANIZER]
        await dana.slash(
            self._channel, "club create", name=NAME, channel=self._channel, day=posts, time=POSTS_AT, timezone="UTC",
            role=world.guild.roles[READERS], log_days=3, review_days=2,
        )  # fmt: skip
        await dana.slash(
            self._channel, "club edit", meeting_day=meets, meeting_time=MEETS_AT, meeting_place=str(world.voice.id)
        )
        for name, (paper, why) in NOMINATED.items():
            await members[name].slash(self._channel, "nominate", paper=paper, why=why)
        for name in HOSTS:
            await members[name].slash(self._channel, "host volunteer")
        await dana.slash(self._channel, "week poll", kind="ranked")
        await self._clock.catch_up()
        clubs = await self._bot.services.clubs.all_of(world.guild.id)
        self._club_id = next(club.id for club in clubs if club.settings.channel_id == self._channel.id)

    def _days(self) -> tuple[int, int]:
        return DAYS_TO_POST, DAYS_TO_POST + DAYS_TO_MEETING

    def _allow_events(self) -> None:
        """What the link does that the bot shows to organizers whose clubs meet live."""
        backend, guild_id = self._env.backend, self._stage.world.guild.id
        guild = backend.get_guild(guild_id)
        (own,) = guild.members[backend.bot_user.id].role_ids
        given = guild.roles[own].permissions
        for name in FOR_EVENTS:
            given |= flag(name)
        backend.edit_role(guild_id, own, {"permissions": given})

    async def steps(self) -> list[Step]:
        """What to do, in order. None before the club is set up."""
        clubs = await self._bot.services.clubs.all_of(self._stage.world.guild.id)
        club = next((club for club in clubs if club.id == self._club_id), None)
        if club is None:
            return []
        week = await self._week(club)
        is_voting = await self._bot.services.polls.under_way(club) is not None
        day = week.week.slot if week else club.next_slot
        return [*await self._before(club, day, week, is_voting=is_voting), *self._after(week)]

    async def _week(self, club: Club) -> WeekView | None:
        """The first week, also when there are more."""
        if self._week_id is None:
            found = await self._bot.services.weeks.current(club)
            self._week_id = found.week.id if found else None
        return await self._bot.services.weeks.view(self._week_id) if self._week_id else None

    async def _before(self, club: Club, day: date | None, week: WeekView | None, *, is_voting: bool) -> list[Step]:
        host = await self._bot.services.hosts.host_of(club, day) if day else None
        return [
            Step(
                "Vote",
                "Three members have nominated papers. As Ada, Bo and Chidi, press <b>Vote</b> and rank them. Nobody "
                "else sees a ballot. <code>/nominations</code> shows who proposed what, and why.",
                not is_voting,
                self._channel,
                OPEN_CHANNEL,
            ),
            Step(
                "Find a host",
                "Ada and Bo volunteered. It is Ada's turn, so the bot asks her in a direct message: press "
                "<b>I'll host</b>. If she declines, Bo is asked.",
                host is not None or self._has_met(week),
                self._stage.direct_messages.get(MEMBERS[HOSTS[0]]),
                "Open Ada's messages",
            ),
            Step(
                "Let the vote end, then the week begin",
                "Use <b>Skip ahead</b> on the clock, twice. The votes are counted, and then the winner is posted.",
                week is not None,
            ),
        ]

    def _after(self, week: WeekView | None) -> list[Step]:
        thread = next(iter(self._channel.threads), None)
        is_over = week is not None and week.week.state is WeekState.CLOSED
        attending = who_is_in(week.answers, week.wrote, week.gone) if week else ()
        return [
            Step(
                "Join",
                "The post names the host and says when you meet; its <b>event</b> is on this page, too. As Ada, Bo "
                "and Chidi, press <b>I'm in</b>.",
                bool(attending) or self._has_met(week),
                self._channel,
                OPEN_CHANNEL,
            ),
            Step(
                "Meet",
                "Skip ahead until the meeting is over. On the way the thread gets two reminders, and the host an "
                "agenda in a direct message. Then the thread asks who came: press <b>I was there</b>.",
                is_over or bool(week and week.present),
                thread,
                OPEN_THREAD,
            ),
            Step(
                "Keep the recording",
                "As Dana, in the thread, send <code>/week link</code> with any address as <code>url</code>, such as "
                "<code>https://example.org/recording</code>.",
                is_over or bool(week and week.links),
                thread,
                OPEN_THREAD,
            ),
            Step(
                "Read the digest",
                "Skip ahead to the end of the week. The digest in the thread thanks the host, counts who was there, "
                "and has the link.",
                is_over,
                thread,
                OPEN_THREAD,
            ),
        ]

    def _has_met(self, week: WeekView | None) -> bool:
        return any(held.meeting.ends_at <= self._clock.now for held in (week.meetings if week else ()))
