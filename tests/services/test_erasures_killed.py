"""A process is killed at every step of an erasure: the next one goes on, and the last finds nothing left to do."""

from __future__ import annotations

import asyncio
import json
import signal
from datetime import timedelta
from pathlib import Path

from bot.core.outbox.entry import Sent
from bot.core.privacy.member_data import MemberScope
from tests.faults.kill_points import KillPoint, arm
from tests.support.erasing import ADA, BO, CLEO, DREW, WORDS, in_review, under_way, write_reviews
from tests.support.forked import exit_code
from tests.support.reading_clubs import FIRST_POST, App
from tests.support.traces import bytes_with, files_of, rows_with

PRESSED = FIRST_POST + timedelta(days=6)
SERVICE, PROGRESS, ROWS = (
    "bot.services.privacy.erasures",
    "bot.services.privacy.progress",
    "bot.storage.privacy.erasures",
)
OUTBOX = "bot.services.outbox.service:OutboxService"
# In the order in which an erasure comes to them. Each process dies at one, and the next goes on from there.
POINTS = (
    KillPoint(f"{SERVICE}:note_erased", "before"),
    KillPoint(f"{SERVICE}:erase", "after"),
    KillPoint(f"{SERVICE}:ErasureService.erase", "after"),
    KillPoint(f"{OUTBOX}.mark_sending", "after"),
    KillPoint(f"{OUTBOX}.record", "before"),
    KillPoint(f"{OUTBOX}.record", "after", 2),
    KillPoint(f"{ROWS}:stop_waiting_for", "after"),
    KillPoint(f"{ROWS}:delete_settled_entry", "after", 2),
    KillPoint(f"{PROGRESS}:erase", "before"),
    KillPoint(f"{ROWS}:end_erasure", "before"),
    KillPoint(f"{ROWS}:end_erasure", "after"),
    KillPoint("bot.storage.database:Database.vacuum", "before"),
    KillPoint("bot.storage.database:Database.vacuum", "after"),
    KillPoint(f"{ROWS}:delete_erasures", "before"),
)


async def live(url: str, number: int, taken: str) -> None:
    """One process: the member presses, as they would after a restart, and everything is done that can be.

    What Discord took is written to a file at once.
    """
    if number < len(POINTS):
        arm(POINTS[number])
    app = App(url, now=PRESSED + timedelta(hours=number))
    await app.database.open()
    await app.outbox.recover()
    await app.erasures.erase(MemberScope(ADA), keeps_reviews=False, asked_at=PRESSED, shown_at=PRESSED)
    for _ in range(4):
        await app.erasures.go_on()
        await let_discord_take(app, Path(taken))
    await app.database.close()


async def let_discord_take(app: App, taken: Path) -> None:
    for entry in await app.outbox.due(100):
        marked = await app.outbox.mark_sending(entry)
        if marked is None:
            continue
        with taken.open("a") as file:
            file.write(json.dumps([entry.kind, entry.details.get("message_id")]) + "\n")
        await app.outbox.record(marked, Sent(7_000_000 + entry.id))


def live_in_process(url: str, number: int, taken: str) -> None:
    asyncio.run(live(url, number, taken))


async def test_an_erasure_ends_wherever_processes_are_killed(app: App, database_url: str, tmp_path: Path) -> None:
    await in_review(app, BO, CLEO, DREW)
    await write_reviews(app, ADA, BO, CLEO, DREW)
    posted = {entry.key: entry for entry in await app.entries()}
    await app.database.close()
    taken = tmp_path / "taken.jsonl"
    ends = [
        await asyncio.to_thread(exit_code, live_in_process, database_url, number, str(taken))
        for number in range(len(POINTS) + 1)
    ]
    assert ends == [-signal.SIGKILL] * len(POINTS) + [0]
    if database_url.startswith("sqlite"):
        assert bytes_with(files_of(database_url), ADA, *WORDS) == []
    after = App(database_url, now=PRESSED + timedelta(days=2))
    await after.database.open()
    assert await rows_with(after.database, ADA, *WORDS) == []
    assert await under_way(after, ADA) == []
    done = {tuple(json.loads(line)) for line in taken.read_text().splitlines()}
    about = [entry for entry in posted.values() if entry.kind in {"log", "review", "assignments"}]
    own = {entry.message_id for entry in about if entry.kind == "log" and entry.details["log_id"] == 4}
    assert {("delete", message_id) for message_id in own} <= done
    assert {kind for kind, message_id in done if message_id} == {"delete", "unmention", "review-edit", "post-edit"}
    await after.database.close()
