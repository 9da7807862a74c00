"""`/next` and *Next for me*: each member gets one step, and the press opens its form."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from bot.core.weeks.week import Answer
from tests.cogs.test_reviews import reviewing
from tests.support.club_server import DAY
from tests.support.discord_api import assert_requests_valid
from tests.support.logs import text_by
from tests.support.private_channels import hide
from tests.support.reading import answer_to, buttons, shown_text
from tests.support.reading_group import ReadingGroup, prefilled
from tests.support.server import study_server

if TYPE_CHECKING:
    import pytest

    from tests.support.club_server import ClubServer

NEXT = "Next for me"


async def reading(server: ClubServer, **facts: Any) -> ReadingGroup:
    club = await server.club("lora", "mamba", **facts)
    await server.go_to(club.next_due)
    return ReadingGroup(server)


async def asks(group: ReadingGroup, name: str, **options: Any) -> Any:
    answer = await group[name].slash(group.server.channel, "next", **options)
    assert answer.ephemeral
    return answer_to(answer)


async def presses(group: ReadingGroup, name: str, message: Any = None) -> Any:
    return await group[name].click(message or group.server.posts()[-1], label=NEXT)


async def test_the_button_leads_through_a_week(club_server: ClubServer) -> None:
    group = await reading(club_server)
    asked = await presses(group, "ada")
    assert asked.ephemeral
    assert "This week's paper is **LoRA**. Are you in?" in shown_text(answer_to(asked))
    assert list(buttons(answer_to(asked))) == ["I'm in"]
    await group["ada"].click(answer_to(asked), label="I'm in")
    form = await presses(group, "ada")
    assert form.modal["title"] == "Paper log · LoRA"
    await group["ada"].submit_modal(form, asdict(text_by(group["ada"].id)))
    await club_server.delivered()
    written = answer_to(await presses(group, "ada"))
    assert "Your log on **LoRA** is in. You can edit it until logs close" in shown_text(written)
    edit = await group["ada"].click(written, label="Edit")
    assert prefilled(edit)["Problem"] == text_by(group["ada"].id).problem
    await group.write("bo")
    await club_server.pass_by(5 * DAY)
    review = await presses(group, "ada")
    assert review.modal["title"] == "Review of bo's log on LoRA"
    await group.send_review("ada", review, "bo")
    done = shown_text(answer_to(await presses(group, "ada")))
    assert "You're done for week 1, thank you! The digest is out on <t:" in done
    assert "The next post is on <t:" in done
    assert_requests_valid(club_server.env)


async def test_the_command_says_the_step_and_shows_its_button(club_server: ClubServer) -> None:
    group = await reading(club_server)
    assert "Are you in?" in shown_text(await asks(group, "ada"))
    await group["ada"].click(club_server.posts()[-1], label="I'm in")
    page = await asks(group, "ada")
    assert "-# Sunday papers · Week 1" in shown_text(page)
    assert "Write your log on **LoRA**, due <t:" in shown_text(page)
    opened = await group["ada"].click(page, label="Write my log")
    assert (opened.modal or {})["title"] == "Paper log · LoRA"
    kept = await group.write("ada", replace(text_by(1), problem=""))
    assert "kept" in shown_text(answer_to(kept))
    assert "Finish your log on **LoRA**" in shown_text(await asks(group, "ada"))
    reopened = await presses(group, "ada")
    assert prefilled(reopened)["Approach"] == text_by(1).approach


async def test_who_cannot_this_week_is_left_alone(club_server: ClubServer) -> None:
    group = await reading(club_server)
    await group["ada"].click(club_server.posts()[-1], label="Can't this week")
    page = answer_to(await presses(group, "ada"))
    assert "You can't make it this week, and that's fine." in shown_text(page)
    await group["ada"].click(page, label="I'm in")
    (week,) = await club_server.week_rows()
    view = await club_server.bot.services.weeks.view(week.id)
    assert view
    assert view.answers == {group["ada"].id: Answer.IN}


async def test_the_button_is_under_every_message_about_a_week(club_server: ClubServer) -> None:
    group = await reading(club_server)
    post = club_server.posts()[-1]
    assert list(buttons(post)) == ["Write my log", "Takeaway", "I'm in", "Can't this week", NEXT]
    await group["ada"].click(post, label="I'm in")
    await group.write("bo")
    await group.write("cy")
    await group.write("di")
    await club_server.pass_by(3 * DAY)
    (reminder,) = group.said("### Your log on LoRA is due")
    assert (await presses(group, "ada", reminder)).modal
    await club_server.pass_by(2 * DAY)
    (named,) = group.said("### Logs are closed")
    assert NEXT in buttons(named)
    assert "late ones are welcome" in shown_text(answer_to(await presses(group, "ada", named)))
    status = await group["bo"].slash(club_server.channel, "week status")
    assert (await presses(group, "bo", answer_to(status))).modal
    await club_server.pass_by(DAY)
    (reminder,) = group.said("### Reviews are due")
    assert (await presses(group, "bo", reminder)).modal
    await club_server.pass_by(DAY)
    (digest,) = group.said("is over")
    assert "Week 1 is over, so there is nothing left to do." not in shown_text(digest)
    assert NEXT in buttons(digest)
    answer = shown_text(answer_to(await presses(group, "bo", digest)))
    assert "Mamba" in answer or "Week 1 is over" in answer


async def test_before_the_first_post_and_in_a_paused_club(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    group = ReadingGroup(club_server)
    page = await asks(group, "ada")
    assert shown_text(page).startswith("-# Sunday papers\nThe first paper comes on <t:")
    assert list(buttons(page)) == ["I'm in"]
    await club_server.bot.services.clubs.pause(club)
    assert "The club is paused" in shown_text(await asks(group, "ada"))


async def test_outside_a_channel_the_most_urgent_club_is_named(club_server: ClubServer) -> None:
    group = await reading(club_server)
    other = club_server.guild.create_text_channel("quiet")
    await club_server.club("mamba", name="Quiet readers", channel_id=other.id)
    await club_server.pass_by(7 * DAY)
    mine = [post for post in club_server.said_in(other) if NEXT in buttons(post)]
    await group["ada"].click(mine[-1], label="I'm in")
    answer = await group["ada"].slash(club_server.lobby, "next")
    assert "-# Quiet readers · Week 1" in shown_text(answer_to(answer))
    chosen = await group["ada"].slash(club_server.lobby, "next", club="Sunday papers")
    assert "-# Sunday papers · Week 2" in shown_text(answer_to(chosen))


async def test_without_a_club_there_is_a_way_forward(simcord_env: Any) -> None:
    server = study_server(simcord_env)
    answer = await server.ada.slash(server.channel, "next")
    assert "no reading club yet. Anyone with **Manage Server** can set one up." in answer_to(answer).content
    private = await simcord_env.create_user("eve").slash("next")
    assert "Reading clubs live in servers." in answer_to(private).content


async def test_who_may_not_see_the_club_gets_nothing_of_it(club_server: ClubServer) -> None:
    group = await reading(club_server)
    post = club_server.posts()[-1]
    await hide(club_server.env, club_server.channel, club_server.guild)
    refused = await group["ada"].slash(club_server.lobby, "next")
    assert "Sunday papers" not in answer_to(refused).content
    assert "no reading club" in answer_to(refused).content
    key = buttons(post)[NEXT]
    assert key.startswith("pc:next:step:v1:")


async def test_in_an_anonymous_club_nothing_names_a_reviewer(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server, "ada", "bo", "cy", anonymous=True)
    page = await asks(group, "ada")
    text = shown_text(page)
    assert "Review <@" in text
    assert group["ada"].mention not in text
    others = [name for name in ("bo", "cy") if group[name].mention in text]
    assert len(others) == 1
    form = await presses(group, "ada")
    assert form.modal["title"] == f"Review of {others[0]}'s log on LoRA"


async def test_after_a_slow_lookup_the_form_comes_with_a_button(
    club_server: ClubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Discord accepts a form only within three seconds, and not after "thinking"."""
    group = await reading(club_server)
    await group["ada"].click(club_server.posts()[-1], label="I'm in")
    find = club_server.bot.services.next_steps.marked

    async def find_slowly(*asked: Any) -> Any:
        await asyncio.sleep(5)
        return await find(*asked)

    monkeypatch.setattr(club_server.bot.services.next_steps, "marked", find_slowly)
    answer = await presses(group, "ada")
    await club_server.env.advance_time(7)
    assert answer.modal is None
    page = answer_to(answer)
    assert "Write your log" in shown_text(page)
    assert (await group["ada"].click(page, label="Write my log")).modal
