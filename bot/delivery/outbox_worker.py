"""Take every outbox entry through its states until it is delivered, blocked or cancelled."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import structlog

from bot.core.errors import DatabaseAwayError
from bot.core.outbox.entry import (
    Cancelled,
    Entry,
    EntryState,
    Limited,
    Missing,
    Outcome,
    Refused,
    Sent,
    Unclear,
    fair_order,
)
from bot.core.outbox.kinds import PLACED_WHEN_SENT, SHOW_ALL_CHANGES
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.weeks.details import PostDetails
from bot.delivery.outgoing import OutgoingMessage, completed
from bot.delivery.placing import placed
from bot.delivery.refusals import UnauthorisedError
from bot.services.shards.leases import LOST, LeaseLostError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.core.outbox.kinds import Kind
    from bot.delivery.outgoing import Composer, Outgoing
    from bot.delivery.sender import Sender
    from bot.metrics import Metrics
    from bot.services.outbox.service import OutboxService

log = structlog.stdlib.get_logger(__name__)

# Enough for 48 sends per second with answers that take up to a second; the pacer, not this, sets the pace.
HANDS = 64
AHEAD = 256
# After a fault of ours an entry waits, so that it neither loops nor is forgotten.
FAULT_PAUSE_S = 300
# While nothing can be stored; the same as the scheduler's ticks.
AWAY_PAUSE_S = 15
LAST_SENDS_S = 5
# While Discord says nothing about a server.
OUTAGE_PAUSE_S = 30
TOKEN_REFUSED = "Discord no longer accepts the token (401): nothing is sent until the bot starts with a new one."


class OutboxWorker:
    """Works only while something is due; `wake` makes it look. One entry per channel at a time, servers in turn.

    `halted` says why sending has stopped; it is empty otherwise. While `is_clock_right` returns False, no work starts,
    because the clock decides what is due and where to look for it.
    """

    def __init__(
        self,
        outbox: OutboxService,
        sender: Sender,
        metrics: Metrics,
        report_fault: Callable[..., str],
        is_clock_right: Callable[[], bool] = lambda: True,
    ) -> None:
        self._is_clock_right = is_clock_right
        self._outbox = outbox
        self._sender = sender
        self._metrics = metrics
        self._report_fault = report_fault
        self._composers: dict[Kind, Composer] = {}
        self._backlog: deque[Entry] = deque()
        self._working: dict[int, Entry] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._awaited: WeakValueDictionary[str, asyncio.Future[Entry | None]] = WeakValueDictionary()
        self._looking: asyncio.Task[None] | None = None
        self._wanted = False
        self._closed = False
        self.halted = ""

    def register(self, composers: Mapping[Kind, Composer]) -> None:
        """Register the composers of messages, by kind of entry."""
        self._composers.update(composers)

    def wake(self) -> None:
        """Look for due entries soon. Cheap, and safe to call at any time."""
        if self._closed or self.halted or not self._is_clock_right():
            return
        self._wanted = True
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look(), name="outbox worker")
            self._looking.add_done_callback(self._look_again)

    def tried(self, key: str) -> asyncio.Future[Entry | None]:
        """The entry after the next attempt to send it, None if unknown. Call this before `wake`."""
        found = self._awaited.get(key)
        if found is None or found.done():
            found = self._awaited[key] = asyncio.get_running_loop().create_future()
        return found

    async def rest(self) -> None:
        """Wait until nothing is in flight and nothing more is due now."""
        while (running := self._running()) or self._is_to_look():
            # Between two looks there is a moment with no running task.
            await (asyncio.wait(running) if running else asyncio.sleep(0))

    def _running(self) -> list[asyncio.Task[None]]:
        return [*self._tasks, *([self._looking] if self._looking and not self._looking.done() else [])]

    def _is_to_look(self) -> bool:
        """Whether `wake` was called and no look has handled it yet."""
        may_look = not self._closed and not self.halted and self._is_clock_right()
        return self._wanted and may_look and len(self._working) < HANDS

    async def close(self) -> None:
        """Start nothing more and finish what is in flight; the next start looks for anything that takes too long."""
        self._closed = True
        tasks = [*self._tasks, *([self._looking] if self._looking else [])]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=LAST_SENDS_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _look(self) -> None:
        (result,) = await asyncio.gather(self._hand_out(), return_exceptions=True)
        if isinstance(result, Exception):
            # The next tick wakes us again.
            self._report_fault(result, during="a look for due messages")

    def _look_again(self, _looked: asyncio.Task[None]) -> None:
        """Handle a `wake` that came while the previous look was ending."""
        if self._is_to_look():
            self.wake()

    async def _hand_out(self) -> None:
        """Start due entries. The backlog waits for busy channels, so while slots are free, fetch other channels'."""
        while self._wanted and not self._closed and len(self._working) < HANDS:
            self._wanted = False
            self._start_free_ones()
            if len(self._working) < HANDS:
                busy = {entry.channel_id for entry in (*self._working.values(), *self._backlog)}
                found = await self._outbox.due(AHEAD, in_hand=list(self._working), busy=busy)
                self._backlog.extend(fair_order(found))
                self._start_free_ones()
                # After a page full of one channel's entries there may be other channels'.
                self._wanted = self._wanted or len(found) == AHEAD

    def _start_free_ones(self) -> None:
        channels = {entry.channel_id for entry in self._working.values()}
        kept: deque[Entry] = deque()
        while self._backlog and len(self._working) < HANDS:
            entry = self._backlog.popleft()
            if entry.channel_id in channels:
                kept.append(entry)
                continue
            channels.add(entry.channel_id)
            self._start(entry)
        self._backlog.extendleft(reversed(kept))

    def _start(self, entry: Entry) -> None:
        self._working[entry.id] = entry
        task = asyncio.create_task(self._take_through(entry), name=f"outbox {entry.key}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _take_through(self, entry: Entry) -> None:
        (result,) = await asyncio.gather(self._steps(entry), return_exceptions=True)
        if isinstance(result, UnauthorisedError):
            self._halt(TOKEN_REFUSED)
        elif isinstance(result, LeaseLostError):
            self._halt(LOST)
        elif isinstance(result, Exception):
            reference = self._report_fault(result, entry=entry.key)
            if not await self._is_set_aside(entry, result, reference):
                asyncio.get_running_loop().call_later(AWAY_PAUSE_S, self._let_go, entry)
                return
        self._let_go(entry)

    async def _is_set_aside(self, entry: Entry, fault: Exception, reference: str) -> bool:
        """If the database is down, nothing can be stored; the entry is retried later, in whatever state it is then."""
        if isinstance(fault, DatabaseAwayError):
            return False
        (noted,) = await asyncio.gather(self._set_aside(entry, reference), return_exceptions=True)
        return not isinstance(noted, Exception)

    def _let_go(self, entry: Entry) -> None:
        del self._working[entry.id]
        self._say_tried(entry.key, None)
        self.wake()

    def _say_tried(self, key: str, found: Entry | None) -> None:
        if (waiting := self._awaited.get(key)) and not waiting.done():
            waiting.set_result(found)

    async def _steps(self, entry: Entry) -> None:
        """Step after step, until the entry has to wait or is finished."""
        present: Entry | None = entry
        while present is not None and not self.halted and not self._closed and self._is_clock_right():
            present = await self._step(present)

    async def _step(self, entry: Entry) -> Entry | None:
        """One step; returns the entry for the next one, or None if there is nothing more to do now."""
        match entry.state:
            case EntryState.PENDING:
                return await self._send(entry)
            case EntryState.UNKNOWN:
                return await self._record(entry, await self._sender.find(entry))
            case EntryState.POSTED:
                return await self._open_thread(entry)
            case EntryState.SENDING:
                return await self._record(entry, Unclear(Trouble(TroubleCode.NO_ANSWER)))
            case EntryState.DONE:
                await self._outbox.record_sweep(entry, await self._sender.sweep(entry))
        return None

    async def _send(self, entry: Entry) -> Entry | None:
        if self._sender.is_waited_for(entry):
            # Roles and channels that we don't know yet are not deleted.
            return await self._record(entry, Limited(OUTAGE_PAUSE_S))
        if entry.kind in PLACED_WHEN_SENT and not entry.channel_id:
            found = await placed(entry, self._sender, self._outbox)
            if found is None:
                return await self._record(entry, Cancelled(Trouble(TroubleCode.NOWHERE_TO_TELL)))
            entry = found
        outgoing = await self._outgoing(entry)
        if outgoing is None:
            return await self._record(entry, Cancelled(Trouble(TroubleCode.NOTHING_TO_SAY)))
        marked = await self._outbox.mark_sending(completed(entry, outgoing))
        if marked is None:
            return None
        if marked.attempts > 1:
            self._metrics.retries.inc()
        if marked.kind in SHOW_ALL_CHANGES:
            outgoing = await self._outgoing(marked) or outgoing
        return await self._record(marked, await self._sender.send(marked, outgoing))

    async def _open_thread(self, entry: Entry) -> Entry | None:
        name = PostDetails.of(entry).thread_name
        if name is None:
            # Adopted after a restore, before its thread was opened: this database never had the name.
            outgoing = await self._outgoing(entry)
            name = outgoing.thread_name if isinstance(outgoing, OutgoingMessage) else entry.key
        return await self._record(entry, await self._sender.open_thread(entry, str(name)))

    async def _outgoing(self, entry: Entry) -> Outgoing | None:
        return await self._composers[entry.kind](entry)

    async def _record(self, entry: Entry, outcome: Outcome) -> Entry | None:
        self._metrics.deliveries.labels(type(outcome).__name__.lower()).inc()
        try:
            changed = await self._outbox.record(entry, outcome)
        except LeaseLostError:
            await self._take_back(entry)
            raise
        if isinstance(outcome, Sent) and changed is not None:
            self._metrics.posted.labels(entry.kind).inc()
        if isinstance(outcome, Refused | Unclear | Limited):
            reason = str(outcome.trouble or "")
            log.warning("not delivered", key=entry.key, outcome=type(outcome).__name__, reason=reason)
        if changed is not None and self._outbox.is_due(changed):
            return changed
        self._say_tried(entry.key, changed)
        return None

    async def _take_back(self, entry: Entry) -> None:
        """Remove our copy if another process took over at that moment and sent the message too: its copy stays."""
        present = await self._outbox.entry(entry.key)
        if present and present.message_id is not None and entry.state is EntryState.SENDING:
            await self._sender.sweep(present)

    async def _set_aside(self, entry: Entry, reference: str) -> None:
        present = await self._outbox.entry(entry.key)
        if present is None:
            return
        if present.state is EntryState.SENDING:
            await self._outbox.record(present, Unclear(Trouble(TroubleCode.FAULT_ON_THE_WAY, {"reference": reference})))
        elif present.state is EntryState.DONE:
            # Schedule the next look for copies as usual; otherwise it would run again at once.
            await self._outbox.record_sweep(present, Missing())
        else:
            fault = Trouble(TroubleCode.FAULT, {"reference": reference})
            await self._outbox.record(present, Limited(FAULT_PAUSE_S, fault))

    def _halt(self, reason: str) -> None:
        self.halted = reason
        log.critical("sending stopped", reason=self.halted)
