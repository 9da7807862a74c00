"""`python -m bot erase`: for members who ask the operator, since they have left Discord."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.core.outbox.entry import EntryState
from bot.storage.privacy.erased_list import read_file
from bot.storage.privacy.erasures import open_erasures
from tests.support.erasing import ADA, BO, CLEO, DREW, WORDS, changes, in_review, settle, write_reviews
from tests.support.reading_clubs import App
from tests.support.traces import bytes_with, files_of, rows_with

if TYPE_CHECKING:
    from pathlib import Path

    from tests.operations.conftest import Operate


@pytest.fixture
async def app(database_url: str, monkeypatch: pytest.MonkeyPatch, operate: Operate) -> App:
    """A week in review. Its bot is stopped."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    app = App(database_url)
    await app.database.open()
    await in_review(app, BO, CLEO, DREW)
    await write_reviews(app, ADA, BO)
    await app.database.close()
    return app


async def typed(operate: Operate, *words: str) -> tuple[int, str]:
    return await asyncio.to_thread(operate, "erase", *words)


async def test_without_yes_it_only_counts(app: App, operate: Operate) -> None:
    before = await rows_with(app.database, ADA, *WORDS)
    code, printed = await typed(operate, str(ADA))
    assert code == 0
    assert f"Rows that are about {ADA}:" in printed
    assert "log-versions" in printed
    assert "run the same command with --yes" in printed
    assert await rows_with(app.database, ADA, *WORDS) == before
    await app.database.close()


async def test_it_counts_while_the_bot_runs_and_erases_only_without_it(app: App, operate: Operate) -> None:
    running = App(app.url)
    await running.database.open()
    async with running.database.read_transaction():
        assert (await typed(operate, str(ADA)))[0] == 0
        code, printed = await typed(operate, str(ADA), "--yes")
    assert (code, "running" in printed, "Erased." in printed) == (1, True, False)
    assert await rows_with(running.database, ADA, *WORDS) != []
    await running.database.close()


@pytest.mark.parametrize("deletes", [True, False])
async def test_the_bot_sees_to_discord_when_it_starts(
    app: App, operate: Operate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, deletes: bool
) -> None:
    monkeypatch.setenv("ERASED_MEMBERS_FILE", str(tmp_path / "erased.json"))
    code, printed = await typed(operate, str(ADA), "--yes", *(["--delete-reviews"] if deletes else []))
    assert (code, "Erased. Start the bot now" in printed) == (0, True)
    assert [one.server_id for one in read_file(tmp_path / "erased.json").members] == [0]
    left = await rows_with(app.database, ADA, *WORDS)
    assert [one for one in left if not one.startswith("erasures.user_id")] == []
    await app.database.open()
    assert f" {len(await changes(app))} of its messages" in printed
    assert any(one.state is EntryState.PENDING for one in await changes(app))
    written = [one for one in (await app.reviews.of_week(1)).written if one.reviewer_id < 0]
    assert bool(written) is not deletes
    async with app.database.read_transaction() as connection:
        (erasure,) = await open_erasures(connection)
    app.now = max(app.now, erasure.asked_at)
    await settle(app)
    assert await rows_with(app.database, ADA, *WORDS) == []
    if app.url.startswith("sqlite"):
        assert bytes_with(files_of(app.url), ADA, *WORDS) == []
    await app.database.close()
    assert f"Nothing is stored about {ADA}." in (await typed(operate, str(ADA)))[1]


async def test_one_server_alone(app: App, operate: Operate) -> None:
    _, printed = await typed(operate, str(ADA), "--server", str(123_456_789_012_345_678), "--yes")
    assert f"Nothing is stored about {ADA} in the server 123456789012345678." in printed
    assert await rows_with(app.database, ADA, *WORDS) != []
    await app.database.close()


@pytest.mark.parametrize("words", [["Ada"], ["12"], ["<@812345678901234000>"], [str(ADA), "--server", "here"], []])
def test_what_is_no_id_is_refused(operate: Operate, words: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        operate("erase", *words)
    assert refused.value.code == 2


def test_a_database_that_does_not_exist_is_not_made(operate: Operate, tmp_path: Path) -> None:
    code, printed = operate("erase", str(ADA), "--yes")
    assert (code, "Erased" in printed) == (1, False)
    assert not (tmp_path / "club.db").exists()
