"""Forms (modals) of which nothing is kept in memory, so that one that was opened before a restart counts as well.

A form's custom id says what it is for. discord.py is told not to wait for it: forms that nobody sends would pile up,
and two members' forms with one id would be taken for one. What comes back is read in an `on_interaction` listener,
which any feature's cog may have: `sent_form` says which form it is, `filled_in` what stands in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cogs.ui.interactions import ClubInteraction

TITLE_LIMIT = 45
MOST_TYPED = 4000


class Form(ui.Modal):
    """At most five parts: fields, each with its name, as `typed` and `chosen` make them, and texts."""

    def __init__(self, title: str, identity: str, *fields: ui.Label[Any] | ui.TextDisplay[Any]) -> None:
        super().__init__(title=title, timeout=None, custom_id=identity)
        for field in fields:
            self.add_item(field)
        self.stop()


def typed(
    name: str, identity: str, *, limit: int, hint: str = "", default: str = "", is_long: bool = True
) -> ui.Label[Any]:
    """A text field, filled with `default`, which may be over the limit: no text is cut off that was typed before."""
    box: ui.TextInput[Any] = ui.TextInput(
        style=discord.TextStyle.paragraph if is_long else discord.TextStyle.short,
        custom_id=identity,
        default=default[:MOST_TYPED] or None,
        max_length=min(max(limit, len(default)), MOST_TYPED),
    )
    return ui.Label(text=name, description=hint or None, component=box)


def chosen(name: str, identity: str, options: Iterable[str], *, hint: str = "", default: str = "") -> ui.Label[Any]:
    """A choice of one, all of which stay in sight."""
    group: ui.RadioGroup[Any] = ui.RadioGroup(
        custom_id=identity,
        options=[discord.RadioGroupOption(label=option, value=option, default=option == default) for option in options],
    )
    return ui.Label(text=name, description=hint or None, component=group)


def sent_form(interaction: ClubInteraction) -> str:
    """The custom id of the form that came back; empty for any other interaction."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return ""
    data: Any = interaction.data or {}
    return str(data.get("custom_id", ""))


def filled_in(interaction: ClubInteraction) -> dict[str, str]:
    """What stands in the fields, by their custom ids. What nobody filled in is empty, or left out."""
    data: Any = interaction.data or {}
    return dict(_fields(data.get("components") or []))


def _fields(components: list[dict[str, Any]]) -> Iterable[tuple[str, str]]:
    for component in components:
        if inner := component.get("component"):
            yield from _fields([inner])
        elif "custom_id" in component:
            yield str(component["custom_id"]), _value(component)
        else:
            yield from _fields(component.get("components") or [])


def _value(field: dict[str, Any]) -> str:
    chosen_ones = field.get("values") or [""]
    return str(field.get("value") or chosen_ones[0])
