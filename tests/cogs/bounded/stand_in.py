"""A fake bot whose services return the largest allowed values, for the classes that word messages sent unprompted."""

from __future__ import annotations

from dataclasses import replace
from inspect import iscoroutinefunction
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar

from bot.core.outbox.entry import Entry
from bot.pictures.picture_cache import PictureCache
from bot.services import Services
from bot.services.papers.papers import Papers
from tests.cogs.bounded.builders import hints_of
from tests.cogs.bounded.clubhouse import by_type
from tests.cogs.bounded.largest import Drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.core.outbox.kinds import Kind


SERVICES: dict[str, type] = hints_of(Services)


class Service:
    """Answers each call with a value of the real method's return type."""

    def __init__(self, drawing: Drawing, kind: type, composer: str) -> None:
        self._drawing, self._kind, self._writer = drawing, kind, composer

    def __getattr__(self, method: str) -> Callable[..., Any]:
        real = getattr(self._kind, method)

        def answer(*_args: Any, **_options: Any) -> Any:
            return self._drawing.of(hints_of(real)["return"], (self._writer, method))

        async def answered(*args: Any, **options: Any) -> Any:
            return answer(*args, **options)

        return answered if iscoroutinefunction(real) else answer


class PapersOfOneServer:
    """The service, if every server has the same papers."""

    def __init__(self, papers: Papers) -> None:
        self.shared = papers

    async def of(self, _server_id: int | None) -> Papers:
        return self.shared


class Server:
    """A server that has every role, and where everybody sees every channel."""

    roles: ClassVar[list[Any]] = []
    me = SimpleNamespace(id=0)
    default_role = SimpleNamespace(permissions=SimpleNamespace(view_channel=True, administrator=False))

    def get_channel(self, channel_id: int) -> Any:
        nothing_said = SimpleNamespace(view_channel=None)
        return SimpleNamespace(id=channel_id, guild=self, overwrites={}, overwrites_for=lambda _: nothing_said)

    def get_role(self, role_id: int) -> Any:
        return SimpleNamespace(id=role_id, mention=f"<@&{role_id}>", is_default=lambda: False)


class Members:
    """Everybody is in the server and may view everything in it."""

    async def member(self, server_id: int, user_id: int) -> Any:
        rights = SimpleNamespace(manage_guild=True, view_channel=True)
        channel = SimpleNamespace(permissions_for=lambda _: rights)
        guild = SimpleNamespace(id=server_id, unavailable=False, get_channel=lambda _: channel)
        return SimpleNamespace(id=user_id, guild=guild, guild_permissions=rights, _roles=[])


def letters_to_write(draw: Callable[..., Any], composer: type, name: str) -> Iterator[tuple[Callable[..., Any], Entry]]:
    """For each kind of message that the class words: its method and an entry. The fake services draw their answers when
    called.
    """
    drawing = Drawing(draw)
    services: dict[str, Any] = {service: Service(drawing, kind, name) for service, kind in SERVICES.items()}
    services["papers"] = PapersOfOneServer(by_type(drawing.outgoing)[Papers])
    pictures: Any = Service(drawing, PictureCache, name)
    dependencies = SimpleNamespace(
        services=SimpleNamespace(**services),
        picture_cache=pictures,
        memberships=Members(),
        server_of=lambda _: Server(),
    )
    kinds: dict[Kind, Callable[..., Any]] = composer(dependencies).by_kind()
    for kind, method in kinds.items():
        yield method, replace(drawing.of(Entry, (name, kind.value)), kind=kind)
