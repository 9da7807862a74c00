"""What the wizard's last row does, across restarts, for two organizers at once, and for members."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.weeks.week import WeekState
from tests.cogs.test_club_setup import ID, choose, opened, press
from tests.cogs.test_clubs import only_club, options
from tests.support.club_server import ORGANIZER_PERMISSIONS
from tests.support.forging import press_forged
from tests.support.reading import ACTION_ROW, answer_to, buttons, parts, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import discord

    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]


def weekly_posts(server: ClubServer) -> list[discord.Message]:
    """Unlike the announcement of the club, they have a picture."""
    return [message for message in server.posts() if message.attachments]


async def test_the_first_week_can_be_posted_right_away(club_server: ClubServer) -> None:
    page = await opened(club_server, timezone="Asia/Tokyo", channel=club_server.channel)
    pressed = await press(club_server, page, "Post the first week now")
    assert "press *I'm in* under the post" in shown_text(answer_to(pressed))
    assert buttons(answer_to(pressed)) == {}
    await club_server.delivered()
    (week,) = await club_server.week_rows()
    assert week.state == WeekState.READING
    (post,) = club_server.posts()
    assert "Week 1" in shown_text(post)


async def test_after_creating_the_first_week_can_be_previewed_and_posted_once(club_server: ClubServer) -> None:
    page = await opened(club_server, timezone="Asia/Tokyo", channel=club_server.channel)
    page = answer_to(await press(club_server, page, "Create"))
    shown = await press(club_server, page, "Preview")
    assert shown.ephemeral
    assert "Week 1" in shown_text(answer_to(shown))
    for _ in range(2):
        await press(club_server, page, "Post the first week now")
        await club_server.delivered()
    assert len(weekly_posts(club_server)) == 1


async def test_the_preview_before_creating_is_the_post_that_comes(club_server: ClubServer) -> None:
    page = await opened(club_server, timezone="Asia/Tokyo", channel=club_server.channel)
    before = answer_to(await press(club_server, page, "Preview"))
    assert await club_server.bot.services.clubs.all_of(club_server.guild.id) == []
    page = answer_to(await press(club_server, page, "Create"))
    after = answer_to(await press(club_server, page, "Preview"))
    assert shown_text(before) == shown_text(after)


async def test_pressing_create_twice_makes_one_club(club_server: ClubServer) -> None:
    page = await opened(club_server, timezone="Asia/Tokyo")
    other = await opened(club_server, timezone="Asia/Tokyo")
    await press(club_server, page, "Create")
    again = answer_to(await press(club_server, other, "Create"))
    assert "is already set up" in shown_text(again)
    assert set(buttons(again)) == {"Post the first week now", "Preview"}
    assert len(await club_server.bot.services.clubs.all_of(club_server.guild.id)) == 1


async def test_two_organizers_each_have_their_own(club_server: ClubServer) -> None:
    managers = club_server.guild.create_role("Second", permissions=ORGANIZER_PERMISSIONS)
    eve = club_server.guild.add_member(club_server.env.create_user("eve"), roles=[managers])
    danas, eves = await opened(club_server), await opened(club_server, eve)
    danas = await choose(club_server, danas, "day", "0")
    eves = await choose(club_server, eves, "day", "4", actor=eve)
    danas = await choose(club_server, danas, "zone", "Asia/Tokyo")
    eves = await choose(club_server, eves, "zone", "Europe/London", actor=eve)
    await press(club_server, danas, "Create")
    refused = await press(club_server, eves, "Create", eve)
    assert "already has a club called `Study group papers`" in answer_to(refused).content
    form = await press(club_server, eves, "Rename", eve)
    eves = answer_to(await eve.submit_modal(form, {"typed": "Friday papers"}))
    await press(club_server, eves, "Create", eve)
    clubs = await club_server.bot.services.clubs.all_of(club_server.guild.id)
    slots = {club.settings.name: club.settings.slot for club in clubs}
    assert slots == {
        "Friday papers": WeeklySlot(4, time(18), "Europe/London"),
        "Study group papers": WeeklySlot(0, time(18), "Asia/Tokyo"),
    }


async def test_it_survives_a_restart(club_server: ClubServer, restart: Restart) -> None:
    page = await opened(club_server, timezone="Asia/Tokyo", reviewers=3)
    page = await choose(club_server, page, "day", "3")
    form = await press(club_server, page, "Rename")
    await restart()
    page = answer_to(await club_server.dana.submit_modal(form, {"typed": "Owls"}))
    await restart()
    await press(club_server, page, "Create")
    settings = (await only_club(club_server)).settings
    assert (settings.name, settings.reviewers) == ("Owls", 3)
    assert settings.slot == WeeklySlot(3, time(18), "Asia/Tokyo")


# Authority


async def test_a_member_is_told_who_can_set_up_a_club(club_server: ClubServer) -> None:
    for given in ({}, options(club_server)):
        answer = await club_server.ada.slash(club_server.lobby, "club create", **given)
        assert answer.ephemeral
        assert "**Manage Server**" in answer_to(answer).content
    assert await club_server.bot.services.clubs.all_of(club_server.guild.id) == []


async def test_a_made_up_button_changes_no_message(club_server: ClubServer) -> None:
    page = answer_to(await club_server.dana.slash(club_server.lobby, "paper", query="lora"))
    before = shown_text(page)
    for identity in (ID.format("guess") + ":Asia/Tokyo", ID.format("create") + ":x", ID.format("open")):
        await press_forged(club_server.env, club_server.dana, page, identity)
    assert shown_text(page) == before
    assert await club_server.bot.services.clubs.all_of(club_server.guild.id) == []


async def test_discords_limits_are_kept(club_server: ClubServer) -> None:
    page = await opened(club_server, name="n" * 40, organiser_role=club_server.readers)
    rows = [part for part in parts(page) if part["type"] == ACTION_ROW]
    assert all(1 <= len(row["components"]) <= 5 for row in rows)
