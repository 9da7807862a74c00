"""The page of `/help`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord import ui

from bot.core.help.topics import Topic
from cogs.help.buttons import TopicPick
from cogs.ui import command_mentions
from cogs.ui.containers import parted
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, counted
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.help.topics import Reader


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """A command with its own description."""

    name: str
    text: str


def help_page(reader: Reader, topic: Topic, commands: Sequence[CommandHelp]) -> Page:
    """Return what the reader can do about the topic. Without a command they can use, it says why."""
    about = f"{t('help-heading', topic=topic)}\n{_about(reader, topic) if commands else _nothing_here(reader)}"
    lines = [
        t("help-command-line", command=command_mentions.mention(command.name), does=command.text)
        for command in commands
    ]
    container = parted([about, "\n".join(counted(lines, MESSAGE_TEXT - len(about)))], HOUSE_COLOR)
    container.add_item(ui.ActionRow(TopicPick(reader.topics, topic)))
    return Page(container)


def _about(reader: Reader, topic: Topic) -> str:
    if topic is Topic.FIRST_STEPS:
        return t("help-first-steps", reader=reader.kind)
    return t("help-about", topic=topic)


def _nothing_here(reader: Reader) -> str:
    return t("help-not-here", reader=reader.kind, may_create=reader.manages_server)
