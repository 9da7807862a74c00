"""Moving a reading group in: past sessions become history, coming ones the queue, exactly once."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.core.catalog.refusals import CatalogOrganizersOnlyError
from bot.core.schedules.past import (
    MOST_SESSIONS,
    Also,
    Fate,
    NothingToMoveInError,
    PastHost,
    ScheduleGoneError,
    TooManySessionsError,
)
from bot.core.schedules.session import Schedule, Session
from bot.services.syllabus.refusals import SyllabusTooLongError
from bot.services.syllabus.service import LONGEST_SYLLABUS
from bot.storage.schedules.tables import schedule_matches
from bot.storage.weeks import rows as week_rows
from tests.support.meetings import FIRST_MEETING, THURSDAY
from tests.support.own_papers import organizer, shelved
from tests.support.reading_clubs import CHANNEL, FIRST_POST, SERVER, App
from tests.support.schedules import FILE, moved_in, past_of, queue_of, read, schedules_of, stored
from tests.support.viewers import viewer

DAY = timedelta(days=1)


async def test_a_preview_says_what_becomes_of_each_line_and_changes_nothing(app: App) -> None:
    club = await app.club()
    before = await stored(app)
    moving = await schedules_of(app).keep(organizer(), club, read())
    assert moving.plan
    assert [(each.line, each.fate) for each in moving.plan.sessions] == [
        (3, Fate.HISTORY),
        (4, Fate.BREAK),
        (5, Fate.HISTORY),
        (6, Fate.NO_PAPER),
        (7, Fate.COMING),
        (8, Fate.COMING),
    ]
    papers = [paper for each in moving.plan.sessions for paper in each.papers]
    assert [(paper.key is not None, paper.is_new) for paper in papers] == [
        (True, False),
        (True, True),
        (True, True),
        (True, False),
        (True, True),
    ]
    assert (moving.plan.new_papers, moving.names, moving.plan.hosts) == (3, ("Ada Berg", "Bo"), ("Ada Berg", "Bo"))
    assert await stored(app) == before


async def test_it_becomes_history_and_queue_and_nothing_is_posted(app: App) -> None:
    club = await app.club()
    done = await moved_in(app, club, read())
    assert (done.past, done.queued, done.papers) == (2, 2, 3)
    first, second = await past_of(app, club)
    assert (first.day, first.number, first.keys) == (date(2025, 11, 3), 1, ("attention",))
    assert (first.hosts, [link.url for link in first.links]) == ((PastHost("Ada Berg"),), ["https://x.org/a.pdf"])
    assert (second.number, len(second.keys)) == (2, 2)
    queue = await queue_of(app, club)
    # In the order of their dates, not of their lines.
    assert [queue[0] in await shelved(app), queue[1]] == [True, "lora"]
    async with app.database.read_transaction() as connection:
        history = await week_rows.history_of(connection, club.id)
        assert await week_rows.latest_week(connection, club.id) is None
    assert history.read == ["attention", *second.keys]
    assert history.next_number == 3
    assert (await stored(app))["outbox"] == [row for row in (await stored(app))["outbox"] if "'news'" in row]


async def test_a_week_of_its_own_is_known_by_the_day_on_which_the_club_met(app: App) -> None:
    club = await app.club("lora", meeting=THURSDAY)
    await app.at(FIRST_POST)
    await app.deliver()
    await app.at(FIRST_MEETING + DAY)
    elsewhere = read("| Date | Paper |\n|--|--|\n| 2026-01-15 | [LoRA](https://arxiv.org/abs/2106.09685) |\n")
    moving = await schedules_of(app).keep(organizer(), club, elsewhere)
    assert moving.plan
    assert [session.fate for session in moving.plan.sessions] == [Fate.KNOWN]
    assert moving.is_empty


async def test_the_first_week_of_its_own_goes_on_with_the_numbers(app: App) -> None:
    club = await app.club()
    await moved_in(app, club, read())
    assert club.next_due
    await app.at(club.next_due)
    async with app.database.read_transaction() as connection:
        week = await week_rows.latest_week(connection, club.id)
    assert week is not None
    assert week.number == 3
    assert week.paper_key == (await shelved(app)).popitem()[0] or week.paper_key in await shelved(app)


async def test_a_club_that_has_posted_keeps_its_numbers(app: App) -> None:
    club = await app.club("bert")
    assert club.next_due
    await app.at(club.next_due)
    await moved_in(app, club, read())
    assert [session.number for session in await past_of(app, club)] == [None, None]
    async with app.database.read_transaction() as connection:
        history = await week_rows.history_of(connection, club.id)
        latest = await week_rows.latest_week(connection, club.id)
    assert history.next_number == 2
    assert history.read[-1] == "bert"
    assert latest is not None
    assert latest.number == 1


async def test_importing_again_changes_nothing(app: App) -> None:
    club = await app.club()
    await moved_in(app, club, read())
    before = await stored(app)
    again = await schedules_of(app).keep(organizer(), club, read())
    assert again.plan
    assert again.plan.is_empty
    with pytest.raises(NothingToMoveInError):
        await schedules_of(app).confirm(organizer(), again.token)
    assert await stored(app) == before


async def test_a_changed_file_adds_only_what_is_new(app: App) -> None:
    club = await app.club()
    await moved_in(app, club, read())
    before = await past_of(app, club)
    longer = FILE.replace("| Bo | |", "| Bo | [video](https://youtu.be/x) |")
    longer += "| 2025-12-01 | One more paper about towns | Cy | |\n"
    done = await moved_in(app, club, read(longer))
    assert (done.past, done.queued, done.papers) == (2, 0, 1)
    after = await past_of(app, club)
    assert after[0] == before[0]
    assert [link.url for link in after[1].links] == ["https://youtu.be/x"]
    assert (after[1].keys, after[1].hosts) == (before[1].keys, before[1].hosts)
    assert [session.number for session in after] == [1, 2, 3]


async def test_confirmed_at_once_by_many_presses_and_after_a_restart_it_is_imported_once(app: App) -> None:
    club = await app.club()
    kept = await schedules_of(app).keep(organizer(), club, read())
    again = App(app.url, now=app.now)
    await app.database.close()
    await again.database.open()
    service = schedules_of(again)
    answers = await asyncio.gather(*(service.confirm(organizer(), kept.token) for _ in range(4)))
    assert len({answer.done for answer in answers}) == 1
    assert len(await past_of(again, club)) == 2
    assert len(await queue_of(again, club)) == 2
    await again.database.close()
    await app.database.open()


async def test_two_organizers_at_once_import_a_file_once(app: App) -> None:
    club = await app.club()
    service, other = schedules_of(app), organizer(2)
    kept = [await service.keep(who, club, read()) for who in (organizer(), other)]
    answers = await asyncio.gather(
        *(service.confirm(who, each.token) for who, each in zip((organizer(), other), kept, strict=True)),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in answers) == ["NothingToMoveInError", "ShownPreview"]
    assert len(await past_of(app, club)) == 2
    assert len(await queue_of(app, club)) == 2


async def test_what_is_uncertain_is_only_imported_if_the_organizer_says_so(app: App) -> None:
    club = await app.club()
    text = "# Sessions\n\n| # | Date | Paper |\n|--|--|--|\n| 1 | soon | A paper about patient probes |\n"
    text += (
        "| 2 | 2025-05-05 | Kick-off meeting |\n| 3 | 2025-05-12 | [GPT for all](https://arxiv.org/abs/2005.14165) |\n"
    )
    service = schedules_of(app)
    kept = await service.keep(organizer(), club, read(text))
    assert kept.plan
    assert [each.fate for each in kept.plan.sessions] == [Fate.NO_DATE, Fate.NO_PAPER, Fate.HISTORY]
    assert kept.plan.new_papers == 0
    chosen = await service.take_also(organizer(), kept.token, list(Also))
    assert chosen.plan
    assert [each.fate for each in chosen.plan.sessions] == [Fate.COMING, Fate.HISTORY, Fate.HISTORY]
    await service.confirm(organizer(), kept.token)
    kickoff, gpt = await past_of(app, club)
    assert (kickoff.topic, kickoff.keys, kickoff.number, gpt.number) == ("Kick-off meeting", (), None, 1)
    assert len(await queue_of(app, club)) == 1
    before = await stored(app)
    with pytest.raises(NothingToMoveInError):
        await moved_in(app, club, read(text), *Also)
    assert await stored(app) == before


async def test_hosts_are_matched_with_members_and_others_keep_their_names(app: App) -> None:
    club = await app.club()
    service = schedules_of(app)
    kept = await service.keep(organizer(), club, read())
    matched = await service.match(organizer(), kept.token, 0, 77)
    assert matched.matches == {0: 77}
    await service.match(organizer(), kept.token, 1, 78)
    taken_back = await service.match(organizer(), kept.token, 1, None)
    assert taken_back.matches == {0: 77}
    await service.match(organizer(), kept.token, 99, 79)
    await service.confirm(organizer(), kept.token)
    hosts = [session.hosts for session in await past_of(app, club)]
    assert hosts == [(PastHost("Ada Berg", 77),), (PastHost("Bo"),)]
    async with app.database.read_transaction() as connection:
        assert (await connection.execute(select(schedule_matches))).all() == []


async def test_a_preview_is_its_organizer_s_own(app: App) -> None:
    club, other = await app.club(), await app.club(name="Others", server_id=8)
    service = schedules_of(app)
    kept = await service.keep(organizer(), club, read())
    for stranger in (organizer(501), organizer(server_id=8)):
        for asked in (service.shown(stranger, kept.token), service.confirm(stranger, kept.token)):
            with pytest.raises(ScheduleGoneError):
                await asked
    with pytest.raises(CatalogOrganizersOnlyError):
        await service.confirm(viewer(500), kept.token)
    hidden = organizer(hidden=[club.settings.channel_id])
    with pytest.raises(ScheduleGoneError):
        await service.shown(hidden, kept.token)
    await service.drop(organizer(501), kept.token)
    assert (await service.shown(organizer(), kept.token)).plan
    app.now += DAY
    with pytest.raises(ScheduleGoneError):
        await service.confirm(organizer(), kept.token)
    assert await past_of(app, club) == await past_of(app, other) == []


async def test_a_closed_club_takes_nothing(app: App) -> None:
    club = await app.club()
    kept = await schedules_of(app).keep(organizer(), club, read())
    await app.clubs.close(club, ())
    with pytest.raises(ScheduleGoneError):
        await schedules_of(app).confirm(organizer(), kept.token)


async def test_too_much_is_refused_as_a_whole(app: App) -> None:
    club = await app.club()
    with pytest.raises(TooManySessionsError):
        await schedules_of(app).keep(organizer(), club, Schedule((Session(1),) * (MOST_SESSIONS + 1)))
    rows = "".join(
        f"| {date(2030, 1, 1) + number * DAY} | A paper about the number {number}x{number} |\n"
        for number in range(LONGEST_SYLLABUS + 1)
    )
    before = await stored(app)
    with pytest.raises(SyllabusTooLongError):
        await moved_in(app, club, read(f"| Date | Paper |\n|--|--|\n{rows}"))
    assert await stored(app) == before


async def test_two_sessions_of_a_day_are_one(app: App) -> None:
    club = await app.club()
    text = "| Date | Paper | Host |\n|--|--|--|\n"
    text += "| 2025-02-03 | One paper about rivers | Ada |\n| 2025-02-03 | Another paper about lakes | Bo |\n"
    await moved_in(app, club, read(text))
    (session,) = await past_of(app, club)
    assert len(session.keys) == 2
    assert [host.name for host in session.hosts] == ["Ada", "Bo"]


async def test_where_a_paper_was_read_before_is_told_to_those_who_may_see_the_club(app: App) -> None:
    club = await app.club()
    service = schedules_of(app)
    assert await service.sessions_on(viewer(2), "attention", 3) == []
    await moved_in(app, club, read())
    (found,) = await service.sessions_on(viewer(2), "attention", 3)
    assert (found.club.id, found.session.day, found.session.hosts) == (
        club.id,
        date(2025, 11, 3),
        (PastHost("Ada Berg"),),
    )
    assert [link.url for link in found.session.links] == ["https://x.org/a.pdf"]
    assert await service.sessions_on(viewer(2), "mamba", 3) == []
    assert await service.sessions_on(viewer(2, hidden=[CHANNEL]), "attention", 3) == []
    assert await service.sessions_on(viewer(2, SERVER + 1), "attention", 3) == []


async def test_the_newest_sessions_on_a_paper_come_first_each_with_its_hosts(app: App) -> None:
    club = await app.club()
    rows = "".join(
        f"| 2025-1{n}-03 | [Attention Is All You Need](https://arxiv.org/abs/1706.03762) | {hosts} |\n"
        for n, hosts in enumerate(("Ada, Bo", "Cyd, Dan", "Eve, Flo"))
    )
    await moved_in(app, club, read(f"| Date | Paper | Host |\n|--|--|--|\n{rows}"))
    found = await schedules_of(app).sessions_on(viewer(2), "attention", 2)
    assert [each.session.day.month for each in found] == [12, 11]
    assert [[host.name for host in each.session.hosts] for each in found] == [["Eve", "Flo"], ["Cyd", "Dan"]]
