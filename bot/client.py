"""The Discord client: its intents, startup and shutdown. It knows no feature."""

from __future__ import annotations

import asyncio
import gc
import secrets
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

import discord
import structlog
from discord import app_commands
from discord.ext import commands

from bot.core.errors import DatabaseAwayError
from bot.delivery.unanswered import NO_ANSWER
from bot.metrics import OUTBOX_STATES
from bot.server_news import read_less
from bot.sessions import SessionBot

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.delivery.outbox_worker import OutboxWorker
    from bot.delivery.server_watch import ServerWatch
    from bot.delivery.welcomes import Welcomes
    from bot.metrics import Metrics
    from bot.scheduler import Scheduler
    from bot.services import Services

PartT = TypeVar("PartT")
log = structlog.stdlib.get_logger(__name__)

ASK_FOR_COMMANDS_S = 10
LAST_ANSWERS_S = 5
FAREWELL_S = 3


class PaperClub(SessionBot):
    """Paper Club on Discord, built from the parts that `bot/wiring.py` passes in.

    `opening` is awaited in order before the first connection, `closing` in order after the last. Parts that send
    through the bot (`outbox_worker`, `scheduler`, `server_watch`, `welcomes`) are attached once it exists. `end` stops
    the process, and `hindrance` says in a few words why the bot may not send now, or returns "". `name_commands` gets
    the commands as Discord knows them, with their ids.

    Each extension sets one feature up. `after_answers` are awaited after every handled interaction, with its name.
    """

    outbox_worker: OutboxWorker
    scheduler: Scheduler
    server_watch: ServerWatch
    welcomes: Welcomes
    opening: tuple[Callable[[], Awaitable[object]], ...] = ()
    has_lost_shards = False
    translator: app_commands.Translator | None = None
    name_commands: Callable[[Sequence[app_commands.AppCommand]], object] = staticmethod(lambda _commands: None)
    end: Callable[[], object] = staticmethod(lambda: None)
    hindrance: Callable[[], str] = staticmethod(lambda: "")
    closing: tuple[Callable[[], Awaitable[object]], ...] = ()

    def __init__(
        self,
        *,
        services: Services,
        metrics: Metrics,
        extensions_to_load: Sequence[str],
        **options: Any,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            # Slash commands need no intent; `guilds` reports channels, roles and servers the bot has left.
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            **options,
        )
        read_less(self)
        self.services = services
        self.metrics = metrics
        self.after_answers: list[Callable[[discord.Interaction[Any], str], Awaitable[None]]] = []
        self._extensions_to_load = extensions_to_load
        self._parts: list[object] = []
        self._settled, self._database_answers = False, True
        metrics.ready.set_function(self.is_ready)
        self._in_hand = 0
        self._all_answered = asyncio.Event()
        self._all_answered.set()
        self._stopping = False

    def add_part(self, part: object) -> None:
        """Make a part available by its type."""
        self._parts.append(part)

    def part(self, kind: type[PartT]) -> PartT:
        """Return the part of that type. Buttons and completions need this: discord.py passes them only the bot."""
        for part in self._parts:
            if isinstance(part, kind):
                return part
        raise LookupError(f"no feature has set up a {kind.__name__}")

    async def open(self) -> None:
        """Open what the first connection requires. A second call does nothing.

        Raises DatabaseError if the database is unusable, OSError if the health port is taken.
        """
        opening, self.opening = self.opening, ()
        for open_part in opening:
            await open_part()

    async def setup_hook(self) -> None:
        await self.open()
        for extension in self._extensions_to_load:
            await self.load_extension(extension)
        await self._sync_commands()
        self.metrics.papers.set(len(self.services.papers.shared.catalog))

    async def _sync_commands(self) -> None:
        application_id = self.application_id
        if application_id is None:
            raise RuntimeError("no application id")
        definitions = await self._definitions()
        is_sent = await self.services.command_syncs.sync_if_changed(application_id, definitions, self._send_commands)
        log.info("commands synced" if is_sent else "commands unchanged", commands=len(definitions))
        if not is_sent:
            await self._ask_for_commands()

    async def _send_commands(self) -> None:
        self.name_commands(await self.tree.sync())

    async def _ask_for_commands(self) -> None:
        """Without an answer, messages still name commands, but nobody can click them."""
        try:
            async with asyncio.timeout(ASK_FOR_COMMANDS_S):
                self.name_commands(await self.tree.fetch_commands())
        except NO_ANSWER as error:
            log.warning("commands are not clickable until the next start", reason=type(error).__name__)

    async def _definitions(self) -> list[dict[str, Any]]:
        commands = self.tree.get_commands()
        if self.translator is None:
            return [command.to_dict(self.tree) for command in commands]
        await self.tree.set_translator(self.translator)
        return [await command.get_translated_payload(self.tree, self.translator) for command in commands]

    def stand_down(self) -> None:
        """Another process has this one's shards: send nothing more, and exit."""
        self.has_lost_shards = True
        self.end()

    async def on_ready(self) -> None:
        # Called again after each lost session, so it must not start anything.
        self.welcomes.look_again()
        self.metrics.servers.set(len(self.guilds))
        log.info("ready", servers=len(self.guilds), papers=len(self.services.papers.shared.catalog))
        if not self._settled:
            self._settled = True
            _settle_memory()

    async def on_shard_ready(self, _shard_id: int) -> None:
        self.welcomes.look_again()
        # A new session creates new objects for its servers, and the old ones must be freed.
        if self._settled:
            _settle_memory()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.metrics.servers.set(len(self.guilds))
        # If this fails, for example because the database is down, the next chore tries again.
        self.welcomes.look_again()
        await self.server_watch.note_joined(guild.id)
        await self.welcomes.welcome_if_new(guild)

    async def on_guild_available(self, _guild: discord.Guild) -> None:
        self.welcomes.look_again()

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.metrics.servers.set(len(self.guilds))
        await self.server_watch.note_removed(guild)

    def trouble(self) -> str:
        """Why the bot isn't working, in a few words; "" if it is."""
        reasons = (
            "stopping" if self._stopping else "",
            self.hindrance(),
            "" if self.is_ready() else "not connected to Discord",
            self.outbox_worker.halted,
            "" if self._database_answers else "the database does not answer",
        )
        return next(filter(None, reasons), "")

    async def note_figures(self) -> None:
        """Update the metrics that are not counted as events happen."""
        self.metrics.halted.set(bool(self.outbox_worker.halted))
        self._database_answers = False
        try:
            figures = await self.services.outbox.figures()
            self._database_answers = True
        finally:
            self.metrics.database_up.set(self._database_answers)
        for state in OUTBOX_STATES:
            self.metrics.outbox.labels(state).set(getattr(figures, state))
        self.metrics.oldest_due.set(figures.oldest_s)

    async def close(self) -> None:
        await self.drain()
        await super().close()
        await self.release()

    async def drain(self) -> None:
        """Accept no more work, and finish what is in flight: answers to members, and messages being sent.

        Takes a few seconds at most; the next start looks for anything unfinished.
        """
        if self._stopping:
            return
        self._stopping = True
        await self.scheduler.stop()
        # Without the gateway no interaction arrives; answers don't need it.
        leaving = [asyncio.create_task(shard.disconnect()) for shard in self.shards.values()]
        if leaving:
            # A dead connection never answers the close, for which discord.py would wait half a minute.
            await asyncio.wait(leaving, timeout=FAREWELL_S)
        await asyncio.gather(self.outbox_worker.close(), self._answers())

    async def _answers(self) -> None:
        try:
            await asyncio.wait_for(self._all_answered.wait(), LAST_ANSWERS_S)
        except TimeoutError:
            log.warning("stopped before every answer was sent", open=self._in_hand)

    def begin_handling(self) -> None:
        """The handling of an interaction starts."""
        self._in_hand += 1
        self._all_answered.clear()

    def end_handling(self) -> None:
        """The handling of an interaction has ended."""
        self._in_hand -= 1
        if not self._in_hand:
            self._all_answered.set()

    async def release(self) -> None:
        """Close what `open` opened. A second call does nothing."""
        closing, self.closing = self.closing, ()
        if closing:
            self.name_commands(())
        for close_part in closing:
            await close_part()

    def count(self, interaction: discord.Interaction[Any], outcome: str) -> None:
        """Note how the handling of an interaction ended (`ok`, `refused`, `fault`) and how long it took."""
        name = str(interaction.extras.get("name", "unknown"))
        self.metrics.interactions.labels(name, outcome).inc()
        self.metrics.latency.labels(name).observe(perf_counter() - interaction.extras.get("started", perf_counter()))

    def report_fault(self, cause: BaseException, **facts: object) -> str:
        """Log and count an unexpected error; returns its reference."""
        reference = f"PC-{secrets.token_hex(3).upper()}"
        self.metrics.faults.inc()
        if isinstance(cause, DatabaseAwayError):
            log.error("fault", reference=reference, reason=f"{type(cause).__name__}: {cause}", **facts)
        else:
            log.error("fault", reference=reference, exc_info=cause, **facts)
        return reference


def _settle_memory() -> None:
    """Exclude the catalog and the servers from garbage collection: they live long, and walking them is slow."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
