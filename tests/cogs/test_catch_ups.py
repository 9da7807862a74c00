"""Posts on another day, catch-ups, and papers that take several posts, as members and organizers see them."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.meetings.plan import MeetingPlan, Place, PlaceKind, meeting_on
from tests.cogs.test_rhythms import posted_on, pressed, said, told
from tests.support.club_server import DAY, WEEK
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer


async def test_the_next_post_moves_to_another_day(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    assert club.next_slot
    assert club.next_due
    friday = club.next_slot - 2 * DAY
    page, other = [await told(club_server, "week move", to=f"{friday:%d %b}") for _ in range(2)]
    text = shown_text(page)
    before, after = int(club.next_due.timestamp()), int(club.timetable.instant_on(friday).timestamp())
    assert text.index(f"<t:{before}:F>") < text.index(f"<t:{after}:F>")
    assert await club_server.present(club) == club
    assert f"<t:{after}:F>" in await pressed(club_server, page, "Move the post")
    assert "changed that in the meantime" in await pressed(club_server, other, "Move the post")
    (news,) = club_server.posts()
    assert f"on <t:{after}:F> instead of on <t:{before}:F>" in shown_text(news)
    assert await posted_on(club_server, club, 2) == [friday, club.next_slot + WEEK]


async def test_a_moved_post_that_is_skipped_comes_back_to_its_day(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    assert club.next_slot
    friday = club.next_slot - 2 * DAY
    page = await told(club_server, "week move", to=str(friday))
    await pressed(club_server, page, "Move the post")
    skipped = await club_server.dana.slash(club_server.lobby, "week skip")
    assert (await club_server.present(club)).next_slot == club.next_slot + WEEK
    await club_server.dana.click(answer_to(skipped), label="Undo")
    assert (await club_server.present(club)).next_slot == friday


async def test_a_post_moves_only_inside_its_period(club_server: ClubServer) -> None:
    club = await club_server.club("lora", slot=WeeklySlot(2, time(18), "Europe/Berlin"))
    assert club.next_slot
    monday, sunday = club.next_slot - 2 * DAY, club.next_slot + 4 * DAY
    assert "isn't in the next post's period" in await said(club_server, "week move", to=str(sunday + DAY))
    assert "is on" in await said(club_server, "week move", to=str(club.next_slot))
    await said(club_server, "club break", **{"from": str(sunday)})
    assert "on a break on" in await said(club_server, "week move", to=str(sunday))
    await club_server.go_to(club.timetable.instant_on(monday) + timedelta(hours=1))
    assert "has passed" in await said(club_server, "week move", to=str(monday))
    assert (await club_server.present(club)).next_slot == club.next_slot
    assert "logs will be due" in (await said(club_server, "week move", to=str(club.next_slot + DAY))).casefold()


async def test_a_catch_up_brings_no_paper(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora", log_days=9)
    assert club.next_slot
    await club_server.go_to(club.next_due)
    answer = await club_server.dana.slash(club_server.lobby, "week catch-up")
    assert "there is a catch-up" in answer_to(answer).content
    await club_server.dana.click(answer_to(answer), label="Undo")
    assert (await club_server.present(club)).next_slot == club.next_slot + WEEK
    await club_server.dana.slash(club_server.lobby, "week catch-up")
    again = await told(club_server, "week catch-up")
    assert "Do you want a catch-up on" in shown_text(again)
    assert list(buttons(again)) == ["Catch up then too"]
    assert (await club_server.present(club)).next_slot == club.next_slot + 2 * WEEK
    assert "a catch-up, without a new paper" in await said(club_server, "club show")
    await club_server.go_to(club.timetable.instant_on(club.next_slot + WEEK))
    _, message = club_server.posts()
    text = shown_text(message)
    week = (await club_server.week_rows())[0]
    assert "time to catch up" in text
    assert f"Week 1, **LoRA**, in <#{week.thread_id}>: logs are due <t:{int(week.logs_due.timestamp())}:F>" in text
    await club_server.tick()
    assert len(club_server.posts()) == 2
    assert await posted_on(club_server, club, 1) == [club.next_slot + number * WEEK for number in range(3)]
    assert [row.number for row in await club_server.week_rows()] == [1, None, 2]


async def test_a_catch_up_in_a_forum_is_said_in_the_newest_thread(forum_server: ClubServer) -> None:
    club = await forum_server.club("lora", "qlora")
    assert club.next_slot
    await forum_server.go_to(club.next_due)
    await forum_server.dana.slash(forum_server.lobby, "week catch-up")
    await forum_server.go_to(club.timetable.instant_on(club.next_slot + WEEK))
    said_there = [shown_text(message) for message in forum_server.said_in(forum_server.threads[-1])]
    assert sum("time to catch up" in text for text in said_there) == 1


async def test_a_paper_of_two_parts_is_one_week(club_server: ClubServer) -> None:
    club = await club_server.club()
    assert club.next_slot
    await said(club_server, "syllabus add", paper="lora", periods=2)
    await said(club_server, "syllabus add", paper="qlora")
    syllabus = await said(club_server, "syllabus show")
    assert "LoRA (2021)** · 2 parts" in syllabus or "2 parts" in syllabus
    await club_server.go_to(club.next_due)
    second = club.timetable.instant_on(club.next_slot + WEEK)
    post = shown_text(club_server.posts()[0])
    assert f"Part 1 of 2: part 2 is on <t:{int(second.timestamp())}:D>" in post
    await club_server.go_to(second)
    message = club_server.posts()[1]
    text, week = shown_text(message), (await club_server.week_rows())[0]
    assert "goes on with LoRA" in text
    assert "Part 2 of 2." in text
    assert f"<#{week.thread_id}>: logs are due <t:{int(week.logs_due.timestamp())}:F>" in text
    assert list(buttons(message)) == ["Next for me", "About this club"]
    assert await posted_on(club_server, club, 1) == [club.next_slot + number * WEEK for number in range(3)]
    assert "Week 2 · QLoRA" in shown_text(club_server.posts()[2])
    assert len(club_server.threads) == 2


async def test_the_meeting_of_a_posted_week_moves(club_server: ClubServer) -> None:
    """The meeting is on Thursday, in the days before the next post, which may be meant too."""
    plan = MeetingPlan(3, time(19), 60, Place(PlaceKind.LINK, link="https://meet.example.org/papers"))
    club = await club_server.club("lora", "qlora", meeting=plan)
    assert club.next_slot
    await club_server.go_to(club.next_due)
    friday = club.next_slot + 5 * DAY
    page = await told(club_server, "week move", to=str(friday))
    assert list(buttons(page)) == ["Move the meeting", "Move the post"]
    before, after = (meeting_on(plan, day, "Europe/Berlin").starts_at for day in (friday - DAY, friday))
    text = shown_text(page)
    assert text.index(f"<t:{int(before.timestamp())}:F>") < text.index(f"<t:{int(after.timestamp())}:F>")
    assert f"the meeting is on <t:{int(after.timestamp())}:F>" in await pressed(club_server, page, "Move the meeting")
    assert f"<t:{int(after.timestamp())}:F>" in shown_text(club_server.posts()[0])
    present = await club_server.present(club)
    assert present.next_slot == club.next_slot + WEEK


async def test_a_meeting_does_not_move_to_the_time_of_another(club_server: ClubServer) -> None:
    """The second post comes earlier, before the first week's meeting. The third can't be on that day either."""
    plan = MeetingPlan(5, time(19), 60, Place(PlaceKind.LINK, link="https://meet.example.org/papers"))
    club = await club_server.club("lora", "qlora", "bert", meeting=plan)
    assert club.next_slot
    await club_server.go_to(club.next_due)
    saturday = club.next_slot + 6 * DAY
    await pressed(club_server, await told(club_server, "week move", to=str(saturday - 4 * DAY)), "Move the post")
    await club_server.go_to((await club_server.present(club)).next_due)
    taken = int(meeting_on(plan, saturday, "Europe/Berlin").starts_at.timestamp())
    said_then = await said(club_server, "week move", to=str(saturday))
    assert f"The club has another meeting on <t:{taken}:F>." in said_then


async def test_the_question_says_what_becomes_of_the_meeting(club_server: ClubServer) -> None:
    plan = MeetingPlan(3, time(19), 60, Place(PlaceKind.LINK, link="https://meet.example.org/papers"))
    wednesday = WeeklySlot(2, time(18), "Europe/Berlin")
    club = await club_server.club("lora", slot=wednesday, meeting=plan)
    assert club.next_slot
    meets = f"<t:{int(meeting_on(plan, club.next_slot + DAY, 'Europe/Berlin').starts_at.timestamp())}:F>"
    assert f"The meeting stays on {meets}." in await said(club_server, "week move", to=str(club.next_slot - DAY))
    friday = club.next_slot + 2 * DAY
    page = await told(club_server, "week move", to=str(friday))
    assert f"**There will be no meeting** on {meets}." in shown_text(page)
    await pressed(club_server, page, "Move the post")
    await club_server.go_to(club.timetable.instant_on(friday))
    # The post has no meeting, and an organizer gives it one.
    page = await told(club_server, "week move", to=str(friday + DAY))
    assert "It is off now. It would be on" in shown_text(page)
    await pressed(club_server, page, "Move the meeting")
    saturday = int(meeting_on(plan, friday + DAY, "Europe/Berlin").starts_at.timestamp())
    (post,) = [text for text in map(shown_text, club_server.posts()) if "Week 1 is here" in text]
    assert f"<t:{saturday}:F>" in post


async def test_after_an_outage_a_week_past_its_deadline_is_not_called_open(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    assert club.next_slot
    await club_server.go_to(club.next_due)
    await club_server.dana.slash(club_server.lobby, "week catch-up")
    # The bot is away until after the reviews are due, which is when the catch-up comes.
    await club_server.go_to(club.timetable.instant_on(club.next_slot + WEEK) + DAY)
    text = next(shown_text(one) for one in club_server.posts() if "time to catch up" in shown_text(one))
    assert "are due" not in text
    assert "Nothing is open" in text


async def test_after_an_outage_a_week_whose_logs_are_in_is_open_for_reviews(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora", log_days=7)
    assert club.next_slot
    await club_server.go_to(club.next_due)
    await club_server.dana.slash(club_server.lobby, "week catch-up")
    # The bot is away until after the logs are due, which is when the catch-up comes.
    await club_server.go_to(club.timetable.instant_on(club.next_slot + WEEK) + timedelta(hours=1))
    text = next(shown_text(one) for one in club_server.posts() if "time to catch up" in shown_text(one))
    due = int((await club_server.week_rows())[0].reviews_due.timestamp())
    assert f"reviews are due <t:{due}:F>" in text
