"""What organizers are told and how often: once for each problem, whatever else is blocked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox.entry import EntryState, Limited, Refused
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.delivery.refusals import THREADS_FULL, THREADS_PAUSE_S
from tests.support.logs import write
from tests.support.reading_clubs import FIRST_POST, WEEK
from tests.support.troubles import LOCKED, TEXT, lacks

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

REFUSED_BY_AUTOMOD = Refused(TEXT)


async def told_of(app: App) -> list[str]:
    """The kinds of messages whose problems organizers were told about."""
    entries = {entry.key: entry for entry in await app.entries()}
    return [entries[entry.details["about"]].kind for entry in entries.values() if entry.kind is Kind.NOTICE]


async def test_a_permanently_blocked_log_does_not_hide_a_blocked_post(app: App) -> None:
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    await write(app, 7)
    await app.refuse(REFUSED_BY_AUTOMOD)
    await app.deliver()
    await app.at(FIRST_POST + WEEK)
    await app.refuse(REFUSED_BY_AUTOMOD)
    assert await told_of(app) == ["log", "post"]
    states = [entry.state for entry in await app.entries() if entry.kind in {Kind.LOG, Kind.POST}]
    assert states == [EntryState.DONE, EntryState.BLOCKED, EntryState.BLOCKED]


async def test_another_problem_in_the_same_week_is_reported(app: App) -> None:
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    for member, refused in ((7, REFUSED_BY_AUTOMOD), (8, REFUSED_BY_AUTOMOD), (9, Refused(LOCKED))):
        await write(app, member)
        await app.refuse(refused)
        await app.deliver()
    assert await told_of(app) == ["log", "log"]


async def test_errors_of_the_bot_are_reported_once(app: App) -> None:
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    for member in (7, 8, 9):
        await write(app, member)
        await app.refuse(Limited(300, Trouble(TroubleCode.FAULT, {"reference": f"PC-{member}"})))
        await app.deliver()
    assert await told_of(app) == ["log"]


async def test_a_full_forum_is_reported_once_however_often_it_is_retried(app: App) -> None:
    await app.club("lora", is_forum=True)
    await app.at(FIRST_POST)
    for _ in range(4):
        await app.refuse(Limited(THREADS_PAUSE_S, THREADS_FULL))
        await app.deliver()
        app.now += timedelta(seconds=THREADS_PAUSE_S)
    assert await told_of(app) == ["post"]
    (post, *_) = await app.entries()
    assert (post.state, post.attempts) == (EntryState.PENDING, 4)


async def test_after_a_retry_in_vain_organizers_are_told_again(app: App) -> None:
    club = await app.club("lora")
    await app.at(FIRST_POST)
    for _ in range(2):
        await app.refuse(Refused(lacks("Send Messages")))
        await app.deliver()
        await app.clubs.retry(club)
    assert await told_of(app) == ["post", "post"]


async def test_a_refused_notice_is_not_reported_with_another(app: App) -> None:
    await app.club("lora")
    await app.at(FIRST_POST)
    for trouble in (lacks("Send Messages"), LOCKED, LOCKED):
        await app.refuse(Refused(trouble))
    assert await told_of(app) == ["post"]
