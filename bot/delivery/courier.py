"""Takes every outbox entry through its states until it is delivered, blocked or withdrawn."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import structlog

from bot.core.outbox import (
    Entry,
    EntryState,
    Kind,
    Limited,
    Missing,
    Outcome,
    Refused,
    Sent,
    Unclear,
    Withdrawn,
    fair_order,
)
from bot.core.troubles import Trouble
from bot.delivery.letters import Letter
from bot.delivery.refusals import UnauthorisedError
from bot.services.shard_leases import LOST, LeaseLostError
from bot.storage.errors import DatabaseAwayError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.delivery.letters import PollLetter, Writer
    from bot.delivery.sender import Sender
    from bot.metrics import Metrics
    from bot.services.outbox import OutboxService

log = structlog.stdlib.get_logger(__name__)

# At 48 sends a second and up to a second for an answer, so many are under way; the pacer, not this, sets the pace.
HANDS = 64
AHEAD = 256
# After a fault of our own an entry waits, so that it neither spins nor is forgotten.
FAULT_PAUSE_S = 300
# As long as nothing can be stored; as the clock's ticks are.
AWAY_PAUSE_S = 15
LAST_SENDS_S = 5
# While Discord tells nothing of a server.
OUTAGE_PAUSE_S = 30
FAULT = "A fault of mine; reference {reference}."
NOTHING_TO_SAY = "there was nothing left to say"
TOKEN_REFUSED = "Discord no longer accepts the token (401): nothing is sent until the bot starts with a new one."
NOWHERE_TO_TELL = "no channel was found in which organisers could be told"


class Courier:
    """Works only while something is due; `wake` makes it look. One entry of a channel at a time, servers in turn.

    `halted` says why nothing is sent any more, and is empty as long as it is. While `is_clock_right` says no, nothing
    is taken up: what is due, and where to look for it, goes by the clock.
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
        self._writers: dict[Kind, Writer] = {}
        self._backlog: deque[Entry] = deque()
        self._working: dict[int, Entry] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._awaited: WeakValueDictionary[str, asyncio.Future[Entry | None]] = WeakValueDictionary()
        self._looking: asyncio.Task[None] | None = None
        self._wanted = False
        self._closed = False
        self.halted = ""

    def register(self, writers: Mapping[Kind, Writer]) -> None:
        """Say who words which kind of entry."""
        self._writers.update(writers)

    def wake(self) -> None:
        """Look for due entries soon. Cheap, and safe to call at any time."""
        if self._closed or self.halted or not self._is_clock_right():
            return
        self._wanted = True
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look(), name="courier")
            self._looking.add_done_callback(self._look_again)

    def tried(self, key: str) -> asyncio.Future[Entry | None]:
        """What has become of an entry once it was tried, None where that is not known. Ask before it is woken up."""
        found = self._awaited.get(key)
        if found is None or found.done():
            found = self._awaited[key] = asyncio.get_running_loop().create_future()
        return found

    async def rest(self) -> None:
        """Wait until nothing is under way and nothing more is due now."""
        while (running := self._running()) or self._is_to_look():
            # Between two looks there is a moment in which none is under way.
            await (asyncio.wait(running) if running else asyncio.sleep(0))

    def _running(self) -> list[asyncio.Task[None]]:
        return [*self._tasks, *([self._looking] if self._looking and not self._looking.done() else [])]

    def _is_to_look(self) -> bool:
        """Whether somebody has rung whom no look has heard yet."""
        may_look = not self._closed and not self.halted and self._is_clock_right()
        return self._wanted and may_look and len(self._working) < HANDS

    async def close(self) -> None:
        """Take up nothing more, and finish what is under way; what takes too long is looked for at the next start."""
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
        """Whoever woke us while the look was coming to its end was not heard any more."""
        if self._is_to_look():
            self.wake()

    async def _hand_out(self) -> None:
        """What waits here waits for its channel: as long as hands are free, others' messages are looked for."""
        while self._wanted and not self._closed and len(self._working) < HANDS:
            self._wanted = False
            self._start_free_ones()
            if len(self._working) < HANDS:
                busy = {entry.channel_id for entry in (*self._working.values(), *self._backlog)}
                found = await self._outbox.due(AHEAD, in_hand=list(self._working), busy=busy)
                self._backlog.extend(fair_order(found))
                self._start_free_ones()
                # Behind a page full of one channel's there may be others'.
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
        task = asyncio.create_task(self._take_through(entry), name=f"courier {entry.key}")
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
        """Where the database is away nothing can be noted; the entry is taken up later, in the state it is found in."""
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
        """Step after step, until the entry has to wait or is at its end."""
        present: Entry | None = entry
        while present is not None and not self.halted and not self._closed and self._is_clock_right():
            present = await self._step(present)

    async def _step(self, entry: Entry) -> Entry | None:
        """One step; the entry for the next one, None where there is nothing more to do now."""
        match entry.state:
            case EntryState.PENDING:
                return await self._send(entry)
            case EntryState.UNKNOWN:
                return await self._record(entry, await self._sender.find(entry))
            case EntryState.POSTED:
                return await self._open_thread(entry)
            case EntryState.SENDING:
                return await self._record(entry, Unclear("no answer was noted"))
            case EntryState.DONE:
                await self._outbox.record_sweep(entry, await self._sender.sweep(entry))
        return None

    async def _send(self, entry: Entry) -> Entry | None:
        if self._sender.is_waited_for(entry):
            # Roles and channels that are not known yet are not gone.
            return await self._record(entry, Limited(OUTAGE_PAUSE_S))
        if entry.kind is Kind.NOTICE and not entry.channel_id:
            place = self._sender.place_for_notice(entry, await self._outbox.club_of(entry))
            if place is None:
                return await self._record(entry, Withdrawn(NOWHERE_TO_TELL))
            entry = replace(entry, channel_id=place.channel_id, details={**entry.details, "is_open": place.is_open})
        letter = await self._letter(entry)
        if letter is None:
            return await self._record(entry, Withdrawn(NOTHING_TO_SAY))
        if isinstance(letter, Letter) and letter.thread_name:
            entry = replace(entry, details={**entry.details, "thread_name": letter.thread_name})
        marked = await self._outbox.mark_sending(entry)
        if marked is None:
            return None
        if marked.attempts > 1:
            self._metrics.retries.inc()
        return await self._record(marked, await self._sender.send(marked, letter))

    async def _open_thread(self, entry: Entry) -> Entry | None:
        name = entry.details.get("thread_name")
        if name is None:
            # Adopted after a restore, before its thread was opened: nobody worded it here.
            letter = await self._letter(entry)
            name = letter.thread_name if isinstance(letter, Letter) else entry.key
        return await self._record(entry, await self._sender.open_thread(entry, str(name)))

    async def _letter(self, entry: Entry) -> Letter | PollLetter | None:
        return await self._writers[entry.kind](entry)

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
            log.warning("not delivered", key=entry.key, outcome=type(outcome).__name__, reason=outcome.reason)
        if changed is not None and self._outbox.is_due(changed):
            return changed
        self._say_tried(entry.key, changed)
        return None

    async def _take_back(self, entry: Entry) -> None:
        """Perhaps sent in the very moment in which another process took over, and by that one too: its copy stays."""
        present = await self._outbox.entry(entry.key)
        if present and present.message_id is not None and entry.state is EntryState.SENDING:
            await self._sender.sweep(present)

    async def _set_aside(self, entry: Entry, reference: str) -> None:
        present = await self._outbox.entry(entry.key)
        if present is None:
            return
        if present.state is EntryState.SENDING:
            await self._outbox.record(present, Unclear(f"fault {reference}"))
        elif present.state is EntryState.DONE:
            # Its next look for copies comes in its turn; without that it would come again at once.
            await self._outbox.record_sweep(present, Missing())
        else:
            await self._outbox.record(present, Limited(FAULT_PAUSE_S, FAULT.format(reference=reference), Trouble.FAULT))

    def _halt(self, reason: str) -> None:
        self.halted = reason
        log.critical("sending stopped", reason=self.halted)
