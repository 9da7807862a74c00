"""What members see of a vote that runs when its club closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.outbox.entry import EntryState
from bot.core.outbox.kinds import Kind
from bot.delivery.refusals import POLL_OVER
from tests.cogs.test_ballots import rank, start, stored
from tests.cogs.test_nominations import said
from tests.cogs.test_polls import poll_in, started
from tests.support.forging import set_thread
from tests.support.reading import buttons, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer


async def state_of_end(server: ClubServer) -> list[str]:
    return [row.state for row in await server.entry_rows() if row.kind == Kind.POLL_END]


async def test_the_native_poll_is_over_in_discord(club_server: ClubServer) -> None:
    await club_server.club("lora", "qlora")
    await started(club_server)
    message = poll_in(club_server.posts())
    await club_server.ada.vote(message, answer=1)
    await club_server.confirmed(club_server.channel, "club close")
    ended = poll_in(club_server.posts()).poll
    assert ended
    assert ended.is_finalised()
    await club_server.tick()
    assert len(club_server.requests("POST", "/expire")) == 1
    assert await state_of_end(club_server) == [EntryState.DONE]


async def test_a_poll_that_was_over_already_counts_as_ended(club_server: ClubServer) -> None:
    await club_server.club("lora", "qlora")
    await started(club_server)
    path = f"/channels/{club_server.channel.id}/polls/{poll_in(club_server.posts()).id}/expire"
    club_server.env.inject_error("POST", path, status=400, code=POLL_OVER)
    await club_server.confirmed(club_server.channel, "club close")
    assert await state_of_end(club_server) == [EntryState.DONE]


@pytest.mark.parametrize("kind", [None, "ranked"])
async def test_a_deleted_message_is_let_go(club_server: ClubServer, kind: str | None) -> None:
    await club_server.club("lora", "qlora")
    if kind:
        message = await start(club_server)
    else:
        await started(club_server)
        message = poll_in(club_server.posts())
    club_server.env.backend.delete_message(club_server.channel.id, message.id)
    await club_server.confirmed(club_server.channel, "club close")
    await club_server.tick()
    assert await state_of_end(club_server) == [EntryState.CANCELLED]
    assert Kind.NOTICE not in [row.kind for row in await club_server.entry_rows()]


async def test_ranked_ballots_close_and_the_message_says_so(club_server: ClubServer) -> None:
    await club_server.club("qlora")
    message = await start(club_server)
    ballot = await rank(club_server, club_server.ada, message, 1, 0)
    await club_server.confirmed(club_server.channel, "club close")
    now = next(post for post in club_server.posts() if post.id == message.id)
    assert "this vote ended without a result" in shown_text(now)
    assert "**[LoRA](https://arxiv.org/abs/2106.09685)**" in shown_text(now)
    assert list(buttons(now)) == []
    assert await stored(club_server) == {}
    late = await club_server.ada.click(ballot, label="Take my vote back")
    assert said(late) == "This vote ended without a result."


async def test_in_a_forum_the_poll_in_the_thread_is_over(forum_server: ClubServer) -> None:
    club = await forum_server.club("lora", "qlora", "mamba")
    await forum_server.go_to(club.next_due)
    await started(forum_server)
    await set_thread(forum_server.env, forum_server.threads[0], archived=True)
    await forum_server.confirmed(forum_server.lobby, "club close")
    ended = poll_in(forum_server.said_in(forum_server.threads[0])).poll
    assert ended
    assert ended.is_finalised()
