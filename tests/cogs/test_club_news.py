"""What a club's channel reads about the club itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cogs.test_clubs import create, only_club, options
from tests.support.club_server import DAY
from tests.support.reading import buttons, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]


async def test_a_new_club_is_announced_in_its_channel_once(club_server: ClubServer, restart: Restart) -> None:
    await create(club_server)
    await club_server.delivered()
    await restart()
    await club_server.pass_by(DAY)
    (news,) = club_server.posts()
    text, club = shown_text(news), await only_club(club_server)
    assert club.next_due
    assert text.startswith("**Sunday papers** starts here! ")
    assert f"The first paper comes on <t:{int(club.next_due.timestamp())}:F>." in text
    assert list(buttons(news)) == ["I'm in", "Next for me", "About this club"]
    pressed = await club_server.ada.click(news, label="About this club")
    assert pressed.ephemeral


async def test_where_the_answer_is_the_announcement_there_is_no_other(club_server: ClubServer) -> None:
    answer = await club_server.dana.slash(club_server.channel, "club create", **options(club_server))
    assert not answer.ephemeral
    await club_server.delivered()
    assert [row.kind for row in await club_server.entry_rows()] == []
