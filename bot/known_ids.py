"""Which custom ids of buttons, selects and forms the bot's features answer to; the rest are answered as outdated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord.ext import commands

if TYPE_CHECKING:
    import discord


class KnownIdsBot(commands.AutoShardedBot):
    """`known_forms` are the beginnings of the forms' ids."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.known_items: list[type[discord.ui.DynamicItem[Any]]] = []
        self.known_forms: list[str] = []

    def add_dynamic_items(self, *items: type[discord.ui.DynamicItem[Any]]) -> None:
        super().add_dynamic_items(*items)
        self.known_items += items

    def add_forms(self, *beginnings: str) -> None:
        """A feature takes in the forms whose custom ids begin so."""
        self.known_forms += beginnings

    def knows_item(self, custom_id: str) -> bool:
        return any(item.__discord_ui_compiled_template__.fullmatch(custom_id) for item in self.known_items)

    def knows_form(self, custom_id: str) -> bool:
        return custom_id.startswith(tuple(self.known_forms))
