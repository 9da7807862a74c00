"""A member of three clubs in two servers has their data deleted in the middle of a week, which goes on for others."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.privacy.erasure import SETTLING
from tests.cogs.test_privacy import ALONE, Nia, reading_week
from tests.support.club_server import DAY, ClubServer
from tests.support.databases import database_of
from tests.support.forging import press_forged
from tests.support.reading import answer_to, buttons, shown_text
from tests.support.traces import rows_with

if TYPE_CHECKING:
    import discord

QUESTION = "Which layers did *you* try?"


def said_anywhere(nia: Nia) -> list[discord.Message]:
    """What the bot has said in every channel and thread of both servers."""
    me = nia.server.bot.user
    channels = [
        channel
        for server in (nia.server, nia.second)
        for channel in (server.channel, server.lobby, nia.quiet, *server.channel.threads, *nia.quiet.threads)
    ]
    return [
        message
        for channel in channels
        for message in channel.history()
        if me and message.author.id == me.id and not message.flags.ephemeral
    ]


def left_in_discord(nia: Nia, *words: str, server: ClubServer | None = None) -> list[str]:
    """Texts that mention the member or hold their words."""
    wanted = (str(nia.user.id), *words)
    texts = [
        shown_text(message)
        for message in said_anywhere(nia)
        if server is None or (message.guild and message.guild.id == server.guild.id)
    ]
    return [text for text in texts if any(word in text for word in wanted)]


async def settled(nia: Nia) -> None:
    """Let time pass until the erasure is over."""
    await nia.server.tick()
    await nia.server.env.advance_time((SETTLING + timedelta(seconds=1)).total_seconds())
    for _ in range(4):
        await nia.server.bot.scheduler.do_chores()
        await nia.server.tick()


async def asked(nia: Nia, *presses: str, alone: bool = False) -> Any:
    """The question, after these presses."""
    actor = nia.user if alone else nia.here
    answer = await (actor.slash("privacy delete") if alone else actor.slash(nia.server.lobby, "privacy delete"))
    assert answer.ephemeral
    for label in presses:
        answer = await actor.click(answer_to(answer), label=label)
    return answer


def words_of(nia: Nia) -> list[str]:
    """Beginnings of sentences that only the member wrote."""
    return [f"case {nia.user.id}", "case 2 costs", "case 3 costs", ALONE.problem[:8]]


async def test_the_question_says_what_goes_and_what_stays(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    page = answer_to(await asked(nia))
    text = shown_text(page)
    assert "Delete what is stored about you in this server?" in text
    assert "Your 2 logs, with every version and message, and what others quoted from them" in text
    assert "- 1 draft" in text
    assert "Your answer under a weekly post" in text
    assert "Your name on the review that you wrote" in text
    assert "The review that you wrote, as a former member's" in text
    assert list(buttons(page)) == [
        "Only this server",
        "Everywhere",
        "Keep my reviews without my name",
        "Delete my reviews too",
        "Delete for good",
        "Keep everything",
    ]
    more = shown_text(answer_to(await asked(nia, "Everywhere", "Delete my reviews too")))
    assert "Delete what is stored about you everywhere?" in more
    assert "Your 4 logs" in more
    assert "The review that you wrote. Where reviews are anonymous" in more
    assert await rows_with(database_of(club_server.bot), nia.user.id) != []


async def test_keep_everything_deletes_nothing(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    before = await rows_with(database_of(club_server.bot), nia.user.id)
    pressed = await asked(nia, "Keep everything")
    assert shown_text(answer_to(pressed)) == "Nothing was deleted."
    assert await rows_with(database_of(club_server.bot), nia.user.id) == before


@pytest.mark.parametrize("reviews", ["Keep my reviews without my name", "Delete my reviews too"])
async def test_everywhere_nothing_is_left_in_the_database_or_in_discord(club_server: ClubServer, reviews: str) -> None:
    nia = await reading_week(club_server)
    assert len(left_in_discord(nia, *words_of(nia))) >= 5
    presses = ["Everywhere", *([reviews] if reviews.startswith("Delete") else []), "Delete for good"]
    done = await asked(nia, *presses)
    assert "Deleted from the database" in shown_text(answer_to(done))
    left = await rows_with(database_of(club_server.bot), nia.user.id, *words_of(nia))
    assert [one for one in left if not one.startswith("erasures.user_id")] == []
    await settled(nia)
    assert left_in_discord(nia, *words_of(nia)) == []
    assert await rows_with(database_of(club_server.bot), nia.user.id, *words_of(nia)) == []
    kept = [text for text in map(shown_text, said_anywhere(nia)) if "Which layers did" in text]
    assert len(kept) == (1 if reviews.startswith("Keep") else 0)
    if kept:
        assert "-# by a former member" in kept[0]


async def test_the_answer_says_when_it_is_done(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    done = await asked(nia, "Delete for good")
    assert "follow now" in shown_text(answer_to(done))
    shown = shown_text(answer_to(await nia.here.slash(club_server.lobby, "privacy show")))
    assert "Your data is being deleted in one server" in shown
    await settled(nia)
    shown = shown_text(answer_to(await nia.here.slash(club_server.lobby, "privacy show")))
    assert "being deleted" not in shown
    assert "Nothing about you in this server is left" in shown_text(answer_to(done))


async def test_only_this_server_leaves_the_other_as_it_is(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    there = left_in_discord(nia, "case 3 costs", server=nia.second)
    assert there
    await asked(nia, "Delete for good")
    await settled(nia)
    assert left_in_discord(nia, *words_of(nia), server=nia.server) == []
    assert left_in_discord(nia, "case 3 costs", server=nia.second) == there
    text = shown_text(answer_to(await nia.user.slash("privacy show")))
    assert "Paper logs: 2\n" in text


async def test_the_others_week_goes_on_and_is_worded_right(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    await asked(nia, "Everywhere", "Delete for good")
    await settled(nia)
    thread = "\n".join(map(shown_text, nia.group.thread()))
    assert "<@-" not in thread
    assert "<@0" not in thread
    await nia.group.review("ada", "bo")
    week = (await club_server.week_rows())[0]
    for moment in (week.reviews_due - DAY, week.reviews_due):
        await club_server.go_to(moment)
    texts = list(map(shown_text, nia.group.thread()))
    digest = texts[-1]
    assert "2 members logged" in digest or "Logged" in digest or nia.group["ada"].mention in digest
    assert str(nia.user.id) not in "\n".join(texts)
    assert "-1" not in digest.replace("2026-1", "")
    assert nia.group["ada"].mention in digest
    assert nia.group["bo"].mention in digest


async def test_a_second_press_and_an_old_page_are_harmless(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    question = answer_to(await asked(nia))
    (erase,) = [identity for label, identity in buttons(question).items() if label == "Delete for good"]
    await nia.here.click(question, label="Delete for good")
    await settled(nia)
    page = answer_to(await nia.here.slash(club_server.lobby, "howto"))
    again = await press_forged(club_server.env, nia.here, page, erase)
    assert "Deleted already" in shown_text(answer_to(again))
    assert "Nothing of it is left" in shown_text(answer_to(again))
    await club_server.pass_by(timedelta(hours=2))
    page = answer_to(await nia.here.slash(club_server.lobby, "howto"))
    old = await press_forged(club_server.env, nia.here, page, erase)
    assert "Nothing is stored about you in this server." in shown_text(answer_to(old))


async def test_reviews_left_without_a_name_can_be_deleted_until_it_is_done(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    await asked(nia, "Delete for good")
    await club_server.pass_by(timedelta(seconds=2))
    question = answer_to(await asked(nia))
    assert "The review that you wrote, as a former member's. Once all is done" in shown_text(question)
    await asked(nia, "Delete my reviews too", "Delete for good")
    await settled(nia)
    assert [text for text in map(shown_text, said_anywhere(nia)) if "Which layers did" in text] == []
    assert "Nothing is stored about you in this server." in shown_text(answer_to(await asked(nia)))


async def test_an_older_page_does_not_pretend_to_delete_reviews_that_were_left(club_server: ClubServer) -> None:
    """Two questions are open. The first one leaves the reviews, and the second one deletes them."""
    nia = await reading_week(club_server)
    other = await asked(nia, "Delete my reviews too")
    await club_server.pass_by(timedelta(seconds=2))
    await asked(nia, "Delete for good")
    await club_server.pass_by(timedelta(seconds=2))
    again = await nia.here.click(answer_to(other), label="Delete for good")
    assert "That question was an old one" in shown_text(answer_to(again))
    assert "- The review that you wrote." in shown_text(answer_to(again))
    done = await nia.here.click(answer_to(again), label="Delete for good")
    assert "Deleted from the database" in shown_text(answer_to(done))
    await settled(nia)
    assert [text for text in map(shown_text, said_anywhere(nia)) if "Which layers did" in text] == []


async def test_in_a_direct_message_it_is_everywhere(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    page = answer_to(await asked(nia, alone=True))
    assert "everywhere" in shown_text(page)
    assert "Only this server" not in buttons(page)
    await asked(nia, "Delete for good", alone=True)
    await settled(nia)
    assert left_in_discord(nia, *words_of(nia)) == []


async def test_whoever_has_nothing_stored_has_nothing_to_delete(club_server: ClubServer) -> None:
    page = answer_to(await club_server.bo.slash(club_server.lobby, "privacy delete"))
    assert "Nothing is stored about you in this server." in shown_text(page)
    assert "Delete for good" not in buttons(page)
