"""Organizers' decisions about weeks: each applies to what they saw, is confirmed first if it is final, and can be
undone.
"""

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
    assert "Week 1 has no open logs" in said(second)
    assert [row.state for row in await club_server.week_rows()] == ["reviewing", "reading"]


async def test_in_the_thread_of_an_older_week_that_week_is_meant(club_server: ClubServer) -> None:
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
    assert "Week 2 has no open logs" in said(refused)


async def test_skipping_twice_asks_first(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    assert club.next_due
    await given(club_server, "week skip")
    again = await given(club_server, "week skip")
    assert "is already skipped" in said(again)
    assert len(await club_server.week_rows()) == 1
    for _ in range(2):
        await club_server.dana.click(answer_to(again), label="Skip it too")
    assert len(await club_server.week_rows()) == 2


async def test_a_skip_is_undone_by_its_button_or_by_command(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    assert club.next_due
    skipped = await given(club_server, "week skip")
    back = await club_server.dana.click(answer_to(skipped), label="Undo")
    at = f"<t:{int(club.next_due.timestamp())}:F>"
    assert said(back) == f"Undone: the post on {at} is back."
    assert "No upcoming post is skipped" in said(await club_server.dana.click(answer_to(skipped), label="Undo"))
    await given(club_server, "week skip")
    assert said(await given(club_server, "week unskip")) == f"Undone: the post on {at} is back."
    await club_server.go_to(club.next_due)
    assert "Week 1 · LoRA" in shown_text(club_server.posts()[0])


async def test_posting_on_a_skipped_day_keeps_the_promised_date(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    assert club.next_due
    await given(club_server, "week skip")
    await club_server.go_to(club.next_due + 2 * HOUR)
    posted = said(await given(club_server, "week post"))
    assert f"instead of on <t:{int(club.next_due.timestamp())}:F>" in posted
    assert f"**Next up** Week 2: **QLoRA**\n<t:{int((club.next_due + WEEK).timestamp())}:F>" in posted
    assert "Nothing is queued" not in posted
    (post,) = club_server.posts()
    assert "Late: due" not in shown_text(post)
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


async def test_confirmations_check_permissions_again(club_server: ClubServer) -> None:
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


async def test_changes_of_a_club_are_announced_in_its_channel(club_server: ClubServer) -> None:
    await club_server.club("lora")
    await given(club_server, "club pause")
    await given(club_server, "club resume")
    closing = await given(club_server, "club close")
    await club_server.dana.click(answer_to(closing), label="Close for good")
    await club_server.delivered()
    texts = [shown_text(message).splitlines()[0] for message in club_server.posts()]
    assert texts[0].startswith("**Sunday papers** is paused. ")
    assert texts[1].startswith("**Sunday papers** is back. The next post is on <t:")
    assert texts[2].startswith("**Sunday papers** has closed. Thank you")


async def test_an_answer_in_the_clubs_channel_is_not_repeated_there(club_server: ClubServer) -> None:
    await club_server.club("lora")
    paused = await club_server.dana.slash(club_server.channel, "club pause")
    await club_server.delivered()
    assert not paused.ephemeral
    assert club_server.posts() == []


async def test_skips_of_long_ago_are_no_longer_shown(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    await club_server.go_to(club.next_due + 3 * WEEK + HOUR)
    shown = shown_text(answer_to(await club_server.dana.slash(club_server.lobby, "club show")))
    assert "skipped: the bot was away" in shown
    await club_server.bot.services.clubs.pause(club)
    await club_server.pass_by(2 * WEEK)
    shown = shown_text(answer_to(await club_server.dana.slash(club_server.lobby, "club show")))
    assert "skipped" not in shown
