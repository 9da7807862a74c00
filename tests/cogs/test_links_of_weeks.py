"""`/week link`: organizers add what is left of a meeting; the post, the status and the digest show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.core.outbox.kinds import Kind
from bot.storage.week_links.tables import week_links
from tests.support.club_server import DAY
from tests.support.databases import database_of
from tests.support.discord_api import assert_requests_valid
from tests.support.log_forms import LORA, send, week_begins
from tests.support.reading import answer_to, raw_text, selects, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

VIDEO, SLIDES = "https://youtu.be/dQw4w9WgXcQ", "https://docs.google.com/presentation/d/1"


async def rows(server: ClubServer) -> list[tuple[str, str]]:
    async with database_of(server.bot).read_transaction() as connection:
        found = await connection.execute(select(week_links).order_by(week_links.c.id))
        return [(row.url, row.what) for row in found]


async def link(server: ClubServer, member: Any, url: str, where: Any = None, **options: Any) -> Any:
    answer = await member.slash(where or server.threads[0], "week link", url=url, **options)
    await server.delivered()
    assert answer.ephemeral
    return answer_to(answer)


def digests(server: ClubServer) -> list[Any]:
    return [one for one in server.said_in(server.threads[0]) if "is over" in shown_text(one)]


async def test_an_organizer_adds_names_and_removes_links(club_server: ClubServer) -> None:
    await week_begins(club_server)
    dana = club_server.dana
    page = await link(club_server, dana, VIDEO, what="recording")
    assert "### Added to week 1 · LoRA" in shown_text(page)
    assert f"- [Recording]({VIDEO}) (youtu.be)" in shown_text(page)
    assert f"**Links** [Recording]({VIDEO}) (youtu.be)" in shown_text(club_server.posts()[-1])
    await link(club_server, dana, SLIDES)
    again = await link(club_server, dana, f" <{SLIDES}> ")
    assert "### Already in week 1" in shown_text(again)
    renamed = await link(club_server, dana, SLIDES, what="Ada's **slides**")
    assert "### Renamed in week 1" in shown_text(renamed)
    assert await rows(club_server) == [(VIDEO, "recording"), (SLIDES, "Ada's **slides**")]
    status = shown_text(answer_to(await club_server.bo.slash(club_server.channel, "week status")))
    assert f"[Recording]({VIDEO}) (youtu.be) · [Ada's \\*\\*slides\\*\\*]({SLIDES}) (docs.google.com)" in status
    (pick,) = selects(renamed)
    assert [(option["label"], option["description"]) for option in pick["options"]] == [
        ("Recording", "youtu.be"),
        ("Ada's **slides**", "docs.google.com"),
    ]
    left = await dana.select(renamed, [pick["options"][0]["value"]])
    await club_server.delivered()
    assert "### Removed from week 1" in shown_text(answer_to(left))
    assert await rows(club_server) == [(SLIDES, "Ada's **slides**")]
    await club_server.pass_by(DAY / 24)
    assert VIDEO not in shown_text(club_server.posts()[-1])
    assert_requests_valid(club_server.env)


async def test_a_digest_that_is_out_is_edited_once(club_server: ClubServer) -> None:
    await week_begins(club_server)
    form = await club_server.ada.click(club_server.posts()[-1], label="Write my log")
    await send(club_server.ada, form, LORA)
    await link(club_server, club_server.dana, SLIDES, what="slides")
    for days in (5, 2):
        await club_server.pass_by(days * DAY)
    (digest,) = digests(club_server)
    assert f"**Links** [Slides]({SLIDES}) (docs.google.com)" in shown_text(digest)
    said = shown_text(digest)
    await link(club_server, club_server.dana, VIDEO, what="recording")
    (digest,) = digests(club_server)
    both = f"(docs.google.com) · [Recording]({VIDEO}) (youtu.be)"
    # What comes next has its own thread by now.
    *same, _ahead = shown_text(digest).split("\n")
    assert same == said.replace("(docs.google.com)", both).split("\n")[:-1]
    assert len(digest.attachments) == 1
    updates = [row for row in await club_server.entry_rows() if row.kind == Kind.DIGEST_UPDATE]
    assert [row.state for row in updates] == ["done"]
    await club_server.pass_by(DAY / 24)
    assert f"[Recording]({VIDEO})" in shown_text(club_server.posts()[0])
    assert_requests_valid(club_server.env)


async def test_a_past_week_is_chosen_by_its_thread_or_its_name(club_server: ClubServer) -> None:
    await week_begins(club_server, "lora", "mamba")
    await club_server.pass_by(8 * DAY)
    first, second = club_server.threads
    assert "week 1 · LoRA" in shown_text(await link(club_server, club_server.dana, VIDEO, first))
    assert "week 2 · Mamba" in shown_text(await link(club_server, club_server.dana, VIDEO, second))
    assert "week 2 · Mamba" in shown_text(await link(club_server, club_server.dana, SLIDES, club_server.channel))
    choices = await club_server.dana.autocomplete(club_server.channel, "week link", "week", "lora", url=SLIDES)
    ((name, value),) = [(choice["name"], choice["value"]) for choice in choices]
    assert name == "Week 1 · LoRA"
    page = await link(club_server, club_server.dana, SLIDES, club_server.channel, week=value)
    assert "week 1 · LoRA" in shown_text(page)
    refused = await link(club_server, club_server.dana, SLIDES, club_server.channel, week="987654321")
    assert "That week doesn't belong to a club of this server." in raw_text(refused)


async def test_refusals_say_what_to_do(club_server: ClubServer) -> None:
    await week_begins(club_server)
    dana, refused = club_server.dana, raw_text
    for_organizers = await link(club_server, club_server.bo, VIDEO)
    assert "Only organizers and the week's host can change its links" in refused(for_organizers)
    assert "That isn't a link to a page." in refused(await link(club_server, dana, "javascript:alert(1)"))
    hidden = await link(club_server, dana, "https://youtube.com@evil.example/")
    assert "it can pass for another site" in refused(hidden)
    assert await rows(club_server) == []
    for number in range(10):
        await link(club_server, dana, f"https://example.org/{number}")
    assert "room for 10 links" in refused(await link(club_server, dana, VIDEO))
    assert len(await rows(club_server)) == 10
