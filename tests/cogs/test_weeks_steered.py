"""What organizers decide about weeks: bound to what they saw, asked before it cannot be undone, and taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.support.club_server import WEEK
from tests.support.forging import press_forged
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

HOUR = timedelta(hours=1)


async def given(server: ClubServer, name: str, **options: Any) -> Any:
    answer = await server.dana.slash(server.lobby, name, **options)
    await server.delivered()
    return answer


def said(answer: Any) -> str:
    return answer_to(answer).content or shown_text(answer_to(answer))


async def test_closing_twice_ends_one_week(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora", log_days=9)
    assert club.next_due
    await club_server.go_to(club.next_due)
    await club_server.go_to(club.next_due + WEEK)
    pages = [await given(club_server, "week close", what="logs") for _ in range(2)]
    assert list(buttons(answer_to(pages[0]))) == ["Close logs of week 1", "Close logs of week 2"]
    assert [row.state for row in await club_server.week_rows()] == ["reading", "reading"]
    first, second = [await club_server.dana.click(answer_to(page), label="Close logs of week 1") for page in pages]
    assert said(first).startswith("Logs of week 1, **LoRA**")
    assert second.ephemeral
    assert "Week 1 has no logs open" in said(second)
    assert [row.state for row in await club_server.week_rows()] == ["reviewing", "reading"]


async def test_in_an_older_weeks_thread_that_week_is_meant(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora", log_days=9)
    assert club.next_due
    await club_server.go_to(club.next_due)
    await club_server.go_to(club.next_due + WEEK)
    older, newer = club_server.threads
    status = await club_server.dana.slash(older, "week status")
    assert "Week 1 · LoRA" in shown_text(answer_to(status))
    assert "Week 2 · QLoRA" in shown_text(answer_to(await club_server.dana.slash(newer, "week status")))
    asking = await club_server.dana.slash(newer, "week close", what="logs")
    text = shown_text(answer_to(asking))
    assert "Close the logs of week 2, QLoRA?" in text
    assert "No log is in, so there will be nothing to review. This can't be undone." in text
    await club_server.dana.click(answer_to(asking), label="Close logs of week 2")
    assert [row.state for row in await club_server.week_rows()] == ["reading", "reviewing"]
    refused = await club_server.dana.slash(newer, "week close", what="logs")
    assert "Week 2 has no logs open" in said(refused)


async def test_skipping_twice_asks_back(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    assert club.next_due
    await given(club_server, "week skip")
    again = await given(club_server, "week skip")
    assert "already, so nothing more was left out" in said(again)
    assert len(await club_server.week_rows()) == 1
    for _ in range(2):
        await club_server.dana.click(answer_to(again), label="Leave it out too")
    assert len(await club_server.week_rows()) == 2


async def test_a_skip_is_taken_back_by_its_button_or_by_command(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    assert club.next_due
    skipped = await given(club_server, "week skip")
    back = await club_server.dana.click(answer_to(skipped), label="Take it back")
    at = f"<t:{int(club.next_due.timestamp())}:F>"
    assert said(back) == f"The post on {at} comes after all."
    assert "No slot ahead is left out" in said(await club_server.dana.click(answer_to(skipped), label="Take it back"))
    await given(club_server, "week skip")
    assert said(await given(club_server, "week unskip")) == f"The post on {at} comes after all."
    await club_server.go_to(club.next_due)
    assert "Week 1 · LoRA" in shown_text(club_server.posts()[0])


async def test_posting_on_the_day_that_was_left_out_keeps_the_promise(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    assert club.next_due
    await given(club_server, "week skip")
    await club_server.go_to(club.next_due + 2 * HOUR)
    posted = said(await given(club_server, "week post"))
    assert f"in place of the slot on <t:{int(club.next_due.timestamp())}:F>" in posted
    assert f"The next slot is <t:{int((club.next_due + WEEK).timestamp())}:F>" in posted
    (post,) = club_server.posts()
    assert "comes late" not in shown_text(post)
    await club_server.go_to(club.next_due + WEEK)
    assert "Week 2 · QLoRA" in shown_text(club_server.posts()[1])


async def test_a_second_post_is_confirmed_for_one_slot(club_server: ClubServer) -> None:
    await club_server.club("lora", "qlora", "mamba")
    await given(club_server, "week post")
    again = await given(club_server, "week post")
    for _ in range(2):
        await club_server.dana.click(answer_to(again), label="Post another week now")
        await club_server.delivered()
    assert len(club_server.posts()) == 2


async def test_confirmations_are_judged_anew(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    skipped = await given(club_server, "week skip")
    pressed = await press_forged(
        club_server.env, club_server.dana, answer_to(skipped), f"pc:weeks:unskip:v1:{club.id}:99999999"
    )
    assert "no longer valid" in said(pressed)
    pressed = await press_forged(
        club_server.env, club_server.dana, answer_to(skipped), "pc:weeks:unskip:v1:999:20260118"
    )
    assert "no longer here" in said(pressed)
    assert len(await club_server.week_rows()) == 1


async def test_what_becomes_of_a_club_is_told_in_its_channel(club_server: ClubServer) -> None:
    await club_server.club("lora")
    await given(club_server, "club pause")
    await given(club_server, "club resume")
    closing = await given(club_server, "club close")
    await club_server.dana.click(answer_to(closing), label="Close for good")
    await club_server.delivered()
    texts = [shown_text(message).splitlines()[0] for message in club_server.posts()]
    assert texts[0].startswith("**Sunday papers** is paused. ")
    assert texts[1].startswith("**Sunday papers** goes on. The next post comes <t:")
    assert texts[2] == "**Sunday papers** is closed. Its posts stay where they are."


async def test_said_in_the_channel_already_it_is_not_said_twice(club_server: ClubServer) -> None:
    await club_server.club("lora")
    paused = await club_server.dana.slash(club_server.channel, "club pause")
    await club_server.delivered()
    assert not paused.ephemeral
    assert club_server.posts() == []


async def test_what_was_left_out_long_ago_is_not_told_for_ever(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    await club_server.go_to(club.next_due + 3 * WEEK + HOUR)
    shown = shown_text(answer_to(await club_server.dana.slash(club_server.lobby, "club show")))
    assert "skipped: the bot was away" in shown
    await club_server.bot.clubs.pause(club)
    await club_server.pass_by(2 * WEEK)
    shown = shown_text(answer_to(await club_server.dana.slash(club_server.lobby, "club show")))
    assert "skipped" not in shown
