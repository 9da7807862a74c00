"""Writing a log: the form, the confirmation, the message in the thread, new versions."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import discord

from tests.support.discord_api import assert_requests_valid
from tests.support.log_forms import LORA, filled, parts_of, recorded, send, week_begins, write
from tests.support.logs import text_by
from tests.support.reading import answer_to, buttons, shown_text
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]

DAY = timedelta(days=1)
LABELS = ["Problem", "Approach", "Key result", "Limitation or open question"]


def messages_of_logs(server: ClubServer) -> list[Any]:
    """The log messages in the first week's thread."""
    return [message for message in server.said_in(server.threads[0]) if "Paper log" in shown_text(message)]


async def test_from_the_weekly_post_to_the_thread(club_server: ClubServer) -> None:
    await week_begins(club_server)
    (post,) = club_server.posts()
    shown = await club_server.ada.click(post, label="Write my log")
    assert shown.modal
    assert shown.modal["title"] == "Paper log · LoRA"
    assert filled(shown) == dict.fromkeys(LABELS, "")
    assert {part["component"]["style"] for part in parts_of(shown.modal)} == {2}
    answer = await send(club_server.ada, shown, LORA)
    assert answer.ephemeral
    text = shown_text(answer_to(answer))
    thread = club_server.threads[0]
    assert "### Saved as version 1: LoRA" in text
    assert f"It appears in <#{thread.id}>." in text
    assert "you review each other's logs" in text
    assert "Late" not in text
    await club_server.delivered()
    (message,) = messages_of_logs(club_server)
    text = shown_text(message)
    assert "-# Paper log · Week 1" in text
    assert f"### <@{club_server.ada.id}> on [LoRA](https://arxiv.org/abs/2106.09685)" in text
    for label, part in zip(LABELS, (LORA.problem, LORA.approach, LORA.key_result, LORA.limitation), strict=True):
        assert f"**{label}**\n{part}" in text
    (log,) = (await club_server.bot.services.logs.mine(viewer(club_server.ada.id, club_server.guild.id))).logs
    assert list(buttons(message)) == ["Write my log"]
    assert buttons(message)["Write my log"].endswith(f":{log.key}")
    request = club_server.requests("POST", f"/channels/{thread.id}/messages")[-1]
    assert request.json["allowed_mentions"] == {"parse": [], "roles": [], "users": []}


async def test_from_a_card_and_by_command(club_server: ClubServer) -> None:
    await week_begins(club_server)
    card = await club_server.bo.slash(club_server.lobby, "paper", query="lora")
    shown = await club_server.bo.click(answer_to(card), label="Write my log")
    assert "Saved as version 1" in shown_text(answer_to(await send(club_server.bo, shown, LORA)))
    assert "Saved as version 1" in shown_text(answer_to(await write(club_server, club_server.ada)))
    assert len(messages_of_logs(club_server)) == 2
    offered = await club_server.ada.autocomplete(club_server.lobby, "log write", "paper", "mamb")
    assert offered[0]["value"] == "mamba"
    unsure = await club_server.ada.slash(club_server.lobby, "log write", paper="dettmers")
    asked = await club_server.ada.select(answer_to(unsure), ["qlora"])
    chosen = await club_server.ada.select(answer_to(asked), ["0"])
    assert chosen.modal
    assert chosen.modal["title"] == "Paper log · QLoRA"


async def test_writing_again_opens_the_current_text_and_changes_the_message(club_server: ClubServer) -> None:
    await week_begins(club_server)
    await write(club_server, club_server.ada, LORA)
    (message,) = messages_of_logs(club_server)
    shown = await club_server.ada.click(message, label="Write my log")
    assert list(filled(shown).values()) == [LORA.problem, LORA.approach, LORA.key_result, LORA.limitation]
    answer = await send(club_server.ada, shown, text_by(1))
    assert "### Saved as version 2: LoRA" in shown_text(answer_to(answer))
    assert f"/{message.id}) in <#{club_server.threads[0].id}> is being changed now." in shown_text(answer_to(answer))
    await club_server.delivered()
    (changed,) = messages_of_logs(club_server)
    assert changed.id == message.id
    assert "case 1" in shown_text(changed)
    assert "Version 2" in shown_text(changed)
    assert LORA.approach not in shown_text(changed)
    # Another member gets an empty form for the same paper.
    assert set(filled(await club_server.bo.click(changed, label="Write my log")).values()) == {""}


async def test_late_and_outside_the_week(club_server: ClubServer) -> None:
    await week_begins(club_server)
    await club_server.pass_by(5 * DAY)
    text = shown_text(answer_to(await write(club_server, club_server.ada, LORA)))
    assert "**Late**" in text
    assert "you owe one review" in text
    assert "Week 1 · Late" in shown_text(messages_of_logs(club_server)[0])
    outside = await write(club_server, club_server.bo, paper="chinchilla")
    assert "isn't one of the club's weekly papers" in shown_text(answer_to(outside))
    message = messages_of_logs(club_server)[-1]
    assert "Chinchilla" in shown_text(message)
    assert list(buttons(message)) == ["Write my log"]
    await club_server.pass_by(2 * DAY)
    over = shown_text(answer_to(await write(club_server, club_server.dana, paper="lora")))
    assert "Reviews are over too" in over


async def test_the_card_says_where_it_was_read(club_server: ClubServer) -> None:
    await week_begins(club_server)
    await write(club_server, club_server.ada, LORA)
    (post,), thread = club_server.posts(), club_server.threads[0]
    card = await club_server.bo.slash(club_server.lobby, "paper", query="lora")
    address = f"https://discord.com/channels/{club_server.guild.id}/{club_server.channel.id}/{post.id}"
    assert f"**Read here** [Week 1]({address}) of Sunday papers · 1 log · <#{thread.id}>" in shown_text(answer_to(card))
    unread = await club_server.bo.slash(club_server.lobby, "paper", query="mamba")
    assert "Read here" not in shown_text(answer_to(unread))
    elsewhere = await club_server.env.create_user("eve").slash("paper", query="lora")
    assert "Read here" not in shown_text(answer_to(elsewhere))


async def test_in_a_forum(forum_server: ClubServer) -> None:
    await week_begins(forum_server)
    await write(forum_server, forum_server.ada, LORA)
    assert len(messages_of_logs(forum_server)) == 1


async def test_in_direct_messages_a_log_is_kept_alone(simcord_env: Any) -> None:
    ada = simcord_env.create_user("ada")
    asked = await ada.slash("log write")
    assert "Which paper" in answer_to(asked).content
    shown = await ada.slash("log write", paper="lora")
    answer = await send(ada, shown, LORA)
    assert "nly you can see it" in shown_text(answer_to(answer))
    mine = await ada.slash("log mine")
    assert "nly for you" in shown_text(answer_to(mine))
    view = await ada.click(answer_to(mine), label="Show")
    assert LORA.approach in shown_text(answer_to(view))
    assert list(buttons(answer_to(view))) == ["Edit", "Withdraw"]
    assert_requests_valid(simcord_env)


async def test_a_form_that_was_opened_before_a_restart_counts(club_server: ClubServer, restart: Restart) -> None:
    await week_begins(club_server)
    shown = await club_server.ada.click(club_server.posts()[0], label="Write my log")
    await restart()
    answer = await send(club_server.ada, shown, LORA)
    assert "Saved as version 1" in shown_text(answer_to(answer))
    await club_server.delivered()
    assert len(messages_of_logs(club_server)) == 1


async def test_a_form_delivered_twice_is_one_log(club_server: ClubServer) -> None:
    await week_begins(club_server)
    shown = await club_server.ada.slash(club_server.lobby, "log write")
    with recorded(club_server.env) as brought:
        await send(club_server.ada, shown, LORA)
    club_server.env.backend.emit("INTERACTION_CREATE", brought[-1])
    await club_server.env.settle()
    await club_server.delivered()
    (message,) = messages_of_logs(club_server)
    assert "Version" not in shown_text(message)


async def test_an_answer_after_the_deadline_loses_nothing(club_server: ClubServer, monkeypatch: Any) -> None:
    await week_begins(club_server)
    shown = await club_server.ada.slash(club_server.lobby, "log write")

    async def too_late(_response: Any, *_parts: Any, **_facts: Any) -> None:
        gone = SimpleNamespace(status=404, reason="Not Found")
        raise discord.NotFound(gone, {"code": 10062, "message": "Unknown interaction"})

    with monkeypatch.context() as patch:
        patch.setattr(discord.InteractionResponse, "send_message", too_late)
        answer = await send(club_server.ada, shown, LORA)
    assert answer.response is None
    await club_server.delivered()
    assert len(messages_of_logs(club_server)) == 1
    mine = await club_server.ada.slash(club_server.lobby, "log mine")
    assert "1 log" in shown_text(answer_to(mine))
    assert club_server.bot.metrics.registry.get_sample_value("paperclub_faults_total") == 0


async def test_the_author_is_told_that_automod_refused_and_an_edit_tries_again(club_server: ClubServer) -> None:
    await week_begins(club_server)
    path = f"/channels/{club_server.threads[0].id}/messages"
    club_server.env.inject_error("POST", path, status=400, code=200000, message="Message blocked by AutoMod", times=1)
    answer = await write(club_server, club_server.ada, LORA)
    assert "Saved as version 1" in shown_text(answer_to(answer))
    (told,) = answer.followups
    assert told.ephemeral
    assert "is saved, but it isn't in its thread yet. The server's AutoMod stopped the text." in shown_text(told)
    mine = await club_server.ada.slash(club_server.lobby, "log mine")
    assert "AutoMod" in shown_text(answer_to(mine))
    await write(club_server, club_server.ada, text_by(1))
    (message,) = messages_of_logs(club_server)
    assert "case 1" in shown_text(message)


async def test_a_slow_commit_is_deferred_first(club_server: ClubServer, monkeypatch: Any) -> None:
    await week_begins(club_server)
    logs = club_server.bot.services.logs
    submit = logs.submit

    async def submit_slowly(form: Any) -> Any:
        await asyncio.sleep(5)
        return await submit(form)

    shown = await club_server.ada.slash(club_server.lobby, "log write")
    monkeypatch.setattr(logs, "submit", submit_slowly)
    answer = await send(club_server.ada, shown, LORA)
    await club_server.env.advance_time(0.5)
    assert answer.deferred
    await club_server.env.advance_time(5)
    assert "Saved as version 1" in shown_text(answer_to(answer))
