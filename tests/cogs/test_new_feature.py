"""A feature of its own package is added in two existing files: `bot/wiring.py`, and the topics of `/help`."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from discord import app_commands
from discord.ext import commands

import bot.wiring
from bot.core.help.topics import COMMANDS, Topic
from cogs.ui.handling import Handling
from cogs.ui.replies import say_privately
from cogs.ui.wording import command_words
from tests.support.reading import answer_to, clickable_commands, shown_text

if TYPE_CHECKING:
    from bot.client import PaperClub
    from cogs.ui.interactions import ClubInteraction
    from tests.support.club_server import ClubServer


class Quiz(commands.Cog):
    @app_commands.command(description=command_words("papers-howto-command"))
    async def quiz(self, interaction: ClubInteraction) -> None:
        async with Handling(interaction, "quiz"):
            await say_privately(interaction, "What does attention cost?")


async def setup(paper_club: PaperClub) -> None:
    await paper_club.add_cog(Quiz())


@pytest.fixture
def _quiz(monkeypatch: pytest.MonkeyPatch) -> None:
    extension = ModuleType("cogs.quiz.extension")
    extension.__dict__["setup"] = setup
    monkeypatch.setitem(sys.modules, extension.__name__, extension)
    monkeypatch.setattr(bot.wiring, "EXTENSIONS", (*bot.wiring.EXTENSIONS, extension.__name__))
    monkeypatch.setitem(COMMANDS, Topic.PAPERS, (*COMMANDS[Topic.PAPERS], "quiz"))


@pytest.mark.usefixtures("_quiz")
async def test_a_new_command_needs_two_existing_files(club_server: ClubServer) -> None:
    answer = await club_server.ada.slash(club_server.channel, "quiz")
    assert shown_text(answer_to(answer)) == "What does attention cost?"
    helped = await club_server.ada.slash(club_server.channel, "help", topic="papers")
    assert "quiz" in clickable_commands(answer_to(helped))
