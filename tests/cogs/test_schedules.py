"""`/club import-schedule` and `export-schedule`: a reading group moves in, and out again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from bot.core.clubs.club import Club, ClubSettings, ClubState
from bot.core.schedules.files import MOST_BYTES, read_schedule
from bot.core.schedules.past import LONGEST_HOST, MOST_HOSTS, Fate, MovingIn, PlannedPaper, PlannedSession
from bot.core.schedules.session import UnreadLine
from bot.services.schedules.previewing import ShownPreview
from bot.storage.schedules.tables import past_session_hosts, past_sessions
from bot.storage.syllabus import rows as syllabus_rows
from cogs.schedules.pages import hosts_page, moving_page
from cogs.ui.text_budget import MESSAGE_TEXT
from tests.support.club_server import DAY, ORGANIZER_PERMISSIONS, SUNDAY, WEEK, ClubServer
from tests.support.databases import database_of
from tests.support.forging import press_forged
from tests.support.own_catalog import papers_in, seen
from tests.support.reading import answer_to, buttons, parts, selects, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

USER_SELECT = 5
MOST_COMPONENTS = 40


@pytest.fixture(autouse=True)
def _read_here(club_server: ClubServer) -> None:
    """The virtual Discord does not wait for a process that takes seconds on a busy machine."""
    club_server.bot.services.paper_files.read_schedule = lambda data, name: read_schedule(name, data)


def day(server: ClubServer, days: int) -> str:
    return (server.env.now() + timedelta(days=days)).date().isoformat()


def table(server: ClubServer) -> bytes:
    rows = [
        f"{day(server, -21)} | [Attention](https://arxiv.org/abs/1706.03762) | Grace *Hopper* | [talk](https://youtu.be/x)",
        f"{day(server, -14)} | no meeting | |",
        f"{day(server, -7)} | Kick-off of the term | @everyone |",
        "soon | Patient probes of models | |",
        f"{day(server, 20)} | [Maps of very small towns](https://example.org/maps) | Linus |",
        f"{day(server, 9)} | [LoRA](https://arxiv.org/abs/2106.09685) | |",
    ]
    return ("| Date | Paper | Host | Video |\n|--|--|--|--|\n" + "".join(f"| {row} |\n" for row in rows)).encode()


async def take_in(server: ClubServer, data: bytes | None = None, name: str = "README.md", **options: Any) -> Any:
    actor = options.pop("actor", server.dana)
    content = table(server) if data is None else data
    answer = await actor.slash(server.channel, "club import-schedule", file=(name, content), **options)
    assert answer.ephemeral
    return answer_to(answer)


async def queue_of(server: ClubServer, club: Club) -> list[str]:
    async with database_of(server.bot).read_transaction() as connection:
        return await syllabus_rows.queue_of(connection, club.id)


async def rows_in(server: ClubServer, of: Any) -> list[Any]:
    async with database_of(server.bot).read_transaction() as connection:
        return list(await connection.execute(select(of)))


def user_selects(message: Any) -> list[dict[str, Any]]:
    return [part for part in parts(message) if part["type"] == USER_SELECT]


async def test_a_group_moves_in(club_server: ClubServer) -> None:
    club = await club_server.club()
    shown = await take_in(club_server)
    text = seen(shown)
    assert text.startswith(
        "### Move Sunday papers in?\n1 past session becomes history · 2 papers are queued"
        " · 1 paper is new to this server's catalog"
    )
    assert "the club's own rhythm decides on the dates" in text
    assert "**becomes history**\n**Attention** (in the catalog)\nhost: Grace Hopper · 1 link" in text
    assert "Line 4 ·" in text
    assert "no session" in text
    assert "Line 5 ·" in text
    assert "not imported: no paper\nKick-off of the term" in text
    assert "no date · not imported: no date that is certain\n**Patient probes of models**" in text
    assert "**is queued**\n**Maps of very small towns** (new)\nhost: Linus" in text
    assert list(buttons(shown)) == ["Import", "Match hosts", "Cancel"]
    assert await rows_in(club_server, past_sessions) == []
    done = answer_to(await club_server.dana.click(shown, label="Import"))
    assert "1 session is in the history of Sunday papers." in seen(done)
    assert "2 papers are queued: see `/syllabus show`." in seen(done)
    assert not buttons(done)
    (maps,) = await papers_in(club_server)
    assert await queue_of(club_server, club) == ["lora", maps.key]
    await club_server.delivered()
    assert club_server.posts() == []
    # What the group has read is not offered again, and members see it.
    syllabus = await club_server.ada.slash(club_server.channel, "syllabus show")
    assert "**Read**\nTransformer" in shown_text(answer_to(syllabus))


async def test_importing_again_changes_nothing_and_offers_nothing(club_server: ClubServer) -> None:
    await club_server.club()
    data = table(club_server)
    shown = await take_in(club_server, data)
    await club_server.dana.click(shown, label="Import")
    again = await take_in(club_server, data)
    assert "The club has all of this already" in seen(again)
    # Nothing is left to import but who the hosts are.
    assert list(buttons(again)) == ["Match hosts", "Cancel"]
    pressed = await press_forged(
        club_server.env, club_server.dana, again, buttons(again)["Cancel"].replace("cancel", "confirm")
    )
    assert "There is nothing new to import" in answer_to(pressed).content


async def test_pressed_twice_and_after_a_restart_it_is_imported_once(
    club_server: ClubServer, restart: Callable[..., Awaitable[None]]
) -> None:
    club = await club_server.club()
    shown, other = await take_in(club_server), await take_in(club_server)
    identity = buttons(shown)["Import"]
    await restart()
    done = answer_to(await club_server.dana.click(shown, label="Import"))
    again = answer_to(await press_forged(club_server.env, club_server.dana, other, identity))
    assert shown_text(again) == shown_text(done)
    assert len(await rows_in(club_server, past_sessions)) == 1
    assert len(await queue_of(club_server, club)) == 2


async def test_the_organizer_says_what_else_is_imported(club_server: ClubServer) -> None:
    club = await club_server.club()
    shown = await take_in(club_server)
    (also,) = selects(shown)
    assert [option["label"] for option in also["options"]] == [
        "Queue 1 session that has no date",
        "Keep 1 past session that has no paper",
    ]
    chosen = answer_to(await club_server.dana.select(shown, ["undated", "topics"]))
    assert "2 past sessions become history · 3 papers are queued" in seen(chosen)
    assert [option["default"] for option in selects(chosen)[0]["options"]] == [True, True]
    fewer = answer_to(await club_server.dana.select(chosen, ["topics"]))
    await club_server.dana.click(fewer, label="Import")
    assert sorted(row.topic for row in await rows_in(club_server, past_sessions)) == ["", "Kick-off of the term"]
    assert len(await queue_of(club_server, club)) == 2


async def test_hosts_are_matched_with_members(club_server: ClubServer) -> None:
    await club_server.club()
    shown = await take_in(club_server)
    hosts = answer_to(await club_server.dana.click(shown, label="Match hosts"))
    # Hosts of coming sessions are chosen with /host assign.
    assert "Grace Hopper" in seen(hosts)
    assert "Linus" not in seen(hosts)
    (select_one,) = user_selects(hosts)
    picked = answer_to(await club_server.dana.select(hosts, [club_server.ada], custom_id=select_one["custom_id"]))
    (select_one,) = user_selects(picked)
    assert [value["id"] for value in select_one["default_values"]] == [str(club_server.ada.id)]
    back = answer_to(await club_server.dana.click(picked, label="Back to the lines"))
    await club_server.dana.click(back, label="Import")
    assert [(row.name, row.user_id) for row in await rows_in(club_server, past_session_hosts)] == [
        ("Grace Hopper", club_server.ada.id)
    ]


async def test_hosts_can_be_matched_after_the_import_too(club_server: ClubServer) -> None:
    await club_server.club()
    data = table(club_server)
    await club_server.dana.click(await take_in(club_server, data), label="Import")
    again = await take_in(club_server, data)
    assert "You can still say who its hosts are" in seen(again)
    hosts = answer_to(await club_server.dana.click(again, label="Match hosts"))
    assert "They count as having hosted" in seen(hosts)
    (select_one,) = user_selects(hosts)
    picked = answer_to(await club_server.dana.select(hosts, [club_server.ada], custom_id=select_one["custom_id"]))
    back = answer_to(await club_server.dana.click(picked, label="Back to the lines"))
    done = answer_to(await club_server.dana.click(back, label="Import"))
    assert "The hosts of 1 earlier session are matched with members now." in seen(done)
    (host,) = await rows_in(club_server, past_session_hosts)
    assert (host.name, host.user_id) == ("Grace Hopper", club_server.ada.id)
    assert len(await rows_in(club_server, past_sessions)) == 1
    third = await take_in(club_server, data)
    assert list(buttons(third)) == ["Cancel"]


async def test_an_export_is_read_back_and_changes_nothing(club_server: ClubServer) -> None:
    await club_server.club()
    shown = await take_in(club_server)
    await club_server.dana.click(shown, label="Import")
    answer = await club_server.dana.slash(club_server.channel, "club export-schedule")
    assert answer.ephemeral
    assert "3 sessions of Sunday papers. Importing this file again changes nothing." in shown_text(answer_to(answer))
    (file,) = answer_to(answer).attachments
    text = (await file.read()).decode()
    assert f"| {day(club_server, -21)} | [Attention Is All You Need](" in text
    assert "Grace Hopper" in text
    again = await take_in(club_server, text.encode(), file.filename)
    assert "The club has all of this already" in seen(again)
    # Nothing is left to import but who the hosts are.
    assert list(buttons(again)) == ["Match hosts", "Cancel"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("plan.pdf", b"%PDF", "isn't a kind of schedule that I read"),
        ("plan.md", b"x" * (MOST_BYTES + 1), "I read schedules of up to 256 KiB"),
        ("plan.csv", b"x" * 8 * 1024 * 1024, "I read schedules of up to 256 KiB"),
        ("plan.md", b"PK\x03\x04\x00", "is not plain text in UTF-8"),
        ("plan.md", b"# Hello", "has no sessions that I can read"),
        ("plan.ics", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "is a damaged calendar"),
    ],
)
async def test_files_that_are_no_schedules(club_server: ClubServer, name: str, data: bytes, said: str) -> None:
    await club_server.club()
    refused = await take_in(club_server, data, name)
    assert said in refused.content


async def test_only_organizers_and_only_the_one_who_asked(club_server: ClubServer) -> None:
    await club_server.club()
    refused = await take_in(club_server, actor=club_server.ada)
    assert "Manage Server" in refused.content
    exported = await club_server.ada.slash(club_server.channel, "club export-schedule")
    assert exported.ephemeral
    assert "Manage Server" in answer_to(exported).content
    shown = await take_in(club_server)
    role = club_server.guild.create_role("Deputies", permissions=ORGANIZER_PERMISSIONS)
    eve = club_server.guild.add_member(club_server.env.create_user("eve"), roles=[role])
    hers = await take_in(club_server, actor=eve)
    pressed = await press_forged(club_server.env, eve, hers, buttons(shown)["Import"])
    assert "This preview is no longer here" in answer_to(pressed).content
    assert await rows_in(club_server, past_sessions) == []
    await club_server.pass_by(DAY)
    late = await club_server.dana.click(shown, label="Import")
    assert "This preview is no longer here" in answer_to(late).content


async def test_many_lines_take_several_pages(club_server: ClubServer) -> None:
    await club_server.club()
    rows = "".join(
        f"- {day(club_server, -7 * (n + 1))}: [Paper number {n} of ours](https://x.org/{n})\n" for n in range(30)
    )
    shown = await take_in(club_server, rows.encode())
    assert seen(shown).count("becomes history") == 7
    turned = answer_to(await club_server.dana.click(shown, label="▶"))
    assert "Line 8 ·" in seen(turned)
    assert "2 of 5" in buttons(turned)
    canceled = answer_to(await club_server.dana.click(turned, label="Cancel"))
    assert shown_text(canceled) == "Canceled. Nothing was imported."


async def test_its_first_week_goes_on_with_the_numbers(club_server: ClubServer) -> None:
    club = await club_server.club()
    shown = await take_in(club_server)
    await club_server.dana.click(shown, label="Import")
    await club_server.go_to(club.next_due)
    assert "Week 2" in shown_text(club_server.posts()[-1])
    await club_server.pass_by(WEEK)
    assert "Week 3" in shown_text(club_server.posts()[-1])


def test_the_longest_lines_fit_into_a_message() -> None:
    paper = PlannedPaper("*" * 8_000, None)
    session = PlannedSession(
        5_000,
        date(2025, 12, 30),
        Fate.NO_TITLE,
        (paper,) * 20,
        ("_" * LONGEST_HOST,) * MOST_HOSTS,
        (),
        "|" * 200,
    )
    plan = MovingIn((session,) * 40, date(2026, 1, 1), (UnreadLine(5_000, "[" * 200),) * 20, queue=("key",) * 200)
    club = Club(1, "token", 1, ClubSettings("*" * 40, 1, False, SUNDAY), ClubState.ACTIVE, None, None)
    names = tuple(f"{number}{'_' * (LONGEST_HOST - 2)}" for number in range(30))
    host = replace(session, fate=Fate.HISTORY, hosts=names)
    for shown in (
        *(moving_page(ShownPreview(club, "0" * 16, plan, None), page) for page in range(9)),
        *(
            hosts_page(ShownPreview(club, "0" * 16, replace(plan, sessions=(host,)), None, names), page)
            for page in range(6)
        ),
    ):
        assert shown.content_length() <= MESSAGE_TEXT
        assert shown.total_children_count <= MOST_COMPONENTS
