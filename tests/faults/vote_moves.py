"""The post that a vote decides on moves while the vote runs, or while Discord's answer to its message is unknown.

The bot is stopped, an organizer moves the club's posts, and the next process edits the vote's message, which says when
the vote ends now. Requests fail and the process dies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

from bot.core.ballots.outcome import Method
from bot.core.clubs.club import SettingsChange
from bot.core.outbox.kinds import Kind
from tests.faults.scene import DUE, GUILD_ID
from tests.faults.vote_ends import (
    OUTBOX,
    SENDER,
    VoteEndPlay,
    VoteEndScenario,
    VoteEndVerdict,
    is_vote,
    judged_vote,
    make_vote_end_scene,
    text_of,
    vote_scenarios,
)
from tests.support.loopback import faults
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.clubs.club import Club
    from bot.services.clubs.service import ClubService
    from tests.faults.bots import Bots
    from tests.faults.stores import DatabaseMaker, Stored
    from tests.faults.vote_ends import VoteEndScene

LATER = timedelta(hours=2)
# Ballots end an hour before the post.
ENDS, FORMER_END = DUE + LATER - timedelta(hours=1), DUE - timedelta(hours=1)
POINTS = (f"{OUTBOX}.due", f"{OUTBOX}.mark_sending", f"{SENDER}.send", f"{OUTBOX}.record")


@dataclass(frozen=True)
class VoteMoveScenario(VoteEndScenario):
    def __str__(self) -> str:
        return super().__str__().replace("closed in doubt", "moved in doubt")


@dataclass
class VoteMoveVerdict(VoteEndVerdict):
    """`running` are the votes whose message says when they end now."""

    @property
    def is_lost(self) -> bool:
        return self.votes < 1 or self.running < 1

    @property
    def is_doubled(self) -> bool:
        return self.votes > 1 or self.others > 0


async def make_vote_move_scene(database_maker: DatabaseMaker, empty: str) -> VoteEndScene:
    """A club with a vote with ranked ballots, which is not sent yet. Discord's own polls can't be changed."""
    return await make_vote_end_scene(database_maker, empty, Method.SCHULZE)


def scenarios_of(scene: VoteEndScene) -> list[VoteMoveScenario]:
    return vote_scenarios(scene, VoteMoveScenario, faults.EDIT_MESSAGE, product(POINTS, (1,)))


async def run_vote_move(scenario: VoteMoveScenario, bots: Bots, folder: Path) -> VoteMoveVerdict:
    return await judged_vote(VoteMoveVerdict(scenario), VoteMovePlay, bots, folder)


@dataclass
class VoteMovePlay(VoteEndPlay):
    """The vote is sent, the post moves while no bot runs, and the vote's message is edited."""

    async def _change(self, clubs: ClubService, club: Club) -> None:
        await clubs.edit(club, SettingsChange({}, slot={"at": (DUE + LATER).time()}), viewer(0, GUILD_ID))

    def judge(self, stored: Stored, *, is_open: bool) -> None:
        """Compare Discord, also what is not visible yet, with what is stored."""
        verdict: VoteMoveVerdict = self.verdict  # type: ignore[assignment]
        scene: VoteEndScene = self.scenario.scene  # type: ignore[assignment]
        messages = [one for channel in self.loopback.world.channels.values() for one in channel.messages.values()]
        votes = [message for message in messages if is_vote(message, scene)]
        verdict.votes, verdict.others = len(votes), len(messages) - len(votes)
        verdict.running = sum(_says(message, ENDS) and not _says(message, FORMER_END) for message in votes)
        edits = {row["state"] for row in stored.outbox if row["kind"] == Kind.POLL_EDIT}
        if not edits or not edits <= {"done", "cancelled"}:
            verdict.troubles.append(f"the edits are {edits}")
        if not is_open:
            verdict.troubles.append("the vote has ended")


def _says(message: Any, moment: datetime) -> bool:
    return f"<t:{int(moment.timestamp())}:" in text_of(message)
