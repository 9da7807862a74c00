"""`/host`: members volunteer, are asked, accept and decline; organizers assign."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.hosts.rotation import AnswerState
from bot.storage.hosts.tables import willing_hosts
from cogs.hosts.buttons import DAY as DAY_IN_ID
from cogs.hosts.buttons import HostAction
from tests.support.club_server import DAY, WEEK
from tests.support.databases import database_of
from tests.support.discord_api import assert_requests_valid
from tests.support.forging import press_forged
from tests.support.host_server import begun, stored_answers, texts_to, volunteer
from tests.support.private_channels import hide_from
from tests.support.reading import answer_to, buttons, selects, shown_text
from tests.support.reading_group import ReadingGroup

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

FORBIDDEN, NO_MESSAGES = 403, 50007  # "Cannot send messages to this user"
TO_MEETING = 3 * DAY + timedelta(hours=1)


async def test_a_club_without_hosts_sees_no_difference(club_server: ClubServer) -> None:
    club = await begun(club_server)
    await club_server.go_to(club.next_due)
    assert "Host" not in shown_text(club_server.posts()[-1])
    listed = answer_to(await club_server.ada.slash(club_server.channel, "host list"))
    assert "Nobody takes turns hosting yet" in shown_text(listed)
    assert selects(listed) == []
    assert await stored_answers(club_server) == []


async def test_a_volunteer_is_asked_directly_and_the_post_names_them(club_server: ClubServer) -> None:
    club = await begun(club_server)
    said = await volunteer(club_server, club_server.ada)
    assert said.ephemeral
    assert "You now take turns hosting **Sunday papers**." in shown_text(answer_to(said))
    await club_server.tick()
    (asked,) = texts_to(club_server.ada)
    assert "### Would you host the session on LoRA?" in shown_text(asked)
    assert list(buttons(asked)) == ["I'll host", "Not this time"]
    pressed = await club_server.ada.user.click(asked, label="I'll host")
    assert "You host the session on LoRA" in shown_text(answer_to(pressed))
    card = await club_server.ada.user.click(answer_to(pressed), label="Show my card")
    assert "### Your session on LoRA" in shown_text(answer_to(card))
    await club_server.go_to(club.next_due)
    assert f"**Host** {club_server.ada.mention}" in shown_text(club_server.posts()[-1])
    status = answer_to(await club_server.bo.slash(club_server.channel, "week status"))
    assert f"**Host** {club_server.ada.mention}" in shown_text(status)
    assert_requests_valid(club_server.env)


async def test_while_members_vote_no_paper_is_named_for_that_session(club_server: ClubServer) -> None:
    club = await begun(club_server)
    assert club.next_slot
    await club_server.dana.slash(club_server.lobby, "week poll", candidates="bert, ddpm", kind="ranked")
    await volunteer(club_server, club_server.ada)
    await club_server.tick()
    (asked,) = texts_to(club_server.ada)
    assert "### Would you host the session in the week of " in shown_text(asked)
    listed = shown_text(answer_to(await club_server.bo.slash(club_server.channel, "host list"))).splitlines()
    assert [line.split(" · ")[1] for line in listed[1:4]] == ["not chosen yet", "LoRA", "Mamba"]


async def test_a_decline_asks_the_next_and_two_days_without_an_answer_too(club_server: ClubServer) -> None:
    club = await begun(club_server)
    group = ReadingGroup(club_server)
    await volunteer(club_server, group["ada"], group["bo"], group["cy"])
    await club_server.tick()
    (asked,) = texts_to(group["ada"])
    declined = await group["ada"].user.click(asked, label="Not this time")
    assert "All right, you don't host the session on LoRA" in shown_text(answer_to(declined))
    assert list(buttons(answer_to(declined))) == ["I'll host after all", "Stop asking me"]
    await club_server.tick()
    assert len(texts_to(group["bo"])) == 1
    assert texts_to(group["cy"]) == []
    await club_server.pass_by(2 * DAY)
    assert len(texts_to(group["cy"])) == 1
    (asked,) = texts_to(group["cy"])
    await group["cy"].user.click(asked, label="I'll host")
    assert [(user, state) for _, user, state in await stored_answers(club_server)][-1] == (group["cy"].id, "hosts")
    await club_server.go_to(club.next_due)
    assert f"**Host** {group['cy'].mention}" in shown_text(club_server.posts()[-1])


async def test_with_closed_direct_messages_only_they_are_called_in_the_channel(club_server: ClubServer) -> None:
    await begun(club_server)
    await volunteer(club_server, club_server.ada)
    path = f"/channels/{club_server.ada.user.dm_channel.id}/messages"
    club_server.env.inject_error("POST", path, status=FORBIDDEN, code=NO_MESSAGES, times=1)
    await club_server.tick()
    await club_server.tick()
    (call,) = club_server.said_in(club_server.channel)[1:] or club_server.said_in(club_server.channel)
    assert "Would you host" in shown_text(call)
    assert ReadingGroup(club_server).called(call) == ["ada"]
    # Somebody else's press changes nothing.
    refused = await club_server.bo.click(call, label="I'll host")
    assert refused.ephemeral
    assert "Nobody has asked you to host that session" in shown_text(answer_to(refused))
    await club_server.ada.click(call, label="I'll host")
    assert [(user, state) for _, user, state in await stored_answers(club_server)] == [(club_server.ada.id, "hosts")]
    (call,) = [one for one in club_server.said_in(club_server.channel) if one.id == call.id]
    assert f"{club_server.ada.mention} hosts the session on LoRA" in shown_text(call)
    assert list(buttons(call)) == ["I can't host"]


async def test_an_offer_for_a_week_by_its_date(club_server: ClubServer) -> None:
    club = await begun(club_server)
    assert club.next_slot
    day = (club.next_slot + WEEK).isoformat()
    said = await volunteer(club_server, club_server.ada, week=day)
    assert "You host the session on Mamba" in shown_text(answer_to(said))
    wrong = await club_server.ada.slash(club_server.channel, "host volunteer", week="next week")
    assert "Pick one from the suggestions" in shown_text(answer_to(wrong))
    past = await club_server.ada.slash(club_server.channel, "host volunteer", week="2001-01-07")
    assert "There is no such session" in shown_text(answer_to(past))


async def test_weeks_are_suggested_with_their_papers(club_server: ClubServer) -> None:
    club = await begun(club_server)
    found = await club_server.ada.autocomplete(club_server.channel, "host volunteer", "week", "lora")
    assert [choice["value"] for choice in found] == [club.next_slot and club.next_slot.isoformat()]
    assert "LoRA" in found[0]["name"]


async def test_an_organizer_assigns_a_member_who_may_decline(club_server: ClubServer) -> None:
    await begun(club_server)
    refused = await club_server.ada.slash(club_server.channel, "host assign", member=club_server.bo)
    assert refused.ephemeral
    assert await stored_answers(club_server) == []
    said = await club_server.dana.slash(club_server.channel, "host assign", member=club_server.bo)
    assert f"{club_server.bo.mention} hosts the session on LoRA" in shown_text(answer_to(said))
    await club_server.delivered()
    call = club_server.said_in(club_server.channel)[-1]
    assert "### You were chosen to host the session on LoRA" in shown_text(call)
    declined = await club_server.bo.click(call, label="I can't host")
    assert declined.ephemeral
    assert [state for *_, state in await stored_answers(club_server)] == [AnswerState.DECLINED]
    await hide_from(club_server.env, club_server.channel, club_server.bo)
    hidden = await club_server.dana.slash(club_server.channel, "host assign", member=club_server.bo)
    assert "can't see this club" in shown_text(answer_to(hidden))


async def test_decline_by_command_asks_which_session_and_stops_the_questions(club_server: ClubServer) -> None:
    club = await begun(club_server)
    nothing = await club_server.ada.slash(club_server.channel, "host decline")
    assert "You host no session" in shown_text(answer_to(nothing))
    assert club.next_slot
    for weeks in (1, 2):
        day = (club.next_slot + weeks * WEEK).isoformat()
        await volunteer(club_server, club_server.ada, week=day)
    await volunteer(club_server, club_server.ada)
    which = answer_to(await club_server.ada.slash(club_server.channel, "host decline"))
    assert "Which session can't you host?" in shown_text(which)
    first = next(iter(buttons(which)))
    await club_server.ada.click(which, label=first)
    one = await club_server.ada.slash(club_server.channel, "host decline", week=day)
    assert "you don't host" in shown_text(answer_to(one))
    stopped = await club_server.ada.click(answer_to(one), label="Stop asking me")
    assert "I won't ask you to host any more" in shown_text(answer_to(stopped))
    async with database_of(club_server.bot).read_transaction() as connection:
        assert (await connection.execute(willing_hosts.select())).all() == []
    await club_server.tick()
    assert texts_to(club_server.ada) == []


async def test_the_list_shows_names_to_organizers_only(club_server: ClubServer) -> None:
    club = await begun(club_server)
    await volunteer(club_server, club_server.ada, club_server.bo)
    await club_server.tick()
    seen = shown_text(answer_to(await club_server.bo.slash(club_server.channel, "host list")))
    assert "2 members take turns hosting. You are one of them." in seen
    assert club_server.ada.mention not in seen
    shown = shown_text(answer_to(await club_server.dana.slash(club_server.channel, "host list")))
    assert f"{club_server.ada.mention} was asked" in shown
    mine = answer_to(await club_server.ada.slash(club_server.channel, "host list"))
    assert "you were asked" in shown_text(mine)
    accepted = await club_server.ada.click(mine, label="I'll host")
    assert "You host the session on LoRA" in shown_text(answer_to(accepted))
    await club_server.go_to(club.next_due)
    await club_server.pass_by(TO_MEETING)
    past = shown_text(answer_to(await club_server.bo.slash(club_server.channel, "host list")))
    assert f"**Last hosts**\n-# {club.next_slot:%-d %b %Y}: {club_server.ada.mention}" in past


async def test_an_unclear_answer_does_not_ask_twice(club_server: ClubServer) -> None:
    await begun(club_server)
    await volunteer(club_server, club_server.ada)
    path = f"/channels/{club_server.ada.user.dm_channel.id}/messages"
    club_server.env.inject_error("POST", path, status=504, times=1)
    for _ in range(4):
        await club_server.pass_by(timedelta(minutes=5))
    assert len(texts_to(club_server.ada)) == 1


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31", "2026-02-30"])
async def test_a_day_that_no_session_can_be_on_is_refused(club_server: ClubServer, typed: str) -> None:
    club = await begun(club_server)
    for actor, name, more in (
        (club_server.ada, "host volunteer", {}),
        (club_server.ada, "host decline", {}),
        (club_server.dana, "host assign", {"member": club_server.ada}),
    ):
        answer = await actor.slash(club_server.channel, name, week=typed, **more)
        said = "I don't know that session. Pick one from the suggestions, or type its date, such as `20 Dec`."
        assert answer_to(answer).content == said
    for action in HostAction:
        page = answer_to(await club_server.ada.slash(club_server.channel, "howto"))
        identity = f"pc:hosts:{action}:v1:{club.id}:{typed.replace('-', '')}"
        pressed = await press_forged(club_server.env, club_server.ada, page, identity)
        assert "no longer" in answer_to(pressed).content
    assert await stored_answers(club_server) == []


def test_ids_of_buttons_hold_every_day_and_nothing_else() -> None:
    pattern = re.compile(DAY_IN_ID.pattern)
    days = {f"{date(2000, 1, 1) + timedelta(days=each):%Y%m%d}" for each in range(36525)}
    numbers = (f"{number:08}" for number in (*range(20000000, 20991300), 10101, 19991231, 21000101, 99991231))
    assert {number for number in numbers if pattern.fullmatch(number)} == days


async def test_in_a_paused_club_hosts_read_why_nothing_is_planned_and_can_stop(club_server: ClubServer) -> None:
    club = await begun(club_server)
    await volunteer(club_server, club_server.ada)
    await club_server.bot.services.clubs.pause(club)
    listed = answer_to(await club_server.ada.slash(club_server.channel, "host list"))
    assert "The club is paused, so no session is planned." in shown_text(listed)
    assert list(buttons(listed)) == ["Stop asking me"]
    paused = "The club is paused, so no week is planned."
    assigned = await club_server.dana.slash(club_server.channel, "host assign", member=club_server.bo)
    assert paused in answer_to(assigned).content
    assert club.next_slot
    offered = await volunteer(club_server, club_server.bo, week=club.next_slot.isoformat())
    assert paused in answer_to(offered).content
    again = answer_to(await volunteer(club_server, club_server.ada))
    assert list(buttons(again)) == ["Stop asking me"]
    nothing = answer_to(await club_server.ada.slash(club_server.channel, "host decline"))
    assert "Press the button if you don't want to take turns any more." in shown_text(nothing)
    stopped = await club_server.ada.click(nothing, label="Stop asking me")
    assert "I won't ask you to host any more" in shown_text(answer_to(stopped))
    back = await club_server.ada.click(answer_to(stopped), label="Take turns hosting")
    assert "You now take turns hosting" in shown_text(answer_to(back))


async def test_an_organizer_hears_that_nobody_can_be_told_before_a_forum_s_first_week(
    forum_server: ClubServer,
) -> None:
    await begun(forum_server)
    said = await forum_server.dana.slash(forum_server.lobby, "host assign", member=forum_server.bo)
    text = shown_text(answer_to(said))
    assert "Please let them know: before the forum's first week, I have no place to write to them." in text
    await forum_server.delivered()
    assert forum_server.threads == []


async def test_an_organizer_who_chooses_themselves_reads_how_to_go_on(club_server: ClubServer) -> None:
    await begun(club_server)
    said = await club_server.dana.slash(club_server.channel, "host assign", member=club_server.dana)
    text = shown_text(answer_to(said))
    assert f"{club_server.dana.mention} hosts the session on LoRA" in text
    assert "has your card" in text
    assert "I'll let them know" not in text
    await club_server.delivered()
    assert club_server.said_in(club_server.channel) == []
