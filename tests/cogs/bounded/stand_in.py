"""A bot whose services answer with the largest that they may, for those who word what leaves on its own account."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import discord

from bot.client import PaperClub
from bot.core.outbox import Entry, Kind
from bot.delivery.memberships import Memberships
from bot.pictures.studio import Studio
from bot.services import Services
from tests.cogs.bounded.builders import hints_of
from tests.cogs.bounded.clubhouse import by_type
from tests.cogs.bounded.largest import Drawing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator


SERVICES: dict[str, type] = {**hints_of(Services), "studio": Studio, "memberships": Memberships}


class Service:
    """Answers each call with something of the type that the real method returns."""

    def __init__(self, drawing: Drawing, kind: type, writer: str) -> None:
        self._drawing, self._kind, self._writer = drawing, kind, writer

    def __getattr__(self, method: str) -> Callable[..., Awaitable[Any]]:
        async def answered(*_args: Any, **_options: Any) -> Any:
            return self._drawing.of(hints_of(getattr(self._kind, method))["return"], (self._writer, method))

        return answered


class Server:
    """Has every role."""

    def get_role(self, role_id: int) -> Any:
        return SimpleNamespace(id=role_id, mention=f"<@&{role_id}>", is_default=lambda: False)


def letters_to_write(draw: Callable[..., Any], writer: type, name: str) -> Iterator[tuple[Callable[..., Any], Entry]]:
    """For each kind of message that the class words: its method, and an entry. The services draw when asked."""
    drawing = Drawing(draw)
    services = {service: Service(drawing, kind, name) for service, kind in SERVICES.items()}
    services["papers"] = by_type(drawing.letter)[PaperClub].papers
    bot = SimpleNamespace(**services, get_guild=lambda _: Server(), user=discord.Object(1))
    kinds: dict[Kind, Callable[..., Any]] = writer(bot).by_kind()
    for kind, method in kinds.items():
        yield method, replace(drawing.of(Entry, (name, kind.value)), kind=kind)
