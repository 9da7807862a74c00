"""The custom ids of buttons, selects and forms that the bot's features handle; all others are outdated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord.ext import commands

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ItemT = TypeVar("ItemT", bound=discord.ui.DynamicItem[Any])
Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Press:
    """What a press leads to, and what follows once it was answered."""

    action: Callable[[Interaction, Any], Awaitable[object]]
    then: Callable[[Interaction], Awaitable[object]] | None = None


class KnownIdsBot(commands.AutoShardedBot):
    """`known_forms` are the prefixes of forms' custom ids."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.known_items: dict[type[discord.ui.DynamicItem[Any]], Press] = {}
        self.known_forms: list[str] = []

    def add_button(
        self,
        kind: type[ItemT],
        action: Callable[[Interaction, ItemT], Awaitable[object]],
        *,
        then: Callable[[Interaction], Awaitable[object]] | None = None,
    ) -> None:
        """From now on a press on such a button, or a choice in such a select, leads to this."""
        self.add_dynamic_items(kind)
        self.known_items[kind] = Press(action, then)

    def add_forms(self, *beginnings: str) -> None:
        """A feature handles the forms whose custom ids start with these prefixes."""
        self.known_forms += beginnings

    def knows_item(self, custom_id: str) -> bool:
        return any(item.__discord_ui_compiled_template__.fullmatch(custom_id) for item in self.known_items)

    def knows_form(self, custom_id: str) -> bool:
        return custom_id.startswith(tuple(self.known_forms))
