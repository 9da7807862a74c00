"""Commands that our own sentences name become clickable: `/log write` turns into `</log write:ID>`.

A message is prepared once, before any variable is filled in, so members' texts stay exactly as they typed them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from discord import AppCommandType
from discord.app_commands import AppCommandGroup
from fluent.syntax import ast
from fluent.syntax.visitor import Transformer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from discord.app_commands import AppCommand

FUNCTION: Final = "COMMAND"
NAMED: Final = re.compile(r"(?<!`)`/(?P<typed>[a-z0-9_-]{1,32}(?: [a-z0-9_-]{1,32}){0,6})`(?!`)")

# How to mention each command, once Discord has said its id. One for the process, which runs one bot.
_mentions: dict[str, str] = {}


def know(commands: Iterable[AppCommand]) -> None:
    """Only these commands are clickable from now on."""
    known = mentions_of(commands)
    _mentions.clear()
    _mentions.update(known)


def mention(typed: str) -> str:
    """Return the command `typed`, without its slash: clickable if its id is known, or else as code."""
    return mention_of(typed, _mentions)


def mentions_of(commands: Iterable[AppCommand]) -> dict[str, str]:
    """Return how to mention each slash command, by its full name. Message and user commands can't be mentioned."""
    slash_commands = (command for command in commands if command.type is AppCommandType.chat_input)
    return {name: mention for command in slash_commands for name, mention in _leaves(command, command.name)}


def _leaves(command: AppCommand | AppCommandGroup, name: str) -> Iterator[tuple[str, str]]:
    inner = [option for option in command.options if isinstance(option, AppCommandGroup)]
    if not inner:
        yield name, command.mention
    for each in inner:
        yield from _leaves(each, each.qualified_name)


def mention_of(typed: str, mentions: Mapping[str, str]) -> str:
    """Return the longest command that `typed` begins with as a mention, and the rest after it, in backticks.

    Text that begins with no known command stays as our sentences have it.
    """
    words = typed.split(" ")
    for length in range(len(words), 0, -1):
        if mention := mentions.get(" ".join(words[:length])):
            rest = " ".join(words[length:])
            return f"{mention} `{rest}`" if rest else mention
    return f"`/{typed}`"


class NamedCommands(Transformer):
    """Replaces each command in a message's own text by a call of `COMMAND`, which runs when the text is shown."""

    def visit_Pattern(self, node: ast.Pattern) -> ast.Pattern:  # noqa: N802 - the library's name
        self.generic_visit(node)
        node.elements = [part for element in node.elements for part in _parts(element)]
        return node


def _parts(element: ast.TextElement | ast.Placeable) -> Iterator[ast.TextElement | ast.Placeable]:
    if not isinstance(element, ast.TextElement):
        yield element
        return
    end = 0
    for found in NAMED.finditer(element.value):
        if before := element.value[end : found.start()]:
            yield ast.TextElement(before)
        typed = ast.CallArguments([ast.StringLiteral(found["typed"])], [])
        yield ast.Placeable(ast.FunctionReference(ast.Identifier(FUNCTION), typed))
        end = found.end()
    if after := element.value[end:]:
        yield ast.TextElement(after)
