"""The Discord client: what it asks of the gateway, how it starts and ends, and the one handler of faults."""

from __future__ import annotations

import asyncio
import gc
import secrets
from time import perf_counter
from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord import app_commands
from discord.ext import commands

from bot.metrics import OUTBOX_STATES
from bot.server_news import read_less
from bot.sessions import SessionBot
from bot.storage.errors import DatabaseAwayError, NotStoredError
from cogs import EXTENSIONS
from cogs.ui.replies import say_privately

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.core.errors import ClubError
    from bot.delivery.courier import Courier
    from bot.delivery.memberships import Memberships
    from bot.metrics import Metrics
    from bot.pictures.studio import Studio
    from bot.scheduler import Scheduler
    from bot.services import Services
    from cogs.clubs.desk import ClubDesk
    from cogs.paper_logs.desk import LogDesk
    from cogs.papers.desk import PaperDesk
    from cogs.reviews.desk import ReviewDesk
    from cogs.syllabus.desk import SyllabusDesk
    from cogs.ui.interactions import ClubInteraction
    from cogs.weeks.desk import WeekDesk

log = structlog.stdlib.get_logger(__name__)

LAST_ANSWERS_S = 5
FAREWELL_S = 3
CHANGED_COMMAND = "This command has changed since Discord showed it to you. Reload Discord (Ctrl+R) and try again."


class ClubTree(app_commands.CommandTree["PaperClub"]):
    """The commands; what goes wrong in one is answered by the one handler."""

    async def on_error(self, interaction: ClubInteraction, error: app_commands.AppCommandError, /) -> None:
        await self.client.answer_fault(interaction, error)


class PaperClub(SessionBot):
    """Paper Club on Discord, made of the parts that `bot/wiring.py` hands in.

    `opening` is awaited in order before the first connection, `closing` in order after the last. What speaks through
    the bot (`courier`, `scheduler`) is attached to it once it exists. `end` stops whoever runs the bot, and `hindrance`
    says in a few words why it may not speak now, where it may not.
    """

    courier: Courier
    memberships: Memberships
    scheduler: Scheduler
    paper_desk: PaperDesk
    club_desk: ClubDesk
    syllabus_desk: SyllabusDesk
    week_desk: WeekDesk
    log_desk: LogDesk
    review_desk: ReviewDesk
    opening: tuple[Callable[[], Awaitable[object]], ...] = ()
    has_lost_shards = False
    end: Callable[[], object] = staticmethod(lambda: None)
    hindrance: Callable[[], str] = staticmethod(lambda: "")
    closing: tuple[Callable[[], Awaitable[object]], ...] = ()

    def __init__(
        self,
        *,
        services: Services,
        studio: Studio,
        metrics: Metrics,
        **options: Any,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=ClubTree,
            # Slash commands need no intent at all; `guilds` tells us of channels, roles and servers left.
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
        self.papers = services.papers
        self.clubs = services.clubs
        self.syllabus = services.syllabus
        self.weeks = services.weeks
        self.logs = services.logs
        self.reviews = services.reviews
        self.polls = services.polls
        self.outbox = services.outbox
        self.studio = studio
        self.metrics = metrics
        self._command_syncs = services.command_syncs
        self._settled, self._database_answers = False, True
        metrics.ready.set_function(self.is_ready)
        self._in_hand = 0
        self._all_answered = asyncio.Event()
        self._all_answered.set()
        self._stopping = False

    async def open(self) -> None:
        """Open what must be open before the first connection. A second call does nothing.

        Raises DatabaseError for a file that cannot be used, OSError where the health port is taken.
        """
        opening, self.opening = self.opening, ()
        for open_part in opening:
            await open_part()

    async def setup_hook(self) -> None:
        await self.open()
        for extension in EXTENSIONS:
            await self.load_extension(extension)
        await self._sync_commands()
        self.metrics.papers.set(len(self.papers.catalogue))

    async def _sync_commands(self) -> None:
        application_id = self.application_id
        if application_id is None:
            raise RuntimeError("Discord did not say which application this is")
        definitions = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        sent = await self._command_syncs.sync_if_changed(application_id, definitions, self.tree.sync)
        log.info("commands synced" if sent else "commands unchanged", commands=len(definitions))

    def stand_down(self) -> None:
        """Another process has this one's shards: say nothing more, and end."""
        self.has_lost_shards = True
        self.end()

    async def on_ready(self) -> None:
        # Comes again after each lost session, so it starts nothing.
        self.metrics.servers.set(len(self.guilds))
        log.info("ready", servers=len(self.guilds), papers=len(self.papers.catalogue))
        if not self._settled:
            self._settled = True
            _settle_memory()

    async def on_shard_ready(self, _shard_id: int) -> None:
        # After a lost session there are new objects for its servers, and the old ones have to go.
        if self._settled:
            _settle_memory()

    async def on_guild_join(self, _guild: discord.Guild) -> None:
        self.metrics.servers.set(len(self.guilds))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.metrics.servers.set(len(self.guilds))
        await self.clubs.pause_all_of(guild.id)

    def trouble(self) -> str:
        """Why it does not do its work, in a few words; nothing where it does."""
        reasons = (
            "stopping" if self._stopping else "",
            self.hindrance(),
            "" if self.is_ready() else "not connected to Discord",
            self.courier.halted,
            "" if self._database_answers else "the database does not answer",
        )
        return next(filter(None, reasons), "")

    async def note_figures(self) -> None:
        """Bring the metrics up to date that nobody counts on the way."""
        self.metrics.halted.set(bool(self.courier.halted))
        self._database_answers = False
        try:
            figures = await self.outbox.figures()
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
        """Take up nothing more, and finish what is under way: answers to members, and messages that are being sent.

        Takes some seconds at most; what is not finished by then is looked for at the next start.
        """
        if self._stopping:
            return
        self._stopping = True
        await self.scheduler.stop()
        # Without the gateway no interaction comes in; answers go another way.
        leaving = [asyncio.create_task(shard.disconnect()) for shard in self.shards.values()]
        if leaving:
            # A line that is dead answers no farewell, for which discord.py waits half a minute.
            await asyncio.wait(leaving, timeout=FAREWELL_S)
        await asyncio.gather(self.courier.close(), self._answers())

    async def _answers(self) -> None:
        try:
            await asyncio.wait_for(self._all_answered.wait(), LAST_ANSWERS_S)
        except TimeoutError:
            log.warning("stopping before every answer was given", open=self._in_hand)

    def take_in_hand(self) -> None:
        """An interaction is being handled from now on."""
        self._in_hand += 1
        self._all_answered.clear()

    def put_down(self) -> None:
        """An interaction has been handled."""
        self._in_hand -= 1
        if not self._in_hand:
            self._all_answered.set()

    async def release(self) -> None:
        """Close what `open` opened. A second call does nothing."""
        closing, self.closing = self.closing, ()
        for close_part in closing:
            await close_part()

    def count(self, interaction: ClubInteraction, outcome: str) -> None:
        """Note how the handling of an interaction ended (`ok`, `refused`, `fault`) and how long it took."""
        name = str(interaction.extras.get("name", "unknown"))
        self.metrics.interactions.labels(name, outcome).inc()
        self.metrics.latency.labels(name).observe(perf_counter() - interaction.extras.get("started", perf_counter()))

    async def answer_refusal(self, interaction: ClubInteraction, refusal: ClubError) -> None:
        """Show the refusal as it stands, to the member alone."""
        self.count(interaction, "refused")
        await self._answer_privately(interaction, str(refusal))

    async def answer_fault(self, interaction: ClubInteraction, error: Exception) -> None:
        """The one handler of everything that nobody expected: log it under a reference and say so kindly."""
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            self.count(interaction, "refused")
            await self._answer_privately(interaction, CHANGED_COMMAND)
            return
        self.count(interaction, "fault")
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await self._answer_privately(interaction, self._log_fault(cause))

    async def _answer_privately(self, interaction: ClubInteraction, text: str) -> None:
        if interaction.type is discord.InteractionType.autocomplete:
            return
        try:
            await say_privately(interaction, text)
        except discord.HTTPException as unsaid:
            # Discord took the interaction back, or is down itself: the log is the only place left.
            log.warning("an answer could not be given", reason=str(unsaid))

    def report_fault(self, cause: BaseException, **facts: object) -> str:
        """Log and count what nobody expected; returns the reference that it is found by."""
        reference = f"PC-{secrets.token_hex(3).upper()}"
        self.metrics.faults.inc()
        if isinstance(cause, DatabaseAwayError):
            log.error("fault", reference=reference, reason=f"{type(cause).__name__}: {cause}", **facts)
        else:
            log.error("fault", reference=reference, exc_info=cause, **facts)
        return reference

    def _log_fault(self, cause: BaseException) -> str:
        reference = self.report_fault(cause)
        if isinstance(cause, NotStoredError):
            return (
                "Sorry, my memory went away just then, and that was not stored. Please try again in a moment. "
                f"Whoever runs this bot finds the cause under the reference **{reference}**."
            )
        if isinstance(cause, DatabaseAwayError):
            return (
                "Sorry, I lost touch with my database just then, so I can't say whether that is stored. Please look in "
                "a moment before you do it again. Whoever runs this bot finds the cause by the reference "
                f"**{reference}**."
            )
        return (
            "Sorry, that went wrong on my side; it was nothing you did. Please try once more in a moment. "
            f"If it happens again, give whoever runs this bot the reference **{reference}**: it finds the cause."
        )


def _settle_memory() -> None:
    """The catalogue and what is known of servers stay for long: the collector need not walk it again and again."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
