"""*Takeaway*: a form with one sentence, confirmed privately, counted on the post and shown in the digest."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from sqlalchemy import select

from bot.core.takeaways.takeaway import SENTENCE_LIMIT
from bot.storage.takeaways.tables import takeaways
from tests.cogs.test_erasing_in_discord import erased, time_passes
from tests.support.club_server import DAY
from tests.support.databases import database_of
from tests.support.discord_api import assert_requests_valid
from tests.support.log_forms import LORA, send, week_begins
from tests.support.reading import answer_to, buttons, shown_text
from tests.support.reading_group import prefilled

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

LABEL = "Takeaway"
ONE, QUESTION = "Two thin matrices are enough.", "Why does rank 8 do?"


async def fill(server: ClubServer, member: Any, sentence: str, question: str = "", message: Any = None) -> Any:
    """Press the button, fill in the form and send it; returns the answer's page."""
    form = await member.click(message or server.posts()[-1], label=LABEL)
    return await submit(server, member, form, sentence, question)


async def submit(server: ClubServer, member: Any, form: Any, sentence: str, question: str = "") -> Any:
    answer = await member.submit_modal(form, {"takeaway": sentence, "open_question": question})
    await server.delivered()
    assert answer.ephemeral
    return answer_to(answer)


async def rows(server: ClubServer) -> list[tuple[Any, ...]]:
    async with database_of(server.bot).read_transaction() as connection:
        found = await connection.execute(select(takeaways).order_by(takeaways.c.author_id))
        return [(row.author_id, row.sentence, row.question) for row in found]


async def test_it_is_written_changed_withdrawn_and_counted(club_server: ClubServer) -> None:
    await week_begins(club_server)
    ada = club_server.ada
    assert list(buttons(club_server.posts()[-1]))[:2] == ["Write my log", LABEL]
    saved = await fill(club_server, ada, f"  {ONE} ", QUESTION)
    assert "### Saved: your takeaway from LoRA" in shown_text(saved)
    assert f"> {ONE}\n> {QUESTION}" in shown_text(saved)
    assert await rows(club_server) == [(ada.id, ONE, QUESTION)]
    post = shown_text(club_server.posts()[-1])
    assert "**In** 1 · **Can't this week** 0 · **Takeaways** 1" in post
    assert ada.mention in post
    assert club_server.said_in(club_server.threads[0]) == []
    form = await ada.click(saved, label="Edit")
    assert prefilled(form) == {"Takeaway": ONE, "Question": QUESTION}
    assert "### Changed: your takeaway" in shown_text(await submit(club_server, ada, form, "Freeze the rest."))
    assert await rows(club_server) == [(ada.id, "Freeze the rest.", "")]
    withdrawn = await ada.click(saved, label="Withdraw")
    assert "is withdrawn" in shown_text(answer_to(withdrawn))
    await club_server.pass_by(DAY / 24)
    assert "Takeaways" not in shown_text(club_server.posts()[-1])
    again = await fill(club_server, ada, ONE)
    assert "### Saved" in shown_text(again)
    assert "is withdrawn" in shown_text(await fill(club_server, ada, "", ""))
    assert await rows(club_server) == [(ada.id, None, None)]
    assert_requests_valid(club_server.env)


async def test_the_digest_shows_it_and_asks_its_question(club_server: ClubServer) -> None:
    await week_begins(club_server)
    ada, bo, dana = club_server.ada, club_server.bo, club_server.dana
    await dana.click(club_server.posts()[-1], label="I'm in")
    await bo.click(club_server.posts()[-1], label="I'm in")
    await fill(club_server, bo, "**Freeze** the rest, @everyone.", QUESTION)
    form = await ada.click(club_server.posts()[-1], label="Write my log")
    await send(ada, form, LORA)
    await club_server.delivered()
    await club_server.pass_by(3 * DAY)
    (reminder,) = [one for one in club_server.said_in(club_server.threads[0]) if "is due" in shown_text(one)]
    assert dana.mention in shown_text(reminder)
    assert bo.mention not in shown_text(reminder)
    assert "No time for that? A *Takeaway* is one sentence." in shown_text(reminder)
    assert LABEL in buttons(reminder)
    await club_server.pass_by(2 * DAY)
    assert "**Logs** 1 · **Takeaways** 1" in shown_text(club_server.posts()[-1])
    assert LABEL in buttons(club_server.posts()[-1])
    await club_server.pass_by(2 * DAY)
    (digest,) = [one for one in club_server.said_in(club_server.threads[0]) if "is over" in shown_text(one)]
    text = shown_text(digest)
    assert f"### Takeaways (1)\n> \\*\\*Freeze\\*\\* the rest, @everyone. – {bo.mention}" in text
    assert f"### Open questions\n> {QUESTION} – from {bo.mention}" in text
    assert "-# 1 more read along." in text
    post = next(one for one in club_server.posts() if "wrapped up" in shown_text(one))
    assert "wrapped up**: 1 log, 1 takeaway." in shown_text(post)
    assert LABEL not in buttons(post)


async def test_next_for_me_and_the_status_ask_for_no_log(club_server: ClubServer) -> None:
    await week_begins(club_server)
    ada = club_server.ada
    await fill(club_server, ada, ONE)
    following = answer_to(await ada.click(club_server.posts()[-1], label="Next for me"))
    assert "Your takeaway for week 1 is in, thank you! You can still write a full log if you like." in shown_text(
        following
    )
    assert list(buttons(following)) == ["Write my log"]
    status = answer_to(await ada.slash(club_server.channel, "week status"))
    assert "**You** left a takeaway. You owe no log, but one is welcome." in shown_text(status)
    assert "**Takeaways** 1" in shown_text(status)
    assert list(buttons(status)) == ["Write my log", LABEL, "Can't this week", "Next for me"]
    assert prefilled(await ada.click(status, label=LABEL))["Takeaway"] == ONE
    out = await ada.click(club_server.posts()[-1], label="Can't this week")
    assert "Your takeaway stays, and counts." in str(out.followups[-1].content if out.followups else out)


async def test_a_text_that_is_refused_is_never_lost(club_server: ClubServer) -> None:
    await week_begins(club_server)
    ada = club_server.ada
    kept = await fill(club_server, ada, " ", QUESTION)
    assert "*Takeaway* is empty. One sentence is enough." in shown_text(kept)
    assert await rows(club_server) == [(ada.id, None, None)]
    form = await ada.click(kept, label="Edit")
    assert prefilled(form) == {"Takeaway": "", "Question": QUESTION}
    assert "### Saved" in shown_text(await submit(club_server, ada, form, ONE, QUESTION))
    longest = "x" * SENTENCE_LIMIT
    assert "### Changed" in shown_text(await fill(club_server, ada, longest))


async def test_a_form_that_comes_after_the_digest_is_given_back(club_server: ClubServer) -> None:
    await week_begins(club_server)
    ada, bo = club_server.ada, club_server.bo
    late, post = await ada.click(club_server.posts()[-1], label=LABEL), club_server.posts()[-1]
    await fill(club_server, bo, "Freeze the rest.")
    await club_server.pass_by(5 * DAY)
    await club_server.pass_by(2 * DAY)
    refused = shown_text(await submit(club_server, ada, late, ONE, QUESTION))
    assert "### Not saved\nThat week is over." in refused
    assert f"**Takeaway**\n```\n{ONE}\n```" in refused
    assert f"**Question**\n```\n{QUESTION}\n```" in refused
    assert [author for author, *_ in await rows(club_server)] == [bo.id]
    assert post.id


async def test_a_club_can_switch_it_off(club_server: ClubServer) -> None:
    await week_begins(club_server)
    ada = club_server.ada
    old, form = club_server.posts()[-1], await ada.click(club_server.posts()[-1], label=LABEL)
    edited = await club_server.dana.slash(club_server.channel, "club edit", takeaways=False)
    assert "**Takeaways** off" in shown_text(answer_to(edited))
    refused = shown_text(await submit(club_server, ada, form, ONE))
    assert "This club has turned takeaways off." in refused
    assert ONE in refused
    await club_server.delivered()
    assert LABEL not in buttons(club_server.posts()[-1])
    assert old.id
    status = answer_to(await ada.slash(club_server.channel, "week status"))
    assert LABEL not in buttons(status)


async def test_an_erased_member_s_takeaway_is_gone_from_the_digest_and_an_export_has_it(
    club_server: ClubServer,
) -> None:
    await week_begins(club_server)
    ada, bo = club_server.ada, club_server.bo
    await fill(club_server, ada, ONE, QUESTION)
    await fill(club_server, bo, "Freeze the rest.")
    await club_server.pass_by(5 * DAY)
    await club_server.pass_by(2 * DAY)
    (digest,) = club_server.said_in(club_server.threads[0])
    assert ONE in shown_text(digest)
    export = await ada.slash(club_server.lobby, "privacy export")
    (file,) = answer_to(export).attachments
    with ZipFile(BytesIO(await file.read())) as archive:
        readme = archive.read("README.md").decode()
    assert "## Takeaways\n\n### Sunday papers, week 1\n\n2026-" in readme
    assert f"**Takeaway**\n\n> {ONE}\n\n**Question**\n\n> {QUESTION}" in readme
    asked = shown_text(answer_to(await ada.slash(club_server.lobby, "privacy delete")))
    assert "- Your takeaway\n" in asked
    await erased(club_server)
    await time_passes(club_server)
    (digest,) = club_server.said_in(club_server.threads[0])
    assert ONE not in shown_text(digest)
    assert QUESTION not in shown_text(digest)
    assert ada.mention not in shown_text(digest)
    assert f"> Freeze the rest. – {bo.mention}" in shown_text(digest)
    assert [author for author, *_ in await rows(club_server)] == [bo.id]
