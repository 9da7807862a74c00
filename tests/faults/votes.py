"""Members vote with ranked ballots while the bot dies, then the vote ends and the week's post is due."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.core.ballots.outcome import Method
from bot.core.calendar.weekly_slot import WeeklySlot
from tests.faults.runs import HANG_S, LOOK_S, Play, Verdict, played
from tests.faults.scene import CHANNEL_ID, DUE, GUILD_ID, Scene
from tests.support.loopback.interactions import (
    COMPONENT,
    answers_to,
    press_button,
    send_interaction,
    tell_of,
)
from tests.support.loopback.shapes import message_shape
from tests.support.loopback.world import APPLICATION_ID
from tests.support.reading_clubs import App

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.bots import Bots
    from tests.faults.runs import Scenario
    from tests.faults.stores import DatabaseMaker
    from tests.support.loopback import Loopback
    from tests.support.loopback.world import Message

# Slow enough that a busy machine stores every vote before the clock has gone far.
SPEED, AGAIN_S = 5, 10
SELECT = 3
PAPERS = ("lora", "mamba", "bert")
# What each member puts first, by the candidate's number. Mamba wins, and a vote that counts twice would change that.
CHOICES = {700_000_000_000_000_001 + at: number for at, number in enumerate((0, 1, 1, 2, 0, 1, 2))}
RANKINGS = tuple(sorted((PAPERS[number],) for number in CHOICES.values()))
WINNER = "mamba"
MESSAGES = ("guide", "poll", "poll-result", "post")


async def make_vote(database_maker: DatabaseMaker, empty: str) -> Scene:
    """A club whose vote began an hour before, and is not sent yet."""
    template = await database_maker.template("vote", of=empty)
    app = App(template, now=DUE - timedelta(hours=3))
    await app.database.open()
    slot = WeeklySlot(DUE.weekday(), DUE.time(), "UTC")
    club = await app.club("qlora", slot=slot, channel_id=CHANNEL_ID, server_id=GUILD_ID)
    poll = (await app.polls.start_vote(club, PAPERS, Method.SCHULZE)).poll
    await app.database.close()
    assert poll.closes_at == DUE - timedelta(hours=1)
    return Scene(is_forum=False, database_maker=database_maker, template=template, key=f"{club.token}-poll-{poll.id}")


@dataclass
class VoteVerdict(Verdict):
    """What came of a vote. `results` and `posts` are messages of the channel."""

    results: int = 0
    papers: list[str] = field(default_factory=list)
    rankings: Any = None
    left: int = 0

    @property
    def is_good(self) -> bool:
        once = (self.results, self.posts, self.papers, self.left) == (1, 1, [WINNER], 0)
        return once and self.rankings == RANKINGS and not self.troubles

    def __str__(self) -> str:
        found = f"{self.results} results, {self.posts} posts of {self.papers}, {self.rankings}, {self.left} left"
        return f"{self.scenario}: {found}, {self.starts} starts; {'; '.join(self.troubles)}"


class VotePlay(Play):
    """Every vote is delivered twice, and once more to each bot that is started after a crash."""

    votes: list[int]

    async def until_settled(self) -> None:
        self.loopback.on_kill = self._kill
        self.loopback.world.answer_within = HANG_S * SPEED
        self.votes = []
        ballot = await self._opened(await self._until_posted())
        for member, number in CHOICES.items():
            self.votes.append(self._vote(ballot, member, number))
            tell_of(self.loopback.world, self.votes[-1])
        told_at = time.monotonic()
        while len(await self.store.rows("SELECT * FROM ballots")) < len(CHOICES):
            await self._keep_running()
            self._skip_waiting(await self.store.read())
            # On a busy machine, some members are told to try again, because the database's pool has the fast clock.
            if time.monotonic() - told_at > AGAIN_S:
                told_at = time.monotonic()
                for vote in self.votes:
                    tell_of(self.loopback.world, vote)
        self.clock.put_forward((DUE - self.clock.now()) / timedelta(seconds=1) + 5)
        while True:
            await self._keep_running()
            stored = await self.store.read()
            kinds = sorted(row["kind"] for row in stored.outbox)
            if stored.is_settled and kinds == sorted(MESSAGES) and not await self._is_about_to_die():
                return
            self._skip_waiting(stored)

    async def _until_posted(self) -> Message:
        await self._until(lambda: self._posted() is not None)
        message = self._posted()
        assert message
        return message

    async def _opened(self, message: Message) -> Message:
        """A member's empty ballot. Discord knows a select by the message that it is in."""
        world, custom_id = self.loopback.world, f"pc:polls:vote:v1:{self.scenario.scene.key}"
        press = press_button(world, world.channels[CHANNEL_ID], next(iter(CHOICES)), message, custom_id)
        self.votes = [press]
        await self._until(lambda: any(one.facts.get("components") for one in answers_to(world, press)))
        self.votes = []
        return next(one for one in answers_to(world, press) if one.facts.get("components"))

    async def _until(self, true: Any) -> None:
        while not true():
            await self._keep_running()
            self._skip_waiting(await self.store.read())

    async def _keep_running(self) -> None:
        """If the bot died, start the next one, and deliver the votes again."""
        if self.verdict.starts > len(self.scenario.kill_points) + len(self.scenario.faults) + 1:
            raise AssertionError(f"dies again and again: {self.scenario}")
        if self.bot is None or self.bot.ended.done():
            identified = self.loopback.gateway.identified
            await self._next_start()
            while self.loopback.gateway.identified == identified and not self.bot.ended.done():  # type: ignore[union-attr]  # noqa: ASYNC110
                await asyncio.sleep(LOOK_S)
            for vote in self.votes:
                tell_of(self.loopback.world, vote)
        await asyncio.sleep(LOOK_S)

    def _posted(self) -> Message | None:
        messages = self.loopback.world.channels[CHANNEL_ID].messages.values()
        return next((one for one in messages if is_marked(one, self.scenario.scene.key)), None)

    def _vote(self, message: Message, member: int, number: int) -> int:
        world = self.loopback.world
        custom_id = f"pc:polls:rank:v1:{self.scenario.scene.key}:1"
        data = {"custom_id": custom_id, "component_type": SELECT, "values": [str(number)]}
        shown = {"message": message_shape(world, message)}
        return send_interaction(world, world.channels[CHANNEL_ID], member, COMPONENT, data, **shown)


async def run_vote(scenario: Scenario, bots: Bots, folder: Path) -> VoteVerdict:
    """Run the scenario in a folder and on a database of its own."""
    verdict = VoteVerdict(scenario)
    start = DUE - timedelta(hours=2)
    async with played(scenario, verdict, bots, folder, VotePlay, start=start, speed=SPEED) as over:
        _judge(verdict, over.loopback, (await over.store.read()).weeks)
        verdict.left = len(await over.store.rows("SELECT * FROM ballots"))
        (poll,) = await over.store.rows("SELECT * FROM polls")
        verdict.rankings = tuple(map(tuple, json.loads(poll["rankings"] or "[]")))
    verdict.troubles += verdict.violations
    return verdict


def _judge(verdict: VoteVerdict, loopback: Loopback, weeks: list[dict[str, Any]]) -> None:
    key = verdict.scenario.scene.key
    channels = loopback.world.channels.values()
    messages = [message for channel in channels for message in channel.messages.values()]
    verdict.results = sum(is_marked(message, f"{key}-end") for message in messages)
    verdict.posts = sum(is_marked(message, f"{key.partition('-')[0]}-{DUE:%y%m%d}-post") for message in messages)
    verdict.papers = [week["paper_key"] for week in weeks]


def is_marked(message: Message, key: str) -> bool:
    return message.author_id == APPLICATION_ID and f'{key}"' in json.dumps(message.facts.get("components", []))
