"""Only members who may view a club's channel can see the club, whatever others type, press or send."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.cogs.test_reviews import reviewing
from tests.support.club_server import ORGANIZER_PERMISSIONS, ClubServer
from tests.support.intruders import Walk, rows_of
from tests.support.logs import text_by
from tests.support.private_channels import hide, show_to
from tests.support.tried_inputs import NOTHING, Ids
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_group import ReadingGroup

NAME = "Quiet readers"


async def private_club(server: ClubServer) -> tuple[ReadingGroup, Ids, set[str]]:
    """A club with logs, reviews, drafts and a poll whose channel was hidden; its ids; and the texts nobody else may
    see.
    """
    group, club = await reviewing(server, name=NAME)
    await group.review("ada", "bo")
    await group.review("cy", "bo", strongest="not in the log at all")
    form = await group["ada"].slash(server.lobby, "log write")
    await group["ada"].submit_modal(form, asdict(replace(text_by(3), problem="")))
    poll = await server.bot.services.polls.start(club)
    await server.tick()
    (week,) = await server.week_rows()
    happened = await server.bot.services.reviews.of_week(week.id)
    post, *_ = await server.entry_rows()
    (review,) = happened.written
    (draft,) = (await server.bot.services.logs.mine(viewer(group["ada"].id, server.guild.id))).drafts
    (begun,) = await server.bot.services.reviews.drafts(group["cy"].id)
    keys = (post.key, f"{club.token}-poll-{poll.id}")
    of_review = (review.id, review.token, review.message_id or 0)
    ids = Ids(club.id, NAME, week.id, review.log_id, *of_review, draft.id, begun.id, begun.interaction_id, *keys)
    await hide(server.env, server.channel, server.guild)
    secret = {
        NAME,
        NAME.split(maxsplit=1)[0],
        club.token,
        str(server.channel.id),
        str(week.thread_id),
        str(week.message_id),
    }
    secret |= {str(group[name].id) for name in ("ada", "bo", "cy")} | {"**Read here**"}
    return group, ids, secret


async def stranger(server: ClubServer, kind: str) -> Walk:
    if kind == "of another server":
        other = server.env.create_guild("Elsewhere")
        room, mallory = other.create_text_channel("room"), other.add_member(server.env.create_user("mallory"))
    else:
        manager = server.guild.create_role("Managers", permissions=ORGANIZER_PERMISSIONS)
        roles = [manager] if kind == "who manages the server" else []
        room, mallory = server.lobby, server.guild.add_member(server.env.create_user("mallory"), roles=roles)
    await server.env.settle()
    return Walk(server.env, mallory, room)


async def forget(walk: Walk) -> None:
    """Clear what was sent, and the actor's opened forms."""
    walk.sent.clear()
    for draft in (await walk.bot.services.logs.mine(viewer(walk.actor.id, None))).drafts:
        await walk.bot.services.logs.discard(draft.id, walk.actor.id)


@pytest.mark.parametrize("kind", ["without access", "who manages the server", "of another server"])
async def test_for_a_stranger_the_club_does_not_exist(club_server: ClubServer, kind: str) -> None:
    _, ids, secret = await private_club(club_server)
    walk = await stranger(club_server, kind)
    before = await rows_of(club_server.bot)
    with_nothing = await walk.everything(NOTHING)
    await forget(walk)
    with_ids = await walk.everything(ids)
    assert await rows_of(club_server.bot) == before
    told = "\n".join(map(str, walk.sent))
    assert {word for word in secret if word in told} == set()
    differing = {step: (said, with_nothing[step]) for step, said in with_ids.items() if said != with_nothing[step]}
    assert differing == {}


async def test_a_strangers_text_is_kept_only_for_them(club_server: ClubServer) -> None:
    _, ids, _ = await private_club(club_server)
    walk = await stranger(club_server, "without access")
    await walk.everything(ids)
    mine = await club_server.bot.services.logs.mine(viewer(walk.actor.id, club_server.guild.id))
    assert mine.drafts
    assert {(draft.club_id, draft.week_id, draft.log_id) for draft in mine.drafts} == {(None, None, None)}


async def test_members_who_may_view_the_channel_see_the_club(club_server: ClubServer) -> None:
    group, _, _ = await private_club(club_server)
    insider: Any = group["ada"]
    await show_to(club_server.env, club_server.channel, insider)
    page = await insider.slash(club_server.lobby, "week status")
    assert NAME in str(club_server.env.http_requests[-1].json)
    assert page.ephemeral
