"""Members who write and review, and then have it erased, in clubs of `reading_clubs`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox.entry import EntryState
from bot.core.paper_logs.log_text import LogText
from bot.core.privacy.erasure import SETTLING
from bot.core.privacy.member_data import MemberScope
from bot.storage.privacy import erasures as erasure_rows
from tests.support.logs import review_by, reviewing, write
from tests.support.reading_clubs import FIRST_POST

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from bot.core.outbox.kinds import Kind
    from tests.support.reading_clubs import App

# As long as Discord's ids, so that a search for them finds nothing else.
ADA, BO, CLEO, DREW, EVE = (812_345_678_901_234_000 + number for number in range(5))
WORDS = ("crimson wombats", "saffron gliders", "indigo kettles", "ochre lanterns")


def words_of_ada(number: int = 0) -> LogText:
    """Each version in words that nobody else uses."""
    return LogText(
        f"Training {WORDS[0]} takes far too much memory in case {number}.",
        f"They freeze {WORDS[1]} and learn small corrections for case {number}.",
        f"Quality of {WORDS[2]} stays level with less memory in case {number}.",
        f"Nobody knows which {WORDS[3]} case {number} needs the most.",
    )


async def in_review(app: App, *others: int, **facts: object) -> Club:
    """Ada, in two versions, and the others have written, and logs are closed."""
    club = await reviewing(app, *others, closed=False, **facts)
    first = await write(app, ADA, words_of_ada())
    await deliver_all(app)
    await write(app, ADA, words_of_ada(1), log_id=first.log.id)
    await deliver_all(app)
    await app.at(FIRST_POST + timedelta(days=5))
    await deliver_all(app)
    return club


async def write_reviews(app: App, *reviewers: int) -> None:
    """Whatever these members were assigned is written."""
    week = await app.reviews.of_week(1)
    logs = {log.id: log for log in week.logs}
    for review in week.reviews:
        if review.reviewer_id in reviewers and not review.is_written:
            await app.reviews.submit(review_by(review.reviewer_id, logs[review.log_id]))
    await deliver_all(app)


async def erase(app: App, member: int, *, server_id: int | None = None, keeps_reviews: bool = True) -> bool:
    """As the member presses it now."""
    scope = MemberScope(member, server_id)
    return await app.erasures.erase(scope, keeps_reviews=keeps_reviews, asked_at=app.now, shown_at=app.now)


async def settle(app: App) -> None:
    """Let Discord take everything, and time pass, until the erasure is over."""
    await deliver_all(app)
    app.now += SETTLING
    for _ in range(3):
        await app.erasures.go_on()
        await deliver_all(app)
    await app.erasures.go_on()


async def deliver_all(app: App) -> None:
    for _ in range(50):
        if not await app.deliver():
            return


async def changes(app: App) -> list[Entry]:
    """What the erasures have yet to do in Discord."""
    return [entry for entry in await app.entries() if "erasure_id" in entry.details]


async def waiting(app: App, *kinds: Kind) -> list[Entry]:
    return [entry for entry in await app.entries() if entry.kind in kinds and entry.state is EntryState.PENDING]


async def under_way(app: App, member: int) -> list[list[Entry]]:
    """For each erasure of the member that is not over, the entries that it waits for."""
    async with app.database.read_transaction() as connection:
        return [
            await erasure_rows.entries_waited_for(connection, erasure.id)
            for erasure in await erasure_rows.open_erasures(connection)
            if erasure.scope.user_id == member
        ]
