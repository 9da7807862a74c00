"""Creating and managing a club, as an organizer does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.core.clubs.club import ClubState
from bot.core.weeks.week import WeekState
from bot.services.clubs.service import MOST_CLUBS
from tests.support.club_server import DAY
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.core.clubs.club import Club
    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]


def options(server: ClubServer, **changed: Any) -> dict[str, Any]:
    """Every required option of `/club create`."""
    given = {
        "name": "Sunday papers",
        "channel": server.channel,
        "day": "Sunday",
        "time": "18:00",
        "timezone": "Europe/Berlin",
    }
    return given | changed


async def create(server: ClubServer, **changed: Any) -> Any:
    return await server.dana.slash(server.lobby, "club create", **options(server, **changed))


async def shown_to(actor: Any, server: ClubServer, **options: Any) -> str:
    return shown_text(answer_to(await actor.slash(server.lobby, "club show", **options)))


async def only_club(server: ClubServer) -> Club:
    (club,) = await server.bot.services.clubs.all_of(server.guild.id)
    return club


# Creating


async def test_a_created_club_is_shown_to_everybody(club_server: ClubServer) -> None:
    answer = await create(club_server, role=club_server.readers)
    assert not answer.ephemeral
    club = await only_club(club_server)
    assert club.next_due is not None
    due = int(club.next_due.timestamp())
    text = shown_text(answer_to(answer))
    for part in (
        "## Sunday papers",
        f"In <#{club_server.channel.id}>, Sundays at 18:00, Europe/Berlin",
        f"**Next post** <t:{due}:F>",
        "due 5 days after the post",
        "due 2 days after that: 2 reviewers per log, with names",
        f"**Pings** <@&{club_server.readers.id}>",
        "`/syllabus use`",
        "`/week preview`",
    ):
        assert part in text
    assert "⚠️" not in text


async def test_every_setting_is_stored(club_server: ClubServer) -> None:
    leaders = club_server.guild.create_role("Leaders")
    answer = await create(
        club_server,
        name="  Night \n owls ",
        day="Wednesday",
        time="6.30",
        timezone="berlin",
        organiser_role=leaders,
        log_days=3,
        review_days=1,
        reviewers=1,
        anonymous=True,
    )
    settings = (await only_club(club_server)).settings
    assert (settings.name, settings.channel_id, settings.is_forum) == ("Night owls", club_server.channel.id, False)
    assert (settings.slot.weekday, f"{settings.slot.at:%H:%M}", settings.slot.zone) == (2, "06:30", "Europe/Berlin")
    assert (settings.role_id, settings.organiser_role_id) == (None, leaders.id)
    assert (settings.log_days, settings.review_days, settings.reviewers, settings.anonymous) == (3, 1, 1, True)
    text = shown_text(answer_to(answer))
    for part in ("Pings** nobody yet", f"<@&{leaders.id}>", "1 day after", "1 reviewer per log, without names"):
        assert part in text


async def test_a_forum_club_posts_in_the_forum(forum_server: ClubServer) -> None:
    await create(forum_server)
    club = await only_club(forum_server)
    assert club.settings.is_forum
    await forum_server.go_to(club.next_due)
    welcome, week = forum_server.threads
    assert welcome.name == "Welcome to Sunday papers"
    assert str(week.name).startswith("Week 1 ")


async def test_a_name_is_shown_as_written_and_pings_nobody(club_server: ClubServer) -> None:
    answer = await create(club_server, name="@everyone <@&1> [x](https://e.ex) *a*")
    text = shown_text(answer_to(answer))
    assert "## @everyone \\<@&1> \\[x\\](https\\://e.ex) \\*a\\*" in text
    assert not answer_to(answer).message.mention_everyone


async def test_a_name_that_is_taken(club_server: ClubServer) -> None:
    await create(club_server)
    answer = await create(club_server, name="SUNDAY papers")
    assert answer.ephemeral
    assert "already has a club called `SUNDAY papers`" in answer_to(answer).content
    await only_club(club_server)


async def test_the_limit_of_clubs_per_server(club_server: ClubServer) -> None:
    for number in range(MOST_CLUBS):
        await club_server.club(name=f"club {number}")
    answer = await create(club_server)
    assert answer.ephemeral
    assert f"{MOST_CLUBS} clubs, and this one has that many" in answer_to(answer).content
    offered = await club_server.dana.autocomplete(club_server.lobby, "club show", "club", "")
    assert len(offered) == MOST_CLUBS


async def test_zones_are_suggested_with_their_current_time(club_server: ClubServer) -> None:
    offered = await club_server.dana.autocomplete(club_server.lobby, "club create", "timezone", "berl")
    hour = (club_server.env.now().hour + 1) % 24
    assert offered[0] == {"name": f"Europe/Berlin · now {hour:02}:{club_server.env.now():%M}", "value": "Europe/Berlin"}
    assert await club_server.dana.autocomplete(club_server.lobby, "club create", "timezone", "")


# Showing


async def test_the_next_five_posts_come_from_the_list(club_server: ClubServer) -> None:
    club = await club_server.club("qlora")
    text = await shown_to(club_server.ada, club_server)
    assert club.next_due is not None
    lines = [line for line in text.splitlines() if line.startswith("- <t:")]
    assert len(lines) == 5
    assert lines[0] == f"- <t:{int(club.next_due.timestamp())}:f> · [QLoRA](https://arxiv.org/abs/2305.14314) (2023)"
    assert all(line.endswith("· *from the list*") for line in lines[1:])


async def test_show_is_for_everybody_and_private(club_server: ClubServer) -> None:
    await club_server.club()
    for actor in (club_server.ada, club_server.dana):
        answer = await actor.slash(club_server.channel, "club show")
        assert answer.ephemeral
        assert buttons(answer_to(answer)) == {}


async def test_the_club_is_chosen_by_option_channel_or_question(club_server: ClubServer) -> None:
    assert "no reading club yet" in await shown_to(club_server.ada, club_server)
    first = await club_server.club(name="First")
    assert "## First" in await shown_to(club_server.ada, club_server)
    second = await club_server.club(name="Second <@1>", channel_id=club_server.lobby.id)
    assert "## Second" in await shown_to(club_server.ada, club_server)
    here = await club_server.ada.slash(club_server.channel, "club show")
    assert "## First" in shown_text(answer_to(here))
    elsewhere = club_server.guild.create_text_channel("elsewhere")
    asked = await club_server.ada.slash(elsewhere, "club show")
    assert asked.ephemeral
    assert "Which club? Name one with the `club` option: `First`, `Second <@1>`" in answer_to(asked).content
    assert "## First" in await shown_to(club_server.ada, club_server, club="first")
    assert "## First" in await shown_to(club_server.ada, club_server, club=str(first.id))
    offered = await club_server.ada.autocomplete(club_server.lobby, "club show", "club", "SEC")
    assert offered == [{"name": "Second <@1>", "value": str(second.id)}]


async def test_in_a_weeks_thread_its_club_is_the_default(club_server: ClubServer) -> None:
    club = await club_server.club(name="First")
    await club_server.go_to(club.next_due)
    await club_server.club(name="Second")
    answer = await club_server.ada.slash(club_server.threads[0], "club show")
    assert "## First" in shown_text(answer_to(answer))


# Editing


async def test_an_edit_changes_only_the_given_settings(club_server: ClubServer) -> None:
    before = await club_server.club()
    answer = await club_server.dana.slash(club_server.lobby, "club edit", reviewers=3, anonymous=True)
    assert answer.ephemeral
    after = await only_club(club_server)
    assert (after.settings.reviewers, after.settings.anonymous) == (3, True)
    assert (after.settings.name, after.settings.slot, after.next_due) == (
        before.settings.name, before.settings.slot, before.next_due
    )  # fmt: skip
    assert "3 reviewers per log, without names" in shown_text(answer_to(answer))


async def test_a_moved_slot_says_when_the_next_post_comes(club_server: ClubServer) -> None:
    club = await club_server.club()
    await club_server.go_to(club.next_due)
    await club_server.pass_by(2 * DAY)
    answer = await club_server.dana.slash(club_server.lobby, "club edit", day="Tuesday", time="9")
    club = await only_club(club_server)
    assert club.next_due is not None
    text = shown_text(answer_to(answer))
    assert f"**Next post** <t:{int(club.next_due.timestamp())}:F>" in text
    assert "That is 9 days after the last one; `/week post` posts it now." in text


async def test_nothing_to_edit(club_server: ClubServer) -> None:
    await club_server.club()
    answer = await club_server.dana.slash(club_server.lobby, "club edit")
    assert "Give at least one option" in answer_to(answer).content


async def test_a_role_can_be_taken_away(club_server: ClubServer) -> None:
    await club_server.club(organiser_role_id=club_server.readers.id)
    for what in ("role", "organiser_role"):
        await club_server.dana.slash(club_server.lobby, "club edit", without=what)
    settings = (await only_club(club_server)).settings
    assert (settings.role_id, settings.organiser_role_id) == (None, None)


async def test_moving_to_a_forum_and_back(club_server: ClubServer) -> None:
    await club_server.club()
    forum = club_server.guild.create_forum_channel("forum")
    await club_server.dana.slash(club_server.lobby, "club edit", channel=forum)
    settings = (await only_club(club_server)).settings
    assert (settings.channel_id, settings.is_forum) == (forum.id, True)
    await club_server.dana.slash(club_server.lobby, "club edit", channel=club_server.lobby)
    settings = (await only_club(club_server)).settings
    assert (settings.channel_id, settings.is_forum) == (club_server.lobby.id, False)


# Pausing and closing


async def test_pausing_and_resuming(club_server: ClubServer) -> None:
    club = await club_server.club()
    paused = await club_server.dana.slash(club_server.channel, "club pause")
    assert "**Sunday papers** is paused" in shown_text(answer_to(paused))
    assert "Paused: no new week starts until `/club resume`" in await shown_to(club_server.ada, club_server)
    await club_server.go_to(club.next_due)
    assert club_server.posts() == []
    again = await club_server.dana.slash(club_server.channel, "club pause")
    assert again.ephemeral
    assert "already paused" in answer_to(again).content
    resumed = await club_server.dana.slash(club_server.channel, "club resume")
    assert "is back. The next post is on <t:" in shown_text(answer_to(resumed))
    club = await only_club(club_server)
    await club_server.go_to(club.next_due)
    assert len(club_server.posts()) == 1


async def test_closing_asks_first(club_server: ClubServer, restart: Restart) -> None:
    club = await club_server.club()
    await club_server.go_to(club.next_due)
    asked = await club_server.dana.slash(club_server.channel, "club close")
    assert asked.ephemeral
    assert "can't undo this" in shown_text(answer_to(asked))
    assert (await only_club(club_server)).state is ClubState.ACTIVE
    await restart()
    await club_server.dana.click(answer_to(asked), label="Close for good")
    assert "**Sunday papers** has closed" in shown_text(answer_to(asked))
    assert buttons(answer_to(asked)) == {}
    assert await club_server.bot.services.clubs.all_of(club_server.guild.id) == []
    assert [week.state for week in await club_server.week_rows()] == [WeekState.CLOSED]
    await club_server.pass_by(14 * DAY)
    post, last_word = club_server.posts()
    assert "The club was closed." in shown_text(post)
    assert shown_text(last_word).startswith("**Sunday papers** has closed. Thank you")


async def test_closing_twice_says_so(club_server: ClubServer) -> None:
    await club_server.club()
    first = await club_server.dana.slash(club_server.channel, "club close")
    second = await club_server.dana.slash(club_server.channel, "club close")
    await club_server.dana.click(answer_to(first), label="Close for good")
    answer = await club_server.dana.click(answer_to(second), label="Close for good")
    assert answer.ephemeral
    assert "no longer here" in answer_to(answer).content


@pytest.mark.parametrize("command", ["club show", "club pause", "club edit", "club close", "syllabus show"])
async def test_without_a_club_commands_say_so(club_server: ClubServer, command: str) -> None:
    answer = await club_server.dana.slash(club_server.lobby, command)
    assert answer.ephemeral
    assert "no reading club yet. Set one up here" in answer_to(answer).content
    assert list(buttons(answer_to(answer))) == ["Set up a club"]
