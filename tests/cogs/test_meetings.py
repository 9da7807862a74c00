"""Live meetings: settings that organizers type, Discord's events, lines and reminders."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.core.outbox.kinds import Kind
from tests.support.club_server import DAY, WEEK
from tests.support.log_forms import week_begins
from tests.support.meeting_server import EVENTS, LINK, VOICE, allow, edit, event_is_deleted, events, let_bot_join, plan
from tests.support.private_channels import hide
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

HOUR = timedelta(hours=1)
SCHEDULED, ACTIVE, CANCELED = 1, 2, 4


async def status(server: ClubServer) -> str:
    return shown_text(answer_to(await server.ada.slash(server.channel, "week status")))


def post(server: ClubServer) -> str:
    return shown_text(server.posts()[-1])


async def begins_at(server: ClubServer) -> Any:
    """When the newest event begins."""
    return discord.utils.parse_time(events(server)[-1].scheduled_start_time)


async def test_a_club_without_meetings_sees_nothing_of_them(club_server: ClubServer) -> None:
    allow(club_server, EVENTS)
    await week_begins(club_server)
    assert "Meeting" not in post(club_server)
    assert "Meeting" not in await status(club_server)
    shown = await club_server.dana.slash(club_server.channel, "club show")
    assert "Meets" not in shown_text(answer_to(shown))
    assert events(club_server) == []


async def test_an_organizer_sets_meetings_up_and_the_week_gets_its_event(club_server: ClubServer) -> None:
    allow(club_server, VOICE)
    room = club_server.guild.create_voice_channel("Reading room")
    await club_server.club("lora")
    said = await edit(
        club_server, meeting_day="Thursday", meeting_time="7 pm", meeting_length=90, meeting_place="#reading ROOM"
    )
    assert f"**Meets** Thursdays at 19:00 for 90 minutes · <#{room.id}>" in said
    assert events(club_server) == []
    club = (await club_server.bot.services.clubs.all_of(club_server.guild.id))[0]
    await club_server.go_to(club.next_due)
    (event,) = events(club_server)
    assert (event.name, event.channel_id, event.entity_type) == ("Sunday papers · Week 1: LoRA", room.id, 2)
    starts, ends = map(discord.utils.parse_time, (event.scheduled_start_time, event.scheduled_end_time))
    assert starts
    assert ends
    assert ends - starts == 1.5 * HOUR
    thread = club_server.threads[0]
    assert event.description
    assert f"/{club_server.posts()[-1].id}" in event.description
    assert f"[{club.token}-" in event.description
    at = int(starts.timestamp())
    line = (
        f"**Meeting** <t:{at}:F> · <#{room.id}> · [event](https://discord.com/events/{club_server.guild.id}/{event.id})"
    )
    assert line in post(club_server)
    assert line in await status(club_server)
    assert club_server.said_in(thread) == []


async def test_a_link_is_an_event_elsewhere(club_server: ClubServer) -> None:
    allow(club_server, EVENTS)
    await week_begins(club_server)
    said = await edit(
        club_server, meeting_day="Thursday", meeting_time="19:00", meeting_place="meet.example.org/papers"
    )
    assert f"[meet.example.org]({LINK})" in said
    (event,) = events(club_server)
    assert (event.entity_type, event.channel_id, event.entity_metadata) == (3, None, {"location": LINK})
    assert f"[meet.example.org]({LINK})" in post(club_server)


async def test_those_who_are_in_are_called_a_day_and_an_hour_before(club_server: ClubServer) -> None:
    allow(club_server, EVENTS)
    await week_begins(club_server, meeting=plan(club_server))
    await club_server.ada.click(club_server.posts()[-1], label="I'm in")
    await club_server.bo.click(club_server.posts()[-1], label="Can't this week")
    at = await begins_at(club_server)
    await club_server.go_to(at - DAY)
    await club_server.go_to(at - HOUR)
    thread = club_server.threads[0]
    first, second = [said for said in club_server.said_in(thread) if "**Meeting on" in shown_text(said)]
    for said in (first, second):
        assert f"**Meeting on LoRA:** <t:{int(at.timestamp())}:R>, " in shown_text(said)
        assert [user.id for user in said.mentions] == [club_server.ada.id]
        assert not said.role_mentions
        assert list(buttons(said))[:2] == ["Event", "Join"]
        assert buttons(said)["Join"] == LINK
    await club_server.go_to(at + HOUR)
    assert len([said for said in club_server.said_in(thread) if "**Meeting on" in shown_text(said)]) == 2


async def test_an_edit_moves_the_event_and_keeps_what_people_changed(club_server: ClubServer) -> None:
    allow(club_server, VOICE)
    room = club_server.guild.create_voice_channel("Reading room")
    await week_begins(club_server, meeting=plan(club_server))
    (event,) = events(club_server)
    before = await begins_at(club_server)
    club_server.env.backend.edit_scheduled_event(club_server.guild.id, event.id, {"name": "Party!"})
    await edit(club_server, meeting_time="20:00")
    assert await begins_at(club_server) == before + HOUR
    await edit(club_server, meeting_place=f"<#{room.id}>")
    (event,) = events(club_server)
    assert (event.name, event.entity_type, event.channel_id) == ("Party!", 2, room.id)
    assert f"<t:{int((before + HOUR).timestamp())}:F> · <#{room.id}>" in post(club_server)
    await edit(club_server, meeting_place=LINK)
    (event,) = events(club_server)
    assert (event.entity_type, event.channel_id, event.entity_metadata) == (3, None, {"location": LINK})


async def test_turning_meetings_off_cancels_the_event(club_server: ClubServer) -> None:
    allow(club_server, EVENTS)
    await week_begins(club_server, meeting=plan(club_server))
    said = await edit(club_server, without="meeting")
    assert "Meets" not in said
    assert [event.status for event in events(club_server)] == [CANCELED]
    assert "Meeting" not in post(club_server)
    await club_server.pass_by(WEEK)
    assert len(events(club_server)) == 1
    said = [shown_text(one) for one in club_server.said_in(club_server.threads[0])]  # type: ignore[assignment]
    assert not [one for one in said if "**Meeting on" in one]


async def test_pausing_cancels_and_resuming_makes_another(club_server: ClubServer) -> None:
    allow(club_server, EVENTS)
    await week_begins(club_server, meeting=plan(club_server))
    await club_server.dana.slash(club_server.channel, "club pause")
    await club_server.delivered()
    assert [event.status for event in events(club_server)] == [CANCELED]
    await club_server.dana.slash(club_server.channel, "club resume")
    await club_server.delivered()
    assert [event.status for event in events(club_server)] == [CANCELED, SCHEDULED]


async def test_closing_the_club_cancels_the_event(club_server: ClubServer) -> None:
    allow(club_server, EVENTS)
    club = await week_begins(club_server, meeting=plan(club_server))
    await club_server.bot.services.clubs.close(club)
    club_server.bot.outbox_worker.wake()
    await club_server.delivered()
    assert [event.status for event in events(club_server)] == [CANCELED]


async def test_an_event_that_people_delete_is_not_made_again(club_server: ClubServer) -> None:
    await event_is_deleted(club_server)
    assert "[event]" not in post(club_server)
    assert "**Meeting**" in post(club_server)
    assert not [row for row in await club_server.entry_rows() if row.kind == Kind.NOTICE]
    await club_server.pass_by(WEEK)
    assert len(events(club_server)) == 1


async def test_without_the_permission_organizers_learn_how_to_give_it(club_server: ClubServer) -> None:
    await week_begins(club_server)
    said = await edit(club_server, meeting_day="Thursday", meeting_time="19:00", meeting_place=LINK)
    assert "**Create Events**" in said
    assert "https://discord.com/oauth2/authorize?client_id=" in said
    notices = [one for one in club_server.posts() if "event of the meeting" in shown_text(one)]
    assert len(notices) == 1
    assert "**Create Events**" in shown_text(notices[0])
    assert "**Meeting**" in post_of(club_server)
    allow(club_server, EVENTS)
    await club_server.dana.click(notices[0], label="Try again")
    await club_server.delivered()
    assert [event.status for event in events(club_server)] == [SCHEDULED]


def post_of(server: ClubServer) -> str:
    return shown_text(server.posts()[0])


async def test_a_private_club_gets_no_event_that_everybody_sees(club_server: ClubServer) -> None:
    allow(club_server, VOICE)
    room = club_server.guild.create_voice_channel("Reading room")
    await hide(
        club_server.env,
        club_server.channel,
        club_server.guild,
        (club_server.readers, club_server.dana, club_server.ada),
    )
    await week_begins(club_server)
    said = await edit(club_server, meeting_day="Thursday", meeting_time="19:00", meeting_place=LINK)
    assert "No Discord event" in said
    assert "**Meeting**" in post(club_server)
    await edit(club_server, meeting_place=str(room.id))
    assert events(club_server) == []
    # A channel that only the club's readers view is fine.
    await hide(club_server.env, room, club_server.guild, (club_server.readers,))
    await let_bot_join(club_server, room)
    said = await edit(club_server, meeting_length=45)
    assert "No Discord event" not in said
    assert [event.channel_id for event in events(club_server)] == [room.id]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"meeting_time": "19:00"}, "On which day?"),
        ({"meeting_day": "Thursday"}, "At what time?"),
        ({"meeting_length": 30}, "no meetings yet"),
        ({"meeting_day": "Thursday", "meeting_time": "25:99"}, "isn't a time"),
        ({"meeting_day": "Thursday", "meeting_time": "19:00", "meeting_length": 5}, "15 to 480 minutes, not 5"),
        ({"meeting_day": "Thursday", "meeting_time": "19:00", "meeting_place": "room 301"}, "I don't know the place"),
        ({"meeting_place": "ftp://example.org"}, "begins with `https://`"),
        ({"meeting_place": "https://example.org/" + "a" * 100}, "take up to 100"),
        ({"without": "meeting_place"}, "no meetings yet"),
        ({"without": "meeting", "meeting_day": "Monday"}, "You gave `meeting_day`, and asked to clear `meeting`"),
        ({"without": "meeting_place", "meeting_place": "meet.example.org"}, "asked to clear `meeting_place`"),
    ],
)
async def test_what_cannot_be_is_refused_with_the_way_on(
    club_server: ClubServer, options: dict[str, Any], told: str
) -> None:
    club = await club_server.club()
    assert told in await edit(club_server, **options)
    assert (await club_server.present(club)).settings.meeting is None


async def test_a_text_channel_is_no_place_and_a_hidden_one_is_not_told_of(club_server: ClubServer) -> None:
    await club_server.club()
    secret = club_server.guild.create_voice_channel("Secret")
    await hide(club_server.env, secret, club_server.guild)
    wanted = {"meeting_day": "Thursday", "meeting_time": "19:00"}
    assert "can't take place in" in await edit(club_server, **wanted, meeting_place=club_server.lobby.mention)
    assert "can't find that channel" in await edit(club_server, **wanted, meeting_place=str(secret.id))
    assert "I don't know the place" in await edit(club_server, **wanted, meeting_place="secret")
    offered = await club_server.dana.autocomplete(club_server.channel, "club edit", "meeting_place", "")
    assert offered == []


async def test_channels_and_links_are_offered_while_typing(club_server: ClubServer) -> None:
    await club_server.club()
    room = club_server.guild.create_voice_channel("Reading room")
    stage = club_server.guild.create_stage_channel("Talks")
    dana = club_server.dana
    offered = await dana.autocomplete(club_server.channel, "club edit", "meeting_place", "")
    assert [(one["name"], one["value"]) for one in offered] == [
        ("Voice: Reading room", str(room.id)),
        ("Stage: Talks", str(stage.id)),
    ]
    (typed,) = await dana.autocomplete(club_server.channel, "club edit", "meeting_place", "zoom.us/j/1")
    assert typed["value"] == "https://zoom.us/j/1"


async def test_missing_permissions_in_the_channel_are_named(club_server: ClubServer) -> None:
    allow(club_server, EVENTS)
    room = club_server.guild.create_voice_channel("Reading room")
    await club_server.club()
    said = await edit(club_server, meeting_day="Thursday", meeting_time="19:00", meeting_place=str(room.id))
    assert f"I'm missing **Connect** in <#{room.id}>" in said


async def test_week_move_moves_the_meeting_its_event_and_tells_the_thread(club_server: ClubServer) -> None:
    allow(club_server, EVENTS)
    await week_begins(club_server, meeting=plan(club_server))
    await club_server.ada.click(club_server.posts()[-1], label="I'm in")
    before = await begins_at(club_server)
    day = before + DAY
    asked = await club_server.dana.slash(club_server.channel, "week move", to=f"{day:%Y-%m-%d}")
    assert "Move the meeting of week 1?" in shown_text(answer_to(asked))
    assert list(buttons(answer_to(asked))) == ["Move the meeting", "Move the post"]
    moved = await club_server.dana.click(answer_to(asked), label="Move the meeting")
    await club_server.delivered()
    assert "Moved: the meeting is on" in shown_text(answer_to(moved))
    assert await begins_at(club_server) == day
    assert f"**Meeting** <t:{int(day.timestamp())}:F>" in post(club_server)
    (said,) = [one for one in club_server.said_in(club_server.threads[0]) if "has moved" in shown_text(one)]
    assert [user.id for user in said.mentions] == [club_server.ada.id]
    assert len(events(club_server)) == 1
