"""`/week`: what organizers control, and what everybody may see."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.weeks.week import Answer
from tests.support.club_server import WEEK
from tests.support.forging import deny_bot
from tests.support.reading import answer_to, buttons, parts, pictures, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def stamp(moment: datetime | None, style: str = "F") -> str:
    assert moment
    return f"<t:{int(moment.timestamp())}:{style}>"


async def asked(server: ClubServer, name: str, **options: Any) -> str:
    """What Dana reads after a command in the lobby."""
    answer = await server.dana.slash(server.lobby, name, **options)
    await server.delivered()
    return shown_text(answer_to(answer))


async def test_preview_looks_like_the_post(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    preview = await club_server.dana.slash(club_server.lobby, "week preview")
    assert preview.ephemeral
    shown = answer_to(preview)
    first, _, rest = shown_text(shown).partition("\n")
    assert first == f"-# Only you see this. It goes up in <#{club_server.channel.id}> on {stamp(club.next_due)}."
    assert pictures(shown)
    assert [part["disabled"] for part in parts(shown) if part["type"] == 2] == [True] * 5
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    (guide,) = club_server.guides_in(club_server.threads[0])
    assert rest == f"{shown_text(post)}\n{shown_text(guide)}"
    assert pictures(post) == pictures(shown)


async def test_post_replaces_the_next_slot(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora")
    assert club.next_due
    said = await asked(club_server, "week post")
    assert f"Week 1, **LoRA**, is going up in <#{club_server.channel.id}> now" in said
    assert f"instead of on {stamp(club.next_due)}.\n**Next up** Week 2" in said
    assert stamp(club.next_due + WEEK) in said
    (post,) = club_server.posts()
    assert "Late: due" not in shown_text(post)
    await club_server.go_to(club.next_due)
    assert len(club_server.posts()) == 1
    await club_server.go_to(club.next_due + WEEK)
    assert "Week 2 · QLoRA" in shown_text(club_server.posts()[1])


async def test_pressing_post_twice_posts_once(club_server: ClubServer) -> None:
    await club_server.club("lora", "qlora")
    await asked(club_server, "week post")
    assert "just went up" in await asked(club_server, "week post")
    assert len(club_server.posts()) == 1
    await club_server.pass_by(HOUR)
    await asked(club_server, "week post")
    assert len(club_server.posts()) == 2


async def test_skip_skips_the_slot(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    assert club.next_due
    said = await asked(club_server, "week skip")
    assert f"Skipped: there will be no post on {stamp(club.next_due)}" in said
    assert stamp(club.next_due + WEEK) in said
    await club_server.go_to(club.next_due)
    assert club_server.posts() == []
    await club_server.go_to(club.next_due + WEEK)
    assert "Week 1 · LoRA" in shown_text(club_server.posts()[0])


async def test_closing_early(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    assert "No week of this club has open logs" in await asked(club_server, "week close", what="logs")
    await club_server.go_to(club.next_due)
    said = shown_text(await club_server.confirmed(club_server.lobby, "week close", what="logs"))
    assert said.startswith("Logs of week 1, **LoRA**")
    assert said.endswith("are closed. No log came in, so there is nothing to review.")
    said = shown_text(await club_server.confirmed(club_server.lobby, "week close", what="reviews"))
    assert "Reviews of week 1" in said
    assert "Week 1 is over" in shown_text(club_server.said_in(club_server.threads[0])[-1])
    assert [week.state for week in await club_server.week_rows()] == ["closed"]


@pytest.mark.parametrize("command", ["preview", "post", "skip", "poll", "close"])
async def test_only_organizers_control_weeks(club_server: ClubServer, command: str) -> None:
    await club_server.club()
    options = {"what": "logs"} if command == "close" else {}
    refused = await club_server.ada.slash(club_server.lobby, f"week {command}", **options)
    assert refused.ephemeral
    assert "That's for organizers" in answer_to(refused).content
    assert await club_server.week_rows() == []


@pytest.mark.parametrize("command", ["preview", "post", "skip", "catch-up", "poll"])
async def test_a_paused_club_says_so_kindly(club_server: ClubServer, command: str) -> None:
    await club_server.bot.services.clubs.pause(await club_server.club())
    said = await asked(club_server, f"week {command}")
    assert said == "The club is paused, so no week is planned. `/club resume` starts it again."
    assert await club_server.week_rows() == []
    assert club_server.posts() == []


async def test_post_names_what_is_missing_in_the_channel(club_server: ClubServer) -> None:
    await club_server.club()
    await deny_bot(club_server.env, club_server.channel, send_messages=True)
    said = await asked(club_server, "week post")
    assert "Nothing was posted: I'm missing **Send Messages**" in said
    assert await club_server.week_rows() == []


async def test_status_before_the_first_week(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    assert f"**Sunday papers** starts {stamp(club.next_due)}" in await asked(club_server, "week status")
    assert "with **LoRA**" in await asked(club_server, "week status")
    await club_server.bot.services.clubs.pause(club)
    assert "is paused" in await asked(club_server, "week status")


async def test_status_shows_each_member_their_own_part(club_server: ClubServer, restart: Restart) -> None:
    club = await club_server.club("lora", "qlora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    await club_server.ada.click(post, label="I'm in")
    await restart()
    status = await club_server.ada.slash(club_server.lobby, "week status")
    assert status.ephemeral
    text = shown_text(answer_to(status))
    assert "Week 1 · LoRA" in text
    assert "Adapters (2019)" in text
    path = f"{club_server.guild.id}/{club_server.channel.id}/{post.id}"
    assert f"[The post](https://discord.com/channels/{path}) · <#{club_server.threads[0].id}>" in text
    assert f"**Logs due** {stamp(club.next_due + 5 * DAY)}" in text
    assert f"-# <@{club_server.ada.id}>" in text
    assert "**You** are in." in text
    assert "**Next up** Week 2: **QLoRA**" in text
    other = await club_server.bo.slash(club_server.lobby, "week status")
    assert "haven't answered yet" in shown_text(answer_to(other))
    assert list(buttons(answer_to(other))) == ["Write my log", "Takeaway", "I'm in", "Can't this week", "Next for me"]
    await club_server.bo.click(answer_to(other), label="Can't this week")
    assert "You** can't make it" in shown_text(answer_to(other))
    assert "**In** 1 · **Can't this week** 1" in shown_text(answer_to(other))
    writing = await club_server.bo.click(answer_to(other), label="Write my log")
    assert writing.modal
    assert writing.modal["title"] == "Paper log · LoRA"


async def test_status_replaces_the_buttons_of_an_archived_forum_post(forum_server: ClubServer) -> None:
    club = await forum_server.club("lora")
    await forum_server.go_to(club.next_due)
    (thread,) = forum_server.threads
    status = await forum_server.ada.slash(thread, "week status")
    text = shown_text(answer_to(status))
    assert f"https://discord.com/channels/{forum_server.guild.id}/{thread.id}/{thread.id}" in text
    await forum_server.ada.click(answer_to(status), label="I'm in")
    view = await forum_server.bot.services.weeks.current(club)
    assert view
    assert view.members(Answer.IN) == [forum_server.ada.id]
    # The post's mark is the end of a custom id, so a status shown elsewhere is never taken for the post itself.
    assert all(custom_id.endswith(":status") for custom_id in buttons(answer_to(status)).values())


async def test_status_when_the_week_is_over(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    assert club.next_due
    await club_server.go_to(club.next_due)
    await club_server.bot.services.clubs.pause(club)
    await club_server.go_to(club.next_due + WEEK)
    status = await club_server.ada.slash(club_server.lobby, "week status")
    text = shown_text(answer_to(status))
    assert "Sunday papers · Over" in text
    assert "the club is paused" in text
    assert list(buttons(answer_to(status))) == ["Next for me"]


async def test_several_clubs_are_told_apart(club_server: ClubServer) -> None:
    await club_server.club("lora")
    other = await club_server.club("mamba", name="Mondays", channel_id=club_server.lobby.id)
    assert "Mondays" in await asked(club_server, "week status")  # the lobby is its channel
    assert "Sunday papers" in await asked(club_server, "week status", club="sunday papers")
    elsewhere = club_server.guild.create_text_channel("elsewhere")
    await club_server.env.settle()
    unsure = await club_server.ada.slash(elsewhere, "week status")
    assert "Which club?" in answer_to(unsure).content
    offered = await club_server.ada.autocomplete(elsewhere, "week status", "club", "mon")
    assert [(choice["name"], choice["value"]) for choice in offered] == [("Mondays", str(other.id))]


async def test_without_a_club_it_says_how_to_set_one_up(club_server: ClubServer) -> None:
    assert "Set one up here" in await asked(club_server, "week status")
