"""The sentence of a refusal: message `refusal-<name>`, which is the class's name in kebab-case without Error."""

from __future__ import annotations

import re
from dataclasses import fields
from enum import Enum
from typing import TYPE_CHECKING, Any

from bot.core.errors import ChannelId, ClubError, Code, FieldName, MemberId, Typed, has_facts
from bot.core.text.short_inputs import shown_back
from cogs.ui.escaping import plain
from cogs.ui.wording import language, t, worded

if TYPE_CHECKING:
    import discord

    from cogs.ui.wording import Fact

MENTIONS = {MemberId: "@", ChannelId: "#"}
INSIDE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class SaidError(ClubError):
    """A refusal that the edge itself decides, with its sentence: `raise SaidError(t("…"))`.

    `ways_on` are buttons and selects under it, for what the member can do instead.
    """

    def __init__(self, text: str, *ways_on: discord.ui.Item[Any]) -> None:
        super().__init__(text)
        self.ways_on = ways_on


def sentence(refusal: ClubError, locale: str | None = None) -> str:
    """Return what the member reads: what is wrong, and what to do."""
    if not has_facts(type(refusal)):
        return str(refusal)
    message, names = shape(type(refusal))
    return worded(message, locale or language.get(), {name: said(getattr(refusal, name), locale) for name in names})


def shape(kind: type[ClubError]) -> tuple[str, tuple[str, ...]]:
    """Return the name of the message for such refusals, and the facts that are its variables."""
    name = INSIDE.sub("-", kind.__name__.removesuffix("Error")).lower()
    said_fields: Any = fields(kind)  # type: ignore[arg-type]  # only dataclasses have a message
    return f"refusal-{name}", tuple(fact.name for fact in said_fields if fact.metadata.get("is_said", True))


def said(fact: Any, locale: str | None = None) -> Fact:
    """Return a fact in a form that is safe to show, whoever wrote it."""
    match fact:
        case ClubError():
            return sentence(fact, locale)
        case Enum():
            return str(fact.value)
        case str():
            return _inert(fact, locale)
        case MemberId() | ChannelId():
            return f"<{MENTIONS[type(fact)]}{int(fact)}>"
        case list() | tuple():
            return [str(said(part, locale)) for part in fact]
    whole: Fact = fact
    return whole


def _inert(fact: str, locale: str | None) -> str:
    match fact:
        case Typed():
            return shown_back(fact, fact.longest) or t("ui-nothing-typed", locale)
        case Code():
            return f"`{fact}`"
        case FieldName():
            return str(fact)
    return plain(fact)
