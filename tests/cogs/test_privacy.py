"""What is stored about a member of three clubs in two servers: shown, and given as a file, to them alone."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from sqlalchemy import insert, select

from bot.core.outbox.entry import EntryState
from bot.core.outbox.trouble import TroubleCode
from bot.storage.privacy.registry import HOLDINGS
from bot.storage.privacy.tables import erasure_messages, erasures
from bot.storage.tables import attendances, log_drafts, outbox, paper_logs, reviews
from cogs.privacy import archive
from tests.support.club_server import DAY, ClubServer
from tests.support.databases import database_of
from tests.support.forging import press_forged
from tests.support.log_forms import LORA, send, write
from tests.support.logs import text_by
from tests.support.private_channels import hide_from
from tests.support.reading import answer_to, buttons, shown_text
from tests.support.reading_group import ReadingGroup, review_fields

if TYPE_CHECKING:
    from bot.storage.privacy.holdings import Holding

QUIET, FAR = "Quiet *readers* 靜", "Far readers"
ALONE = replace(text_by(31), problem="私だけの論文ログ。 It <b>stays</b> with me.")


@dataclass
class Nia:
    """A member of two clubs in the first server and one in the second, in the middle of a week."""

    server: ClubServer
    second: ClubServer
    group: ReadingGroup
    user: Any
    here: Any
    there: Any
    quiet: Any

    async def rows(self, table: Any, *conditions: Any) -> list[dict[str, Any]]:
        async with database_of(self.server.bot).read_transaction() as connection:
            found = await connection.execute(select(table).where(*conditions).order_by(*table.primary_key))
            return [dict(row) for row in found.mappings()]


async def reading_week(club_server: ClubServer) -> Nia:
    env, second, group = club_server.env, ClubServer(club_server.env), ReadingGroup(club_server)
    quiet = club_server.guild.create_text_channel("quiet")
    user = env.create_user("nia")
    here, there = club_server.guild.add_member(user), second.guild.add_member(user)
    group.members["nia"] = here
    club = await club_server.club("lora", "qlora")
    await club_server.club("bert", name=QUIET, channel_id=quiet.id)
    await second.club("mamba", name=FAR)
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    await here.click(post, label="I'm in")
    for name in ("nia", "ada", "bo"):
        await group.write(name)
    for actor, channel, number in ((here, quiet, 2), (there, second.channel, 3)):
        (post,) = club_server.said_in(channel)
        await send(actor, await actor.click(post, label="Write my log"), text_by(number))
    await send(user, await user.slash("log write", paper="attention"), ALONE)
    await write(club_server, here, replace(LORA, problem=""), paper="gpt-3")
    assert club.next_due
    await club_server.go_to(club.next_due + 5 * DAY)
    await group.review("nia", "ada", question="Which layers did *you* try?")
    return Nia(club_server, second, group, user, here, there, quiet)


async def opened(answer: Any) -> tuple[dict[str, Any], str]:
    """The JSON and the Markdown in the file of an answer."""
    (file,) = answer_to(answer).attachments
    assert file.filename == "paper-club-data.zip"
    with ZipFile(BytesIO(await file.read())) as found:
        assert found.namelist() == ["data.json", "README.md"]
        assert found.testzip() is None
        return json.loads(found.read("data.json")), found.read("README.md").decode()


async def test_what_is_stored_is_shown_with_its_reasons(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    answer = await nia.here.slash(nia.server.lobby, "privacy show")
    assert answer.ephemeral
    text = shown_text(answer_to(answer))
    assert "Paper logs: 2 in this server, 4 in all" in text
    assert "Drafts of logs: 1 in this server, 1 in all" in text
    assert "Weeks you are in or out: 1 in this server, 1 in all" in text
    for heading in ("Why?", "How long?", "Who can see it?", "Not stored:", "/privacy delete"):
        assert heading in text
    assert list(buttons(answer_to(answer))) == ["Download my data", "Delete my data"]
    alone = await nia.user.slash("privacy show")
    assert "Paper logs: 4\n" in shown_text(answer_to(alone))


async def test_whoever_did_nothing_has_nothing_stored(club_server: ClubServer) -> None:
    page = answer_to(await club_server.bo.slash(club_server.lobby, "privacy show"))
    assert "Nothing at all." in shown_text(page)
    assert buttons(page) == {}
    answer = answer_to(await club_server.bo.slash(club_server.lobby, "privacy export"))
    assert shown_text(answer) == "Nothing is stored about you in this server."
    assert answer.attachments == []


def as_exported(holding: Holding, row: dict[str, Any]) -> dict[str, Any]:
    return {column.name: archive._json_value(column.name, row[column.name]) for column in holding.shown}


async def test_the_file_holds_every_column_of_every_row_in_that_server(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    answer = await nia.here.slash(nia.server.lobby, "privacy export")
    assert answer.ephemeral
    data, _ = await opened(answer)
    assert (data["user_id"], data["server_id"]) == (str(nia.user.id), str(nia.server.guild.id))
    of_club = {row["id"] for row in await nia.rows(outbox, outbox.c.server_id == nia.server.guild.id)}
    assert of_club
    logs = [row for row in await nia.rows(paper_logs, paper_logs.c.author_id == nia.user.id) if row["channel_id"]]
    here = [row for row in logs if row["channel_id"] != nia.second.threads[0].id]
    expected = {
        "paper-logs": here,
        "log-drafts": await nia.rows(log_drafts, log_drafts.c.author_id == nia.user.id),
        "reviews": await nia.rows(reviews, reviews.c.reviewer_id == nia.user.id),
        "attendances": await nia.rows(attendances, attendances.c.user_id == nia.user.id),
    }
    assert len(here) == 2
    for holding in HOLDINGS:
        if holding.name in expected:
            assert data["data"][holding.name] == [as_exported(holding, row) for row in expected[holding.name]]
    assert len(data["data"]["log-versions"]) == 2
    assert set(data["clubs"].values()) == {"Sunday papers", QUIET}
    written = json.dumps(data["data"])
    assert all(isinstance(each["id"], str) for each in data["data"]["paper-logs"])
    assert "+00:00" in written


async def test_the_other_scope_is_one_press_away(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    before = nia.server.said_in(nia.server.lobby)
    first = answer_to(await nia.here.slash(nia.server.lobby, "privacy export"))
    assert list(buttons(first)) == ["Download from everywhere"]
    pressed = await nia.here.click(first, label="Download from everywhere")
    assert pressed.ephemeral
    data, readme = await opened(pressed)
    assert data["server_id"] is None
    assert len(data["data"]["paper-logs"]) == 4
    assert set(data["clubs"].values()) == {"Sunday papers", QUIET, FAR}
    assert ALONE.problem in json.dumps(data, ensure_ascii=False)
    assert "私だけの論文ログ" in readme
    assert list(buttons(answer_to(pressed))) == ["Only this server"]
    back, _ = await opened(await nia.here.click(answer_to(pressed), label="Only this server"))
    assert len(back["data"]["paper-logs"]) == 2
    assert nia.server.said_in(nia.server.lobby) == before


async def test_in_a_direct_message_it_is_everything(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    answer = await nia.user.slash("privacy export")
    data, readme = await opened(answer)
    assert data["server_id"] is None
    assert len(data["data"]["paper-logs"]) == 4
    assert buttons(answer_to(answer)) == {}
    assert set(data["clubs"].values()) == {"Sunday papers", QUIET, FAR}
    assert (
        "### Mamba: Linear-Time Sequence Modeling with Selective State Spaces\n\nWhere: Far readers, week 1" in readme
    )


async def test_the_readable_part_has_all_texts_with_titles_and_dates(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    _, readme = await opened(await nia.user.slash("privacy export"))
    assert readme.startswith("# What Paper Club stores about you\n\nEverything, in every server")
    assert "### LoRA: Low-Rank Adaptation of Large Language Models" in readme
    assert "#### Version 1, 2026-" in readme
    assert f"> {text_by(nia.user.id).problem}" in readme
    assert "Where: not in a club; only you can see it" in readme
    assert "## Reviews you wrote or were assigned\n\n### On a log about LoRA" in readme
    assert "> Which layers did \\*you\\* try?" in readme
    assert "- Key result: partly" in readme
    assert "> **One question**" not in readme
    assert "**One question**\n\n> Which layers" in readme
    assert (
        "## Drafts of logs\n\n### Language Models are Few-Shot Learners\n\nWhere: Sunday papers. Typed on 2026-"
        in readme
    )
    assert "Sunday papers, week 1 (LoRA: Low-Rank Adaptation of Large Language Models): you're in" in readme


async def test_nobody_else_is_in_it(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    data, readme = await opened(await nia.user.slash("privacy export"))
    whole = json.dumps(data, ensure_ascii=False) + readme
    others = [nia.group[name].id for name in ("ada", "bo")]
    assert [word for other in others for word in (str(other), f"case {other}") if word in whole] == []
    assert review_fields(nia.group["ada"].id)["strongest"] not in whole


@pytest.mark.parametrize("way", ["here", "everywhere", "in a direct message"])
async def test_a_club_that_they_may_not_see_now_is_not_named(club_server: ClubServer, way: str) -> None:
    nia = await reading_week(club_server)
    await hide_from(nia.server.env, nia.quiet, nia.here)
    if way == "in a direct message":
        answer = await nia.user.slash("privacy export")
    else:
        answer = await nia.here.slash(nia.server.lobby, "privacy export")
    if way == "everywhere":
        answer = await nia.here.click(answer_to(answer), label="Download from everywhere")
    data, readme = await opened(answer)
    whole = json.dumps(data, ensure_ascii=False) + readme
    assert "Quiet" not in whole
    assert str(nia.quiet.threads[0].id) not in whole
    assert "Where: a club that you can't see" in readme
    assert f"> {text_by(2).problem}" in readme
    assert "Sunday papers" in whole


async def test_who_left_a_server_still_gets_their_words(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    nia.second.guild.remove_member(nia.there)
    await nia.server.env.settle()
    data, readme = await opened(await nia.user.slash("privacy export"))
    assert FAR not in json.dumps(data) + readme
    assert f"> {text_by(3).problem}" in readme


async def test_a_press_gives_everybody_their_own(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    offered = answer_to(await nia.here.slash(nia.server.lobby, "privacy show"))
    press = buttons(offered)["Download my data"]
    page = answer_to(await nia.server.ada.slash(nia.server.lobby, "howto"))
    data, readme = await opened(await press_forged(nia.server.env, nia.server.ada, page, press))
    assert data["user_id"] == str(nia.server.ada.id)
    assert str(nia.user.id) not in json.dumps(data) + readme
    assert f"case {nia.user.id}" not in readme


async def test_an_erasure_under_way_is_told_with_what_is_in_its_way(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    entries = (await nia.server.entry_rows())[:3]
    async with database_of(nia.server.bot).write_transaction() as connection:
        row = {"user_id": nia.user.id, "keeps_reviews": True, "asked_at": nia.server.env.now()}
        added = await connection.execute(insert(erasures).values(server_id=None, **row).returning(erasures.c.id))
        erasure_id = added.scalar_one()
        rows = [{"erasure_id": erasure_id, "entry_id": entry.id} for entry in entries]
        await connection.execute(insert(erasure_messages), rows)
        blocked = {"state": EntryState.BLOCKED, "trouble": TroubleCode.LOCKED, "trouble_facts": {}}
        await connection.execute(outbox.update().where(outbox.c.id == entries[0].id).values(**blocked))
        done = {"state": EntryState.DONE}
        await connection.execute(outbox.update().where(outbox.c.id.in_([entries[1].id, entries[2].id])).values(**done))
    text = shown_text(answer_to(await nia.here.slash(nia.server.lobby, "privacy show")))
    assert text.startswith("⏳ **Your data is being deleted**")
    assert "1 message is left." in text
    assert "The thread is locked. Unlock it" in text
