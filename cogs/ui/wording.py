"""Every sentence that members and organizers read, from `locales/<language>/<feature>.ftl` (docs/adr/0014)."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from babel.lists import format_list
from discord.app_commands import Translator, locale_str
from discord.utils import format_dt
from fluent.runtime import FluentBundle, FluentResource, resolver
from fluent.runtime.resolver import CurrentEnvironment, ResolverEnvironment
from fluent.runtime.types import FluentInt, FluentType
from fluent.runtime.utils import native_to_fluent
from fluent.syntax import ast
from fluent.syntax.visitor import Visitor

from cogs.ui import command_mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import discord
    from babel import Locale
    from discord.app_commands import AppCommand, TranslationContextTypes

Fact: TypeAlias = str | int | float | date | list[str] | tuple[str, ...] | None

LOCALES: Final = Path(__file__).parents[2] / "locales"
SOURCE: Final = "en"  # has every message; other languages may lack some
# The formats of numbers, dates and lists, if the folder's name is not specific enough: "A, B and C", "13 Dec 2026".
CONVENTIONS: Final = {"en": "en_001"}
LIST_STYLES: Final[dict[str, Literal["unit", "standard", "or"]]] = {"plain": "unit", "and": "standard", "or": "or"}

# Names and numbers are repeated, for example on the catalog's cards. Members' texts are not.
KEPT, LONGEST_KEPT = 2048, 300

language: ContextVar[str] = ContextVar("language", default=SOURCE)

# The library limits this to protect against translations that fill the memory. A member's log may be longer.
resolver.MAX_PART_LENGTH = 100_000


class WordingError(Exception):
    """A programming error: there is no such message, or it has other variables. No member reads this."""


class FluentCount(FluentInt):
    """A plain number. `NUMBER($n, useGrouping: "true")` in a message adds thousands separators."""

    def format(self, _locale: Locale) -> str:
        return str(int(self))


class FluentList(FluentType):
    """A list. `{ $names }` is "A, B, C" and `{ LIST($names, style: "and") }` is "A, B and C". There is also "or"."""

    def __init__(self, items: tuple[str, ...], style: str = "plain") -> None:
        self.items = items
        self.style = LIST_STYLES[style]

    def format(self, locale: Locale) -> str:
        return format_list(self.items, self.style, locale)


FUNCTIONS: Final[dict[str, Any]] = {
    "LIST": lambda several, style="plain": FluentList(several.items, style),
    "JOIN": lambda several, between: between.join(several.items),
    "LINES": lambda several: "\n".join(several.items),
    "COUNT": lambda several: FluentCount(len(several.items)),
    "TIMESTAMP": lambda instant, style="f": format_dt(instant, style),
    command_mentions.FUNCTION: command_mentions.mention,
}


@dataclass(frozen=True)
class Language:
    """The messages of one folder."""

    bundle: FluentBundle
    variables: Mapping[str, frozenset[str]]

    def text(self, message: str, facts: Iterable[tuple[str, Fact]]) -> str:
        pattern = self.bundle.get_message(message).value
        if pattern is None:
            raise WordingError(f"{message} has no text")
        faults: list[Exception] = []
        # Like `format_pattern`, which would turn our numbers into plain integers.
        known = CurrentEnvironment({name: _fluent(value) for name, value in facts})
        said = pattern(ResolverEnvironment(self.bundle, faults, current=known))
        if faults:
            raise WordingError(f"{message}: {faults[0]}")
        return str(said)


class Wording:
    """The languages of a folder, one subfolder each. Short texts are cached."""

    def __init__(self, folder: Path) -> None:
        self.languages = {path.name: read(path) for path in sorted(folder.iterdir()) if path.is_dir()}
        self.source = self.languages[SOURCE]
        self._said_before = lru_cache(maxsize=KEPT)(self._said)

    def text(self, message: str, locale: str, facts: Mapping[str, Fact]) -> str:
        """Return the text. Raises WordingError if the source has no such message, or not with these variables."""
        wanted = self.source.variables.get(message)
        if wanted is None:
            raise WordingError(f"there is no message {message}")
        if wanted != facts.keys():
            raise WordingError(f"{message} has the variables {sorted(wanted)}, and was given {sorted(facts)}")
        kept, is_short = [], True
        for name, value in facts.items():
            plain = tuple(value) if isinstance(value, list) else value
            is_short = is_short and (not isinstance(plain, str | tuple) or len(plain) <= LONGEST_KEPT)
            # True equals 1, but has other words.
            kept.append((name, plain, plain.__class__))
        return (self._said_before if is_short else self._said)(message, locale, tuple(kept))

    def _said(self, message: str, locale: str, facts: tuple[tuple[str, Fact, type], ...]) -> str:
        spoken = self.languages[self.nearest(locale)]
        chosen = spoken if message in spoken.variables else self.source
        return chosen.text(message, ((name, value) for name, value, _ in facts))

    def forget(self) -> None:
        """Render every text anew."""
        self._said_before.cache_clear()

    def nearest(self, locale: str) -> str:
        """Return the name of the folder for a locale such as `de` or `pt-BR`."""
        return next((name for name in (locale, locale.partition("-")[0]) if name in self.languages), SOURCE)


def read(folder: Path) -> Language:
    """Read a folder. Raises WordingError for unreadable text, and for a message that exists twice."""
    bundle = FluentBundle([CONVENTIONS.get(folder.name, folder.name)], FUNCTIONS, use_isolating=False)
    entries: dict[str, ast.Message | ast.Term] = {}
    for path in sorted(folder.glob("*.ftl")):
        resource = FluentResource(path.read_text(encoding="utf-8"))
        for entry in resource.body:
            if isinstance(entry, ast.Junk):
                raise WordingError(f"{path.name}: {entry.annotations[0].message}: {entry.content}")
            if isinstance(entry, ast.Message | ast.Term):
                if entry.id.name in entries:
                    raise WordingError(f"{path.name}: {entry.id.name} exists twice")
                entries[entry.id.name] = entry
        bundle.add_resource(command_mentions.NamedCommands().visit(resource))
    names = {name for name, entry in entries.items() if isinstance(entry, ast.Message)}
    return Language(bundle, {name: frozenset(_variables(name, entries)) for name in names})


class References(Visitor):
    """Collects the variables and functions of a message, and the messages and terms that it refers to."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.functions: set[str] = set()
        self.messages: set[str] = set()
        self.terms: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the library's name
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802 - the library's name
        self.messages.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802 - the library's name
        self.terms.add(node.id.name)

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:  # noqa: N802 - the library's name
        self.functions.add(node.id.name)
        self.generic_visit(node)


def references(entry: ast.Message | ast.Term) -> References:
    found = References()
    found.visit(entry)
    return found


def t(message: str, /, locale: str | None = None, **facts: Fact) -> str:
    """Return the message in this language, or else in the reader's.

    Pass texts in the form to show: `written(title)`, `plain(name)`, `in_code(query)`. None, True and False are `none`,
    `yes` and `no` in a message. An enum's member is its value. Raises WordingError.
    """
    return worded(message, locale or language.get(), facts)


def worded(message: str, locale: str, facts: Mapping[str, Fact]) -> str:
    """Return the same for a message whose name is computed, such as a refusal's. The tests do not check such names."""
    return _wording().text(message, locale, facts)


def know_commands(commands: Iterable[AppCommand]) -> None:
    """Make these commands clickable in every text from now on, and no others."""
    command_mentions.know(commands)
    _wording().forget()


def command_translator() -> CommandWords | None:
    """Return the translator; None if English, the language of the definitions, is the only one."""
    return CommandWords() if len(_wording().languages) > 1 else None


def command_words(message: str, /, **facts: Fact) -> locale_str:
    """Return a message for a command's definition: in English, and translated by `CommandWords`."""
    return locale_str(t(message, SOURCE, **facts), message=message, facts=facts)


class CommandWords(Translator):
    """Gives Discord the commands' definitions in every language besides English."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, _context: TranslationContextTypes
    ) -> str | None:
        nearest = _wording().nearest(locale.value)
        message = string.extras.get("message")
        return t(message, nearest, **string.extras["facts"]) if message and nearest != SOURCE else None


@cache
def _wording() -> Wording:
    return Wording(LOCALES)


def _variables(name: str, entries: Mapping[str, ast.Message | ast.Term]) -> Iterator[str]:
    found = references(entries[name])
    yield from found.variables
    for part in found.messages & entries.keys():
        yield from _variables(part, entries)


def _fluent(value: Fact) -> Any:
    match value:
        case str():
            return value
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case int():
            return FluentCount(value)
        case list() | tuple():
            return FluentList(tuple(value))
        case _:
            return native_to_fluent(value)
