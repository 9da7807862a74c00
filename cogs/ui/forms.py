"""Forms (modals) that are not kept in memory, so that a form opened before a restart still counts.

A form's custom id says what it is for. discord.py must not wait for forms: those that nobody sends would pile up, and
it would confuse two members' forms with the same id. Instead, any feature's cog reads sent forms in an `on_interaction`
listener: `sent_form` returns which form it is, and `filled_in` what its fields contain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cogs.ui.interactions import ClubInteraction

TITLE_LIMIT = 45
MOST_TYPED = 4000


class Form(ui.Modal):
    """A form of at most five parts: fields made by `typed`, `chosen` and `picked`, and texts."""

    def __init__(self, title: str, identity: str, *fields: ui.Label[Any] | ui.TextDisplay[Any]) -> None:
        super().__init__(title=title, timeout=None, custom_id=identity)
        for field in fields:
            self.add_item(field)
        self.stop()


def typed(
    name: str,
    identity: str,
    *,
    limit: int,
    hint: str = "",
    default: str = "",
    is_long: bool = True,
    is_required: bool = True,
) -> ui.Label[Any]:
    """Return a text field filled with `default`. A default over the limit is kept whole, so that no text is lost."""
    box: ui.TextInput[Any] = ui.TextInput(
        style=discord.TextStyle.paragraph if is_long else discord.TextStyle.short,
        custom_id=identity,
        default=default[:MOST_TYPED] or None,
        required=is_required,
        max_length=min(max(limit, len(default)), MOST_TYPED),
    )
    return ui.Label(text=name, description=hint or None, component=box)


def chosen(name: str, identity: str, options: Mapping[str, str], *, hint: str = "", default: str = "") -> ui.Label[Any]:
    """Return a choice of one from options that are all visible: each value with its label."""
    group: ui.RadioGroup[Any] = ui.RadioGroup(
        custom_id=identity,
        options=[
            discord.RadioGroupOption(label=label, value=value, default=value == default)
            for value, label in options.items()
        ],
    )
    return ui.Label(text=name, description=hint or None, component=group)


def picked(
    name: str, identity: str, options: Sequence[discord.SelectOption], *, placeholder: str, hint: str = ""
) -> ui.Label[Any]:
    """Return a menu of at most 25 options. One of them may be the default."""
    menu: ui.Select[Any] = ui.Select(custom_id=identity, placeholder=placeholder, options=list(options), required=True)
    return ui.Label(text=name, description=hint or None, component=menu)


def sent_form(interaction: ClubInteraction) -> str:
    """Return the custom id of the form that was sent; empty for any other interaction."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return ""
    data: Any = interaction.data or {}
    return str(data.get("custom_id", ""))


def filled_in(interaction: ClubInteraction) -> dict[str, str]:
    """Return what the fields contain, by their custom ids. Fields without a value are empty or missing."""
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
