"""Options shared by several commands, declared once as the fields of a dataclass."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from inspect import Parameter
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from discord import app_commands

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Coroutine

    from discord import Interaction

    Suggest = Callable[[Interaction[Any], str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]

Callback = TypeVar("Callback", bound="Callable[..., Awaitable[None]]")


@dataclass(frozen=True, slots=True)
class Option:
    """What Discord shows about an option. `choices` is a fixed list, and `suggest` is the autocomplete."""

    description: app_commands.locale_str
    choices: list[app_commands.Choice[str]] | None = None
    suggest: Suggest | None = None


def takes(declared: type, *, omit: Collection[str] = ()) -> Callable[[Callback], Callback]:
    """Replace the callback's `**options` by an option for each field of `declared`.

    A field is declared as `Annotated[type | None, Option(...)]`. discord.py reads the options from the callback's
    signature, so this writes that signature. The callback's own options come last.
    """
    annotations = inspect.get_annotations(declared, eval_str=True)
    declarations = {name: get_args(annotation) for name, annotation in annotations.items() if name not in omit}
    shown: dict[str, Option] = {name: option for name, (_, option) in declarations.items()}
    parameters = [_parameter(name, kind) for name, (kind, _) in declarations.items()]

    def decorated(callback: Callback) -> Callback:
        this, interaction, *own = inspect.signature(callback).parameters.values()
        own = [parameter for parameter in own if parameter.kind is not Parameter.VAR_KEYWORD]
        callback.__signature__ = inspect.Signature([this, interaction, *parameters, *own])  # type: ignore[attr-defined]
        for name, option in shown.items():
            app_commands.describe(**{name: option.description})(callback)
            if option.choices:
                app_commands.choices(**{name: option.choices})(callback)
            if option.suggest:
                app_commands.autocomplete(**{name: option.suggest})(callback)
        return callback

    return decorated


def _parameter(name: str, kind: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind, default=None)
