"""`/help` shows what somebody can do where they are, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.core.help.topics import CATALOG_FOR_MEMBERS, Topic, topic_of
from tests.support.discord_api import assert_requests_valid
from tests.support.forging import select_forged
from tests.support.private_channels import hide
from tests.support.reading import answer_to, clickable_commands, selects, shown_text
from tests.support.tried_inputs import NOTHING, commands, typed_by

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.support.club_server import ClubServer

FOR_ORGANIZERS = sorted(name for name in commands(NOTHING) if topic_of(name) is Topic.ORGANIZING)
BY_MEMBERS = ("nominate", "nominations", "remind on", "remind off", "host volunteer", "host decline", "host list")
OF_THE_CATALOG = sorted(name for name in commands(NOTHING) if topic_of(name) is Topic.CATALOG)


def topics(message: Any) -> list[str]:
    """The topics of the menu."""
    (menu,) = selects(message)
    return [option["value"] for option in menu["options"]]


def shown_topic(message: Any) -> str:
    (menu,) = selects(message)
    (chosen,) = [option["value"] for option in menu["options"] if option.get("default")]
    return str(chosen)


async def helped(actor: Any, channel: Any, **options: Any) -> Any:
    answer = await actor.slash(channel, "help", **options)
    assert answer.ephemeral
    return answer_to(answer)


async def test_in_a_direct_message_it_shows_what_works_there(simcord_env: Any) -> None:
    ada = simcord_env.create_user("ada")
    page = answer_to(await ada.slash("help"))
    assert clickable_commands(page) == ["help", "paper", "lineage", "papers", "howto", "log write", "log mine"]
    assert topics(page) == ["first-steps", "papers", "logs", "privacy"]
    logs = answer_to(await ada.slash("help", topic="logs"))
    assert clickable_commands(logs) == ["log write", "log edit", "log mine", "log show", "log delete"]
    reviews = answer_to(await ada.slash("help", topic="reviews"))
    assert "Reading clubs live in servers." in shown_text(reviews)
    assert clickable_commands(reviews) == []
    assert_requests_valid(simcord_env)


async def test_without_a_club_it_offers_what_works_without_one(club_server: ClubServer) -> None:
    page = await helped(club_server.ada, club_server.lobby)
    assert clickable_commands(page) == ["paper", "lineage", "papers", "howto", "log write"]
    assert topics(page) == ["first-steps", "papers", "logs", "catalog", "privacy"]
    page = await helped(club_server.dana, club_server.lobby)
    assert clickable_commands(page)[0] == "club create"
    assert topics(page) == ["first-steps", "papers", "logs", "catalog", "organizing", "privacy"]
    organizing = await helped(club_server.dana, club_server.lobby, topic="organizing")
    assert clickable_commands(organizing) == ["club create"]
    weeks = await helped(club_server.dana, club_server.lobby, topic="weeks")
    assert shown_text(weeks).endswith("Start one with `/club create`.")


async def test_a_member_of_a_club_sees_the_weeks_and_no_command_of_organizers(club_server: ClubServer) -> None:
    await club_server.club("lora")
    page = await helped(club_server.ada, club_server.lobby)
    assert clickable_commands(page)[:3] == ["next", "week status", "log write"]
    assert topics(page) == ["first-steps", "papers", "weeks", "logs", "reviews", "catalog", "privacy"]
    weeks = await helped(club_server.ada, club_server.lobby, topic="weeks")
    looking = ["next", "week status", "week calendar", "syllabus show", "club show"]
    assert clickable_commands(weeks) == [*looking, *BY_MEMBERS]
    organizing = await helped(club_server.ada, club_server.lobby, topic="organizing")
    assert "You're one if you have **Manage Server**" in shown_text(organizing)
    assert clickable_commands(organizing) == []


async def test_organizers_see_their_commands(club_server: ClubServer) -> None:
    leaders = club_server.guild.create_role("Leaders")
    await club_server.club("lora", organiser_role_id=leaders.id)
    eve = club_server.guild.add_member(club_server.env.create_user("eve"), roles=[leaders])
    shown = {
        actor: clickable_commands(await helped(actor, club_server.lobby, topic="organizing"))
        for actor in (eve, club_server.dana)
    }
    assert sorted(shown[club_server.dana]) == FOR_ORGANIZERS
    assert [name for name in shown[club_server.dana] if name not in shown[eve]] == ["club create"]


async def test_members_suggest_papers_and_organizers_add_them(club_server: ClubServer) -> None:
    page = await helped(club_server.ada, club_server.lobby, topic="catalog")
    assert sorted(clickable_commands(page)) == ["catalog show", "catalog suggest"]
    page = await helped(club_server.dana, club_server.lobby, topic="catalog")
    assert sorted(clickable_commands(page)) == OF_THE_CATALOG


async def test_the_menu_switches_the_topic_in_the_same_message(
    club_server: ClubServer, restart: Callable[..., Awaitable[None]]
) -> None:
    await club_server.club("lora")
    page = await helped(club_server.ada, club_server.lobby)
    await restart()
    switched = answer_to(await club_server.ada.select(page, ["logs"]))
    assert switched.id == page.id
    assert shown_topic(switched) == "logs"
    text = shown_text(switched)
    assert "### Paper logs" in text
    assert "`/log mine`: Your logs and drafts" in text


async def test_an_unknown_topic_shows_the_first_steps(club_server: ClubServer) -> None:
    page = await helped(club_server.ada, club_server.lobby, topic="logs")
    switched = await select_forged(club_server.env, club_server.ada, page, "pc:help:topic:v1", "of a later version")
    assert shown_topic(answer_to(switched)) == "first-steps"


async def test_discord_hides_no_command_from_an_organizer_role(club_server: ClubServer) -> None:
    """A default permission would hide a command from organizers who have only the club's role."""
    (sync,) = club_server.requests("PUT", "/commands")
    assert {command["default_member_permissions"] for command in sync.json} == {None}


async def test_a_hidden_club_is_not_told_of(club_server: ClubServer) -> None:
    before = {topic: shown_text(await helped(club_server.ada, club_server.lobby, topic=topic)) for topic in Topic}
    await club_server.club("lora")
    await hide(club_server.env, club_server.channel, club_server.guild, seen_by=(club_server.dana,))
    after = {topic: shown_text(await helped(club_server.ada, club_server.lobby, topic=topic)) for topic in Topic}
    assert after == before


@pytest.mark.parametrize("command", [*FOR_ORGANIZERS, *sorted({*OF_THE_CATALOG} - CATALOG_FOR_MEMBERS)])
async def test_what_only_organizers_are_shown_is_refused_to_members(club_server: ClubServer, command: str) -> None:
    """A command that members can use needs its own line in `bot/core/help/topics.py`."""
    await club_server.club("lora")
    more = {"channel": club_server.channel} if command == "club create" else {}
    typed = typed_by(club_server.ada, commands(NOTHING)[command][0])
    answer = await club_server.ada.slash(club_server.lobby, command, **typed, **more)
    assert "**Manage Server**" in shown_text(answer_to(answer))
