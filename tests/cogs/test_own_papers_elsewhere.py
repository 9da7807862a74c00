"""A server's own papers are unseen in every other server, in direct messages, and where only a member has the bot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord

from tests.cogs.test_visibility import forget, stranger
from tests.support.added_papers import ATTENTION, FROGS, TADPOLES, add_paper
from tests.support.intruders import rows_of
from tests.support.log_forms import send, send_unchecked
from tests.support.logs import text_by
from tests.support.reading import answer_to, shown_text
from tests.support.tried_inputs import NOTHING, Ids

if TYPE_CHECKING:
    import pytest

    from tests.support.club_server import ClubServer

# What nobody elsewhere may be shown. Whoever types it may read it back.
SECRET = {"Choruses", "Croaker", "Tadpoles Before", "Seventeen ponds", "example.org/frogs", "each call as a token"}
UNKNOWN = "qwzxw"  # as long as the own paper's key, and unknown everywhere


async def club_on_an_own_paper(server: ClubServer) -> tuple[str, Ids]:
    """A club whose week is on the server's own paper, with a log; its ids."""
    key = await add_paper(server.bot, server.guild.id, FROGS, [ATTENTION, TADPOLES])
    club = await server.club(key)
    assert club.next_due
    await server.go_to(club.next_due)
    form = await server.ada.slash(server.lobby, "log write", paper=key)
    await send(server.ada, form, text_by(3))
    await server.delivered()
    (week,) = await server.week_rows()
    post, *_ = await server.entry_rows()
    ids = replace(NOTHING, club=club.id, name=club.settings.name, week=week.id, log=1, post_key=post.key, paper=key)
    return key, ids


async def test_every_way_in_from_another_server(club_server: ClubServer) -> None:
    key, ids = await club_on_an_own_paper(club_server)
    walk = await stranger(club_server, "of another server")
    before = await rows_of(club_server.bot)
    unknown = await walk.everything(replace(NOTHING, name=ids.name, paper=UNKNOWN))
    await forget(walk)
    said = await walk.everything(ids)
    assert await rows_of(club_server.bot) == before
    told = "\n".join(map(str, walk.sent))
    assert {word for word in SECRET if word in told} == set()
    differing = {
        step: (answer, unknown[step])
        for step, answer in said.items()
        if answer.replace(key, "§") != unknown[step].replace(UNKNOWN, "§")
    }
    assert differing == {}


async def asked(actor: Any, *where: Any, **options: Any) -> str:
    answer = answer_to(await actor.slash(*where, **options))
    return answer.content or shown_text(answer)


async def everything_asked(actor: Any, *room: Any) -> str:
    """What somebody is told who knows every name of the paper."""
    said = []
    for query in ("qwzxv", "choruses of qwzxvian frogs", "3101.00017", "arxiv.org/abs/3101.00017", "croaker 2031"):
        said.append(await asked(actor, *room, "paper", query=query))
        said.append(await asked(actor, *room, "lineage", paper=query))
        said.append(await asked(actor, *room, "cluster", paper=query))
    said.append(await asked(actor, *room, "lineage", paper="attention is all you need"))
    said.append(await asked(actor, *room, "papers", tier="added"))
    return "\n".join(said)


async def test_no_name_of_the_paper_finds_it_elsewhere(club_server: ClubServer) -> None:
    await club_on_an_own_paper(club_server)
    walk = await stranger(club_server, "of another server")
    told = await everything_asked(walk.actor, walk.room)
    assert {word for word in SECRET if word in told.replace("croaker", "")} == set()
    for command, option in (("paper", "query"), ("lineage", "paper"), ("cluster", "paper"), ("log write", "paper")):
        for typed in ("qwz", "choruses", "croaker", "3101.00017"):
            offered = await walk.actor.autocomplete(walk.room, command, option, typed)
            assert "qwzxv" not in {choice["value"] for choice in offered}
    message = await walk.actor.send(walk.room, "Choruses of Qwzxvian Frogs at Dusk, Croaker (2031), arXiv:3101.00017")
    found = await walk.actor.context_menu(walk.room, "Find papers", message)
    assert "I found no paper I know" in answer_to(found).content


async def test_direct_messages_have_the_shared_papers(club_server: ClubServer) -> None:
    await club_on_an_own_paper(club_server)
    user = club_server.env.create_user("nia")
    club_server.guild.add_member(user)
    await club_server.env.settle()
    told = await everything_asked(user)
    assert {word for word in SECRET if word in told.replace("croaker", "")} == set()


async def test_where_only_a_member_has_the_bot_it_has_the_shared_papers(
    club_server: ClubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Discord says so with each interaction. The bot may have left the server, whose papers it keeps for a while."""
    await club_on_an_own_paper(club_server)
    assert "Choruses" in await everything_asked(club_server.ada, club_server.lobby)
    monkeypatch.setattr(discord.Interaction, "is_user_integration", lambda _: True)
    told = await everything_asked(club_server.ada, club_server.lobby)
    assert {word for word in SECRET if word in told.replace("croaker", "")} == set()
    offered = await club_server.ada.autocomplete(club_server.lobby, "paper", "query", "qwz")
    assert "qwzxv" not in {choice["value"] for choice in offered}


async def test_a_log_on_an_own_paper_is_named_to_its_author_everywhere(club_server: ClubServer) -> None:
    """It is their own text, which would be lost without its paper's name. The paper cannot be looked up there."""
    key = await add_paper(club_server.bot, club_server.guild.id)
    club = await club_server.club(key)
    user = club_server.env.create_user("nia")
    nia = club_server.guild.add_member(user)
    await club_server.go_to(club.next_due)
    await send(nia, await nia.slash(club_server.lobby, "log write"), text_by(3))
    await club_server.delivered()
    assert "Qwzxv" in await asked(user, "log mine")
    shown = await user.slash("log edit")
    assert "Qwzxv" in shown.modal["title"]


async def test_a_form_of_another_server_stores_no_log_there(club_server: ClubServer) -> None:
    key, _ = await club_on_an_own_paper(club_server)
    walk = await stranger(club_server, "of another server")
    shown = await walk.actor.slash(walk.room, "log write", paper="lora")
    sent = await send_unchecked(club_server.env, walk.actor, shown, text_by(4), f"pc:logs:form:v1:0:0:0:0:{key}")
    assert "catalog" in shown_text(answer_to(sent))
    rows = await rows_of(club_server.bot)
    assert [row.author_id for row in rows["paper_logs"]] == [club_server.ada.id]


async def test_servers_may_have_different_papers_with_one_key(club_server: ClubServer) -> None:
    other = club_server.env.create_guild("Elsewhere")
    room, mallory = other.create_text_channel("room"), other.add_member(club_server.env.create_user("mallory"))
    await club_server.env.settle()
    key = await add_paper(club_server.bot, club_server.guild.id)
    theirs = replace(FROGS, title="Qwzxv, or Toads", arxiv_id=None, url="https://example.org/toads", abstract="")
    assert await add_paper(club_server.bot, other.id, theirs) == key
    assert "Choruses" in await asked(club_server.ada, club_server.lobby, "paper", query="qwzxv")
    told = await asked(mallory, room, "paper", query="qwzxv")
    assert "or Toads" in told
    assert {word for word in SECRET if word in told.replace("Ida Croaker", "")} == set()
