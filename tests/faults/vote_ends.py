"""A club closes while its vote runs, or while Discord's answer to the vote's message is unknown, and requests fail.

The bot is stopped, an organizer closes the club, and the next process ends the vote: Discord's poll, or the message
that offers ballots.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, TypeVar

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.outbox.kinds import Kind
from bot.services.clubs.service import ClubService
from bot.services.papers.catalogs import Catalogs
from bot.storage.database import Database
from tests.faults.kill_points import KillPoint
from tests.faults.meetings import REQUEST_FAULTS, is_settled
from tests.faults.runs import LOOK_S, MOST_STARTS, Play, Scenario, Verdict, played
from tests.faults.scene import CHANNEL_ID, DUE, GUILD_ID, Scene
from tests.faults.votes import PAPERS, is_marked
from tests.support.loopback import Target, faults
from tests.support.reading_clubs import App
from tests.support.shipped import shipped_catalog

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bot.core.ballots.outcome import Method
    from bot.core.clubs.club import Club
    from tests.faults.bots import Bots
    from tests.faults.stores import DatabaseMaker, Stored
    from tests.support.loopback.world import Message

# Days before the next post, so that nothing but the vote happens.
BEGINS = DUE - timedelta(days=2)
ENDED = "ended without a result"
OUTBOX, SENDER = "bot.services.outbox.service:OutboxService", "bot.delivery.sender:Sender"
# Where the second process stores and sends something: the end of the vote, and the word that the club has closed.
POINTS = tuple(product((f"{OUTBOX}.due", f"{OUTBOX}.mark_sending", f"{SENDER}.send", f"{OUTBOX}.record"), (1, 2)))
IN_DOUBT = (
    faults.killed_before(),
    faults.killed_after(),
    faults.unanswered(),
    faults.failed(504, applies=True),
    faults.failed(504, applies=False),
    faults.appears_late(60),
    faults.appears_late(300),
)


@dataclass(frozen=True)
class VoteEndScene(Scene):
    club_id: int = 0
    method: Method | None = None

    @property
    def ending(self) -> tuple[str, str]:
        """The request that ends the vote."""
        return faults.EDIT_MESSAGE if self.method else faults.END_POLL


@dataclass(frozen=True)
class VoteEndScenario(Scenario):
    """The club closes once the vote is there; `in_doubt`, once the first fault has happened to its message."""

    in_doubt: bool = False

    def __str__(self) -> str:
        return f"closed in doubt: {super().__str__()}" if self.in_doubt else super().__str__()


ScenarioT = TypeVar("ScenarioT", bound=VoteEndScenario)


@dataclass
class VoteEndVerdict(Verdict):
    """`votes` are its messages in Discord, and `running` those that members can vote in. `others` are all others."""

    votes: int = 0
    running: int = 0

    @property
    def is_lost(self) -> bool:
        wanted: VoteEndScenario = self.scenario  # type: ignore[assignment]
        return self.running > 0 or self.others < 1 or (self.votes < 1 and not wanted.in_doubt)

    @property
    def is_doubled(self) -> bool:
        return self.votes > 1 or self.others > 1

    @property
    def is_good(self) -> bool:
        return not (self.is_lost or self.is_doubled or self.troubles or self.violations)

    def __str__(self) -> str:
        found = f"{self.votes} votes, {self.running} running, {self.others} others, {self.starts} starts"
        return f"{self.scenario}: {found}; {'; '.join([*self.troubles, *self.violations])}"


VerdictT = TypeVar("VerdictT", bound=VoteEndVerdict)


async def make_vote_end_scene(database_maker: DatabaseMaker, empty: str, method: Method | None) -> VoteEndScene:
    """A club whose vote began a minute ago, and is not sent yet."""
    template = await database_maker.template(f"vote-end-{method or 'native'}", of=empty)
    app = App(template, now=BEGINS - timedelta(minutes=1))
    await app.database.open()
    slot = WeeklySlot(DUE.weekday(), DUE.time(), "UTC")
    club = await app.club("qlora", slot=slot, channel_id=CHANNEL_ID, server_id=GUILD_ID)
    poll = (await app.polls.start_vote(club, PAPERS, method)).poll
    await app.database.close()
    key = f"{club.token}-poll-{poll.id}"
    return VoteEndScene(False, database_maker, template, key, club_id=club.id, method=method)


def scenarios_of(scene: VoteEndScene) -> list[VoteEndScenario]:
    return vote_scenarios(scene, VoteEndScenario, scene.ending, POINTS)


def vote_scenarios(
    scene: VoteEndScene, kind: type[ScenarioT], request: tuple[str, str], points: Iterable[tuple[str, int]]
) -> list[ScenarioT]:
    """Each fault at the request, each crash beside it, and each doubt about the vote's message, also with a fault."""
    creation, target = Target(*faults.CREATE_MESSAGE), Target(*request)
    found = [kind(scene, faults=((target, fault),)) for fault in REQUEST_FAULTS]
    for (step, nth), when in product(points, ("before", "after")):
        found.append(kind(scene, kill_points=(KillPoint(step, when, nth),)))  # type: ignore[arg-type]
    found += [kind(scene, faults=((creation, doubt),), in_doubt=True) for doubt in IN_DOUBT]
    found += [
        kind(scene, faults=((creation, faults.killed_after()), (target, fault)), in_doubt=True)
        for fault in (faults.lost(), faults.unanswered(), faults.failed(500, applies=True))
    ]
    return found


async def run_vote_end(scenario: VoteEndScenario, bots: Bots, folder: Path) -> VoteEndVerdict:
    return await judged_vote(VoteEndVerdict(scenario), VoteEndPlay, bots, folder)


async def judged_vote(verdict: VerdictT, play: type[VoteEndPlay], bots: Bots, folder: Path) -> VerdictT:
    """Run the verdict's scenario in a folder and on a database of its own."""
    async with played(verdict.scenario, verdict, bots, folder, play, start=BEGINS) as over:
        (poll,) = await over.store.rows("SELECT * FROM polls")
        over.judge(await over.store.read(), is_open=bool(poll["is_open"]))
    return verdict


@dataclass
class VoteEndPlay(Play):
    """The vote is sent, the club closes while no bot runs, and the vote is ended."""

    is_closed: bool = False

    async def until_settled(self) -> None:
        self.loopback.on_kill = self._kill
        while self.verdict.starts <= MOST_STARTS:
            if not self.is_closed and await self._may_close():
                await self._close()
            if self.bot is None or self.bot.ended.done():
                await self._next_start()
            await asyncio.sleep(LOOK_S)
            stored = await self.store.read()
            if self.is_closed and is_settled(stored) and not await self._is_about_to_die():
                return
            self._skip_waiting(stored)
        self.verdict.troubles.append("dies again and again")

    async def _may_close(self) -> bool:
        wanted: VoteEndScenario = self.scenario  # type: ignore[assignment]
        return bool(self.loopback.faults.happened) if wanted.in_doubt else (await self.store.read()).is_settled

    async def _close(self) -> None:
        """This crash is the test's own. Then do what an organizer would."""
        self._kill()
        if self.bot:
            await self.bot.ended
        scene: VoteEndScene = self.scenario.scene  # type: ignore[assignment]
        database = Database(self.store.url)
        await database.open()
        try:
            clubs = ClubService(database, Catalogs(shipped_catalog()), self.clock.now)
            club = await clubs.known(scene.club_id)
            assert club
            await self._change(clubs, club)
        finally:
            await database.close()
        self.is_closed = True

    async def _change(self, clubs: ClubService, club: Club) -> None:
        await clubs.close(club, ())

    def _points(self) -> list[KillPoint]:
        return super()._points() if self.is_closed else []

    def judge(self, stored: Stored, *, is_open: bool) -> None:
        """Compare Discord, also what is not visible yet, with what is stored."""
        verdict: VoteEndVerdict = self.verdict  # type: ignore[assignment]
        scene: VoteEndScene = self.scenario.scene  # type: ignore[assignment]
        messages = [one for channel in self.loopback.world.channels.values() for one in channel.messages.values()]
        votes = [message for message in messages if is_vote(message, scene)]
        verdict.votes, verdict.others = len(votes), len(messages) - len(votes)
        verdict.running = sum(not _is_over(message) for message in votes)
        ends = [row["state"] for row in stored.outbox if row["kind"] == Kind.POLL_END]
        if ends != ["done"] * len(votes):
            verdict.troubles.append(f"{len(votes)} votes have the ends {ends}")
        if is_open:
            verdict.troubles.append("the vote is still open")


def is_vote(message: Message, scene: VoteEndScene) -> bool:
    return bool(message.facts.get("poll")) or is_marked(message, scene.key) or ENDED in text_of(message)


def _is_over(message: Message) -> bool:
    poll = message.facts.get("poll")
    return poll["results"]["is_finalized"] if poll else ENDED in text_of(message)


def text_of(message: Message) -> str:
    return json.dumps(message.facts.get("components", []), ensure_ascii=False)
