"""Clubs that don't meet every week, breaks, and posts that are moved, as members and organizers see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.core.calendar.breaks import Break
from bot.core.calendar.rhythm import Rhythm
from bot.core.calendar.weekly_slot import zone_of
from tests.support.club_server import DAY, WEEK
from tests.support.forging import forged_slash, press_forged
from tests.support.log_forms import write
from tests.support.reading import answer_to, buttons, selects, shown_text

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from tests.support.club_server import ClubServer

BERLIN = zone_of("Europe/Berlin")


async def told(server: ClubServer, name: str, **options: Any) -> Any:
    """Dana uses a command; only she sees the answer."""
    answer = await server.dana.slash(server.lobby, name, **options)
    await server.delivered()
    assert answer.ephemeral
    return answer_to(answer)


async def said(server: ClubServer, name: str, **options: Any) -> str:
    page = await told(server, name, **options)
    return page.content or shown_text(page)


async def pressed(server: ClubServer, page: Any, label: str) -> str:
    answer = await server.dana.click(page, label=label)
    await server.delivered()
    return answer_to(answer).content or shown_text(answer_to(answer))


async def posted_on(server: ClubServer, club: Club, count: int) -> list[date]:
    """Let time pass until `count` more posts are up; returns the days of all slots."""
    for _ in range(count):
        await server.go_to((await server.present(club)).next_due)
    return [row.slot for row in await server.week_rows()]


async def test_a_biweekly_club_posts_every_second_week(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora", "bert")
    assert club.next_slot
    first = club.next_slot
    await posted_on(club_server, club, 1)
    text = await said(club_server, "club edit", rhythm=Rhythm.TWO_WEEKS.value)
    assert "Sundays every 2 weeks at 18:00, Europe/Berlin" in text
    assert "after the last one" not in text
    assert await posted_on(club_server, club, 3) == [first + 2 * number * WEEK for number in range(4)]
    shown = await said(club_server, "club show")
    ahead = (await club_server.present(club)).next_due
    assert ahead
    assert f"<t:{int((ahead + 2 * WEEK).timestamp())}:f>" in shown
    assert f"<t:{int((ahead + WEEK).timestamp())}:f>" not in shown
    # Back to every week.
    assert "Sundays at 18:00" in await said(club_server, "club edit", rhythm=Rhythm.WEEKLY.value)
    assert (await posted_on(club_server, club, 1))[-1] == first + 7 * WEEK


async def test_a_monthly_club_posts_on_the_last_sunday(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora", "bert")
    text = await said(club_server, "club edit", rhythm=Rhythm.LAST.value)
    assert "on the last Sunday of the month at 18:00" in text
    days = await posted_on(club_server, club, 3)
    assert [day + WEEK for day in days if (day + WEEK).month == day.month] == []
    assert {day.weekday() for day in days} == {6}
    assert len({day.month for day in days}) == 3
    assert [row.state for row in await club_server.week_rows()] == ["closed", "closed", "reading"]


async def test_a_rhythm_that_is_no_choice_is_refused(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    refused = await forged_slash(club_server.dana, club_server.lobby, "club edit", rhythm="daily")
    assert "Choose a rhythm" in answer_to(refused).content
    assert (await club_server.present(club)) == club


async def under_way(server: ClubServer) -> tuple[Club, Any]:
    """A week whose logs are due on Friday, five days after its post; the club's post of next Sunday is ahead."""
    club = await server.club("lora", "qlora")
    await server.go_to(club.next_due)
    return await server.present(club), (await server.week_rows())[0]


def local_day(moment: datetime) -> date:
    return moment.astimezone(BERLIN).date()


async def test_a_break_leaves_the_week_under_way_as_it_is(club_server: ClubServer) -> None:
    club, week = await under_way(club_server)
    assert club.next_slot
    first, last = local_day(week.logs_due), local_day(week.logs_due) + 9 * DAY
    page = await told(
        club_server, "club break", **{"from": f"{first:%d %b %Y}", "to": str(last), "reason": "Ski @everyone"}
    )
    text = shown_text(page)
    assert "Break added" in text
    assert "Week 1: logs are due" in text
    assert list(buttons(page)) == ["Stretch it", "Let it go on"]
    assert (await club_server.present(club)).next_slot == club.next_slot + 2 * WEEK
    # The channel is told, once, and the post says so too.
    post, news = [shown_text(message) for message in club_server.posts()]
    assert news.count("takes a break") == 1
    assert not club_server.posts()[1].mention_everyone
    assert "**Break** " in post
    assert "goes on as announced" in await pressed(club_server, page, "Let it go on")
    status = answer_to(await club_server.ada.slash(club_server.channel, "week status"))
    assert "**Break** " in shown_text(status)
    await club_server.go_to(week.logs_due)
    assert (await club_server.week_rows())[0].state == "reviewing"
    on_break = shown_text(answer_to(await club_server.ada.slash(club_server.channel, "week status")))
    assert "**On a break** until" in on_break
    await club_server.go_to(week.reviews_due)
    assert (await club_server.week_rows())[0].state == "closed"
    # No post in the break; the next one comes after it.
    assert await posted_on(club_server, club, 1) == [week.slot, club.next_slot + 2 * WEEK]
    assert "break" not in shown_text(club_server.posts()[-1]).casefold()


async def test_a_week_under_way_is_stretched_once(club_server: ClubServer) -> None:
    club, week = await under_way(club_server)
    first = local_day(week.logs_due) - DAY
    page = await told(club_server, "club break", **{"from": str(first), "to": str(first + 9 * DAY)})
    stretching = buttons(page)["Stretch it"]
    answer = await pressed(club_server, page, "Stretch it")
    assert "Stretched. The week's thread is told." in answer
    (row,) = await club_server.week_rows()
    assert row.logs_due == week.logs_due + 10 * DAY
    assert row.reviews_due == week.reviews_due + 10 * DAY
    (told_there,) = club_server.said_in(club_server.threads[0])
    assert "Week 1 has more time" in shown_text(told_there)
    assert f"<t:{int(row.logs_due.timestamp())}:F>" in shown_text(club_server.posts()[0])
    # A second press, on another device, moves nothing.
    status = answer_to(await club_server.dana.slash(club_server.lobby, "week status"))
    again = await press_forged(club_server.env, club_server.dana, status, stretching)
    assert "Nothing is left to stretch" in shown_text(answer_to(again))
    assert (await club_server.week_rows())[0].logs_due == row.logs_due
    await club_server.ada.click(club_server.posts()[0], label="I'm in")
    # Neither deadline nor reminder inside.
    await club_server.go_to(club.timetable.instant_on(first + 9 * DAY))
    assert (await club_server.week_rows())[0].state == "reading"
    assert len(club_server.said_in(club_server.threads[0])) == 1
    await club_server.go_to(row.logs_due - DAY)
    reminder = shown_text(club_server.said_in(club_server.threads[0])[1])
    assert club_server.ada.mention in reminder
    await club_server.go_to(row.logs_due)
    assert (await club_server.week_rows())[0].state == "reviewing"


async def test_breaks_are_listed_and_removed(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    assert club.next_slot
    assert "has no breaks ahead" in await said(club_server, "club break")
    day = club.next_slot
    await said(club_server, "club break", **{"from": str(day), "reason": "Easter"})
    assert (await club_server.present(club)).next_slot == day + WEEK
    await said(club_server, "club break", **{"from": str(day + 30 * DAY), "to": str(day + 40 * DAY)})
    assert "(Easter)" in await said(club_server, "club show")
    page, other = [await told(club_server, "club break") for _ in range(2)]
    assert shown_text(page).count("\n- ") == 2
    removed = await club_server.dana.select(page, [f"{day:%Y%m%d}"])
    assert "Break removed" in shown_text(answer_to(removed))
    present = await club_server.present(club)
    assert present.next_slot == day
    assert present.breaks == (Break(day + 30 * DAY, day + 40 * DAY),)
    again = await club_server.dana.select(other, [f"{day:%Y%m%d}"])
    assert "no such break any more" in answer_to(again).content


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        ({"from": "3/4"}, "could be two days"),
        ({"from": "someday"}, "isn't a date I can read"),
        ({"from": "2020-01-01"}, "is over"),
        ({"to": "20 Dec"}, "When does the break begin?"),
        ({"reason": "Holidays"}, "When does the break begin?"),
        ({"from": "20 Dec 2026", "to": "20 Mar 2028"}, "up to 366 days"),
        ({"from": "20 Dec 2026", "to": "19 Dec 2026"}, "Swap the two dates"),
        ({"from": "20 Dec", "to": "tomorrow"}, "Swap the two dates"),
    ],
)
async def test_bad_dates_are_refused(club_server: ClubServer, options: dict[str, str], answer: str) -> None:
    club = await club_server.club("lora")
    assert answer in await said(club_server, "club break", **options)
    assert await club_server.present(club) == club


async def test_only_organizers_add_breaks(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    refused = await club_server.ada.slash(club_server.channel, "club break", **{"from": "20 Dec"})
    assert "That's for organizers" in answer_to(refused).content
    assert await club_server.present(club) == club


async def test_a_late_log_in_a_break_is_welcome(club_server: ClubServer) -> None:
    """A break stops what the bot does, not what members write."""
    club, week = await under_way(club_server)
    first = local_day(week.logs_due) - DAY
    page = await told(club_server, "club break", **{"from": str(first), "to": str(first + 9 * DAY)})
    await pressed(club_server, page, "Stretch it")
    await club_server.go_to(club.timetable.instant_on(first + 2 * DAY))
    await write(club_server, club_server.ada)
    assert len(club_server.said_in(club_server.threads[0])) == 2


async def test_a_week_that_was_posted_early_says_that_the_club_is_on_a_break(club_server: ClubServer) -> None:
    await club_server.club("lora", "mamba")
    await club_server.dana.slash(club_server.channel, "week post")
    await club_server.delivered()
    today = club_server.env.now().date()
    await told(club_server, "club break", **{"from": str(today), "to": str(today + DAY)})
    status = answer_to(await club_server.ada.slash(club_server.channel, "week status"))
    assert "**On a break** until" in shown_text(status)


async def test_a_break_of_one_day_is_named_by_that_day(club_server: ClubServer) -> None:
    club, _ = await under_way(club_server)
    assert club.next_slot
    day = club.next_slot + DAY
    await told(club_server, "club break", **{"from": str(day), "reason": "Feast"})
    refused = await said(club_server, "club break", **{"from": str(day - DAY), "to": str(day + DAY)})
    assert f"The club has a break on {day.day} Jan 2026 already." in refused
    (menu,) = selects(await told(club_server, "club break"))
    assert [option["label"] for option in menu["options"]] == [f"{day.day} Jan 2026"]
