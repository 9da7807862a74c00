"""Clubs in the middle of a week, just before something about it is due: reminders, reviewers, or news of a change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.core.weeks.week import Answer
from bot.services.breaks.service import BreakService
from bot.services.paper_logs.forms import LogForm
from tests.faults.scene import DUE, GUILD_ID, START
from tests.faults.session_scenes import ADA, BO, CY, FOLLOWING, MEMBERS, PLAN, PRIVATE, Presses, made
from tests.support.logs import text_by
from tests.support.own_papers import organizer
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.faults.session_scenes import Made, SessionScene
    from tests.faults.stores import DatabaseMaker

DAY, SECONDS = timedelta(days=1), timedelta(seconds=5)
# The meeting is on Thursday at 19:00, logs are due on Friday at 18:00, and reviews on Sunday.
DAY_BEFORE, HOUR_BEFORE = (DUE + timedelta(days=3, hours=1) + SECONDS, DUE + timedelta(days=4) + SECONDS)
LOGS_DUE, RELEASE = DUE + 5 * DAY + SECONDS, DUE + 6 * DAY + SECONDS
FIRST_OF_BREAK, LAST_OF_BREAK = date(2026, 3, 3), date(2026, 3, 9)
TUESDAY, WEDNESDAY = date(2026, 3, 3), date(2026, 3, 4)


async def make_reminders(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """Two members are in and have not written. One of them wants direct messages. The meeting is the next day."""
    one = await _with_members_in(database_maker, empty, "reminders")
    return await one.scene(
        "reminders",
        began=DAY_BEFORE,
        told=(("direct", 1), ("reminder", 1), ("meeting-reminder", 1)),
        asks="SELECT weeks.next_step, meetings.next_step AS ahead FROM weeks JOIN meetings ON week_id = weeks.id",
        finds=(("close logs", "1h"),),
    )


async def make_hour_before(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """The meeting is in an hour, and its host gets their card."""
    one = await _with_members_in(database_maker, empty, "an hour before")
    await one.app.hosts.offer(viewer(CY, GUILD_ID), one.club.id, DUE.date(), PRIVATE[CY])
    await one.until(DAY_BEFORE)
    return await one.scene(
        "an hour before",
        began=HOUR_BEFORE,
        told=(("meeting-reminder", 1), ("host-direct", 1)),
        asks="SELECT next_step, (SELECT count(*) FROM host_answers WHERE has_card) AS cards FROM meetings",
        finds=(("begin", 1),),
    )


async def make_reviewers(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """Three members wrote a log, and logs are due."""
    one = await _with_logs(database_maker, empty, "reviewers")
    return await one.scene(
        "reviewers",
        began=LOGS_DUE,
        told=(("assignments", 1),),
        asks="SELECT state, (SELECT count(*) FROM reviews) AS named FROM weeks",
        finds=(("reviewing", 6),),
    )


async def make_reviews_left(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """Nobody has begun a review a day before the end. One of the members wants direct messages."""
    one = await _with_logs(database_maker, empty, "reviews left")
    await one.app.reminders.turn_on(GUILD_ID, ADA, PRIVATE[ADA])
    await one.until(LOGS_DUE)
    return await one.scene(
        "reviews left",
        began=RELEASE,
        told=(("direct", 1), ("review-reminder", 1)),
        asks="SELECT next_step FROM weeks",
        finds=(("close reviews",),),
    )


async def make_break(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """An organizer has added a break, and lets it stretch the week. The next session, which has a host, is off."""
    one = await made(database_maker, empty, "a break")
    await one.app.hosts.offer(viewer(BO, GUILD_ID), one.club.id, FOLLOWING.date(), PRIVATE[BO])
    await one.until(START)
    one.app.now = DUE + DAY
    await BreakService(one.app.database, one.app.clock).add(one.club, FIRST_OF_BREAK, LAST_OF_BREAK, "Spring")
    stretch = f"pc:breaks:stretch:v1:{one.club.id}:{FIRST_OF_BREAK:%Y%m%d}"
    return await one.scene(
        "a break",
        began=DUE + DAY + SECONDS,
        steps=(Presses("guide", 1, ((ADA, stretch), (CY, stretch))),),
        told=(("club-news", 1), ("moved", 1), ("host-direct", 1)),
        asks="SELECT substr(CAST(logs_due AS TEXT), 1, 10), (SELECT count(*) FROM host_answers) AS hosts FROM weeks",
        finds=(("2026-03-13", 0),),
    )


async def make_moves(database_maker: DatabaseMaker, empty: str) -> SessionScene:
    """An organizer has chosen a host for the week's meeting and has moved it, and moves the next post."""
    one = await made(database_maker, empty, "moves", meeting=PLAN)
    await one.app.reminders.turn_on(GUILD_ID, BO, PRIVATE[BO])
    await one.until(START)
    await one.app.hosts.assign(organizer(ADA, GUILD_ID), one.club.id, BO, DUE.date())
    await one.app.meetings.move(one.club, DUE.date(), TUESDAY)
    move = f"pc:weeks:move:v1:{one.club.id}:{FOLLOWING:%Y%m%d}{WEDNESDAY:%Y%m%d}"
    return await one.scene(
        "moves",
        began=START + SECONDS,
        steps=(Presses("guide", 1, ((ADA, move), (CY, move))),),
        told=(("meeting-reminder", 1), ("club-news", 1), ("host-direct", 1)),
        asks="SELECT CAST(next_slot AS TEXT) AS slot, (SELECT count(*) FROM host_answers) AS hosts FROM clubs",
        finds=((f"{WEDNESDAY}", 1),),
    )


async def _with_members_in(database_maker: DatabaseMaker, empty: str, name: str) -> Made:
    one = await made(database_maker, empty, name, meeting=PLAN)
    await one.app.reminders.turn_on(GUILD_ID, ADA, PRIVATE[ADA])
    await one.until(START)
    for member in (ADA, BO):
        key = f"{one.club.token}-{DUE:%y%m%d}-post"
        await one.app.weeks.answer(viewer(member, GUILD_ID), key, Answer.IN, one.app.now)
    return one


async def _with_logs(database_maker: DatabaseMaker, empty: str, name: str) -> Made:
    one = await made(database_maker, empty, name)
    await one.until(START)
    (week,) = await one.app.week_rows()
    for member in MEMBERS:
        form = LogForm(viewer(member, GUILD_ID), member, week.paper_key, text_by(member), one.club.id, week.id)
        await one.app.logs.submit(form)
    await one.until(START + DAY)
    return one
