"""Commands that the bot names can be clicked, and members' texts stay as they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.ui import command_mentions, wording
from cogs.ui.command_mentions import mention_of
from cogs.ui.wording import Wording, t
from tests.support.log_forms import LORA, week_begins, write
from tests.support.reading import answer_to, clickable_commands, named, raw_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.support.club_server import ClubServer

KNOWN = {"paper": "</paper:1>", "log write": "</log write:2>", "club edit": "</club edit:3>"}
WORDS = st.lists(st.sampled_from(["paper", "log", "write", "club", "edit", "channel"]), min_size=1, max_size=4)


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wording:
    monkeypatch.setattr(command_mentions, "_mentions", KNOWN)
    (tmp_path / "en").mkdir()
    lines = (
        "a-edit = Use `/club edit channel`, or `/paper`.",
        "a-others = `/unknown`, `/log`, `/`, ``/paper``, `paper` and /paper",
        "a-said = `/paper`: { $text }",
        "a-chosen = { $way ->",
        "    [one] See `/log write`",
        "   *[other] { a-edit }",
        " }",
        "a-block =",
        "    ```",
        "    /paper `x` `/paper",
        "    ```",
    )
    (tmp_path / "en" / "a.ftl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Wording(tmp_path)


def test_our_own_words_are_clickable(made_up: Wording) -> None:
    assert made_up.text("a-edit", "en", {}) == "Use </club edit:3> `channel`, or </paper:1>."
    assert made_up.text("a-chosen", "en", {"way": "one"}) == "See </log write:2>"
    assert made_up.text("a-chosen", "en", {"way": "x"}) == "Use </club edit:3> `channel`, or </paper:1>."


def test_what_is_no_known_command_stays_as_written(made_up: Wording) -> None:
    assert made_up.text("a-others", "en", {}) == "`/unknown`, `/log`, `/`, ``/paper``, `paper` and /paper"
    assert made_up.text("a-block", "en", {}) == "```\n/paper `x` `/paper\n```"


def test_what_a_message_is_given_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_mentions, "_mentions", {"log mine": "</log mine:4>"} | KNOWN)
    wording._wording().forget()
    before, _, after = t("paper-logs-nothing-matches", typed="here").partition("here")
    assert "</log mine:4>" in after

    @given(text=st.text(st.sampled_from("`/paper log write\n<>{}"), max_size=30))
    def check(text: str) -> None:
        assert t("paper-logs-nothing-matches", typed=text) == f"{before}{text}{after}"

    check()
    wording._wording().forget()


@given(words=WORDS)
def test_the_longest_command_is_mentioned_and_nothing_is_lost(words: list[str]) -> None:
    typed = " ".join(words)
    shown = mention_of(typed, KNOWN)
    beginnings = [name for name in KNOWN if f"{typed} ".startswith(f"{name} ")]
    assert named(shown) == f"`/{typed}`"
    assert (shown != f"`/{typed}`") == bool(beginnings)
    assert all(shown.startswith(f"</{name}:") for name in beginnings)


def known_to_discord(server: ClubServer) -> dict[str, str]:
    """The mentions of the commands that the virtual Discord has, by name."""
    commands = server.env.backend.commands[None].values()
    return {
        name: f"</{name}:{command['id']}>"
        for command in commands
        if command["type"] == discord.AppCommandType.chat_input.value
        for name in [
            *(f"{command['name']} {part['name']}" for part in command["options"] if part["type"] == 1),
            command["name"],
        ]
    }


async def test_answers_mention_commands_with_their_ids(club_server: ClubServer) -> None:
    answer = await club_server.ada.slash(club_server.lobby, "log mine")
    assert known_to_discord(club_server)["log write"] in raw_text(answer_to(answer))


async def test_a_start_that_sends_no_commands_knows_their_ids(
    club_server: ClubServer, restart: Callable[..., Awaitable[None]]
) -> None:
    await restart()
    assert len(club_server.requests("PUT", "/commands")) == 1
    assert len(club_server.requests("GET", "/commands")) == 1
    answer = await club_server.ada.slash(club_server.lobby, "log mine")
    assert known_to_discord(club_server)["log write"] in raw_text(answer_to(answer))


async def test_without_discords_answer_commands_are_named_plainly(
    club_server: ClubServer, restart: Callable[..., Awaitable[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(_tree: Any) -> list[Any]:
        raise discord.DiscordServerError(_Answer(), "down")

    monkeypatch.setattr(discord.app_commands.CommandTree, "fetch_commands", refused)
    await restart()
    answer = await club_server.ada.slash(club_server.lobby, "log mine")
    assert "`/log write`" in raw_text(answer_to(answer))


class _Answer:
    status, reason = 503, "down"


async def test_a_log_that_names_a_command_is_shown_as_typed(club_server: ClubServer) -> None:
    await week_begins(club_server)
    typed = "I pressed `/log write` and read `/paper`. It was late."
    await write(club_server, club_server.ada, replace(LORA, problem=typed))
    shown = club_server.said_in(club_server.threads[0])[-1]
    assert clickable_commands(shown) == []
    assert typed in raw_text(shown).replace("\\", "")
