"""Finds every function and class in `cogs` that builds a message, a form, a poll or a choice, by its
return annotation.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import sys
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

import discord
from discord import app_commands, ui

import cogs
from bot.delivery.outgoing import OutgoingMessage, OutgoingPoll
from cogs.ui.replies import Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

WHOLE = (ui.LayoutView, ui.View, ui.Modal, Reply, OutgoingMessage, OutgoingPoll, discord.Poll, app_commands.Choice)
TEXT = "_text"
ASKS_DISCORD = (discord.Interaction, discord.Guild, discord.Message)


@cache
def namespace(module: ModuleType) -> dict[str, Any]:
    """The module's names, including those that it imports for type checking only."""
    names = dict(vars(module))
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for statement in node.body:
                names |= _stated(statement, names)
    return names


@cache
def hints_of(thing: Any) -> dict[str, Any]:
    """The resolved annotations of a function or a class; a function's include `return`."""
    return get_type_hints(thing, globalns=namespace(sys.modules[thing.__module__]))


def kinds_in(hint: Any) -> tuple[Any, ...]:
    """The members of a union, without None; for another type, the type itself."""
    members = get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)
    return tuple(member for member in members if member is not NoneType)


@cache
def builders() -> dict[str, Callable[..., Any]]:
    """By full name: the builders of all modules, and those left out because only their own module calls them."""
    found: dict[str, Callable[..., Any]] = {}
    for module in _modules():
        here = [thing for thing in vars(module).values() if _is_builder(thing, module)]
        inner = {name for thing in here for name in thing.__code__.co_names if name.startswith("_")}
        found |= {f"{module.__name__}.{thing.__name__}": thing for thing in here if thing.__name__ not in inner}
    return found


@cache
def composers() -> dict[str, type]:
    """The classes that word the messages the bot sends unprompted, by full name."""
    return {
        f"{module.__name__}.{thing.__name__}": thing
        for module in _modules()
        for thing in vars(module).values()
        if inspect.isclass(thing) and thing.__module__ == module.__name__ and hasattr(thing, "by_kind")
    }


def asks_discord(builder: Callable[..., Any]) -> bool:
    """Whether it takes an interaction, a server or a message; such a function answers Discord and builds no page."""
    hints = [hint for name, hint in hints_of(builder).items() if name != "return"]
    return any(_is_one_of(kind, ASKS_DISCORD) for hint in hints for kind in kinds_in(hint))


def _stated(statement: ast.stmt, names: dict[str, Any]) -> dict[str, Any]:
    """What an import or an assignment defines; the import may itself be for type checking only."""
    match statement:
        case ast.Import():
            return {
                (it.asname or it.name).partition(".")[0]: importlib.import_module(it.name) for it in statement.names
            }
        case ast.ImportFrom(module=str(source)):
            module = importlib.import_module(source)
            return {
                it.asname or it.name: getattr(module, it.name, None) or namespace(module)[it.name]
                for it in statement.names
            }
        case ast.Assign(targets=[ast.Name(id=name)]):
            return {name: eval(ast.unparse(statement.value), names)}  # noqa: S307 - our own source
    raise TypeError(f"for type checking only, and not understood: {ast.unparse(statement)}")


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(cogs.__path__, "cogs."):
        yield importlib.import_module(found.name)


def _is_builder(thing: Any, module: ModuleType) -> bool:
    if not inspect.isfunction(thing) or thing.__module__ != module.__name__ or inspect.iscoroutinefunction(thing):
        return False
    made = kinds_in(hints_of(thing).get("return"))
    return any(_is_one_of(kind, WHOLE) for kind in made) or (str in made and thing.__name__.endswith(TEXT))


def _is_one_of(kind: Any, wanted: tuple[type, ...]) -> bool:
    plain = get_origin(kind) or kind
    return inspect.isclass(plain) and issubclass(plain, wanted)
