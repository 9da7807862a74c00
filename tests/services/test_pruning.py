"""Five years of reading: what nobody needs goes, and an old week is as it was; on both databases."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, insert, select, update

from bot.core.outbox.entry import EntryState
from bot.core.outbox.kinds import CHANGES, Kind
from bot.core.outbox.trouble import TroubleCode
from bot.core.privacy.retention import Retention
from bot.core.shards.sharding import TIME_BITS, Shards
from bot.core.weeks.week import WeekState
from bot.services.paper_logs.messages import REVIEWABLE
from bot.services.privacy.pruning import AnotherPrunesError, Pruning
from bot.services.visibility import marked_week
from bot.services.weeks.post_edits import refresh_post
from bot.storage.backups.after_restore import note_restore
from bot.storage.database import Database
from bot.storage.privacy import pruning as prune_rows
from bot.storage.privacy.tables import erasure_messages, erasures
from bot.storage.tables import freed_reviews, leavers, log_drafts, outbox, weeks
from bot.storage.takeaways.tables import takeaways
from bot.storage.weeks import rows as week_rows
from tests.services.test_takeaways import reading, send
from tests.support.logs import interactions, review_by
from tests.support.old_weeks import ADA, BO, CY, EARLY, LATEST, USUAL, YEARS, OldWeek, years_pass
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from tests.support.reading_clubs import App

DAY = timedelta(days=1)
KEEP = Retention(timedelta(days=365), timedelta(days=180))


async def is_right() -> bool:
    return True


def pruning_of(app: App, shards: Shards | None = None) -> Pruning:
    return Pruning(app.database, KEEP, app.clock, is_right, shards or Shards())


async def kinds(app: App, week_id: int) -> Counter[str]:
    async with app.database.read_transaction() as connection:
        return Counter(await connection.scalars(select(outbox.c.kind).where(outbox.c.week_id == week_id)))


async def count(app: App, table: Any) -> int:
    async with app.database.read_transaction() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def test_sizes_stay_bounded(app: App) -> None:
    """Of an ended week only its lasting messages are left; drafts and notes are as many as a while brings."""
    old = await OldWeek(app).read()
    await years_pass(app, old.club)
    before = await count(app, outbox)
    deleted = await pruning_of(app).prune()
    kept = {kind: number for kind, number in USUAL.items() if kind not in {*CHANGES, Kind.NOTICE}}
    assert await kinds(app, EARLY) == Counter(kept)
    assert await kinds(app, LATEST) == Counter(USUAL)
    weeks_kept = 53
    a_week = sum(USUAL.values())
    assert await count(app, outbox) < YEARS * 52 * sum(kept.values()) + weeks_kept * (a_week - sum(kept.values())) + 50
    assert await count(app, outbox) < before * 0.55
    assert await count(app, log_drafts) <= 27
    assert await count(app, freed_reviews) <= weeks_kept
    assert await count(app, leavers) <= 14
    assert deleted > 2500
    assert await pruning_of(app).prune() == 0


async def test_all_that_members_can_do_with_an_old_week_still_works(app: App) -> None:
    old = await OldWeek(app).read()
    await years_pass(app, old.club)
    pressed = [entry.key for entry in await app.entries() if entry.week_id == old.log.week_id and entry.message_id]
    pressed = [key for key in pressed if not key.rpartition("-")[2].startswith("v")]
    await pruning_of(app).prune()
    await app.club_now(old.club)
    async with app.database.read_transaction() as connection:
        found = {key: await marked_week(connection, viewer(ADA), key) for key in pressed}
    assert {key for key, week in found.items() if week is None} <= {
        key for key in pressed if "edit" in key or key.endswith(f"-{REVIEWABLE}")
    }
    shown = await app.logs.show(old.log.id, viewer(BO))
    assert (shown.log.version, shown.trouble, shown.log.message_id) == (2, "", old.log.message_id)
    assert len(await app.logs.versions(old.log.id, viewer(ADA))) == 2
    # Its message is edited, and nobody is told of a revision a second time.
    await old.edit_log(" Even more.")
    assert await said_now(app) == [Kind.LOG_EDIT]
    mine = await app.my_reviews.mine(viewer(BO), 0, 5)
    assert old.review.token in {view.review.token for view in mine.views}
    # A late review goes into the old week's thread.
    log = (await app.logs.show(old.log.id, viewer(CY))).log
    late = await app.reviews.submit(review_by(CY, log))
    await old.deliver()
    assert await said_now(app) == [Kind.LOG_EDIT, Kind.REVIEW]
    assert late.review.week_id == old.log.week_id
    assert (await app.logs.withdraw(old.log.id, viewer(ADA))).log.is_withdrawn
    await refreshed(app, old.club, old.log.week_id or 0)
    await refreshed(app, old.club, old.log.week_id or 0)


async def refreshed(app: App, club: Club, week_id: int) -> None:
    async with app.database.write_transaction() as connection:
        week = await week_rows.week_by_id(connection, week_id)
        assert week
        await refresh_post(connection, club, week, app.now)
    while await app.deliver():
        pass


async def said_now(app: App) -> list[str]:
    async with app.database.read_transaction() as connection:
        new = select(outbox.c.kind).where(outbox.c.created_at == app.now, outbox.c.state == EntryState.DONE)
        return list(await connection.scalars(new.order_by(outbox.c.id)))


async def test_a_restored_database_goes_on_after_pruning(app: App) -> None:
    old = await OldWeek(app).read()
    await years_pass(app, old.club)
    await pruning_of(app).prune()
    async with app.database.write_transaction() as connection:
        restore = await note_restore(connection, app.now)
    assert restore.first_id >= 1_000_000
    await old.edit_log(" Once more.")
    assert (await app.logs.show(old.log.id, viewer(BO))).log.version == 3


async def test_what_is_unsettled_blocked_lost_or_part_of_an_erasure_stays(app: App) -> None:
    old = await OldWeek(app).read()
    await years_pass(app, old.club)
    edits = [entry for entry in await app.entries() if entry.week_id == EARLY and entry.kind == Kind.POST_EDIT]
    pending, blocked, lost, swept, erasing, *rest = [entry.id for entry in edits]
    gone = {"state": EntryState.CANCELLED, "trouble": TroubleCode.DELETED}
    async with app.database.write_transaction() as connection:
        for entry_id, facts in (
            (pending, {"state": EntryState.PENDING}),
            (blocked, {"state": EntryState.BLOCKED, "trouble": TroubleCode.LOCKED}),
            (lost, gone),
            (swept, {"not_before": app.now + timedelta(minutes=5)}),
        ):
            await connection.execute(update(outbox).where(outbox.c.id == entry_id).values(**facts))
        asked = {"user_id": ADA, "keeps_reviews": True, "asked_at": app.now}
        erasure = await connection.scalar(insert(erasures).values(**asked).returning(erasures.c.id))
        await connection.execute(insert(erasure_messages).values(erasure_id=erasure, entry_id=erasing))
    await pruning_of(app).prune()
    async with app.database.read_transaction() as connection:
        left = set(await connection.scalars(select(outbox.c.id).where(outbox.c.week_id == EARLY)))
    assert left >= {pending, blocked, lost, swept, erasing}
    assert not left & set(rest)


async def test_a_week_that_is_not_over_keeps_everything(app: App) -> None:
    old = await OldWeek(app).read()
    await years_pass(app, old.club)
    async with app.database.write_transaction() as connection:
        await connection.execute(update(weeks).where(weeks.c.id == EARLY).values(state=WeekState.REVIEWING))
    await pruning_of(app).prune()
    assert await kinds(app, EARLY) == Counter(USUAL)


async def test_it_is_done_once_a_day_when_nothing_is_due_and_the_clock_is_right(app: App) -> None:
    old = await OldWeek(app).read()
    await years_pass(app, old.club)
    before, right = await count(app, outbox), [False]

    async def clock_is_right() -> bool:
        return right[0]

    pruning = Pruning(app.database, KEEP, app.clock, clock_is_right)
    await pruning.prune_if_due()
    right[0] = True
    async with app.database.write_transaction() as connection:
        waiting = update(outbox).where(outbox.c.id == 10_250 * 100).values(state=EntryState.PENDING)
        await connection.execute(waiting)
    await pruning.prune_if_due()
    assert await count(app, outbox) == before
    # A message that is stuck must not keep old rows for ever.
    app.now += DAY
    await pruning.prune_if_due()
    after = await count(app, outbox)
    assert after < before
    app.now += 7 * DAY - timedelta(minutes=1)
    await pruning.prune_if_due()
    assert await count(app, outbox) < after


async def test_each_process_prunes_the_messages_of_its_own_servers(app: App) -> None:
    old = await OldWeek(app).read()
    await years_pass(app, old.club)
    async with app.database.write_transaction() as connection:
        await connection.execute(update(outbox).where(outbox.c.week_id == EARLY).values(server_id=1 << TIME_BITS))
    await pruning_of(app, Shards(2, (0,))).prune()
    assert await kinds(app, EARLY) == Counter(USUAL)
    assert await kinds(app, EARLY + 1) != Counter(USUAL)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
async def test_of_several_processes_one_prunes_at_a_time(app: App) -> None:
    old = await OldWeek(app).read()
    await years_pass(app, old.club)
    other = Database(app.url)
    async with other.write_transaction() as connection:
        assert await prune_rows.is_alone(connection)
        with pytest.raises(AnotherPrunesError):
            await pruning_of(app).prune()
    await other.close()
    assert await pruning_of(app).prune() > 0


async def test_a_withdrawn_takeaway_leaves_nothing_once_its_form_cannot_arrive_again(app: App) -> None:
    key = await reading(app)
    await send(app, ADA, key)
    await send(app, BO, key)
    await app.takeaways.withdraw(viewer(BO), key, next(interactions))
    for passed, kept in ((timedelta(0), 2), (DAY, 2), (timedelta(seconds=1), 1)):
        app.now += passed
        await pruning_of(app).prune()
        assert await count(app, takeaways) == kept
    assert (await app.takeaways.opened(viewer(ADA), key)).text is not None
