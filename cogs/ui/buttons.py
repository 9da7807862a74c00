"""Buttons and selects that still work after a restart: their custom ids hold everything they need.

A class declares the route of its ids, such as `pc:logs:show:v1:{log_id}[:{marker}]`, and the type of each part.
Brackets mark an optional part. Each feature's setup declares what a press does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import discord

from cogs.ui.custom_ids import LIMIT, SHORT_NUMBER, short_number
from cogs.ui.handling import Handling
from cogs.ui.outdated import picked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from enum import StrEnum
    from typing import Self

    from discord.ui.select import BaseSelect

ItemT = TypeVar("ItemT", bound="discord.ui.Button[Any] | BaseSelect[Any]")
PLACE = re.compile(r"(?P<optional>\[:)?\{(?P<name>\w+)\}\]?")


@dataclass(frozen=True, slots=True)
class IdPart:
    """The type of a part: the pattern of its text, and how its value is read and written."""

    pattern: str
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str


def one_of(words: type[StrEnum]) -> IdPart:
    return IdPart("|".join(words), words)


ROW_ID = IdPart(r"\d{1,18}", int)
PAGE = IdPart(r"\d{1,4}", int)
SHORT = IdPart(SHORT_NUMBER, lambda text: int(text, 36), short_number)
# The id of a button in an outbox message ends with its entry's key, by which delivery recognizes the message.
MARKER = IdPart(r"[\w-]{1,60}")


class PersistentItem(discord.ui.DynamicItem[ItemT], template="pc:none$"):
    """Base class. Subclasses pass their parts as keyword arguments to `__init__`. An optional part may be None."""

    route: ClassVar[str] = ""
    parts: ClassVar[Mapping[str, IdPart]] = {}

    def __init_subclass__(cls, *, route: str = "pc:none", **parts: IdPart) -> None:
        cls.route, cls.parts = route, {**cls.parts, **parts}
        super().__init_subclass__(template=PLACE.sub(cls._pattern, route) + "$")

    def __init__(self, item: ItemT, **values: object) -> None:
        item.custom_id = self._custom_id(values)
        super().__init__(item)

    @classmethod
    def _pattern(cls, part: re.Match[str]) -> str:
        group = f"(?P<{part['name']}>{cls.parts[part['name']].pattern})"
        return f"(?::{group})?" if part["optional"] else group

    @classmethod
    def _custom_id(cls, values: Mapping[str, object]) -> str:
        """Return the id. Raises ValueError if it is longer than Discord's 100 characters."""

        def written(part: re.Match[str]) -> str:
            value = values[part["name"]]
            if part["optional"] and value is None:
                return ""
            return f"{':' if part['optional'] else ''}{cls.parts[part['name']].write(value)}"

        whole = PLACE.sub(written, cls.route)
        if len(whole) > LIMIT:
            raise ValueError(f"custom id too long: {whole}")
        return whole

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        values = {name: cls.parts[name].read(text) for name, text in match.groupdict().items() if text is not None}
        return cls(**values)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        press = interaction.client.known_items[type(self)]
        _, feature, action, *_ = self.custom_id.split(":")
        async with Handling(interaction, f"{feature} {action}"):
            await press.action(interaction, self)
        if press.then is not None:
            await press.then(interaction)


class PersistentButton(PersistentItem["discord.ui.Button[Any]"]):
    """A button, made from its label and its parts."""

    def __init__(
        self,
        label: str,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        *,
        disabled: bool = False,
        **values: object,
    ) -> None:
        super().__init__(discord.ui.Button(label=label, style=style, disabled=disabled), **values)


class PersistentSelect(PersistentItem["discord.ui.Select[Any]"]):
    """A select, made from its placeholder, its options and its parts."""

    def __init__(self, placeholder: str, options: Sequence[discord.SelectOption], **values: object) -> None:
        super().__init__(discord.ui.Select(placeholder=placeholder, options=list(options)), **values)

    @property
    def chosen(self) -> str:
        """The chosen value. Raises ClubError if nothing is chosen, for example if a button has the id."""
        return picked(self.item.values)
