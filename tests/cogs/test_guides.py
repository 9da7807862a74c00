"""The reading guide: the first message of a week's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from bot.core.outbox.kinds import Kind
from bot.core.weeks.details import PostDetails
from bot.storage.tables import outbox
from tests.support.club_server import DAY, WEEK
from tests.support.databases import database_of
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]

LORA = "LoRA: Low-Rank Adaptation of Large Language Models"


@pytest.fixture(params=["club_server", "forum_server"])
def server(request: pytest.FixtureRequest) -> ClubServer:
    found: ClubServer = request.getfixturevalue(request.param)
    return found


async def test_it_is_the_first_message_below_the_post(server: ClubServer, restart: Restart) -> None:
    club = await server.club("lora")
    assert club.next_due
    await server.go_to(club.next_due)
    (thread,) = server.threads
    (guide,) = server.guides_in(thread)
    assert server.said_in(thread, with_guides=True)[server.is_forum :] == [guide]
    text = shown_text(guide)
    order = ["Measuring the Intrinsic Dimension", "Parameter-Efficient Transfer", "Explains the Effectiveness", LORA]
    positions = [text.rindex(title) for title in order]
    assert positions == sorted(positions)
    assert "LoRA keeps the idea of small trainable parts" in text
    for part in ("First pass", "5–10 minutes", "Second pass", "30–60 minutes", "Third pass", "### Discuss"):
        assert part in text
    newcomers = text.partition("### New here?\n")[2].partition("\n")[0]
    assert (newcomers.count(". "), newcomers.count("`/howto`")) == (1, 1)
    assert (guide.role_mentions, guide.mentions, guide.mention_everyone) == ([], [], False)
    await restart()
    await server.pass_by(DAY)
    assert len(server.guides_in(thread)) == 1
    pressed = await server.ada.click(guide, label="This week")
    assert pressed.ephemeral
    assert "Week 1 · LoRA" in shown_text(answer_to(pressed))


async def test_it_comes_before_what_waited_for_the_thread(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await club_server.go_to(club.next_due)
    await club_server.ada.click(club_server.posts()[0], label="I'm in")
    kinds = [row.kind for row in await club_server.entry_rows(with_guides=True)]
    assert kinds[:2] == [Kind.POST, Kind.GUIDE]


async def test_a_week_that_was_posted_before_keeps_its_post_whole_and_gets_no_guide(
    club_server: ClubServer, restart: Restart
) -> None:
    club = await club_server.club("lora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    (thread,) = club_server.threads
    for guide in club_server.guides_in(thread):
        await club_server.dana.delete(guide)
    async with database_of(club_server.bot).write_transaction() as connection:
        # As an earlier version has stored it.
        await connection.execute(outbox.delete().where(outbox.c.kind == Kind.GUIDE))
        before = PostDetails(f"Week 1 · {LORA}").stored()
        await connection.execute(update(outbox).where(outbox.c.kind == Kind.POST).values(details=before))
    await restart()
    await club_server.ada.click(club_server.posts()[0], label="I'm in")
    await club_server.go_to(club.next_due + WEEK)
    assert club_server.guides_in(thread) == []
    text = shown_text(club_server.posts()[0])
    assert "Week 1 wrapped up" in text
    for part in ("First pass", "LoRA keeps the idea of small trainable parts", "### Discuss"):
        assert part in text
    assert list(buttons(club_server.posts()[0])) == ["This week", "Next for me"]


async def test_the_preview_shows_it_below_the_post(club_server: ClubServer) -> None:
    await club_server.club("lora")
    shown = await club_server.dana.slash(club_server.lobby, "week preview")
    text = shown_text(answer_to(shown))
    assert (
        text.index("## Week 1 · LoRA") < text.index("**Logs due**") < text.index("First pass") < text.index("Discuss")
    )
