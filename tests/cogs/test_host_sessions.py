"""What comes with a host: the card, roles, the digest, and sessions that move or lose their host."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.hosts.rotation import AnswerState
from bot.storage.hosts.tables import session_roles
from tests.cogs.test_privacy import opened
from tests.support.club_server import DAY
from tests.support.databases import database_of
from tests.support.discord_api import assert_requests_valid
from tests.support.host_server import begun, stored_answers, texts_to, volunteer
from tests.support.private_channels import hide_from, show_to
from tests.support.reading import answer_to, selects, shown_text
from tests.support.reading_group import ReadingGroup

if TYPE_CHECKING:
    from datetime import date

    from tests.support.club_server import ClubServer

TO_MEETING = 3 * DAY + timedelta(hours=1)


async def test_the_card_comes_an_hour_before_the_meeting_with_what_members_wrote(club_server: ClubServer) -> None:
    club = await begun(club_server)
    group = ReadingGroup(club_server)
    assert club.next_slot
    await volunteer(club_server, group["ada"], week=club.next_slot.isoformat())
    await club_server.go_to(club.next_due)
    await group.write("bo")
    await club_server.pass_by(TO_MEETING - timedelta(hours=1, minutes=1))
    assert texts_to(group["ada"]) == []
    await club_server.pass_by(timedelta(minutes=2))
    (card,) = texts_to(group["ada"])
    text = shown_text(card)
    assert "### Your session on LoRA" in text
    assert "**Agenda** · 60 minutes" in text
    assert f"**Wrote something** (1): {group['bo'].mention}" in text
    assert group.texts["bo"].limitation[:40] in text
    assert "**To ask if it gets quiet**" in text
    await club_server.pass_by(timedelta(minutes=20))
    assert len(texts_to(group["ada"])) == 1
    shown = answer_to(await group["ada"].slash(club_server.channel, "host list"))
    private = await group["ada"].click(shown, label="Show my card")
    assert private.ephemeral
    assert "### Your session on LoRA" in shown_text(answer_to(private))
    assert_requests_valid(club_server.env)


async def test_a_role_is_taken_in_the_list_with_prompts_from_the_lineage(club_server: ClubServer) -> None:
    club = await begun(club_server)
    await volunteer(club_server, club_server.ada)
    listed = answer_to(await club_server.bo.slash(club_server.channel, "host list"))
    (menu,) = selects(listed)
    taken = await club_server.bo.select(listed, values=["archaeologist"], custom_id=menu["custom_id"])
    assert taken.ephemeral
    text = shown_text(answer_to(taken))
    assert "### Archaeologist on" in text
    assert "**What LoRA builds on**" in text
    async with database_of(club_server.bot).read_transaction() as connection:
        assert [row.role for row in await connection.execute(session_roles.select())] == ["archaeologist"]
    await club_server.go_to(club.next_due)
    assert f"**Archaeologist** {club_server.bo.mention}" in shown_text(club_server.posts()[-1])


async def hosted_by_ada(club_server: ClubServer) -> tuple[date, ReadingGroup]:
    """A week that was posted with Ada as its host, and its slot. Bo takes turns too."""
    club = await begun(club_server)
    group = ReadingGroup(club_server)
    assert club.next_slot
    await volunteer(club_server, group["ada"], week=club.next_slot.isoformat())
    await volunteer(club_server, group["bo"])
    await club_server.go_to(club.next_due)
    assert f"**Host** {group['ada'].mention}" in shown_text(club_server.posts()[-1])
    return club.next_slot, group


async def test_a_host_who_leaves_is_replaced_and_the_post_says_so(club_server: ClubServer) -> None:
    _, group = await hosted_by_ada(club_server)
    club_server.guild.remove_member(group["ada"])
    await club_server.pass_by(timedelta(minutes=31))
    await club_server.pass_by(timedelta(minutes=1))
    assert "**Host**" not in shown_text(club_server.posts()[-1])
    assert [user for _, user, state in await stored_answers(club_server) if state == "asked"] == [group["bo"].id]


async def test_the_digest_thanks_the_host(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "mamba")
    group = ReadingGroup(club_server)
    assert club.next_slot
    await volunteer(club_server, group["ada"], week=club.next_slot.isoformat())
    await club_server.go_to(club.next_due)
    await group.write("bo")
    await club_server.pass_by(5 * DAY)
    await club_server.pass_by(2 * DAY)
    (digest,) = group.said("is over")
    assert f"Thank you for hosting, {group['ada'].mention}!" in shown_text(digest)


async def test_who_cannot_see_the_club_presses_in_vain(club_server: ClubServer) -> None:
    await begun(club_server)
    await volunteer(club_server, club_server.ada)
    await club_server.tick()
    (asked,) = texts_to(club_server.ada)
    await hide_from(club_server.env, club_server.channel, club_server.ada)
    await club_server.env.advance_time(400)
    await club_server.ada.user.click(asked, label="I'll host")
    assert [state for *_, state in await stored_answers(club_server)] == [AnswerState.ASKED]


async def test_a_moved_post_keeps_its_host_and_its_message_works(club_server: ClubServer) -> None:
    club = await begun(club_server)
    assert club.next_slot
    friday = club.next_slot - 2 * DAY
    await volunteer(club_server, club_server.ada)
    await club_server.tick()
    page = answer_to(await club_server.dana.slash(club_server.channel, "week move", to=friday.isoformat()))
    await club_server.dana.click(page, label="Move the post")
    (asked,) = texts_to(club_server.ada)
    pressed = await club_server.ada.user.click(asked, label="I'll host")
    assert "You host the session on LoRA" in shown_text(answer_to(pressed))
    assert await stored_answers(club_server) == [(friday, club_server.ada.id, "hosts")]
    await club_server.go_to(club.timetable.instant_on(friday))
    assert f"**Host** {club_server.ada.mention}" in shown_text(club_server.posts()[-1])


async def test_a_host_who_loses_sight_of_the_channel_is_replaced_and_told_nothing(club_server: ClubServer) -> None:
    slot, group = await hosted_by_ada(club_server)
    # Whoever was asked about the next session is not asked about two at a time.
    await group["bo"].user.click(texts_to(group["bo"])[-1], label="I'll host")
    before = len(texts_to(group["ada"]))
    await hide_from(club_server.env, club_server.channel, group["ada"])
    await club_server.pass_by(timedelta(minutes=31))
    await club_server.pass_by(timedelta(minutes=1))
    assert "**Host**" not in shown_text(club_server.posts()[-1])
    found = [(user, state) for day, user, state in await stored_answers(club_server) if day == slot]
    assert found == [(group["ada"].id, "hid-host"), (group["bo"].id, "asked")]
    assert len(texts_to(group["ada"])) == before
    export = await group["ada"].slash(club_server.lobby, "privacy export")
    _, readme = await opened(export)
    assert "you hosted, until you couldn't see the club's channel" in readme
    # They see it again: what they had said counts, and whoever was asked meanwhile makes room.
    await show_to(club_server.env, club_server.channel, group["ada"])
    await club_server.pass_by(timedelta(minutes=31))
    await club_server.pass_by(timedelta(minutes=1))
    assert f"**Host** {group['ada'].mention}" in shown_text(club_server.posts()[-1])
    assert len(texts_to(group["ada"])) == before
    late = await group["bo"].user.click(texts_to(group["bo"])[-1], label="I'll host")
    assert f"{group['ada'].mention} hosts that session by now." in answer_to(late).content
    assert_requests_valid(club_server.env)
