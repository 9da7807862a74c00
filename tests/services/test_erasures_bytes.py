"""After an erasure, neither the member's id nor their words are found in any byte that is kept."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, make_url

from bot.core.errors import ClubError
from bot.core.outbox.kinds import Kind
from bot.core.privacy.erasure import SETTLING
from bot.core.privacy.member_data import MemberScope
from bot.core.reminders.details import DirectDetails
from bot.core.takeaways.takeaway import TakeawayText
from bot.core.weeks.week import Answer
from bot.services.outbox.entries import new_entry
from bot.services.takeaways.service import TakeawayForm
from bot.storage.backups.copies import back_up
from bot.storage.outbox.rows import add_entry
from bot.storage.privacy.erasures import ended_erasures
from bot.storage.privacy.registry import HOLDINGS
from bot.storage.tables import leavers
from tests.support.erasing import ADA, BO, CLEO, DREW, WORDS, deliver_all, erase, in_review, settle, write_reviews
from tests.support.logs import form_by, interactions, review_by, text_by
from tests.support.reading_clubs import SERVER
from tests.support.traces import bytes_with, files_of, needles, rows_with
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.postgresql import PostgresqlServer
    from tests.support.reading_clubs import App


# The channel of Ada's direct messages with the bot.
PLACE = 812_345_678_901_239_999


@pytest.fixture
def only_sqlite(database_kind: str) -> None:
    if database_kind != "sqlite":
        pytest.skip("about SQLite's files")


async def everything(app: App) -> None:
    """Ada leaves a trace in every table: two versions, drafts, reviews, answers, a review that she was freed of, a
    takeaway that was accepted and one that was not, and reminders by direct message.
    """
    club = await in_review(app, BO, CLEO, DREW)
    await app.answer("00000001-260111-post", ADA, Answer.IN)
    for sentence in (WORDS[2], f"{WORDS[3]} " * 40):
        with contextlib.suppress(ClubError):
            text = TakeawayText(sentence, WORDS[3])
            await app.takeaways.submit(TakeawayForm(viewer(ADA), next(interactions), "00000001-260111-post", text))
    await app.reminders.turn_on(SERVER, ADA, PLACE)
    async with app.database.write_transaction() as connection:
        entry = new_entry(club, Kind.DIRECT, "00000001-direct-log-1", PLACE, 1)
        await add_entry(connection, replace(entry, details=DirectDetails("log", ADA).stored()), app.now)
    await deliver_all(app)
    await write_reviews(app, ADA, BO, CLEO, DREW)
    week = await app.reviews.of_week(1)
    with pytest.raises(ClubError):
        await app.logs.submit(await form_by(app, ADA, text_by(ADA, f" {WORDS[0]}" * 400)))
    for author, reviewer in ((BO, ADA), (ADA, BO)):
        log = next(log for log in week.logs if log.author_id == author)
        with pytest.raises(ClubError):
            await app.reviews.submit(review_by(reviewer, log, f"{WORDS[1]} is not in the log"))
    async with app.database.write_transaction() as connection:
        row = {"server_id": SERVER, "user_id": ADA, "noticed_at": app.now}
        await connection.execute(insert(leavers).values(row))


@pytest.mark.usefixtures("only_sqlite")
async def test_the_file_its_log_and_a_later_backup_hold_nothing(app: App, tmp_path: Path) -> None:
    await everything(app)
    files = files_of(app.url)
    assert len(bytes_with(files, ADA, *WORDS)) >= len(needles(ADA, *WORDS))
    assert bytes_with(files, PLACE) != []
    await erase(app, ADA, keeps_reviews=False)
    await settle(app)
    assert bytes_with(files, ADA, *WORDS) == []
    assert bytes_with(files, PLACE) == []
    backup = tmp_path / "backup.db"
    back_up(files[0], backup)
    assert backup.stat().st_size
    assert bytes_with([backup], ADA, *WORDS) == []


@pytest.mark.usefixtures("only_sqlite")
async def test_a_reader_that_holds_on_to_the_log_puts_it_off(app: App) -> None:
    await everything(app)
    await erase(app, ADA)
    async with app.database.read_transaction() as connection:
        await ended_erasures(connection)
        with pytest.raises(Exception, match=r"still holds what was erased|locked"):
            await settle(app)
    async with app.database.read_transaction() as connection:
        assert await ended_erasures(connection)
    app.now += timedelta(hours=1)
    await app.erasures.go_on()
    assert bytes_with(files_of(app.url), ADA, *WORDS) == []
    async with app.database.read_transaction() as connection:
        assert not await ended_erasures(connection)


@pytest.mark.usefixtures("only_sqlite")
async def test_it_waits_for_a_quiet_moment_but_not_for_long(app: App) -> None:
    await everything(app)
    await erase(app, ADA)
    await settle(app)
    await erase(app, BO)
    for _ in range(3):
        await app.deliver()
        app.now += SETTLING
        await app.erasures.go_on()
    assert bytes_with(files_of(app.url), BO) == []


async def test_no_column_of_any_table_holds_anything(app: App) -> None:
    await everything(app)
    assert {one.partition(".")[0] for one in await rows_with(app.database, ADA, *WORDS)} >= {
        "attendances",
        "leavers",
        "log_drafts",
        "log_versions",
        "outbox",
        "paper_logs",
        "review_drafts",
        "reminders",
        "reviews",
        "takeaways",
    }
    await erase(app, ADA)
    await settle(app)
    assert await rows_with(app.database, ADA, *WORDS, str(PLACE)) == []


async def test_a_dump_of_postgresql_holds_nothing(app: App, database_kind: str, request: pytest.FixtureRequest) -> None:
    """As `pg_dump` writes it: every row of every table, its catalogs' statistics too."""
    if database_kind != "postgresql":
        pytest.skip("about PostgreSQL")
    await everything(app)
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    name = str(make_url(app.url).database)
    async with server.connected(name) as connection:
        await connection.execute("ANALYZE")
    assert found_in(await dumped(server, name))
    await erase(app, ADA)
    await settle(app)
    assert found_in(await dumped(server, name)) == []


async def dumped(server: PostgresqlServer, name: str) -> str:
    async with server.connected(name) as connection:
        tables = [
            row["tablename"]
            for row in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        found = []
        for table in tables:
            rows = BytesIO()
            await connection.copy_from_table(table, output=rows)
            if rows.getvalue():
                # PostgreSQL keeps what it counted in a table that is empty now.
                counted = "SELECT most_common_vals::text, histogram_bounds::text FROM pg_stats WHERE tablename = $1"
                found += [rows.getvalue().decode(), str(await connection.fetch(counted, table))]
        return "\n".join(found)


def found_in(dump: str) -> list[str]:
    return [needle for needle in (str(ADA), str(PLACE), *WORDS) if needle in dump]


async def test_an_export_of_another_member_holds_nothing(app: App) -> None:
    await everything(app)
    await erase(app, ADA)
    await settle(app)
    async with app.database.read_transaction() as connection:
        exports = [await holding.exported(connection, MemberScope(BO)) for holding in HOLDINGS]
    assert any(exports)
    assert found_in(json.dumps(exports, default=str)) == []


async def test_nothing_is_logged(app: App, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level("INFO"):
        await everything(app)
        await erase(app, ADA)
        await settle(app)
    out, err = capfd.readouterr()
    assert found_in(caplog.text + out + err) == []
