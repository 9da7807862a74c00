"""Whose log it is, what other members may do with it, and hostile text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.paper_logs.log_text import LogText
from tests.support.forging import press_forged
from tests.support.log_forms import LORA, fields, filled, send, send_unchecked, week_begins, write
from tests.support.logs import text_by
from tests.support.reading import answer_to, buttons, selects, shown_text
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

INERT = [
    ("@everyone and @here", "@everyone and @here"),
    ("@every\u202eone", "@everyone"),
    ("<@&1> <@2> <#3> <t:4:R>", "\\<@&1> \\<@2> \\<#3> \\<t:4:R>"),
    ("[a](https://b.example)", "\\[a\\](https://b.example)"),
    ("\\`", "\\\\\\`"),
    ("'); DROP TABLE log;--", "'); DROP TABLE log;--"),
]


async def only_log(server: ClubServer, member: Any) -> Any:
    return (await server.bot.services.logs.mine(viewer(member.id, server.guild.id))).logs[0].log


@pytest.mark.parametrize(("typed", "seen"), INERT, ids=["everyone", "turned", "ids", "masked", "backtick", "sql"])
async def test_odd_text_is_shown_without_effect(club_server: ClubServer, typed: str, seen: str) -> None:
    await week_begins(club_server)
    await write(club_server, club_server.ada, replace(LORA, problem=f"It is {typed} that matters."))
    thread = club_server.threads[0]
    (message,) = club_server.said_in(thread)
    assert f"It is {seen} that matters." in shown_text(message)
    assert not message.mention_everyone
    assert message.role_mentions == []
    _guide, request = club_server.requests("POST", f"/channels/{thread.id}/messages")
    assert request.json["allowed_mentions"] == {"parse": [], "roles": [], "users": []}
    assert (await only_log(club_server, club_server.ada)).text.problem == f"It is {typed} that matters."
    shown = await club_server.bo.slash(club_server.lobby, "log show", log="lora")
    assert shown.ephemeral
    assert seen in shown_text(answer_to(shown))


async def test_text_that_needs_escapes_everywhere_fits(club_server: ClubServer) -> None:
    await week_begins(club_server)
    text = LogText(*("*`" * 447 + sentence for sentence in (" One.", " Two.", " Tri.", " Fo.")))
    await write(club_server, club_server.ada, text)
    (message,) = club_server.said_in(club_server.threads[0])
    assert "Fo." in shown_text(message)


async def test_showing_editing_and_choosing(club_server: ClubServer) -> None:
    await week_begins(club_server)
    ada, bo, lobby = club_server.ada, club_server.bo, club_server.lobby
    await write(club_server, ada, LORA)
    log = await only_log(club_server, ada)
    ((choice),) = await bo.autocomplete(lobby, "log show", "log", "lor")
    assert choice["value"] == str(log.id)
    assert choice["name"].startswith("LoRA · ")
    theirs = await bo.slash(lobby, "log show", log=choice["value"])
    assert list(buttons(answer_to(theirs))) == ["Review"]
    assert f"/{club_server.threads[0].id}/" in shown_text(answer_to(theirs))
    assert await bo.autocomplete(lobby, "log edit", "log", "") == []
    assert "haven't written a log yet" in answer_to(await bo.slash(lobby, "log edit")).content
    assert filled(await ada.slash(lobby, "log edit"))["Problem"] == LORA.problem
    await write(club_server, ada, text_by(3), paper="bert")
    unsure = await ada.slash(lobby, "log edit")
    (menu,) = selects(answer_to(unsure))
    assert len(menu["options"]) == 2
    chosen = await ada.select(answer_to(unsure), [str(log.id)])
    assert filled(chosen)["Problem"] == LORA.problem
    assert filled(await ada.slash(lobby, "log edit", log="bert"))["Problem"] == text_by(3).problem
    lost = await ada.slash(lobby, "log edit", log="mamba")
    assert "I found no log matching `mamba`" in answer_to(lost).content


async def test_withdrawing_asks_first_and_can_be_undone(club_server: ClubServer) -> None:
    await week_begins(club_server)
    ada, lobby = club_server.ada, club_server.lobby
    await write(club_server, ada, LORA)
    (message,) = club_server.said_in(club_server.threads[0])
    asked = await ada.slash(lobby, "log delete", log="lora")
    assert "Withdraw your log on LoRA?" in shown_text(answer_to(asked))
    assert LORA.approach in shown_text(club_server.said_in(club_server.threads[0])[0])
    await ada.click(answer_to(asked), label="Withdraw it")
    assert "You withdrew your log" in shown_text(answer_to(asked))
    await club_server.delivered()
    (changed,) = club_server.said_in(club_server.threads[0])
    assert changed.id == message.id
    assert "withdrew this log" in shown_text(changed)
    assert LORA.approach not in shown_text(changed)
    log = await only_log(club_server, ada)
    unseen = await club_server.bo.slash(lobby, "log show", log=str(log.id))
    assert "can't find that log here" in answer_to(unseen).content
    assert await club_server.bo.autocomplete(lobby, "log show", "log", "") == []
    back = await ada.slash(lobby, "log edit", log=str(log.id))
    await send(ada, back, LORA)
    await club_server.delivered()
    assert LORA.approach in shown_text(club_server.said_in(club_server.threads[0])[0])


@pytest.mark.parametrize("act", ["edit", "ask", "withdraw", "draft-edit", "draft-post", "draft-ask", "draft-discard"])
async def test_logs_of_others_are_reported_as_missing(club_server: ClubServer, act: str) -> None:
    await week_begins(club_server)
    await write(club_server, club_server.ada, LORA)
    await write(club_server, club_server.ada, replace(LORA, problem=""))
    card = await club_server.bo.slash(club_server.lobby, "paper", query="lora", private=True)
    for number in (1, 999, 10**17):
        pressed = await press_forged(club_server.env, club_server.bo, answer_to(card), f"pc:logs:{act}:v1:{number}")
        assert pressed.ephemeral
        assert "I can't find that" in answer_to(pressed).content
    assert not (await only_log(club_server, club_server.ada)).is_withdrawn
    assert len((await club_server.bot.services.logs.mine(viewer(club_server.ada.id, club_server.guild.id))).drafts) == 1


async def test_a_log_belongs_to_its_server(club_server: ClubServer) -> None:
    await week_begins(club_server)
    await write(club_server, club_server.ada, LORA)
    log = await only_log(club_server, club_server.ada)
    other = club_server.env.create_guild("Elsewhere")
    room = other.create_text_channel("room")
    eve = other.add_member(club_server.env.create_user("eve"))
    await club_server.env.settle()
    assert await eve.autocomplete(room, "log show", "log", "") == []
    assert "can't find that log here" in answer_to(await eve.slash(room, "log show", log=str(log.id))).content
    card = await eve.slash(room, "paper", query="lora", private=True)
    for act in ("show", "write"):
        pressed = await press_forged(club_server.env, eve, answer_to(card), f"pc:logs:{act}:v1:{log.id}")
        assert "can't find that log here" in answer_to(pressed).content
    alone = await eve.slash(room, "log write", paper="lora")
    refused = await send_unchecked(club_server.env, eve, alone, text_by(5), f"pc:logs:form:v1:{log.club_id}:1:0:0:lora")
    assert "doesn't belong to a club of this server" in shown_text(answer_to(refused))
    assert filled(await eve.click(answer_to(refused), label="Edit"))["Problem"] == text_by(5).problem


@pytest.mark.parametrize(
    "identity", ["pc:logs:form:v1:x", "pc:logs:form:v2:1:1:0:0:lora", f"pc:logs:form:v1:{10**30}:0:0:0:a"]
)
async def test_a_form_with_a_foreign_id_gives_the_text_back(club_server: ClubServer, identity: str) -> None:
    await week_begins(club_server)
    shown = await club_server.ada.slash(club_server.lobby, "log write")
    answer = await send_unchecked(club_server.env, club_server.ada, shown, LORA, f"pc:logs:form:v1:{identity}")
    assert answer.ephemeral
    text = shown_text(answer_to(answer))
    assert "no longer valid" in text
    assert all(part in text for part in fields(LORA).values())


async def test_a_form_about_the_log_or_draft_of_another_changes_neither(club_server: ClubServer) -> None:
    await week_begins(club_server)
    await write(club_server, club_server.ada, LORA)
    await write(club_server, club_server.ada, replace(LORA, problem=""))
    log = await only_log(club_server, club_server.ada)
    for ids in (f"{log.id}:0", f"{log.id}:1", "0:1"):
        shown = await club_server.bo.slash(club_server.lobby, "log write")
        forged = f"pc:logs:form:v1:{log.club_id}:{log.week_id}:{ids}:lora"
        await send_unchecked(club_server.env, club_server.bo, shown, text_by(2), forged)
    mine = await club_server.bot.services.logs.mine(viewer(club_server.ada.id, club_server.guild.id))
    assert [view.log.text for view in mine.logs] == [LORA]
    assert [draft.text.problem for draft in mine.drafts] == [""]
