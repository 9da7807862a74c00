"""The menu of topics. It works after any restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from cogs.ui.buttons import PersistentSelect
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.help.topics import Topic


class TopicPick(PersistentSelect, route="pc:help:topic:v1"):
    """Shows another topic in the same message."""

    def __init__(self, topics: Sequence[Topic] = (), shown: Topic | None = None) -> None:
        super().__init__(t("help-choose"), [_option(topic, is_shown=topic is shown) for topic in topics])


def _option(topic: Topic, *, is_shown: bool) -> discord.SelectOption:
    return discord.SelectOption(
        label=t("help-topic", topic=topic),
        value=topic,
        description=t("help-topic-hint", topic=topic),
        default=is_shown,
    )
