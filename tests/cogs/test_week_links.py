"""A link to a week's post leads to the channel it was posted in, even if its club has moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.club_server import ClubServer
from tests.support.log_forms import week_begins
from tests.support.reading import answer_to, shown_text

if TYPE_CHECKING:
    from typing import Any


@pytest.mark.parametrize("is_forum", [True, False])
async def test_after_a_move_links_lead_to_the_posts_channel(simcord_env: Any, is_forum: bool) -> None:
    server = ClubServer(simcord_env, is_forum=is_forum)
    await week_begins(server, "lora")
    (post,) = server.posts()
    path = server.threads[0].id if is_forum else server.channel.id
    # The first message of a forum's post has the same id as its thread.
    message = path if is_forum else post.id
    address = f"https://discord.com/channels/{server.guild.id}/{path}/{message}"
    make = server.guild.create_text_channel if is_forum else server.guild.create_forum_channel
    await server.dana.slash(server.lobby, "club edit", channel=make("elsewhere"))
    status = shown_text(answer_to(await server.ada.slash(server.lobby, "week status")))
    assert f"[The post]({address})" in status
    card = shown_text(answer_to(await server.ada.slash(server.lobby, "paper", query="lora")))
    assert f"[Week 1]({address})" in card
