"""What a digest looks back on: only what its readers may know, as of the end of its week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.clubs.club import SettingsChange
from bot.storage.members import leavers as leaver_rows
from tests.support.logs import review_by, reviewing, write
from tests.support.reading_clubs import CHANNEL, FIRST_POST, SERVER, WEEK
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.weeks.milestones import Milestones
    from tests.support.reading_clubs import App

ADA, BO, CY = 101, 102, 103
WEEKS = 10


async def milestones(app: App, number: int) -> Milestones:
    (week,) = [row for row in await app.week_rows() if row.number == number]
    view = await app.weeks.view(week.id)
    assert view
    return await app.digests.milestones(view)


async def next_week(app: App, number: int, *members: int) -> None:
    """The post of the week with this number, and logs of these members."""
    await app.at(FIRST_POST + (number - 1) * WEEK)
    await app.deliver()
    for member in members:
        await write(app, member)
    await app.deliver()


async def test_firsts_are_noted_in_their_week_and_stay_true(app: App) -> None:
    await reviewing(app, ADA, BO)
    await app.reviews.submit(review_by(ADA, (await app.reviews.next_for(viewer(ADA))).log))
    await next_week(app, 2, ADA, CY)
    assert (await milestones(app, 1)).first_logs == (ADA, BO)
    assert (await milestones(app, 1)).first_reviews == (ADA,)
    assert (await milestones(app, 2)).first_logs == (CY,)
    assert (await milestones(app, 2)).first_reviews == ()
    async with app.database.write_transaction() as connection:
        await leaver_rows.note_leavers(connection, SERVER, [BO], app.now)
    assert (await milestones(app, 1)).first_logs == (ADA,)


async def test_progress_is_that_of_the_week_of_the_digest(app: App) -> None:
    club = await reviewing(app, ADA)
    for key in ("dpo", "bert"):
        await app.syllabus.add(club, key, None)
    await next_week(app, 2)
    for number in (1, 2):
        progress = (await milestones(app, number)).progress
        assert progress
        assert (progress.read, progress.whole, progress.tier) == (number, 4, None)


async def test_an_anonymous_club_notes_no_first_reviews(app: App) -> None:
    club = await reviewing(app, ADA, BO, anonymous=True)
    await app.reviews.submit(review_by(ADA, (await app.reviews.next_for(viewer(ADA))).log))
    assert (await milestones(app, 1)).first_reviews == ()
    # What was written in secret stays so.
    await app.clubs.edit(club, SettingsChange({"anonymous": False}), viewer())
    assert (await milestones(app, 1)).first_reviews == ()


async def test_weeks_in_an_earlier_channel_stay_out_of_sight(app: App) -> None:
    """Readers of the new channel may not be able to view the earlier one."""
    club = await reviewing(app, ADA)
    await app.clubs.edit(club, SettingsChange({"channel_id": CHANNEL + 1}), viewer())
    await next_week(app, 2, ADA)
    assert (await milestones(app, 2)).first_logs == (ADA,)


async def test_the_tenth_week_looks_back(app: App) -> None:
    await app.club()
    for number in range(1, WEEKS + 1):
        await next_week(app, number, *((ADA, BO) if number in {1, WEEKS} else (ADA,)))
    assert (await milestones(app, WEEKS - 1)).look_back is None
    found = (await milestones(app, WEEKS)).look_back
    assert found
    assert (found.first, found.last, found.papers, found.logs, found.members) == (1, WEEKS, WEEKS, WEEKS + 2, 2)
    assert found.regulars == (ADA,)
